// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/global_statistics.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <initializer_list>
#include <numeric>

namespace geo {
namespace {

/// Sums over the matrix, as Cliff & Ord name them, and the number of places that have neighbours.
struct MatrixSums {
  double n = 0, s0 = 0, s1 = 0, s2 = 0;
};

/// The weight of j for i; 0 where it is no neighbour. O(log k).
double weight_of(const SpatialWeights& weights, std::size_t i, std::uint32_t j) {
  const auto list = weights.neighbours.of(i);
  const auto at = std::lower_bound(list.begin(), list.end(), j);
  return at != list.end() && *at == j ? weights.value(i, static_cast<std::size_t>(at - list.begin())) : 0;
}

/// Of each place how many it has as neighbours, and how many have it.
std::vector<double> counted_margins(const NeighbourLists& neighbours) {
  std::vector<double> margins(neighbours.size());
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    margins[i] += static_cast<double>(neighbours.of(i).size());
    for (const std::uint32_t j : neighbours.of(i)) { margins[j] += 1; }
  }
  return margins;
}

/// The same of weights, in rising order, so that another order of places adds up to the same bits.
std::vector<double> weighed_margins(const SpatialWeights& weights) {
  std::vector<double> margins = counted_margins(weights.neighbours);
  std::vector<std::size_t> end(margins.begin(), margins.end());  // of the terms of place i, one place after the other
  std::partial_sum(end.begin(), end.end(), end.begin());
  std::vector<double> terms(2 * weights.neighbours.total());
  std::vector<std::size_t> next = end;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto list = weights.neighbours.of(i);
    for (std::size_t k = 0; k < list.size(); ++k) {
      terms[--next[i]] = weights.value(i, k);
      terms[--next[list[k]]] = weights.value(i, k);
    }
  }
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const auto first = terms.begin() + static_cast<std::ptrdiff_t>(next[i]);
    const auto last = terms.begin() + static_cast<std::ptrdiff_t>(end[i]);
    std::sort(first, last);
    margins[i] = std::accumulate(first, last, 0.0);
  }
  return margins;
}

MatrixSums sums_of(const SpatialWeights& weights) {
  MatrixSums sums;
  std::vector<double> pairs;
  std::vector<double> all;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto list = weights.neighbours.of(i);
    sums.n += list.empty() ? 0 : 1;
    for (std::size_t k = 0; k < list.size(); ++k) {
      const double w = weights.value(i, k);
      const double back = weight_of(weights, list[k], static_cast<std::uint32_t>(i));
      all.push_back(w);
      // ½ (w_ij + w_ji)² stands in the sum for ij and for ji; where there is no ji, both stand here.
      const double both = (w + back) * (w + back);
      pairs.push_back(back != 0 ? both / 2 : both);
    }
  }
  std::vector<double> margins = weights.values.empty() ? counted_margins(weights.neighbours) : weighed_margins(weights);
  for (double& margin : margins) { margin *= margin; }
  sums.s0 = sum_sorted(all);
  sums.s1 = sum_sorted(pairs);
  sums.s2 = sum_sorted(margins);
  return sums;
}

/// `Σ w f(x_i, x_j)`.
template <class Term>
double sum_over_pairs(std::span<const double> values, const SpatialWeights& weights, Term term) {
  std::vector<double> terms;
  terms.reserve(weights.neighbours.total());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto list = weights.neighbours.of(i);
    for (std::size_t k = 0; k < list.size(); ++k) { terms.push_back(weights.value(i, k) * term(values[i], values[list[k]])); }
  }
  return sum_sorted(terms);
}

GlobalStatistic without(NoStatistic reason) {
  GlobalStatistic result;
  result.reason = reason;
  return result;
}

/// What the variance is a difference of. Where it is next to nothing beside the largest term, it is rounding: the statistic is the same in
/// all orders of the values, as where each place is every other's neighbour.
struct Variance {
  double value = 0;
  double largest_term = 0;

  [[nodiscard]] bool is_zero() const { return !(value > 1e-11 * largest_term); }
};
Variance variance_of(std::initializer_list<double> terms) {
  Variance variance;
  for (const double term : terms) {
    variance.value += term;
    variance.largest_term = std::max(variance.largest_term, std::fabs(term));
  }
  return variance;
}

/// `sign` -1: low values of the statistic are those that say that like lies with like.
GlobalStatistic tested(double value, double expected, const Variance& of, double sign = 1) {
  if (of.is_zero()) { return without(NoStatistic::zero_variance); }
  const double variance = of.value;
  const double z = sign * (value - expected) / std::sqrt(variance);
  return {value, expected, variance, z, normal_p(z), NoStatistic::none};
}

NoStatistic reason_for(const MatrixSums& w, bool constant) {
  constexpr double fewest = 4;  // the moments divide by (n - 1) (n - 2) (n - 3)
  if (constant) { return NoStatistic::zero_variance; }
  if (w.n < fewest) { return w.s0 > 0 ? NoStatistic::too_few_places : NoStatistic::island; }
  return NoStatistic::none;
}

double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }

/// n (n - 1) … of `factors` factors.
double falling(double n, int factors) { return factors == 0 ? 1 : n * falling(n - 1, factors - 1); }

}  // namespace

GlobalStatistic global_moran(std::span<const double> values, const SpatialWeights& weights, Assumption assumption) {
  assert(values.size() == weights.size());
  check_values(values);
  const Moments all = moments_of(values);
  const MatrixSums w = sums_of(weights);
  if (const NoStatistic reason = reason_for(w, all.constant); reason != NoStatistic::none) { return without(reason); }
  const double n = w.n;
  const double squares = all.deviation * all.deviation * static_cast<double>(values.size());
  const double value =
      n / w.s0 * sum_over_pairs(values, weights, [&](double a, double b) { return (a - all.mean) * (b - all.mean); }) / squares;
  const double expected = -1 / (n - 1);
  const double s0 = w.s0 * w.s0;
  if (assumption == Assumption::normality) {
    const double second = (n * n * w.s1 - n * w.s2 + 3 * s0) / ((n * n - 1) * s0);
    return tested(value, expected, variance_of({second, -expected * expected}));
  }
  const double scale = falling(n - 1, 3) * s0;
  const double moved = n * ((n * n - 3 * n + 3) * w.s1 - n * w.s2 + 3 * s0);
  const double peaked = *all.kurtosis * ((n * n - n) * w.s1 - 2 * n * w.s2 + 6 * s0);
  return tested(value, expected, variance_of({moved / scale, -peaked / scale, -expected * expected}));
}

GlobalStatistic global_geary(std::span<const double> values, const SpatialWeights& weights) {
  assert(values.size() == weights.size());
  check_values(values);
  const Moments all = moments_of(values);
  const MatrixSums w = sums_of(weights);
  if (const NoStatistic reason = reason_for(w, all.constant); reason != NoStatistic::none) { return without(reason); }
  const double n = w.n;
  const double squares = all.deviation * all.deviation * static_cast<double>(values.size());
  const double value =
      (n - 1) / (2 * w.s0) * sum_over_pairs(values, weights, [](double a, double b) { return (a - b) * (a - b); }) / squares;
  const double k = *all.kurtosis * n / static_cast<double>(values.size());
  // Where there are islands geary.test counts them in some places and not in others; so that the figures are those that people know, so do
  // we.
  const auto counted = static_cast<double>(values.size());
  const double scale = counted * (n - 2) * (n - 3) * w.s0 * w.s0;
  return tested(value, 1,
                variance_of({(n - 1) * w.s1 * (n * n - 3 * counted + 3 - k * (n - 1)) / scale,
                             -(n - 1) * w.s2 * (n * n + 3 * counted - 6 - k * (n * n - counted + 2)) / 4 / scale,
                             w.s0 * w.s0 * (n * n - 3 - k * (n - 1) * (n - 1)) / scale}),
                -1);
}

GlobalStatistic global_g(std::span<const double> values, const SpatialWeights& weights) {
  assert(values.size() == weights.size());
  check_values(values);
  if (std::any_of(values.begin(), values.end(), [](double v) { return v < 0; })) {
    throw Error(Problem::input, "Global G is of values that are 0 or more.", "O G global é de valores iguais ou superiores a 0.");
  }
  const Moments all = moments_of(values);
  const MatrixSums w = sums_of(weights);
  if (const NoStatistic reason = reason_for(w, all.constant); reason != NoStatistic::none) { return without(reason); }
  const double n = w.n;
  // Powers of shares of the largest value stay within the range of a double.
  const double most = *std::max_element(values.begin(), values.end());
  std::array<double, 5> sums{};
  std::vector<double> powers;
  for (int k = 1; k <= 4; ++k) {
    powers.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!weights.neighbours.of(i).empty()) { powers.push_back(power(values[i] / most, k)); }
    }
    sums[static_cast<std::size_t>(k)] = sum_sorted(powers);
  }
  const auto [unused, x1, x2, x3, x4] = sums;
  const double pairs = x1 * x1 - x2;
  if (!(pairs > 0)) { return without(NoStatistic::zero_variance); }
  const double value = sum_over_pairs(values, weights, [&](double a, double b) { return (a / most) * (b / most); }) / pairs;
  const double s0 = w.s0 * w.s0;
  const double b0 = (n * n - 3 * n + 3) * w.s1 - n * w.s2 + 3 * s0;
  const double b1 = -((n * n - n) * w.s1 - 2 * n * w.s2 + 6 * s0);
  const double b2 = -(2 * n * w.s1 - (n + 3) * w.s2 + 6 * s0);
  const double b3 = 4 * (n - 1) * w.s1 - 2 * (n + 1) * w.s2 + 8 * s0;
  const double b4 = w.s1 - w.s2 + s0;
  const double expected = w.s0 / (n * (n - 1));
  const double scale = pairs * pairs * falling(n, 4);
  return tested(value, expected,
                variance_of({b0 * x2 * x2 / scale, b1 * x4 / scale, b2 * x1 * x1 * x2 / scale, b3 * x1 * x3 / scale,
                             b4 * power(x1, 4) / scale, -expected * expected}));
}

JoinCounts global_join_counts(const std::vector<bool>& has, const SpatialWeights& weights) {
  assert(has.size() == weights.size());
  const MatrixSums w = sums_of(weights);
  const auto with = static_cast<double>(std::count(has.begin(), has.end(), true));
  const double without_it = static_cast<double>(has.size()) - with;
  const NoStatistic reason = reason_for(w, with == 0 || without_it == 0);
  if (reason != NoStatistic::none) { return {without(reason), without(reason)}; }
  const auto count = [&](bool wanted, double of_them) {
    std::vector<double> values(has.size());
    std::transform(has.begin(), has.end(), values.begin(), [&](bool it) { return it == wanted ? 1.0 : 0.0; });
    const double joins = sum_over_pairs(values, weights, [](double a, double b) { return a * b; }) / 2;
    const double n = w.n;
    const auto share = [&](int m) { return falling(of_them, m) / falling(n, m); };
    const double twice = w.s0 * share(2);
    return tested(joins, twice / 2,
                  variance_of({w.s1 * share(2) / 4, (w.s2 - 2 * w.s1) * share(3) / 4, (w.s0 * w.s0 + w.s1 - w.s2) * share(4) / 4,
                               -twice * twice / 4}));
  };
  return {count(false, without_it), count(true, with)};
}

}  // namespace geo
