// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/knox.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/cell_sort.hpp"
#include "geo/hotspots/pair_drawings.hpp"
#include "geo/hotspots/small_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>

namespace geo {
namespace {

template <class T>
bool rise(const std::vector<T>& limits) {
  return !limits.empty() && limits.front() >= 0 && std::adjacent_find(limits.begin(), limits.end(), std::greater_equal<>()) == limits.end();
}

void check(const NearRepeatBands& bands, const PermutationOptions& options) {
  if (!rise(bands.space_m) || !std::isfinite(bands.space_m.back()) || !rise(bands.time_ms)) {
    throw Error(Problem::usage, "The limits of the bands must be 0 or more, each above the one before.",
                "Os limites das faixas têm de ser 0 ou mais, cada um acima do anterior.");
  }
  check_permutations(options.permutations);
}

/// The band of a value, or as many as there are bands.
template <class Limit, class T>
std::size_t band_of(const std::vector<Limit>& limits, T value) {
  return static_cast<std::size_t>(std::find_if(limits.begin(), limits.end(), [&](Limit limit) { return value <= static_cast<T>(limit); }) -
                                  limits.begin());
}

/// What the moments need of the pairs of one band: how many, and how many pairs of them share an incident.
struct Graph {
  double edges = 0, corners = 0;

  /// An incident that is in so many pairs.
  void add(double degree) {
    edges += degree / 2;
    corners += degree * (degree - 1) / 2;
  }
};

/// Each pair within the last limit, once: `take` is given their places in the order of cells, and their band, and says
/// whether to go on.
template <class Take>
void each_pair_near(const CellSort& sort, const std::vector<double>& limits, const Take& take) {
  CellSort::Around around(sort, 1);
  bool is_over = false;
  for (std::size_t c = 0; c < sort.cells().size() && !is_over; ++c) {
    around.each(c, [&](std::size_t d) {
      if (d < c || is_over) { return; }
      for (std::uint32_t i = sort.cells()[c].begin; i < sort.cells()[c].end; ++i) {
        for (std::uint32_t j = d == c ? i + 1 : sort.cells()[d].begin; j < sort.cells()[d].end; ++j) {
          const std::size_t band =
              band_of(limits, std::hypot(sort.points()[i].x - sort.points()[j].x, sort.points()[i].y - sort.points()[j].y));
          if (band < limits.size() && !take(i, j, static_cast<std::uint32_t>(band))) {
            is_over = true;
            return;
          }
        }
      }
    });
  }
}

/// Of pairs, but no more than just beyond max_near_pairs.
std::size_t number_near(const CellSort& sort, const std::vector<double>& limits) {
  std::size_t number = 0;
  each_pair_near(sort, limits, [&](std::uint32_t, std::uint32_t, std::uint32_t) { return ++number <= max_near_pairs; });
  return number;
}

/// A cell wider than nothing also where only the same place is asked for.
CellSort cells_for(std::span<const Metric> points, double limit_m) { return CellSort(points, std::max(limit_m * (1 + 1e-9), 1e-3)); }

/// Lone incidents are left out: of each there would be a row for all drawings.
void number_those_in_pairs(BandedPairs& found, const std::vector<std::uint32_t>& listed) {
  std::vector<std::uint32_t> number(listed.size());
  for (const auto& [a, b] : found.pairs) { number[a] = number[b] = 1; }
  for (std::uint32_t i = 0; i < listed.size(); ++i) {
    if (number[i] == 0) { continue; }
    number[i] = static_cast<std::uint32_t>(found.listed.size());
    found.listed.push_back(listed[i]);
  }
  for (auto& [a, b] : found.pairs) { a = number[a], b = number[b]; }
}

/// Of pairs at the very same place, and of incidents at the one that has most.
std::pair<double, std::size_t> at_same_places(std::span<const Metric> points) {
  std::vector<std::pair<double, double>> places;
  for (const Metric p : points) { places.emplace_back(p.x, p.y); }
  std::sort(places.begin(), places.end());
  double pairs = 0;
  std::size_t most = 0;
  for (auto first = places.begin(); first != places.end();) {
    const auto end = std::upper_bound(first, places.end(), *first);
    const auto number = static_cast<std::size_t>(end - first);
    pairs += static_cast<double>(number) * static_cast<double>(number - 1) / 2;
    most = std::max(most, number);
    first = end;
  }
  return {pairs, most};
}

[[noreturn]] void refuse_pairs(std::span<const Metric> points) {
  const auto [pairs, most] = at_same_places(points);
  if (pairs <= static_cast<double>(max_near_pairs)) {
    throw Error(Problem::too_large, "There are more than 50 million pairs so near. Take shorter distances, or fewer incidents.",
                "Há mais de 50 milhões de pares tão próximos. Use distâncias mais curtas, ou menos incidentes.");
  }
  throw Error(
      Problem::too_large,
      fmt::format(
          "More than 50 million pairs lie at the very same place, {} incidents at one of them alone; no distance makes them fewer. "
          "Take a shorter period, one category or part of the area; or, where that place is the middle of a settlement or a district, "
          "ask how counts by place change over time (change, emerging, early-warning) in place of pairs.",
          most),
      fmt::format("Mais de 50 milhões de pares ficam exactamente no mesmo lugar, {} incidentes só num deles; nenhuma distância os torna "
                  "menos. Use um período mais curto, uma categoria ou parte da área; ou, se esse lugar é o meio de um povoado ou distrito, "
                  "pergunte como mudam no tempo as contagens por lugar (change, emerging, early-warning) em vez de pares.",
                  most));
}

BandedPairs pairs_near(std::span<const Metric> points, const std::vector<double>& limits) {
  const CellSort sort = cells_for(points, limits.back());
  // Counted before they are remembered: what is refused must not have taken a gigabyte.
  std::vector<std::size_t> number(limits.size());
  std::size_t all = 0;
  each_pair_near(sort, limits, [&](std::uint32_t, std::uint32_t, std::uint32_t band) {
    ++number[band];
    return ++all <= max_near_pairs;
  });
  if (all > max_near_pairs) { refuse_pairs(points); }
  BandedPairs found{std::vector<BandedPairs::Pair>(all), {}, {}};
  std::exclusive_scan(number.begin(), number.end(), std::back_inserter(found.end), std::size_t{0});
  each_pair_near(sort, limits, [&](std::uint32_t i, std::uint32_t j, std::uint32_t band) {
    found.pairs[found.end[band]++] = {i, j};
    return true;
  });
  number_those_in_pairs(found, sort.position());
  return found;
}

Graph space_graph(const BandedPairs& pairs, std::size_t band) {
  std::vector<std::uint32_t> degrees(pairs.listed.size());
  for (std::size_t k = band == 0 ? 0 : pairs.end[band - 1]; k < pairs.end[band]; ++k) {
    ++degrees[pairs.pairs[k].first];
    ++degrees[pairs.pairs[k].second];
  }
  Graph graph;
  for (const double degree : degrees) { graph.add(degree); }
  return graph;
}

/// By band of time, from the sorted times: O(n log n) a band.
std::vector<Graph> time_graphs(const SmallTimes& times) {
  std::vector<std::int64_t> sorted = times.at;
  std::sort(sorted.begin(), sorted.end());
  std::vector<Graph> graphs(times.limits.size());
  for (const std::int64_t at : times.at) {
    std::ptrdiff_t before = 1;  // itself
    for (std::size_t band = 0; band < graphs.size(); ++band) {
      const std::int64_t limit = times.limits[band];
      const std::ptrdiff_t within =
          std::upper_bound(sorted.begin(), sorted.end(), at + limit) - std::lower_bound(sorted.begin(), sorted.end(), at - limit);
      graphs[band].add(static_cast<double>(within - before));
      before = within;
    }
  }
  return graphs;
}

/// Mean square of the pairs in both bands when the times are in any order: each pair with itself, with those that share an incident, and
/// with those that share none.
double mean_square(const Graph& space, const Graph& time, double n) {
  const double pairs = n * (n - 1) / 2;
  double sum = space.edges * time.edges / pairs;
  if (n > 2) { sum += 4 * space.corners * time.corners / (n * (n - 1) * (n - 2)); }
  if (n > 3) {
    const auto apart = [](const Graph& g) { return g.edges * (g.edges - 1) - 2 * g.corners; };
    sum += 4 * apart(space) * apart(time) / (n * (n - 1) * (n - 2) * (n - 3));
  }
  return sum;
}

}  // namespace

bool has_too_many_near_pairs(std::span<const Metric> points, double limit_m) {
  return number_near(cells_for(points, limit_m), {limit_m}) > max_near_pairs;
}

NearRepeatTable near_repeats(std::span<const Metric> points, std::span<const TimeMs> times, const NearRepeatBands& bands,
                             const PermutationOptions& options, const Workers& workers, const Progress& progress) {
  assert(points.size() == times.size());
  check(bands, options);
  const auto n = static_cast<double>(points.size());
  const SmallTimes small = small_times(times, bands.time_ms);
  const BandedPairs pairs = pairs_near(points, bands.space_m);
  if (static_cast<double>(pairs.pairs.size()) * options.permutations > max_drawn_pairs) {
    throw Error(Problem::too_large,
                "So many permutations of so many pairs would take hours. Take fewer permutations, or shorter distances.",
                "Tantas permutações de tantos pares levariam horas. Use menos permutações, ou distâncias mais curtas.");
  }
  NearRepeatTable table;
  table.pairs = points.empty() ? 0 : std::uint64_t{points.size()} * (points.size() - 1) / 2;
  std::vector<Graph> space;
  for (std::size_t b = 0; b < bands.space_m.size(); ++b) {
    space.push_back(space_graph(pairs, b));
    table.space_pairs.push_back(static_cast<std::uint64_t>(space.back().edges));
  }
  const std::vector<Graph> time = time_graphs(small);
  for (const Graph& graph : time) { table.time_pairs.push_back(static_cast<std::uint64_t>(graph.edges)); }
  const std::vector<std::uint64_t> observed = pairs_in_bands(pairs, small);
  const std::vector<std::uint64_t> reached = drawings_that_reach(pairs, small, observed, options, workers, progress);
  if (progress.cancelled()) { return table; }
  for (std::size_t k = 0; k < observed.size(); ++k) {
    const Graph& s = space[k / bands.time_ms.size()];
    const Graph& t = time[k % bands.time_ms.size()];
    NearRepeat cell;
    cell.observed = observed[k];
    if (table.pairs > 0) {
      cell.expected = s.edges * t.edges / (n * (n - 1) / 2);
      cell.variance = std::max(0.0, mean_square(s, t, n) - cell.expected * cell.expected);
    }
    if (cell.expected > 0) { cell.ratio = static_cast<double>(cell.observed) / cell.expected; }
    cell.p = permutation_p(reached[k], options.permutations);
    table.cells.push_back(cell);
  }
  return table;
}

}  // namespace geo
