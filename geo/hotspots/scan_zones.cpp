// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan_zones.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/index/point_index.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <utility>

namespace geo {

ScanTotals scan_totals(std::span<const ScanRegion> regions) {
  // From the smallest on, so that the order of regions does not matter.
  std::vector<double> cases;
  std::vector<double> population;
  for (const ScanRegion& region : regions) {
    cases.push_back(region.cases);
    population.push_back(region.population);
  }
  std::sort(cases.begin(), cases.end());
  std::sort(population.begin(), population.end());
  ScanTotals totals;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    totals.cases += cases[i];
    totals.population += population[i];
  }
  return totals;
}

namespace {

/// The circles around centres [first, last); their numbers from 0. `all_steps` counts those of everybody.
ScanZones some_zones(std::span<const ScanRegion> regions, std::size_t first, std::size_t last, double max_population, double per_person,
                     std::atomic<std::size_t>& all_steps) {
  ScanZones zones;
  std::vector<std::pair<double, std::uint32_t>> others(regions.size());
  for (std::size_t centre = first; centre < last; ++centre) {
    for (std::uint32_t i = 0; i < regions.size(); ++i) { others[i] = {distance_m(regions[centre].at, regions[i].at), i}; }
    std::sort(others.begin(), others.end());
    double people = 0;
    for (std::size_t k = 0; k < others.size();) {
      std::size_t next = k;
      // Equally far, but for rounding: places in a grid of decimal numbers.
      const double as_far = others[k].first * (1 + 1e-9);
      for (; next < others.size() && others[next].first <= as_far; ++next) { people += regions[others[next].second].population; }
      if (people > max_population) { break; }
      if ((all_steps += next - k) > max_scan_steps) {
        throw Error(Problem::too_large, "The circles hold more than 200 million regions together. Take fewer regions, or a smaller share.",
                    "Os círculos contêm mais de 200 milhões de regiões ao todo. Use menos regiões, ou uma parte menor.");
      }
      for (; k < next; ++k) { zones.steps.push_back({others[k].second, ScanZones::inside}); }
      zones.steps.back().zone = static_cast<std::uint32_t>(zones.size.size());
      zones.size.push_back(people * per_person);
    }
    zones.end.push_back(zones.steps.size());
  }
  return zones;
}

}  // namespace

ScanZones scan_zones(std::span<const ScanRegion> regions, double max_population, double per_person, const Workers& workers) {
  constexpr std::size_t block = 64;
  std::vector<ScanZones> parts((regions.size() + block - 1) / block);
  std::atomic<std::size_t> all_steps = 0;
  workers(parts.size(), [&](std::size_t b) {
    parts[b] = some_zones(regions, b * block, std::min(regions.size(), (b + 1) * block), max_population, per_person, all_steps);
  });
  ScanZones zones;
  zones.steps.reserve(all_steps);
  for (ScanZones& part : parts) {
    const auto before = static_cast<std::uint32_t>(zones.size.size());
    const std::size_t steps = zones.steps.size();
    for (const ScanZones::Step& step : part.steps) {
      zones.steps.push_back({step.region, step.zone == ScanZones::inside ? step.zone : before + step.zone});
    }
    for (const std::size_t end : part.end) { zones.end.push_back(steps + end); }
    zones.size.insert(zones.size.end(), part.size.begin(), part.size.end());
    part = {};
  }
  return zones;
}

// By moments: mean µ + γβ, deviation πβ/√6.
std::optional<double> gumbel_p(double llr, const std::vector<double>& maxima) {
  if (maxima.size() < 2) { return std::nullopt; }
  const auto n = static_cast<double>(maxima.size());
  double mean = 0;
  for (const double m : maxima) { mean += m / n; }
  double variance = 0;
  for (const double m : maxima) { variance += (m - mean) * (m - mean) / (n - 1); }
  if (!(variance > 0)) { return std::nullopt; }
  const double beta = std::sqrt(6 * variance) / std::numbers::pi;
  const double mode = mean - std::numbers::egamma * beta;
  return p_above_zero(-std::expm1(-std::exp(-(llr - mode) / beta)));
}

double drawn_p(double llr, const std::vector<double>& maxima, bool ended_them) {
  const auto reached = std::count_if(maxima.begin(), maxima.end(), [llr](double m) { return reaches(m, llr); });
  if (ended_them) { return static_cast<double>(reached) / static_cast<double>(maxima.size()); }
  return permutation_p(static_cast<std::uint64_t>(reached), static_cast<std::uint32_t>(maxima.size()));
}

}  // namespace geo
