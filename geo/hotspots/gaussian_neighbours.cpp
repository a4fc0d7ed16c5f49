// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/gaussian_neighbours.hpp"

#include "geo/hotspots/box_expansions.hpp"
#include "geo/hotspots/exp_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr double reach_in_deviations = 6;
/// A place whose nearest neighbour is farther is added alone: its sum may be far below all errors of sums over many.
constexpr double far_neighbour = 0.5;
constexpr std::size_t places_a_task = 512;

}  // namespace

GaussianNeighbours::GaussianNeighbours(const PointPlaces& places, const Workers& workers)
    : m_places(places), m_nearest(nearest_distances(places.at, workers)) {}

void GaussianNeighbours::sort_into_strips(double height) {
  const std::vector<Metric>& at = m_places.at;
  const auto by_y = [](Metric a, Metric b) { return a.y < b.y; };
  const auto [south, north] = std::minmax_element(at.begin(), at.end(), by_y);
  m_south = south->y;
  m_height = std::max(height, (north->y - south->y) / static_cast<double>(at.size()));
  const auto strip_of = [&](std::size_t i) { return static_cast<std::size_t>((at[i].y - m_south) / m_height); };
  std::vector<std::size_t> place(static_cast<std::size_t>((north->y - m_south) / m_height) + 2, 0);
  for (std::size_t i = 0; i < at.size(); ++i) { ++place[strip_of(i) + 1]; }
  std::partial_sum(place.begin(), place.end(), place.begin());
  m_strip_begin = place;
  m_x.resize(at.size()), m_y.resize(at.size()), m_count.resize(at.size()), m_number.resize(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {  // from west to east, as they come
    const std::size_t to = place[strip_of(i)]++;
    m_x[to] = at[i].x, m_y[to] = at[i].y, m_count[to] = m_places.count[i], m_number[to] = i;
  }
}

/// An estimate, from some 500 places: pairs in the strips around within the reach.
double GaussianNeighbours::pairs_within(double reach) const {
  double pairs = 0;
  const auto strips = static_cast<std::int64_t>(m_strip_begin.size()) - 1;
  const auto around = static_cast<std::int64_t>(reach / m_height) + 1;
  std::size_t looked = 0;
  for (std::size_t i = 7; i < m_x.size(); i += 1 + m_x.size() / 500) {
    const auto strip = static_cast<std::int64_t>((m_y[i] - m_south) / m_height);
    for (std::int64_t k = std::max<std::int64_t>(strip - around, 0); k <= std::min(strip + around, strips - 1); ++k) {
      const auto begin = m_x.begin() + static_cast<std::ptrdiff_t>(m_strip_begin[static_cast<std::size_t>(k)]);
      const auto end = m_x.begin() + static_cast<std::ptrdiff_t>(m_strip_begin[static_cast<std::size_t>(k) + 1]);
      pairs += static_cast<double>(std::upper_bound(begin, end, m_x[i] + reach) - std::lower_bound(begin, end, m_x[i] - reach));
    }
    ++looked;
  }
  return looked == 0 ? 0 : pairs * static_cast<double>(m_x.size()) / static_cast<double>(looked);
}

/// Lifted by the nearest neighbour's part, so that the sum is at least 1 whatever the distances.
double GaussianNeighbours::log_sum_of(std::size_t at, double s) const {
  const double nearest = m_nearest[m_number[at]];
  const double reach = std::hypot(nearest, reach_in_deviations * s) * (1 + 1e-12);
  const double lift = nearest / s * (nearest / s) / 2;
  const ExpSum place{m_x[at], m_y[at], 1 / (2 * s * s), lift};
  const auto strips = static_cast<std::int64_t>(m_strip_begin.size()) - 1;
  const double south = (m_y[at] - reach - m_south) / m_height;
  const double north = (m_y[at] + reach - m_south) / m_height;
  const std::int64_t first = south > 0 ? static_cast<std::int64_t>(std::min(south, 1e15)) : 0;
  const std::int64_t last = std::min(static_cast<std::int64_t>(std::min(north, 1e15)), strips - 1);
  double sum = 0;
  for (std::int64_t k = first; k <= last; ++k) {
    const double low = m_south + static_cast<double>(k) * m_height;
    const double dy = std::max({low - m_y[at], m_y[at] - (low + m_height), 0.0}) * (1 - 1e-9);
    const double half = std::sqrt(std::max(reach * reach - dy * dy, 0.0));
    const double* const begin = m_x.data() + m_strip_begin[static_cast<std::size_t>(k)];
    const double* const end = m_x.data() + m_strip_begin[static_cast<std::size_t>(k) + 1];
    const double* const from = std::lower_bound(begin, end, m_x[at] - half);
    const double* const to = std::upper_bound(from, end, m_x[at] + half);
    const auto add = [&](const double* a, const double* b) {
      const auto offset = static_cast<std::size_t>(a - m_x.data());
      sum += exp_sum(place, a, m_y.data() + offset, m_count.data() + offset, static_cast<std::size_t>(b - a));
    };
    const double* const own = m_x.data() + at;
    if (own >= from && own < to) {
      add(from, own);
      add(own + 1, to);
    } else {
      add(from, to);
    }
  }
  return std::log(sum) - lift;
}

void GaussianNeighbours::add_pairs(double s, std::size_t first, std::size_t last, std::vector<double>& out) const {
  for (std::size_t at = first; at < last; ++at) {
    double& sum = out[m_number[at]];
    if (std::isnan(sum)) { sum = log_sum_of(at, s); }
  }
}

std::vector<double> GaussianNeighbours::log_sums(double s, const Workers& workers) {
  const double reach = reach_in_deviations * s;
  if (m_x.empty()) { sort_into_strips(reach); }
  double pairs = pairs_within(reach);
  // A strip costs as much as some 40 pairs; high strips hold more pairs that are looked at in vain.
  const double in_reach = pairs / static_cast<double>(m_x.size()) + 1;
  const double height = reach * std::clamp(std::sqrt(75 / in_reach), 0.15, 2.0);
  if (height > 1.5 * m_height || height < m_height / 1.5) {
    sort_into_strips(height);
    pairs = pairs_within(reach);
  }
  std::vector<double> sums(m_places.at.size(), std::nan(""));
  const BoxExpansions boxes(m_places, s);
  constexpr double pair_cost = 1;
  if (boxes.cost() < pair_cost * pairs) {
    sums = boxes.sums_without_own(workers);
    for (std::size_t i = 0; i < sums.size(); ++i) { sums[i] = m_nearest[i] <= far_neighbour * s ? std::log(sums[i]) : std::nan(""); }
  }
  workers((sums.size() + places_a_task - 1) / places_a_task,
          [&](std::size_t task) { add_pairs(s, task * places_a_task, std::min((task + 1) * places_a_task, sums.size()), sums); });
  return sums;
}

}  // namespace geo
