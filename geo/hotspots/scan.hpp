// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace geo {

struct ScanRegion {
  Metric at;
  double cases = 0;
  double population = 0;  ///< of Bernoulli: cases and controls together
};

enum class ScanModel : std::uint8_t {
  poisson,    ///< cases are in proportion to people where there is no cluster
  bernoulli,  ///< each of those counted is a case or a control
};

struct ScanOptions {
  ScanModel model = ScanModel::poisson;
  double max_share = 0.5;         ///< of all people that a cluster may hold
  double min_cases = 2;           ///< that it must hold
  std::size_t max_clusters = 10;  ///< how many are told, the likeliest first
  std::uint32_t permutations = 999;
  /// Drawings end when so many have been as likely as the likeliest cluster (Besag & Clifford 1991): where there is none, soon. 0: all are
  /// made.
  std::uint32_t stop_after = 0;
  std::uint64_t seed = 1;
};

struct ScanCluster {
  std::uint32_t centre = 0;  ///< the region it is drawn around
  double radius_m = 0;
  std::vector<std::uint32_t> members;  ///< regions within the radius, rising
  double cases = 0, expected = 0, population = 0;
  double relative_risk = 0;        ///< the rate inside over that outside
  double llr = 0;                  ///< logarithm of the likelihood ratio
  double p = 1;                    ///< (R + 1)/(M + 1): chance gives one as likely anywhere
  std::optional<double> p_gumbel;  ///< the same by a Gumbel distribution through the drawings' maxima (Abrams et al. 2010), for small p
};

struct ScanResult {
  std::vector<ScanCluster> clusters;  ///< no region is in two
  std::size_t zones = 0;              ///< circles that were looked at
  std::vector<double> maxima;         ///< highest llr of each drawing that was made, in the order of drawings
  double total_cases = 0, total_population = 0;
  bool stopped_early = false;
  bool cancelled = false;  ///< `progress` asked to stop: there are no clusters
};

/// Most regions in all circles together; each takes 8 bytes.
inline constexpr std::size_t max_scan_steps = 200'000'000;

/// Kulldorff's scan statistic (Kulldorff & Nagarwalla 1995; Kulldorff 1997) for high rates. Circles are drawn around each region out to
/// each other one; regions equally far away come in together. Of equally likely circles the one of fewest regions is told, then that of the
/// first centre. The others are the likeliest that share no region with those before. Drawings share out the (rounded) number of cases
/// anew; all are made, in drawings of their own, so that the result is the same for any number of workers. Checked against smerc's
/// likelihoods.
///
/// O(steps × M) with few operations each. Throws Error{input} for numbers that are negative or not finite, cases where nobody lives, no
/// cases or no people at all, and with Bernoulli cases above the population or numbers that are not whole; Error{usage} for a share outside
/// (0, 1], no permutations or more than a million; Error{too_large} beyond max_scan_steps.
ScanResult scan_clusters(std::span<const ScanRegion> regions, const ScanOptions& options, const Workers& workers = one_by_one,
                         const Progress& progress = {});

/// The logarithm of the likelihood ratio of `cases` among `size` (Poisson: expected cases; Bernoulli: people) of `all_cases` among
/// `all`; 0 where the rate inside is not above that outside.
double scan_llr(ScanModel model, double cases, double size, double all_cases, double all);

}  // namespace geo
