// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/hotspots/scan_zones.hpp"
#include "geo/index/point_index.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

void check(std::span<const ScanRegion> regions, const ScanOptions& options) {
  if (!(options.max_share > 0 && options.max_share <= 1)) {
    throw Error(Problem::usage, "The share of people in a cluster must be above 0 and at most 1.",
                "A parte das pessoas num aglomerado tem de ser superior a 0 e no máximo 1.");
  }
  check_permutations(options.permutations);
  for (const ScanRegion& region : regions) {
    const bool is_count = region.cases >= 0 && region.population >= 0 && region.cases < 1e9 && region.population < 1e12;
    if (!is_count || !std::isfinite(region.at.x) || !std::isfinite(region.at.y)) {
      throw Error(Problem::input, "A region has no place, or a number of cases or people that is none.",
                  "Uma região não tem lugar, ou tem um número de casos ou de pessoas que não o é.");
    }
    if (region.cases > 0 && !(region.population > 0)) {
      throw Error(Problem::input, "There are cases in a region where nobody lives.", "Há casos numa região onde ninguém vive.");
    }
    const bool is_whole = std::floor(region.cases) == region.cases && std::floor(region.population) == region.population;
    if (options.model == ScanModel::bernoulli && (region.cases > region.population || !is_whole)) {
      throw Error(Problem::input, "With Bernoulli's model cases and people are whole numbers, and no region has more cases than people.",
                  "Com o modelo de Bernoulli os casos e as pessoas são números inteiros, e nenhuma região tem mais casos do que pessoas.");
    }
  }
}

void check(const ScanTotals& totals, ScanModel model) {
  constexpr double most = 1e8;  // drawn one by one
  if (!(totals.cases >= 0.5) || !(totals.population > 0)) {
    throw Error(Problem::input, "There are no cases, or no people.", "Não há casos, ou não há pessoas.");
  }
  if (totals.cases > most || (model == ScanModel::bernoulli && totals.population > most)) {
    throw Error(Problem::too_large, "There are more than 100 million cases, or people of Bernoulli's model.",
                "Há mais de 100 milhões de casos, ou de pessoas do modelo de Bernoulli.");
  }
}

double x_log(double x, double ratio) { return x > 0 ? x * std::log(ratio) : 0; }

/// A circle and how likely it is.
struct Found {
  double llr = 0;
  std::size_t regions = 0;
  std::uint32_t centre = 0;
  double cases = 0;
  double size = 0;

  [[nodiscard]] bool is_before(const Found& other) const {
    // Equal ones, but for rounding: cases are added in another order.
    const double equal = 1e-12 * std::max(llr, other.llr);
    if (std::fabs(llr - other.llr) > equal) { return llr > other.llr; }
    return regions != other.regions ? regions < other.regions : centre < other.centre;
  }
};

class Scan {
 public:
  Scan(std::span<const ScanRegion> regions, const ScanOptions& options, const ScanTotals& totals, const Workers& workers)
      : m_regions(regions),
        m_options(options),
        m_totals(totals),
        m_per_person(options.model == ScanModel::poisson ? totals.cases / totals.population : 1),
        m_zones(scan_zones(regions, options.max_share * totals.population * (1 + 1e-12), m_per_person, workers)),
        m_taken(regions.size()),
        m_likeliest(regions.size()) {
    workers(regions.size(), [this](std::size_t centre) { m_likeliest[centre] = likeliest(static_cast<std::uint32_t>(centre)); });
  }

  [[nodiscard]] const ScanZones& zones() const { return m_zones; }

  /// The likeliest circle without a region that was told; the next call gives the next one.
  std::optional<ScanCluster> next() {
    const double near = update();
    Found best;
    for (std::uint32_t centre = 0; centre < m_regions.size(); ++centre) {
      if (m_likeliest[centre] < near) { continue; }
      each_circle(centre, [&](const Found& found) {
        if (found.llr > 0 && (best.llr == 0 || found.is_before(best))) { best = found; }
      });
    }
    if (best.llr == 0) { return std::nullopt; }
    return cluster(best);
  }

 private:
  template <class Visit>
  void each_circle(std::uint32_t centre, Visit visit) const {
    Found found;
    found.centre = centre;
    for (const ScanZones::Step& step : m_zones.around(centre)) {
      if (m_taken[step.region] != 0) { break; }
      ++found.regions;
      found.cases += m_regions[step.region].cases;
      if (step.zone == ScanZones::inside || found.cases < m_options.min_cases) { continue; }
      found.size = m_zones.size[step.zone];
      found.llr = scan_llr(m_options.model, found.cases, found.size, m_totals.cases, m_totals.all(m_options.model));
      visit(found);
    }
  }
  [[nodiscard]] double likeliest(std::uint32_t centre) const {
    double most = 0;
    each_circle(centre, [&](const Found& found) { most = std::max(most, found.llr); });
    return most;
  }
  /// Circles may have been cut short since a centre was looked at, which only lowers its best: so it is looked at again where that matters.
  /// Returns what the centres that matter have, all as likely as the likeliest but for rounding.
  double update() {
    std::vector<std::uint32_t> centres(m_regions.size());
    std::iota(centres.begin(), centres.end(), 0);
    std::sort(centres.begin(), centres.end(), [this](std::uint32_t a, std::uint32_t b) { return m_likeliest[a] > m_likeliest[b]; });
    constexpr double as_likely = 1 - 1e-9;
    double most = 0;
    for (const std::uint32_t centre : centres) {
      if (m_likeliest[centre] < most * as_likely) { break; }
      m_likeliest[centre] = likeliest(centre);
      most = std::max(most, m_likeliest[centre]);
    }
    return most * as_likely;
  }

  ScanCluster cluster(const Found& found) {
    ScanCluster cluster;
    cluster.centre = found.centre;
    cluster.llr = found.llr;
    cluster.cases = found.cases;
    for (const ScanZones::Step& step : m_zones.around(found.centre).first(found.regions)) {
      m_taken[step.region] = 1;
      cluster.members.push_back(step.region);
      cluster.radius_m = std::max(cluster.radius_m, distance_m(m_regions[step.region].at, m_regions[found.centre].at));
    }
    std::sort(cluster.members.begin(), cluster.members.end());
    cluster.population = found.size / m_per_person;
    cluster.expected = cluster.population * m_totals.cases / m_totals.population;
    const double outside = (m_totals.cases - cluster.cases) / (m_totals.cases - cluster.expected);
    cluster.relative_risk = cluster.cases / cluster.expected / outside;
    return cluster;
  }

  std::span<const ScanRegion> m_regions;
  const ScanOptions& m_options;
  ScanTotals m_totals;
  double m_per_person;
  ScanZones m_zones;
  std::vector<std::uint8_t> m_taken;
  std::vector<double> m_likeliest;  ///< by centre: no circle around it is likelier
};

}  // namespace

double scan_llr(ScanModel model, double cases, double size, double all_cases, double all) {
  const double outside = all_cases - cases;
  const double rest = all - size;
  if (!(cases * rest > outside * size)) { return 0; }
  if (model == ScanModel::poisson) { return x_log(cases, cases / size) + x_log(outside, outside / rest); }
  const double controls = size - cases;
  const double others = rest - outside;
  const double split =
      x_log(cases, cases / size) + x_log(controls, controls / size) + x_log(outside, outside / rest) + x_log(others, others / rest);
  return split - x_log(all_cases, all_cases / all) - x_log(all - all_cases, (all - all_cases) / all);
}

ScanResult scan_clusters(std::span<const ScanRegion> regions, const ScanOptions& options, const Workers& workers,
                         const Progress& progress) {
  check(regions, options);
  const ScanTotals totals = scan_totals(regions);
  check(totals, options.model);
  Scan scan(regions, options, totals, workers);
  ScanResult result;
  result.total_cases = totals.cases;
  result.total_population = totals.population;
  result.zones = scan.zones().size.size();
  while (result.clusters.size() < options.max_clusters && !progress.cancelled()) {
    std::optional<ScanCluster> cluster = scan.next();
    if (!cluster) { break; }
    result.clusters.push_back(*std::move(cluster));
  }
  const double highest = result.clusters.empty() ? 0 : result.clusters.front().llr;
  result.maxima = scan_maxima(regions, scan.zones(), options, highest, workers, progress);
  if (progress.cancelled()) {
    result.clusters.clear();
    result.cancelled = true;
    return result;
  }
  result.stopped_early = result.maxima.size() < options.permutations;
  for (ScanCluster& cluster : result.clusters) {
    cluster.p = drawn_p(cluster.llr, result.maxima, result.stopped_early && &cluster == &result.clusters.front());
    cluster.p_gumbel = gumbel_p(cluster.llr, result.maxima);
  }
  return result;
}

}  // namespace geo
