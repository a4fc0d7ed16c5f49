// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kde.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace geo {
namespace {

/// Below this many cells of bandwidth, adding each cell by itself is as fast as the sweep.
constexpr double sweep_reach = 8;

void check(double bandwidth_m, const PlaneGrid& grid) {
  const auto is_length = [](double v) { return v > 0 && std::isfinite(v); };
  if (!is_length(bandwidth_m) || !is_length(grid.cell_m) || !std::isfinite(grid.south_west.x) || !std::isfinite(grid.south_west.y)) {
    throw Error(Problem::usage, "The bandwidth and the cell must be lengths above 0 m.",
                "A largura de banda e a célula têm de ser comprimentos acima de 0 m.");
  }
  if (grid.size() > max_kde_cells || bandwidth_m / grid.cell_m > max_kde_reach) {
    throw Error(Problem::too_large,
                "The grid has more than 64 million cells, or the bandwidth spans more than 100,000. Choose larger cells.",
                "A grelha tem mais de 64 milhões de células, ou a largura de banda abrange mais de 100.000. Escolha células maiores.");
  }
}

void check(std::span<const WeightedPoint> points) {
  double total = 0;
  for (const WeightedPoint& p : points) {
    if (!std::isfinite(p.at.x) || !std::isfinite(p.at.y) || !(p.weight >= 0)) {
      throw Error(Problem::input, "A point has no position in the plane, or its weight is below 0.",
                  "Um ponto não tem posição no plano, ou o seu peso está abaixo de 0.");
    }
    total += p.weight;
  }
  if (!(total < 1e100)) {
    throw Error(Problem::input, "The weights are too large to be added.", "Os pesos são grandes demais para se somarem.");
  }
}

std::int64_t row_of(double y) { return static_cast<std::int64_t>(std::floor(y + 0.5)); }

}  // namespace

/// The cells of one row while points are added to it. Where a point's kernel begins, `w (b + 2Xt - t²)²` is added, and taken off
/// where it ends: t is the column and X the point, both from the centre of the block and in bandwidths, so at most 2 and 3.
class Kde::RowSum {
 public:
  RowSum(std::uint32_t columns, double reach)
      : m_columns(static_cast<double>(columns)),
        m_reach(reach),
        m_per_reach(1 / reach),
        m_shift(1 + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::ceil(reach))))),
        m_half_block(0.5 * static_cast<double>(std::int64_t{1} << m_shift)),
        m_changes(reach < sweep_reach ? 0 : columns + 1),
        m_direct(columns) {}

  /// What a point adds to the row, where it adds anything: the columns [first, last], and 1 - dy².
  struct Stretch {
    std::int64_t first;
    std::int64_t last;
    double rest;
  };
  [[nodiscard, gnu::always_inline]] inline Stretch stretch(const Point& p, double row) const {
    const double dy = (row - p.y) * m_per_reach;
    const double rest = 1 - dy * dy;
    if (!(rest > 0)) { return {0, -1, 0}; }
    const double half = m_reach * std::sqrt(rest);
    const double from = std::max(p.x - half, 0.0);
    const double to = std::min(p.x + half, m_columns - 1);
    if (to < 0) { return {0, -1, 0}; }
    // Casts, not ceil() and floor(): those are calls on machines without SSE 4.1, and this is the innermost loop.
    const auto below = static_cast<std::int64_t>(from);
    return {below + (static_cast<double>(below) < from ? 1 : 0), static_cast<std::int64_t>(to), rest};
  }

  void add_direct(const Point& p, double row) {
    const Stretch s = stretch(p, row);
    for (std::int64_t c = s.first; c <= s.last; ++c) {
      const double dx = (static_cast<double>(c) - p.x) * m_per_reach;
      const double v = s.rest - dx * dx;
      m_direct[static_cast<std::size_t>(c)] += p.weight * v * v;
    }
  }

  [[gnu::always_inline]] inline void add_sweep(const Point& p, double row) {
    const Stretch s = stretch(p, row);
    if (s.first > s.last) { return; }
    // Members are copied first: for all the compiler knows, a change written may be one of them.
    Change* const changes = m_changes.data();  // a stretch lies within the columns
    const double per_reach = m_per_reach;
    const double half = m_half_block;
    const int shift = m_shift;
    const double four_w = 4 * p.weight;
    for (std::int64_t block = s.first >> shift; block <= s.last >> shift; ++block) {
      const std::int64_t begin = block << shift;
      const std::int64_t end = begin + (std::int64_t{1} << shift);
      const double x = (p.x - (static_cast<double>(begin) + half)) * per_reach;
      const double b = s.rest - x * x;
      const double wb = p.weight * b;
      const double wx = four_w * x;
      const Change change{{wb * b, wx * b}, {wx * x - 2 * wb, -wx}, {p.weight, 1}};
      changes[std::max(s.first, begin)] += change;
      if (s.last + 1 < end) { changes[s.last + 1] -= change; }
    }
  }

  /// Writes the row, each value times `factor`, and is empty again.
  void take(std::span<double> out, double factor) {
    Change sum{};
    if (!m_changes.empty()) { m_changes.back() = {}; }
    for (std::size_t c = 0; c < out.size(); ++c) {
      double swept = 0;
      if (!m_changes.empty()) {
        const auto block = static_cast<std::int64_t>(c >> m_shift);
        if ((c & ((std::size_t{1} << m_shift) - 1)) == 0) { sum = {}; }
        sum += m_changes[c];
        m_changes[c] = {};
        swept = sum.at((static_cast<double>(c) - block_centre(block)) * m_per_reach);
      }
      out[c] = factor * (m_direct[c] + swept);
      m_direct[c] = 0;
    }
  }

 private:
  /// Two doubles that are added as one: a vector register of any machine we build for (a GNU extension that clang shares).
  using Pair = double __attribute__((vector_size(16)));
  /// Coefficients of a polynomial in t, and how many points it is made of.
  struct Change {
    Pair t0_t1{};
    Pair t2_t3{};
    Pair t4_points{};

    Change& operator+=(const Change& o) {
      t0_t1 += o.t0_t1, t2_t3 += o.t2_t3, t4_points += o.t4_points;
      return *this;
    }
    Change& operator-=(const Change& o) {
      t0_t1 -= o.t0_t1, t2_t3 -= o.t2_t3, t4_points -= o.t4_points;
      return *this;
    }
    /// Without a point in reach the value is 0, and not what rounding left.
    [[nodiscard]] double at(double t) const {
      const double v = (((t4_points[0] * t + t2_t3[1]) * t + t2_t3[0]) * t + t0_t1[1]) * t + t0_t1[0];
      return t4_points[1] > 0 ? std::max(v, 0.0) : 0;
    }
  };

  [[nodiscard]] double block_centre(std::int64_t block) const { return static_cast<double>(block << m_shift) + m_half_block; }

  double m_columns;
  double m_reach;
  double m_per_reach;
  int m_shift;  ///< blocks are 2^m_shift columns: twice to four times the reach
  double m_half_block;
  std::vector<Change> m_changes;  ///< one more than columns, for kernels that end in the last
  std::vector<double> m_direct;
};

Kde::Kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid)
    : m_grid(grid), m_bandwidth_m(bandwidth_m), m_reach(bandwidth_m / grid.cell_m) {
  check(bandwidth_m, grid);
  check(points);
  std::vector<Point> near;
  near.reserve(points.size());
  const auto is_near = [&](double v, std::uint32_t cells) { return v >= -m_reach && v <= cells - 1.0 + m_reach; };
  for (const WeightedPoint& p : points) {
    const Point scaled{(p.at.x - grid.south_west.x) / grid.cell_m - 0.5, (p.at.y - grid.south_west.y) / grid.cell_m - 0.5, p.weight};
    if (is_near(scaled.x, grid.columns) && is_near(scaled.y, grid.rows)) { near.push_back(scaled); }
  }
  if (grid.size() > 0) { keep(near); }
}

/// By row (a counting sort), then along it; points at one place become one.
void Kde::keep(const std::vector<Point>& points) {
  m_used = points.size();
  if (points.empty()) { return; }
  const auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
  const auto [south, north] = std::minmax_element(points.begin(), points.end(), by_y);
  m_first_row = row_of(south->y);
  const auto row_in = [&](const Point& p) { return static_cast<std::size_t>(row_of(p.y) - m_first_row); };
  std::vector<std::size_t> place(row_in(*north) + 2, 0);
  for (const Point& p : points) { ++place[row_in(p) + 1]; }
  std::partial_sum(place.begin(), place.end(), place.begin());
  m_points.resize(points.size());
  for (const Point& p : points) { m_points[place[row_in(p)]++] = p; }
  place.pop_back();
  m_row_end = std::move(place);
  merge_places();
}

void Kde::merge_places() {
  std::size_t begin = 0;
  std::size_t kept = 0;
  for (std::size_t& row_end : m_row_end) {
    const auto first = m_points.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = m_points.begin() + static_cast<std::ptrdiff_t>(row_end);
    std::sort(first, last, [](const Point& a, const Point& b) {
      if (a.x != b.x) { return a.x < b.x; }
      return a.y != b.y ? a.y < b.y : a.weight < b.weight;
    });
    begin = row_end;
    const std::size_t row_begin = kept;
    for (auto p = first; p != last; ++p) {
      if (kept > row_begin && m_points[kept - 1].x == p->x && m_points[kept - 1].y == p->y) {
        m_points[kept - 1].weight += p->weight;
      } else {
        m_points[kept++] = *p;
      }
    }
    row_end = kept;
  }
  m_points.resize(kept);
}

/// Points outside the grid are added cell by cell: only their rims reach into it, and rims are small differences of the
/// sweep's polynomials. Inside, each point has a centre near by where its kernel is high, so that such errors vanish beside it.
void Kde::add_points(std::uint32_t row, RowSum& sum) const {
  const auto rows_of_points = static_cast<std::int64_t>(m_row_end.size());
  const auto near = static_cast<std::int64_t>(std::ceil(std::min(m_reach, 1e9))) + 1;
  const std::int64_t first = std::max<std::int64_t>(row - near - m_first_row, 0);
  const std::int64_t last = std::min<std::int64_t>(row + near - m_first_row, rows_of_points - 1);
  if (first > last) { return; }
  const std::size_t begin = first == 0 ? 0 : m_row_end[static_cast<std::size_t>(first - 1)];
  const std::size_t end = m_row_end[static_cast<std::size_t>(last)];
  for (std::size_t i = begin; i < end; ++i) {
    const Point& p = m_points[i];
    const bool inside = p.x >= -0.5 && p.x <= m_grid.columns - 0.5 && p.y >= -0.5 && p.y <= m_grid.rows - 0.5;
    if (inside && m_reach >= sweep_reach) {
      sum.add_sweep(p, row);
    } else {
      sum.add_direct(p, row);
    }
  }
}

void Kde::rows(std::uint32_t first, std::uint32_t last, std::span<double> per_km2) const {
  assert(first <= last && last <= m_grid.rows && per_km2.size() == std::size_t{last - first} * m_grid.columns);
  RowSum sum(m_grid.columns, m_reach);
  const double bandwidth_km = m_bandwidth_m / 1000;
  const double factor = 3 / (M_PI * bandwidth_km * bandwidth_km);
  for (std::uint32_t row = first; row < last; ++row) {
    add_points(row, sum);
    sum.take(per_km2.subspan(std::size_t{row - first} * m_grid.columns, m_grid.columns), factor);
  }
}

KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress) {
  const Kde prepared(points, bandwidth_m, grid);
  KdeResult result;
  result.grid = grid;
  result.used = prepared.used();
  result.out_of_reach = points.size() - prepared.used();
  result.bandwidth_below_half_cell = bandwidth_m < grid.cell_m / 2;
  result.per_km2.resize(grid.size());
  constexpr std::uint32_t band = 32;
  for (std::uint32_t row = 0; row < grid.rows && !result.cancelled; row += band) {
    const std::uint32_t last = std::min(row + band, grid.rows);
    prepared.rows(row, last, std::span(result.per_km2).subspan(std::size_t{row} * grid.columns, std::size_t{last - row} * grid.columns));
    progress.at(last, grid.rows);
    result.cancelled = last < grid.rows && progress.cancelled();
  }
  return result;
}

}  // namespace geo
