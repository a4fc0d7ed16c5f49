// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/dbscan.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/cell_sort.hpp"
#include "geo/hotspots/sets.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>

namespace geo {
namespace {

double squared(Metric a, Metric b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return x * x + y * y;
}

void check(double radius_m, std::size_t min_points) {
  if (!(radius_m > 0) || !std::isfinite(radius_m)) {
    throw Error(Problem::usage, "The radius of DBSCAN must be a length above 0 m.",
                "O raio do DBSCAN tem de ser um comprimento acima de 0 m.");
  }
  if (min_points == 0) {
    throw Error(Problem::usage, "The least number of points must be 1 or more.", "O número mínimo de pontos tem de ser 1 ou mais.");
  }
}

/// A little less and a little more than a length, so that rounding never puts a point into a cell where it would not be looked for.
double less(double length) { return length * (1 - 1e-9); }
double more(double length) { return length * (1 + 1e-9); }

/// Sets of points, each named by any number below `names` or noise, to labels by the first point of each.
Clusters labelled(const std::vector<std::int64_t>& set, std::size_t names, std::vector<std::uint8_t> core) {
  Clusters clusters;
  clusters.core = std::move(core);
  clusters.label.assign(set.size(), Clusters::noise);
  std::vector<std::int32_t> label_of(names, Clusters::noise);
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i] < 0) { continue; }
    std::int32_t& label = label_of[static_cast<std::size_t>(set[i])];
    if (label == Clusters::noise) { label = clusters.number++; }
    clusters.label[i] = label;
  }
  return clusters;
}

/// Asks whether to stop once in so many distances that may have been measured, and is not asked again once it was told so.
class Patience {
 public:
  explicit Patience(const Progress& progress) : m_progress(progress) {}
  bool is_over(double distances) {
    constexpr double a_look = 1e6;
    m_since += distances;
    if (m_since < a_look || m_is_over) { return m_is_over; }
    m_since = 0;
    m_is_over = m_progress.cancelled();
    return m_is_over;
  }

 private:
  const Progress& m_progress;
  double m_since = 0;
  bool m_is_over = false;
};

class Dbscan {
 public:
  Dbscan(std::span<const Metric> points, double radius_m, std::size_t min_points, const Progress& progress)
      : m_sort(points, less(radius_m / M_SQRT2)),
        m_limit(radius_m * radius_m),
        m_min(min_points),
        m_core(points.size()),
        m_patience(progress) {}

  Clusters clusters() {
    mark_cores();
    keep_cores();
    Sets sets = join_cells();
    return label(sets);
  }

 private:
  using Cell = CellSort::Cell;

  /// Calls visit(cell, the cells around it) for all. Two cells that are more than two rows or columns apart are too far.
  template <class Visit>
  void each_cell(Visit visit) {
    CellSort::Around around(m_sort, 2);
    std::vector<std::uint32_t> near;
    for (std::uint32_t c = 0; c < m_sort.cells().size(); ++c) {
      if (m_patience.is_over(m_sort.cells()[c].end - m_sort.cells()[c].begin)) { return; }
      near.clear();
      around.each(c, [&](std::size_t d) { near.push_back(static_cast<std::uint32_t>(d)); });
      visit(c, near);
    }
  }

  void mark_cores() {
    each_cell([&](std::uint32_t c, const std::vector<std::uint32_t>& near) {
      const Cell& cell = m_sort.cells()[c];
      const bool all = cell.end - cell.begin >= m_min;
      for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
        if (!all && m_patience.is_over(static_cast<double>(m_min))) { return; }
        m_core[i] = all || has_enough(i, c, near) ? 1 : 0;
      }
    });
  }

  [[nodiscard]] bool has_enough(std::uint32_t i, std::uint32_t c, const std::vector<std::uint32_t>& near) const {
    std::size_t found = m_sort.cells()[c].end - m_sort.cells()[c].begin;  // all of its own cell are near enough
    for (const std::uint32_t d : near) {
      if (d == c) { continue; }
      const Cell& cell = m_sort.cells()[d];
      for (std::uint32_t j = cell.begin; j < cell.end; ++j) { found += squared(m_sort.points()[i], m_sort.points()[j]) <= m_limit ? 1 : 0; }
      if (found >= m_min) { return true; }
    }
    return false;
  }

  void keep_cores() {
    for (const Cell& cell : m_sort.cells()) {
      for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
        if (m_core[i] != 0) { m_cores.push_back(i); }
      }
      m_cores_end.push_back(static_cast<std::uint32_t>(m_cores.size()));
    }
  }
  [[nodiscard]] std::span<const std::uint32_t> cores(std::uint32_t c) const {
    const std::uint32_t begin = c == 0 ? 0 : m_cores_end[c - 1];
    return std::span(m_cores).subspan(begin, m_cores_end[c] - begin);
  }

  /// Core points of one cell reach each other; cells are joined where two of their core points do.
  Sets join_cells() {
    Sets sets(m_sort.cells().size());
    each_cell([&](std::uint32_t c, const std::vector<std::uint32_t>& near) {
      for (const std::uint32_t d : near) {
        if (d > c && sets.find(c) != sets.find(d) && touch(c, d)) { sets.join(c, d); }
      }
    });
    return sets;
  }

  struct Box {
    Metric low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};

    [[nodiscard]] double squared_to(Metric p) const {
      const double x = std::max({low.x - p.x, p.x - high.x, 0.0});
      const double y = std::max({low.y - p.y, p.y - high.y, 0.0});
      return x * x + y * y;
    }
  };
  [[nodiscard]] Box box(std::uint32_t c) const {
    Box box;
    for (const std::uint32_t i : cores(c)) {
      const Metric& p = m_sort.points()[i];
      box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
      box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
    return box;
  }
  /// The places of core points of a cell that may reach the box, each once: many rows may share a place.
  void places_near(std::uint32_t c, const Box& other, std::vector<Metric>& places) const {
    places.clear();
    for (const std::uint32_t i : cores(c)) {
      if (other.squared_to(m_sort.points()[i]) <= m_limit) { places.push_back(m_sort.points()[i]); }
    }
    std::sort(places.begin(), places.end(), [](const Metric& a, const Metric& b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); });
    places.erase(std::unique(places.begin(), places.end()), places.end());
  }

  bool touch(std::uint32_t c, std::uint32_t d) {
    if (cores(c).empty() || cores(d).empty()) { return false; }
    // The first ones of two dense cells usually do.
    if (squared(m_sort.points()[cores(c).front()], m_sort.points()[cores(d).front()]) <= m_limit) { return true; }
    places_near(c, box(d), m_ours);
    if (m_ours.empty()) { return false; }
    places_near(d, box(c), m_theirs);
    return std::any_of(m_ours.begin(), m_ours.end(), [&](const Metric& a) {
      if (m_patience.is_over(static_cast<double>(m_theirs.size()))) { return true; }
      return std::any_of(m_theirs.begin(), m_theirs.end(), [&](const Metric& b) { return squared(a, b) <= m_limit; });
    });
  }

  Clusters label(Sets& sets) {
    const std::size_t n = m_core.size();
    std::vector<std::int64_t> set(n, -1);
    std::vector<std::uint8_t> core(n);
    each_cell([&](std::uint32_t c, const std::vector<std::uint32_t>& near) {
      const Cell& cell = m_sort.cells()[c];
      for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
        const std::uint32_t at = m_sort.position()[i];
        core[at] = m_core[i];
        if (m_patience.is_over(static_cast<double>(near.size()))) { return; }
        const std::int64_t home = m_core[i] != 0 ? c : nearest_core_cell(i, near);
        if (home >= 0) { set[at] = sets.find(static_cast<std::uint32_t>(home)); }
      }
    });
    return labelled(set, m_sort.cells().size(), std::move(core));
  }

  [[nodiscard]] std::int64_t nearest_core_cell(std::uint32_t i, const std::vector<std::uint32_t>& near) const {
    std::int64_t home = -1;
    double least = m_limit;
    std::uint32_t first = UINT32_MAX;
    for (const std::uint32_t d : near) {
      for (const std::uint32_t j : cores(d)) {
        const double distance = squared(m_sort.points()[i], m_sort.points()[j]);
        const std::uint32_t position = m_sort.position()[j];
        if (distance > least || (distance == least && position > first)) { continue; }
        least = distance;
        first = position;
        home = d;
      }
    }
    return home;
  }

  CellSort m_sort;
  double m_limit;
  std::size_t m_min;
  std::vector<std::uint8_t> m_core;  ///< by place in the sort
  std::vector<std::uint32_t> m_cores, m_cores_end;
  std::vector<Metric> m_ours, m_theirs;
  Patience m_patience;
};

}  // namespace

Clusters dbscan(std::span<const Metric> points, double radius_m, std::size_t min_points, const Progress& progress) {
  check(radius_m, min_points);
  return Dbscan(points, radius_m, min_points, progress).clusters();
}

Clusters st_dbscan(std::span<const Metric> points, std::span<const TimeMs> times, double radius_m, std::int64_t span_ms,
                   std::size_t min_points, const Progress& progress) {
  assert(points.size() == times.size());
  check(radius_m, min_points);
  if (span_ms < 0) { throw Error(Problem::usage, "The span of time must be 0 or more.", "O intervalo de tempo tem de ser 0 ou mais."); }
  const CellSort sort(points, more(radius_m));
  const double limit = radius_m * radius_m;
  const auto apart = [&](std::uint32_t a, std::uint32_t b) {
    const TimeMs early = std::min(times[a], times[b]);
    return static_cast<std::uint64_t>(std::max(times[a], times[b])) - static_cast<std::uint64_t>(early);
  };
  double compared = 0;
  Patience patience(progress);
  // Calls visit(point, neighbour), itself too, as positions in the list.
  const auto each_pair = [&](auto visit) {
    CellSort::Around around(sort, 1);
    for (std::size_t c = 0; c < sort.cells().size(); ++c) {
      const CellSort::Cell& cell = sort.cells()[c];
      around.each(c, [&](std::size_t d) {
        compared += static_cast<double>(cell.end - cell.begin) * (sort.cells()[d].end - sort.cells()[d].begin);
        if (compared > max_compared) {
          throw Error(Problem::too_large, "There are too many incidents so near to each other. Choose a shorter radius.",
                      "Há demasiados incidentes tão próximos uns dos outros. Escolha um raio mais curto.");
        }
        for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
          if (patience.is_over(sort.cells()[d].end - sort.cells()[d].begin)) { return; }
          const std::uint32_t a = sort.position()[i];
          for (std::uint32_t j = sort.cells()[d].begin; j < sort.cells()[d].end; ++j) {
            const std::uint32_t b = sort.position()[j];
            const double distance = squared(sort.points()[i], sort.points()[j]);
            if (distance <= limit && apart(a, b) <= static_cast<std::uint64_t>(span_ms)) { visit(a, b, distance); }
          }
        }
      });
    }
  };
  std::vector<std::size_t> near(points.size());
  each_pair([&](std::uint32_t a, std::uint32_t, double) { ++near[a]; });
  std::vector<std::uint8_t> core(points.size());
  std::transform(near.begin(), near.end(), core.begin(), [&](std::size_t number) { return number >= min_points ? 1 : 0; });
  Sets sets(points.size());
  using Nearness = std::tuple<double, std::uint64_t, std::uint32_t>;
  std::vector<Nearness> nearest(points.size(), Nearness(INFINITY, 0, 0));
  each_pair([&](std::uint32_t a, std::uint32_t b, double distance) {
    if (core[b] == 0) { return; }
    if (core[a] != 0) {
      sets.join(a, b);
    } else {
      nearest[a] = std::min(nearest[a], Nearness(distance, apart(a, b), b));
    }
  });
  std::vector<std::int64_t> set(points.size(), -1);
  for (std::uint32_t i = 0; i < points.size(); ++i) {
    if (core[i] != 0) {
      set[i] = sets.find(i);
    } else if (std::get<0>(nearest[i]) <= limit) {
      set[i] = sets.find(std::get<2>(nearest[i]));
    }
  }
  return labelled(set, points.size(), std::move(core));
}

}  // namespace geo
