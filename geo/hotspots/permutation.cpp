// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/permutation.hpp"

#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr std::size_t lanes = 16;   // drawings made side by side, so that compilers find instructions for several of them
constexpr std::size_t narrow = 16;  // neighbours up to which that is done

using Words = std::array<std::uint32_t, lanes>;

/// Philox for one counter word in `lanes` repetitions: what Philox says of {at, 0, place, first + lane}, each of the four words by itself.
void side_by_side(std::uint64_t seed, std::uint32_t at, std::uint32_t place, std::uint32_t first, Words* out) {
  Words a;
  Words b;
  Words c;
  Words d;
  a.fill(at);
  b.fill(0);
  c.fill(place);
  for (std::size_t lane = 0; lane < lanes; ++lane) { d[lane] = first + static_cast<std::uint32_t>(lane); }
  Philox::rounds_of(seed, [&](std::uint64_t m0, std::uint64_t m1, std::uint32_t key0, std::uint32_t key1) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::uint64_t p0 = m0 * a[lane];
      const std::uint64_t p1 = m1 * c[lane];
      a[lane] = static_cast<std::uint32_t>(p1 >> 32U) ^ b[lane] ^ key0;
      b[lane] = static_cast<std::uint32_t>(p1);
      c[lane] = static_cast<std::uint32_t>(p0 >> 32U) ^ d[lane] ^ key1;
      d[lane] = static_cast<std::uint32_t>(p0);
    }
  });
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/// What one thread needs.
class Drawer {
 public:
  Drawer(std::span<const double> values, const SpatialWeights& weights, LocalKind kind, const PermutationOptions& options, double mean)
      : m_values(values), m_weights(weights), m_kind(kind), m_options(options), m_philox(options.seed), m_mean(mean) {}

  Drawn of(std::uint32_t place);

 private:
  [[nodiscard]] double term(std::uint32_t other) const {
    if (m_kind != LocalKind::geary) { return m_values[other] - m_mean; }
    const double d = m_values[other] - m_values[m_place];
    return d * d;
  }
  /// The position of the p-th of the others.
  [[nodiscard]] std::uint32_t other(std::uint32_t p) const { return p + (p >= m_place ? 1 : 0); }
  void count(double sum) {
    m_drawn.at_least += sum >= m_observed - m_equal ? 1 : 0;
    m_drawn.at_most += sum <= m_observed + m_equal ? 1 : 0;
  }
  void draw_few(std::uint32_t first, std::size_t number);
  void draw_one(std::uint32_t repetition);
  void shuffle_one(std::uint32_t repetition);

  std::span<const double> m_values;
  const SpatialWeights& m_weights;
  LocalKind m_kind;
  const PermutationOptions& m_options;
  Philox m_philox;
  double m_mean;
  // Of the place at hand:
  std::uint32_t m_place = 0;
  std::uint32_t m_others = 0;
  std::size_t m_neighbours = 0;
  std::vector<double> m_row;
  double m_observed = 0;
  double m_equal = 0;
  Drawn m_drawn;
  // Of the drawing at hand:
  std::vector<std::uint32_t> m_positions;
  std::vector<std::uint32_t> m_seen;  ///< by position: the drawing that has it
  std::uint32_t m_mark = 0;
  std::vector<std::uint32_t> m_order;
};

/// The definition: positions one after the other out of the stream, those that were drawn before passed over.
void Drawer::draw_one(std::uint32_t repetition) {
  RandomStream stream(m_philox, m_place, repetition);
  m_positions.clear();
  if (m_seen.empty()) { m_seen.resize(m_values.size()); }
  if (++m_mark == 0) {
    std::fill(m_seen.begin(), m_seen.end(), 0);
    m_mark = 1;
  }
  double sum = 0;
  for (std::size_t k = 0; k < m_neighbours; ++k) {
    std::uint32_t p = stream.below(m_others);
    while (m_seen[p] == m_mark) { p = stream.below(m_others); }
    m_seen[p] = m_mark;
    sum += m_row[k] * term(other(p));
  }
  count(sum);
}

/// Where more than half are drawn, passing over would take long: the first ones of a shuffle (Fisher & Yates).
void Drawer::shuffle_one(std::uint32_t repetition) {
  RandomStream stream(m_philox, m_place, repetition);
  m_order.resize(m_others);
  std::iota(m_order.begin(), m_order.end(), 0);
  double sum = 0;
  for (std::uint32_t k = 0; k < m_neighbours; ++k) {
    std::swap(m_order[k], m_order[k + stream.below(m_others - k)]);
    sum += m_row[k] * term(other(m_order[k]));
  }
  count(sum);
}

/// As draw_one() for `number` repetitions; those in which a number is passed over are drawn by it.
void Drawer::draw_few(std::uint32_t first, std::size_t number) {
  std::array<Words, narrow> positions;
  Words again{};
  const std::uint32_t uneven = -m_others % m_others;
  for (std::size_t k = 0; k < m_neighbours; k += 4) {
    side_by_side(m_options.seed, static_cast<std::uint32_t>(k / 4), m_place, first, &positions[k]);
  }
  for (std::size_t k = 0; k < m_neighbours; ++k) {
    Words& at = positions[k];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const std::uint64_t product = std::uint64_t{at[lane]} * m_others;
      again[lane] |= static_cast<std::uint32_t>(static_cast<std::uint32_t>(product) < uneven);
      at[lane] = static_cast<std::uint32_t>(product >> 32U);
    }
  }
  for (std::size_t k = 1; k < m_neighbours; ++k) {
    for (std::size_t before = 0; before < k; ++before) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        again[lane] |= static_cast<std::uint32_t>(positions[k][lane] == positions[before][lane]);
      }
    }
  }
  for (std::size_t lane = 0; lane < number; ++lane) {
    if (again[lane] != 0) {
      draw_one(first + static_cast<std::uint32_t>(lane));
      continue;
    }
    double sum = 0;
    for (std::size_t k = 0; k < m_neighbours; ++k) { sum += m_row[k] * term(other(positions[k][lane])); }
    count(sum);
  }
}

Drawn Drawer::of(std::uint32_t place) {
  m_place = place;
  m_others = static_cast<std::uint32_t>(m_values.size() - 1);
  m_drawn = {};
  const auto list = m_weights.neighbours.of(place);
  m_neighbours = list.size();
  if (list.empty()) { return m_drawn; }
  m_drawn.drawings = m_options.permutations;
  m_row.clear();
  m_observed = 0;
  double heaviest = 0;
  for (std::size_t k = 0; k < list.size(); ++k) {
    m_row.push_back(m_weights.value(place, k));
    m_observed += m_row[k] * term(list[k]);
    heaviest += std::fabs(m_row[k]);
  }
  double largest = 0;
  for (const std::uint32_t j : list) { largest = std::max(largest, std::fabs(term(j))); }
  constexpr double digits = 1e-12;
  m_equal = digits * heaviest * largest;
  const std::uint32_t number = m_options.permutations;
  const bool most = 2 * list.size() > m_others;
  for (std::uint32_t m = 0; m < number; m += lanes) {
    const std::size_t together = std::min<std::size_t>(lanes, number - m);
    if (!most && list.size() <= narrow) {
      draw_few(m, together);
      continue;
    }
    for (std::uint32_t lane = 0; lane < together; ++lane) {
      if (most) {
        shuffle_one(m + lane);
      } else {
        draw_one(m + lane);
      }
    }
  }
  // Moran's I is the place's own deviation times the sum.
  if (m_kind == LocalKind::moran) {
    const double own = m_values[place] - m_mean;
    if (own < 0) { std::swap(m_drawn.at_least, m_drawn.at_most); }
    if (own == 0) { m_drawn.at_least = m_drawn.at_most = m_drawn.drawings; }
  }
  return m_drawn;
}

}  // namespace

void check_permutations(std::uint32_t number) {
  constexpr std::uint32_t most = 1'000'000;
  if (number == 0 || number > most) {
    throw Error(Problem::usage, "The number of permutations must be from 1 to 1,000,000.",
                "O número de permutações tem de ser de 1 a 1.000.000.");
  }
}

double permutation_p(std::uint64_t extreme, std::uint32_t drawings) {
  return (static_cast<double>(extreme) + 1) / (static_cast<double>(drawings) + 1);
}

std::optional<double> Drawn::p_of(std::uint32_t extreme) const {
  if (drawings == 0) { return std::nullopt; }
  return permutation_p(extreme, drawings);
}

std::optional<double> Drawn::folded() const { return p_of(std::min(at_least, at_most)); }

std::optional<double> Drawn::two_sided() const {
  if (drawings == 0) { return std::nullopt; }
  return std::min(1.0, 2 * *folded());
}

std::vector<Drawn> conditional_permutations(std::span<const double> values, const SpatialWeights& weights, LocalKind kind,
                                            const PermutationOptions& options, const Workers& workers, const Progress& progress) {
  assert(values.size() == weights.size());
  check_values(values);
  check_permutations(options.permutations);
  if (static_cast<double>(weights.neighbours.total()) * options.permutations > max_permuted) {
    throw Error(Problem::too_large,
                "So many permutations of so many neighbours would take hours. Take fewer permutations, or fewer places.",
                "Tantas permutações de tantos vizinhos levariam horas. Use menos permutações, ou menos lugares.");
  }
  const double mean = moments_of(values).mean;
  std::vector<Drawn> result(values.size());
  constexpr std::size_t block = 256;
  std::atomic<std::int64_t> done = 0;
  workers((values.size() + block - 1) / block, [&](std::size_t task) {
    Drawer drawer(values, weights, kind, options, mean);
    const std::size_t end = std::min(values.size(), (task + 1) * block);
    if (progress.cancelled()) { return; }
    for (std::size_t i = task * block; i < end; ++i) { result[i] = drawer.of(static_cast<std::uint32_t>(i)); }
    progress.at(done += static_cast<std::int64_t>(end - task * block), static_cast<std::int64_t>(values.size()));
  });
  if (progress.cancelled()) { result.clear(); }
  return result;
}

}  // namespace geo
