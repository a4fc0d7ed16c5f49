// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/gaussian_rows.hpp"

#include "geo/hotspots/hermite.hpp"
#include "geo/hotspots/kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

/// Below this many cells there would be more boxes than it pays to fill.
constexpr double least_deviation_for_boxes = 3;

/// A box and its neighbours as far as the kernel is followed.
constexpr double boxes_in_reach = 2 * gaussian_reach + 1;

std::int64_t box_of(double cells, double deviation) { return static_cast<std::int64_t>(std::floor(cells / deviation)); }
double middle_of(std::int64_t box, double deviation) { return (static_cast<double>(box) + 0.5) * deviation; }

bool boxes_are_faster(double points, double deviation, const PlaneGrid& grid) {
  if (deviation < least_deviation_for_boxes) { return false; }
  constexpr double terms = hermite_terms;
  const double across = 2 * gaussian_reach * deviation + 1;
  const double one_by_one =
      points * std::min(across, static_cast<double>(grid.columns)) * (std::min(across, static_cast<double>(grid.rows)) + 10);
  const double box_rows = grid.rows / deviation + boxes_in_reach;
  const double along = box_rows * grid.columns * boxes_in_reach * (terms + 3) * terms;
  return points * terms * terms + along + static_cast<double>(grid.size()) * boxes_in_reach * terms < one_by_one;
}

/// The points of one box: terms across rows lie side by side.
struct Box {
  bool filled = false;
  std::array<HermiteTerms, hermite_terms> moments{};  // [along the row][across rows]

  void add(double x, double y, double weight) {
    filled = true;
    const HermiteTerms along = hermite_moments(x);
    const HermiteTerms across = hermite_moments(y);
    for (std::size_t n = 0; n < hermite_terms; ++n) {
      const double w = weight * along[n];
      for (std::size_t m = 0; m < hermite_terms; ++m) { moments[n][m] += w * across[m]; }
    }
  }
};

}  // namespace

GaussianRows::GaussianRows(const PlacedPoints& points, double deviation_cells, const PlaneGrid& grid, const Workers& workers)
    : m_points(points), m_deviation(deviation_cells), m_columns(grid.columns) {
  const std::vector<PlacedPoints::Point>& all = points.all();
  m_in_boxes = !all.empty() && boxes_are_faster(static_cast<double>(all.size()), deviation_cells, grid);
  if (!m_in_boxes) { return; }
  const auto by_y = [](const PlacedPoints::Point& a, const PlacedPoints::Point& b) { return a.y < b.y; };
  const auto [south, north] = std::minmax_element(all.begin(), all.end(), by_y);
  m_first_box_row = box_of(south->y, m_deviation);
  m_rows.resize(static_cast<std::size_t>(box_of(north->y, m_deviation) - m_first_box_row) + 1);
  workers(m_rows.size(), [&](std::size_t row) { gather(row); });
}

void GaussianRows::gather(std::size_t box_row) {
  const std::int64_t own = m_first_box_row + static_cast<std::int64_t>(box_row);
  const double middle = middle_of(own, m_deviation);
  const auto south = static_cast<std::int64_t>(std::floor(static_cast<double>(own) * m_deviation));
  const auto north = static_cast<std::int64_t>(std::ceil(static_cast<double>(own + 1) * m_deviation));
  const std::int64_t first_box = box_of(-gaussian_reach * m_deviation, m_deviation) - 1;
  const std::int64_t last_box = box_of(m_columns + gaussian_reach * m_deviation, m_deviation) + 1;
  std::vector<Box> boxes(static_cast<std::size_t>(last_box - first_box) + 1);
  bool any = false;
  for (const PlacedPoints::Point& p : m_points.near_rows(south, north, 0)) {
    if (box_of(p.y, m_deviation) != own) { continue; }
    const std::int64_t box = box_of(p.x, m_deviation);
    boxes[static_cast<std::size_t>(box - first_box)].add((p.x - middle_of(box, m_deviation)) / m_deviation, (p.y - middle) / m_deviation,
                                                         p.weight);
    any = true;
  }
  if (!any) { return; }
  std::vector<double>& out = m_rows[box_row];
  out.resize(hermite_terms * m_columns);
  for (std::uint32_t column = 0; column < m_columns; ++column) {
    HermiteTerms sum{};
    const std::int64_t from = std::max(box_of(column - gaussian_reach * m_deviation, m_deviation), first_box);
    const std::int64_t to = std::min(box_of(column + gaussian_reach * m_deviation, m_deviation), last_box);
    for (std::int64_t i = from; i <= to; ++i) {
      const Box& box = boxes[static_cast<std::size_t>(i - first_box)];
      if (!box.filled) { continue; }
      const HermiteTerms along = hermite_functions((column - middle_of(i, m_deviation)) / m_deviation);
      for (std::size_t n = 0; n < hermite_terms; ++n) {
        for (std::size_t m = 0; m < hermite_terms; ++m) { sum[m] += along[n] * box.moments[n][m]; }
      }
    }
    for (std::size_t m = 0; m < hermite_terms; ++m) { out[m * m_columns + column] = sum[m]; }
  }
}

void GaussianRows::add_boxes(std::uint32_t row, std::span<double> out) const {
  const auto rows = static_cast<std::int64_t>(m_rows.size());
  const std::int64_t from = std::max<std::int64_t>(box_of(row - gaussian_reach * m_deviation, m_deviation) - m_first_box_row, 0);
  const std::int64_t to = std::min<std::int64_t>(box_of(row + gaussian_reach * m_deviation, m_deviation) - m_first_box_row, rows - 1);
  for (std::int64_t j = from; j <= to; ++j) {
    const std::vector<double>& terms = m_rows[static_cast<std::size_t>(j)];
    if (terms.empty()) { continue; }
    const HermiteTerms across = hermite_functions((row - middle_of(m_first_box_row + j, m_deviation)) / m_deviation);
    for (std::size_t m = 0; m < hermite_terms; ++m) {
      const double factor = across[m];
      const double* const of_term = terms.data() + m * m_columns;
      for (std::uint32_t c = 0; c < m_columns; ++c) { out[c] += factor * of_term[c]; }
    }
  }
  for (double& v : out) { v = std::max(v, 0.0); }  // rounding of terms that cancel, far from every point
}

/// A Gaussian is one along the row times one across it: the first is computed once for all rows.
void GaussianRows::add_one_by_one(std::uint32_t first, std::uint32_t last, std::span<double> out) const {
  const double reach = gaussian_reach * m_deviation;
  std::vector<double> along;
  for (const PlacedPoints::Point& p : m_points.near_rows(first, last, reach)) {
    const auto from = static_cast<std::uint32_t>(std::ceil(std::max(p.x - reach, 0.0)));
    const auto to = static_cast<std::int64_t>(std::floor(std::min(p.x + reach, m_columns - 1.0)));
    const std::uint32_t south = std::max(first, static_cast<std::uint32_t>(std::ceil(std::max(p.y - reach, 0.0))));
    const auto north = std::min<std::int64_t>(std::int64_t{last} - 1, static_cast<std::int64_t>(std::floor(p.y + reach)));
    if (to < from || north < south) { continue; }
    along.resize(static_cast<std::size_t>(to) - from + 1);
    for (std::size_t i = 0; i < along.size(); ++i) {
      const double dx = (static_cast<double>(from + i) - p.x) / m_deviation;
      along[i] = std::exp(-dx * dx / 2);
    }
    for (std::int64_t row = south; row <= north; ++row) {
      const double dy = (static_cast<double>(row) - p.y) / m_deviation;
      const double factor = p.weight * std::exp(-dy * dy / 2);
      double* const to_row = out.data() + (static_cast<std::size_t>(row) - first) * m_columns + from;
      for (std::size_t i = 0; i < along.size(); ++i) { to_row[i] += factor * along[i]; }
    }
  }
}

void GaussianRows::rows(std::uint32_t first, std::uint32_t last, std::span<double> out) const {
  std::fill(out.begin(), out.end(), 0.0);
  if (!m_in_boxes) {
    add_one_by_one(first, last, out);
    return;
  }
  for (std::uint32_t row = first; row < last; ++row) { add_boxes(row, out.subspan(std::size_t{row - first} * m_columns, m_columns)); }
}

}  // namespace geo
