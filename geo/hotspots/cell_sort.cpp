// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/cell_sort.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace geo {
namespace {

struct Keyed {
  std::uint64_t cell;  ///< row and column
  std::uint32_t position;
};

/// By cell, keeping the order within one: a pass for each byte in which cells differ.
void sort_by_cell(std::vector<Keyed>& items) {
  std::uint64_t differ = 0;
  for (const Keyed& item : items) { differ |= item.cell ^ items.front().cell; }
  std::vector<Keyed> other(items.size());
  constexpr unsigned bits = 11;
  constexpr std::size_t values = std::size_t{1} << bits;
  for (unsigned shift = 0; shift < 64; shift += bits) {
    if (((differ >> shift) & (values - 1)) == 0) { continue; }
    std::array<std::uint32_t, values> begin{};
    for (const Keyed& item : items) { ++begin[(item.cell >> shift) & (values - 1)]; }
    std::uint32_t sum = 0;
    for (std::uint32_t& b : begin) { sum += std::exchange(b, sum); }
    for (const Keyed& item : items) { other[begin[(item.cell >> shift) & (values - 1)]++] = item; }
    items.swap(other);
  }
}

}  // namespace

CellSort::CellSort(std::span<const Metric> points, double cell_m) {
  if (points.empty()) { return; }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Metric low{infinity, infinity};
  Metric high{-infinity, -infinity};
  for (const Metric& p : points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
      throw Error(Problem::input, "A point has no position in the plane.", "Um ponto não tem posição no plano.");
    }
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  constexpr double most = 2e9;
  if (!((high.x - low.x) / cell_m < most && (high.y - low.y) / cell_m < most)) {
    throw Error(Problem::too_large, "The points lie too far apart for so small a radius.",
                "Os pontos estão longe demais uns dos outros para um raio tão pequeno.");
  }
  std::vector<Keyed> items(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto row = static_cast<std::uint64_t>((points[i].y - low.y) / cell_m);
    const auto column = static_cast<std::uint64_t>((points[i].x - low.x) / cell_m);
    items[i] = {row << 32U | column, static_cast<std::uint32_t>(i)};
  }
  sort_by_cell(items);
  m_points.reserve(items.size());
  m_position.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    if (i == 0 || items[i].cell != items[i - 1].cell) {
      m_cells.push_back({static_cast<std::int32_t>(items[i].cell >> 32U), static_cast<std::int32_t>(items[i].cell & 0xFFFFFFFFU), i, i});
    }
    m_cells.back().end = i + 1;
    m_points.push_back(points[items[i].position]);
    m_position.push_back(items[i].position);
  }
}

CellSort::Around::Around(const CellSort& cells, std::int32_t reach)
    : m_sort(cells), m_reach(reach), m_next(2 * static_cast<std::size_t>(reach) + 1) {}

}  // namespace geo
