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

// Scan statistics in space and time, and with ellipses. Circles alone are faster in scan.hpp.

namespace geo {

enum class CylinderModel : std::uint8_t {
  poisson,      ///< cases are in proportion to people where there is no cluster
  permutation,  ///< no people are known: places and times of cases have nothing to do with each other (Kulldorff et al. 2005)
};

/// An ellipse around a place; a circle by itself.
struct ScanShape {
  double ratio = 1;      ///< of the longer axis to the shorter one
  double angle_rad = 0;  ///< from east to the longer axis, against the clock
};

/// A circle and ellipses of 1.5, 2, 3, 4 and 5 to 1, each in so many directions that neighbours overlap by about as much: 4, 6, 9, 12, 15
/// (the sizes of Kulldorff et al. 2006).
std::vector<ScanShape> ellipses();

struct CylinderOptions {
  CylinderModel model = CylinderModel::poisson;
  std::vector<ScanShape> shapes = {ScanShape{}};
  double penalty = 0.5;         ///< a of Kulldorff et al. 2006: the llr of an ellipse counts times (4 s/(s + 1)²)^a for a ratio s; 0: none
  double max_share = 0.5;       ///< of all people that a cluster may hold; with `permutation`, of all cases
  double max_time_share = 0.5;  ///< of all steps that a cluster may last; one step always
  bool alive = false;           ///< only clusters that last to the last step
  double min_cases = 2;
  std::size_t max_clusters = 10;
  std::uint32_t permutations = 999;
  /// Drawings end when so many have been as likely as the likeliest cluster (Besag & Clifford 1991): where there is none, soon. 0: all are
  /// made.
  std::uint32_t stop_after = 0;
  std::uint64_t seed = 1;
};

struct ScanCylinder {
  std::uint32_t centre = 0;  ///< the place it is drawn around
  ScanShape shape;
  double radius_m = 0;                 ///< of an ellipse: half of its longer axis
  std::vector<std::uint32_t> members;  ///< places within, rising
  std::size_t first_step = 0, steps = 0;
  double cases = 0, expected = 0;
  std::optional<double> relative_risk;  ///< cases per expected inside over that outside; none where all cases are inside
  double llr = 0;                       ///< logarithm of the likelihood ratio, times the penalty
  double p = 1;                         ///< (R + 1)/(M + 1) of M drawings; of the first one, where they ended early, R/M
  std::optional<double> p_gumbel;       ///< as of ScanCluster
};

/// Most windows looked at, one for each batch of drawings: some ten minutes of one core.
inline constexpr double max_cylinder_looks = 1e11;

struct CylinderResult {
  std::vector<ScanCylinder> clusters;  ///< no place is in two
  std::vector<double> maxima;          ///< highest llr of each drawing that was made, in the order of drawings
  double total_cases = 0;
  bool stopped_early = false;
  bool cancelled = false;  ///< `progress` asked to stop: there are no clusters
};

/// Kulldorff's scan statistic for high rates in circles or ellipses during some steps in a row (Kulldorff 2001; Kulldorff et al. 2005,
/// 2006). Numbers of place i in step t stand at t * places + i. Of equally likely ones that of fewest places is told, then the shortest, of
/// the first shape, around the first centre, the earliest. Where there is one step it is purely spatial. `population` is not read for
/// `permutation`.
///
/// The same for any number of workers. O(steps of all circles × windows × M): 200 places with 24 steps and 999 drawings take some 4 s of a
/// core. Throws Error{input} for numbers that are negative or not finite, cases where nobody lives, no cases or no people at all, and with
/// `permutation` cases that are not whole; Error{usage} for shares outside (0, 1], no shape or one that is none, a negative penalty, no
/// permutations or more than a million; Error{too_large} beyond max_scan_steps and
/// max_cylinder_looks. Precondition: as many numbers as places × steps, and a
/// step.
CylinderResult scan_cylinders(std::span<const Metric> places, std::size_t steps, std::span<const double> cases,
                              std::span<const double> population, const CylinderOptions& options, const Workers& workers = one_by_one,
                              const Progress& progress = {});

}  // namespace geo
