// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kde.hpp"

#include "geo/hotspots/cell_sums.hpp"
#include "geo/hotspots/row_sums.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace geo {
namespace {

/// K(0) × π.
double top_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::uniform: return 1;
    case Kernel::epanechnikov: return 2;
    case Kernel::triangular:
    case Kernel::quartic: return 3;
    case Kernel::triweight: return 4;
    case Kernel::gaussian: return 0.5;
  }
  return 0;
}

double rim_of(Kernel kernel) { return kernel == Kernel::uniform ? (1 + uniform_slack) * (1 + uniform_slack) : 1; }

/// How points are added: by polynomials or cell by cell; null for none.
struct KdePoints {
  const PlacedPoints* swept;
  const PlacedPoints* swept_too;
  const PlacedPoints* direct;
};

/// Some rows while points are added to them, by one kernel. k: see PowerPolynomial.
template <Kernel kernel, int k>
class Rows {
 public:
  Rows(const PlaneGrid& grid, double reach, const KdePoints& points)
      : m_grid(grid),
        m_points(points),
        m_frame(grid.columns, reach, rim_of(kernel)),
        m_sweeps(points.swept != nullptr),
        m_changes(m_sweeps ? rows_at_once * row_numbers() + width : 0),
        m_direct(std::size_t{rows_at_once} * grid.columns),
        m_add(add_to_rows_avx2(k) != nullptr ? add_to_rows_avx2(k) : add_to_rows_plain(k)),
        m_add_to_cells(add_to_cells_avx2(kernel) != nullptr ? add_to_cells_avx2(kernel) : add_to_cells_plain(kernel)) {}

  void write(std::uint32_t first, std::uint32_t lanes, double factor, std::span<double> out) {
    const double reach = m_frame.reach * std::sqrt(m_frame.rim);
    const auto near = [&](const PlacedPoints* points) { return points->near_rows(first, first + lanes - 1, reach); };
    if (m_sweeps) { m_add(m_frame, near(m_points.swept), first, lanes, aligned()); }
    if (m_points.swept_too != nullptr) { m_add(m_frame, near(m_points.swept_too), first, lanes, aligned()); }
    if (m_points.direct != nullptr) {
      for (const PlacedPoints::Point& p : near(m_points.direct)) { add_direct(p, first, lanes); }
    }
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
      take(lane, factor, out.subspan(std::size_t{lane} * m_grid.columns, m_grid.columns));
    }
  }

 private:
  static constexpr std::size_t width = PowerPolynomial<k>::width;
  [[nodiscard]] std::size_t row_numbers() const { return m_frame.row_numbers(width); }
  /// Where the numbers of one column lie in one line of the cache.
  double* aligned() {
    const std::size_t line = width * sizeof(double);
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(m_changes.data()) % line;
    return m_changes.data() + (beyond == 0 ? 0 : (line - beyond) / sizeof(double));
  }

  void add_direct(const PlacedPoints::Point& p, std::uint32_t first, std::uint32_t lanes) {
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
      const double row = first + lane;
      const Stretch s = stretch_of(m_frame, p, row);
      const double dy = (row - p.y) * m_frame.per_reach;
      m_add_to_cells({p.x, p.weight, s.rest, dy * dy, m_frame.per_reach}, s.first, s.last,
                     m_direct.data() + std::size_t{lane} * m_grid.columns);
    }
  }

  /// Writes the row, each value times `factor`, and is empty again.
  void take(std::uint32_t lane, double factor, std::span<double> out) {
    double sum[width] = {};
    double* const direct = m_direct.data() + std::size_t{lane} * m_grid.columns;
    double* const changes = m_sweeps ? aligned() + lane * row_numbers() : nullptr;
    for (std::size_t c = 0; c < out.size(); ++c) {
      double swept = 0;
      if (m_sweeps) {
        if ((c & ((std::size_t{1} << m_frame.shift) - 1)) == 0) { std::fill_n(sum, width, 0.0); }
        double* const here = changes + c * width;
        for (std::size_t i = 0; i < width; ++i) { sum[i] += here[i], here[i] = 0; }
        const double t = (static_cast<double>(c) - m_frame.block_centre(static_cast<std::int64_t>(c >> m_frame.shift))) * m_frame.per_reach;
        swept = PowerPolynomial<k>::at(sum, t);
      }
      out[c] = factor * (direct[c] + swept);
      direct[c] = 0;
    }
    if (m_sweeps) { std::fill_n(changes + out.size() * width, width, 0.0); }
  }

  const PlaneGrid& m_grid;
  const KdePoints m_points;
  SweepFrame m_frame;
  bool m_sweeps;
  std::vector<double> m_changes;  ///< one column more than there are, for kernels that end in the last
  std::vector<double> m_direct;
  AddToRows m_add;
  AddToCells m_add_to_cells;
};

template <Kernel kernel, int k>
void write_rows(const PlaneGrid& grid, double reach, const KdePoints& points, std::uint32_t first, std::uint32_t last, double factor,
                std::span<double> out) {
  Rows<kernel, k> sums(grid, reach, points);
  for (std::uint32_t row = first; row < last; row += rows_at_once) {
    const std::uint32_t lanes = std::min(rows_at_once, last - row);
    sums.write(row, lanes, factor, out.subspan(std::size_t{row - first} * grid.columns, std::size_t{lanes} * grid.columns));
  }
}

constexpr std::uint32_t rows_a_task = 8;

/// Whether points outside the grid may be swept as well. Only their rims reach into it, and rims are small differences of the sweep's
/// polynomials: each is wrong by up to some 10^-12 of its point's weight (triweight), which is much where nothing else is seen. Of squares
/// of half the reach one holds as much of what lies inside as their mean, and near its middle the kernel of each is at half its height or
/// above: the peak is no lower. The rims' errors together have to stay below 10^-10 of it.
bool may_sweep(const PlacedPoints& outside, const PlacedPoints& inside, const PlaneGrid& grid, double reach) {
  const auto weight = [](const PlacedPoints& points) {
    double sum = 0;
    for (const PlacedPoints::Point& point : points.all()) { sum += point.weight; }
    return sum;
  };
  const double squares = std::ceil(2 * grid.columns / reach) * std::ceil(2 * grid.rows / reach);
  return weight(outside) <= 100 * 0.5 * weight(inside) / squares;
}

}  // namespace

Kde::Kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel, const Workers& workers)
    : m_grid(grid), m_bandwidth_m(bandwidth_m), m_kernel(kernel) {
  check_lengths(bandwidth_m, grid);
  const double reach = bandwidth_m / grid.cell_m;
  const double slack = kernel == Kernel::uniform ? 1 + uniform_slack : 1;
  const auto place = [&](PlacedPoints::Which which) {
    return std::make_shared<const PlacedPoints>(points, grid, reach * reach_of(kernel) * slack, which, workers);
  };
  using Which = PlacedPoints::Which;
  if (kernel == Kernel::gaussian) {
    m_swept = place(Which::all);
    m_gaussian = std::make_shared<const GaussianRows>(*m_swept, reach, grid, workers);
  } else if (kernel == Kernel::triangular || reach < sweep_reach) {
    m_direct = place(Which::all);
  } else {
    // Inside, each point has a centre near by where its kernel is high, so that errors of the sweep vanish beside it.
    m_swept = place(Which::in_grid);
    auto outside = place(Which::outside);
    (may_sweep(*outside, *m_swept, grid, reach) ? m_swept_too : m_direct) = std::move(outside);
  }
  for (const auto& placed : {m_swept, m_swept_too, m_direct}) { m_used += placed ? placed->used() : 0; }
}

void Kde::rows(std::uint32_t first, std::uint32_t last, std::span<double> per_km2) const {
  assert(first <= last && last <= m_grid.rows && per_km2.size() == std::size_t{last - first} * m_grid.columns);
  const double bandwidth_km = m_bandwidth_m / 1000;
  const double factor = top_of(m_kernel) / (M_PI * bandwidth_km * bandwidth_km);
  const double reach = m_bandwidth_m / m_grid.cell_m;
  const auto write = [&](auto* by) {
    by(m_grid, reach, KdePoints{m_swept.get(), m_swept_too.get(), m_direct.get()}, first, last, factor, per_km2);
  };
  switch (m_kernel) {
    case Kernel::uniform: return write(&write_rows<Kernel::uniform, 0>);
    case Kernel::triangular: return write(&write_rows<Kernel::triangular, 0>);
    case Kernel::epanechnikov: return write(&write_rows<Kernel::epanechnikov, 1>);
    case Kernel::quartic: return write(&write_rows<Kernel::quartic, 2>);
    case Kernel::triweight: return write(&write_rows<Kernel::triweight, 3>);
    case Kernel::gaussian: break;
  }
  m_gaussian->rows(first, last, per_km2);
  for (double& v : per_km2) { v *= factor; }
}

std::vector<double> Kde::all_rows(const Workers& workers) const {
  std::vector<double> per_km2(m_grid.size());
  workers((m_grid.rows + rows_a_task - 1) / rows_a_task, [&](std::size_t i) {
    const auto first = static_cast<std::uint32_t>(i) * rows_a_task;
    const std::uint32_t last = std::min(first + rows_a_task, m_grid.rows);
    rows(first, last, std::span(per_km2).subspan(std::size_t{first} * m_grid.columns, std::size_t{last - first} * m_grid.columns));
  });
  return per_km2;
}

KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel, const Workers& workers,
              const Progress& progress) {
  const Kde prepared(points, bandwidth_m, grid, kernel, workers);
  KdeResult result;
  result.grid = grid;
  result.used = prepared.used();
  result.out_of_reach = points.size() - prepared.used();
  result.bandwidth_below_half_cell = bandwidth_m < grid.cell_m / 2;
  result.per_km2.resize(grid.size());
  constexpr std::uint32_t round = 4 * rows_a_task;  // between two looks at `progress`
  for (std::uint32_t row = 0; row < grid.rows && !result.cancelled; row += round) {
    const std::uint32_t last = std::min(row + round, grid.rows);
    workers((last - row + rows_a_task - 1) / rows_a_task, [&](std::size_t i) {
      const std::uint32_t from = row + static_cast<std::uint32_t>(i) * rows_a_task;
      const std::uint32_t to = std::min(from + rows_a_task, last);
      prepared.rows(from, to, std::span(result.per_km2).subspan(std::size_t{from} * grid.columns, std::size_t{to - from} * grid.columns));
    });
    progress.at(last, grid.rows);
    result.cancelled = last < grid.rows && progress.cancelled();
  }
  return result;
}

KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress) {
  return kde(points, bandwidth_m, grid, Kernel::quartic, one_by_one, progress);
}

}  // namespace geo
