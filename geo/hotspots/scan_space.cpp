// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan_space.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geo {
namespace {

double sorted_sum(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  for (const double v : sorted) { sum += v; }
  return sum;
}

/// The plane in which an ellipse is a circle with its longer axis for diameter.
Metric squeezed(const Metric& at, const ScanShape& shape) {
  if (shape.ratio == 1) { return at; }
  const double c = std::cos(shape.angle_rad);
  const double s = std::sin(shape.angle_rad);
  return {at.x * c + at.y * s, (at.y * c - at.x * s) * shape.ratio};
}

std::size_t steps_in(const std::vector<ScanZones>& zones) {
  std::size_t steps = 0;
  for (const ScanZones& of_shape : zones) { steps += of_shape.steps.size(); }
  return steps;
}

}  // namespace

std::vector<ScanShape> ellipses() {
  struct Size {
    double ratio;
    int directions;
  };
  std::vector<ScanShape> shapes = {ScanShape{}};
  for (const Size size : {Size{1.5, 4}, Size{2, 6}, Size{3, 9}, Size{4, 12}, Size{5, 15}}) {
    for (int k = 0; k < size.directions; ++k) { shapes.push_back({size.ratio, std::numbers::pi * k / size.directions}); }
  }
  return shapes;
}

ScanSpace::ScanSpace(std::span<const Metric> places, std::size_t steps, std::span<const double> cases, std::span<const double> population,
                     const CylinderOptions& options, const Workers& workers)
    : m_places(places.size()),
      m_steps(steps),
      m_longest(std::max<std::size_t>(1, static_cast<std::size_t>(std::floor(options.max_time_share * static_cast<double>(steps))))),
      m_alive(options.alive),
      m_total(sorted_sum(cases)) {
  const bool is_poisson = options.model == CylinderModel::poisson;
  const std::span<const double> people = is_poisson ? population : cases;
  const double all_people = sorted_sum(people);
  std::vector<ScanRegion> regions(m_places);
  for (std::size_t i = 0; i < m_places; ++i) {
    for (std::size_t t = 0; t < steps; ++t) { regions[i].population += people[t * m_places + i]; }
  }
  if (is_poisson) {
    for (const double of_cell : population) { m_expected.push_back(of_cell / all_people * m_total); }
    for (std::size_t i = 0; i < m_places; ++i) {
      double until = 0;
      for (std::size_t t = 0; t < steps; ++t) {
        m_expected_until.push_back(until);
        until += m_expected[t * m_places + i];
      }
      m_expected_until.push_back(until);
    }
  } else {
    double until = 0;
    for (const ScanRegion& region : regions) { m_place_cases.push_back(region.population); }
    for (std::size_t t = 0; t < steps; ++t) {
      m_share_until.push_back(until / m_total);
      for (std::size_t i = 0; i < m_places; ++i) { until += cases[t * m_places + i]; }
    }
    m_share_until.push_back(until / m_total);
  }
  for (const ScanShape& shape : options.shapes) {
    for (std::size_t i = 0; i < m_places; ++i) { regions[i].at = squeezed(places[i], shape); }
    m_zones.push_back(scan_zones(regions, options.max_share * all_people * (1 + 1e-12), 1, workers));
    if (steps_in(m_zones) > max_scan_steps) {
      throw Error(Problem::too_large,
                  "The ellipses hold more than 200 million places together. Take fewer places, fewer shapes or a smaller share.",
                  "As elipses contêm mais de 200 milhões de lugares ao todo. Use menos lugares, menos formas ou uma parte menor.");
    }
    m_penalty.push_back(std::pow(4 * shape.ratio / ((shape.ratio + 1) * (shape.ratio + 1)), options.penalty));
  }
}

double ScanSpace::windows() const {
  double of_time = 0;
  each_window([&](std::size_t, std::size_t) { ++of_time; });
  return of_time * static_cast<double>(steps_in(m_zones));
}

void ScanSpace::Expected::clear() {
  std::fill(m_until.begin(), m_until.end(), 0);
  m_cases = 0;
}

void ScanSpace::Expected::add(std::uint32_t place) {
  if (m_space.m_expected.empty()) {
    m_cases += m_space.m_place_cases[place];
    return;
  }
  const double* until = m_space.m_expected_until.data() + place * m_until.size();
  for (std::size_t t = 0; t < m_until.size(); ++t) { m_until[t] += until[t]; }
}

double ScanSpace::Expected::of(std::size_t first, std::size_t end) const {
  if (m_space.m_expected.empty()) { return m_cases * (m_space.m_share_until[end] - m_space.m_share_until[first]); }
  return m_until[end] - m_until[first];
}

}  // namespace geo
