// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/knox.hpp"

#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/cell_sort.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

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

std::uint64_t apart(TimeMs a, TimeMs b) { return static_cast<std::uint64_t>(std::max(a, b)) - static_cast<std::uint64_t>(std::min(a, b)); }

/// The band of a value, or as many as there are bands.
template <class Limit, class T>
std::size_t band_of(const std::vector<Limit>& limits, T value) {
  return static_cast<std::size_t>(std::find_if(limits.begin(), limits.end(), [&](Limit limit) { return value <= static_cast<T>(limit); }) -
                                  limits.begin());
}

struct Pair {
  std::uint32_t a, b;
  std::uint32_t band;
};

/// What the moments need of the pairs of one band: how many, and how many pairs of them share an incident.
struct Graph {
  double edges = 0, corners = 0;
};

class Degrees {
 public:
  Degrees(std::size_t bands, std::size_t n) : m_of(bands, std::vector<std::uint32_t>(n)) {}
  void add(std::size_t band, std::uint32_t incident, std::uint32_t number = 1) { m_of[band][incident] += number; }
  [[nodiscard]] Graph graph(std::size_t band) const {
    Graph graph;
    for (const double d : m_of[band]) {
      graph.edges += d / 2;
      graph.corners += d * (d - 1) / 2;
    }
    return graph;
  }

 private:
  std::vector<std::vector<std::uint32_t>> m_of;
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

std::vector<Pair> pairs_near(std::span<const Metric> points, const std::vector<double>& limits) {
  const CellSort sort = cells_for(points, limits.back());
  // Counted before they are remembered: what is refused must not have taken a gigabyte.
  const std::size_t number = number_near(sort, limits);
  if (number > max_near_pairs) {
    throw Error(Problem::too_large, "There are more than 50 million pairs so near. Take shorter distances, or fewer incidents.",
                "Há mais de 50 milhões de pares tão próximos. Use distâncias mais curtas, ou menos incidentes.");
  }
  std::vector<Pair> pairs;
  pairs.reserve(number);
  each_pair_near(sort, limits, [&](std::uint32_t i, std::uint32_t j, std::uint32_t band) {
    pairs.push_back({sort.position()[i], sort.position()[j], band});
    return true;
  });
  return pairs;
}

/// Of each incident those within a band of time, by the sorted times: O(n log n) a band.
void add_times(std::span<const TimeMs> times, const std::vector<std::int64_t>& limits, Degrees& degrees) {
  std::vector<TimeMs> sorted(times.begin(), times.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::uint32_t i = 0; i < times.size(); ++i) {
    std::uint64_t before = 1;  // itself
    for (std::size_t band = 0; band < limits.size(); ++band) {
      const auto reach = static_cast<std::uint64_t>(limits[band]);
      const auto first =
          std::partition_point(sorted.begin(), sorted.end(), [&](TimeMs t) { return t < times[i] && apart(t, times[i]) > reach; });
      const auto last =
          std::partition_point(sorted.begin(), sorted.end(), [&](TimeMs t) { return t <= times[i] || apart(t, times[i]) <= reach; });
      const auto within = static_cast<std::uint64_t>(last - first);
      degrees.add(band, i, static_cast<std::uint32_t>(within - before));
      before = within;
    }
  }
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

using Counts = std::vector<std::uint64_t>;

Counts count(const std::vector<Pair>& pairs, const std::vector<TimeMs>& times, const NearRepeatBands& bands) {
  const std::size_t columns = bands.time_ms.size();
  Counts counts(bands.space_m.size() * columns);
  for (const Pair& pair : pairs) {
    const std::size_t band = band_of(bands.time_ms, apart(times[pair.a], times[pair.b]));
    if (band < columns) { ++counts[pair.band * columns + band]; }
  }
  return counts;
}

/// In how many drawings each cell has as many pairs as observed, or more.
std::vector<std::uint64_t> permute(const std::vector<Pair>& pairs, std::span<const TimeMs> times, const NearRepeatBands& bands,
                                   const Counts& observed, const PermutationOptions& options, const Workers& workers,
                                   const Progress& progress) {
  std::vector<std::atomic<std::uint64_t>> reached(observed.size());
  std::atomic<std::int64_t> done = 0;
  workers(options.permutations, [&](std::size_t m) {
    if (progress.cancelled()) { return; }
    RandomStream stream(Philox(options.seed), 0, static_cast<std::uint32_t>(m));
    std::vector<TimeMs> shuffled(times.begin(), times.end());
    for (std::size_t i = shuffled.size(); i > 1; --i) { std::swap(shuffled[i - 1], shuffled[stream.below(static_cast<std::uint32_t>(i))]); }
    const Counts counts = count(pairs, shuffled, bands);
    for (std::size_t k = 0; k < counts.size(); ++k) { reached[k] += counts[k] >= observed[k] ? 1 : 0; }
    progress.at(++done, options.permutations);
  });
  return {reached.begin(), reached.end()};
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
  const std::vector<Pair> pairs = pairs_near(points, bands.space_m);
  if (static_cast<double>(pairs.size()) * options.permutations > max_permuted) {
    throw Error(Problem::too_large,
                "So many permutations of so many pairs would take hours. Take fewer permutations, or shorter distances.",
                "Tantas permutações de tantos pares levariam horas. Use menos permutações, ou distâncias mais curtas.");
  }
  Degrees space(bands.space_m.size(), points.size());
  for (const Pair& pair : pairs) {
    space.add(pair.band, pair.a);
    space.add(pair.band, pair.b);
  }
  Degrees time(bands.time_ms.size(), points.size());
  add_times(times, bands.time_ms, time);
  NearRepeatTable table;
  table.pairs = points.empty() ? 0 : std::uint64_t{points.size()} * (points.size() - 1) / 2;
  for (std::size_t b = 0; b < bands.space_m.size(); ++b) { table.space_pairs.push_back(static_cast<std::uint64_t>(space.graph(b).edges)); }
  for (std::size_t b = 0; b < bands.time_ms.size(); ++b) { table.time_pairs.push_back(static_cast<std::uint64_t>(time.graph(b).edges)); }
  const Counts observed = count(pairs, {times.begin(), times.end()}, bands);
  const std::vector<std::uint64_t> reached = permute(pairs, times, bands, observed, options, workers, progress);
  if (progress.cancelled()) { return table; }
  for (std::size_t k = 0; k < observed.size(); ++k) {
    const Graph s = space.graph(k / bands.time_ms.size());
    const Graph t = time.graph(k % bands.time_ms.size());
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
