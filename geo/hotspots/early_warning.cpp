// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/early_warning.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

void check(std::span<const double> counts) {
  if (std::any_of(counts.begin(), counts.end(), [](double c) { return !(c >= 0) || !std::isfinite(c); })) {
    throw Error(Problem::input, "A count is negative, or is no number.", "Uma contagem é negativa, ou não é um número.");
  }
}

double deviations(double count, std::span<const double> baseline, double least) {
  double mean = 0;
  for (const double c : baseline) { mean += c / static_cast<double>(baseline.size()); }
  double squares = 0;
  for (const double c : baseline) { squares += (c - mean) * (c - mean); }
  return (count - mean) / std::max(least, std::sqrt(squares / static_cast<double>(baseline.size() - 1)));
}

/// P(X = x) for x = 0, 1 …, as far as asked.
std::vector<double> poisson_terms(double mean, std::size_t number) {
  std::vector<double> terms;
  for (std::size_t x = 0; x < number; ++x) {
    const auto value = static_cast<double>(x);
    terms.push_back(std::exp(value * std::log(mean) - mean - log_factorial(value)));
  }
  return terms;
}

/// The lattice of the fewest points on which k is within 5 % of what it should be, and above the mean.
struct Lattice {
  std::size_t per_unit = 0, k = 0;
};
Lattice lattice_for(double k, double mean) {
  for (std::size_t per_unit = 1;; ++per_unit) {
    const auto size = static_cast<double>(per_unit);
    const auto units = static_cast<std::size_t>(std::llround(k * size));
    const double rounded = static_cast<double>(units) / size;
    if (rounded > mean && std::fabs(rounded - k) <= 0.05 * k) { return {per_unit, units}; }
  }
}

}  // namespace

std::vector<EarsStep> ears(std::span<const double> counts, const EarsOptions& options) {
  if (options.baseline < 3 || !(options.min_deviation > 0) || !std::isfinite(options.min_deviation)) {
    throw Error(Problem::usage, "The baseline must have 3 steps or more, and the least deviation be above 0.",
                "A base tem de ter 3 períodos ou mais, e o desvio mínimo ser superior a 0.");
  }
  check(counts);
  constexpr std::size_t left_out = 2;
  std::vector<EarsStep> steps(counts.size());
  for (std::size_t t = options.baseline; t < counts.size(); ++t) {
    const auto against = [&](std::size_t end) {
      return deviations(counts[t], counts.subspan(end - options.baseline, options.baseline), options.min_deviation);
    };
    steps[t].c1 = against(t);
    if (t < options.baseline + left_out) { continue; }
    steps[t].c2 = against(t - left_out);
    if (t < options.baseline + 2 * left_out) { continue; }
    double sum = 0;
    for (std::size_t s = t - left_out; s <= t; ++s) { sum += std::max(0.0, *steps[s].c2 - 1); }
    steps[t].c3 = sum;
  }
  return steps;
}

double as_many_now(std::size_t now, std::size_t in_baseline, std::size_t baseline) {
  assert(baseline > 0);
  return binomial_at_least(now, now + in_baseline, 1 / (static_cast<double>(baseline) + 1));
}

// The chain of S, in units of the lattice, from 0 to h - 1: (1 - transitions) × run lengths = 1. From i it goes to i + per_unit x - k for a
// count of x: never more than k down, so that few rows have anything below the diagonal (Gauss in O(k h²)). Rows add up to less than 1, so
// the diagonal is a good pivot.
double cusum_run_length(double mean, std::size_t k, std::size_t h, std::size_t per_unit) {
  assert(mean > 0 && k > 0 && h > 0 && per_unit > 0);
  const std::vector<double> terms = poisson_terms(mean, (h + k) / per_unit + 1);
  std::vector<double> matrix(h * (h + 1));
  const auto at = [&](std::size_t row, std::size_t column) -> double& { return matrix[row * (h + 1) + column]; };
  for (std::size_t i = 0; i < h; ++i) {
    at(i, i) += 1;
    at(i, h) = 1;
    for (std::size_t x = 0; x < terms.size() && i + x * per_unit < k + h; ++x) {
      const std::size_t to = i + x * per_unit;
      at(i, to > k ? to - k : 0) -= terms[x];
    }
  }
  for (std::size_t pivot = 0; pivot < h; ++pivot) {
    for (std::size_t row = pivot + 1; row < std::min(h, pivot + k + 1); ++row) {
      const double factor = at(row, pivot) / at(pivot, pivot);
      if (factor == 0) { continue; }
      for (std::size_t column = pivot; column <= h; ++column) { at(row, column) -= factor * at(pivot, column); }
    }
  }
  for (std::size_t row = h; row-- > 0;) {
    for (std::size_t column = row + 1; column < h; ++column) { at(row, h) -= at(row, column) * at(column, h); }
    at(row, h) /= at(row, row);
  }
  return at(0, h);
}

Cusum cusum_design(double mean, double ratio, double steps_to_false_alarm) {
  if (!(mean >= 0.02 && mean <= 100) || !(ratio >= 1.5 && ratio <= 10) || !(steps_to_false_alarm >= 2 && steps_to_false_alarm <= 1e4)) {
    throw Error(Problem::usage, "A CUSUM takes a mean from 0.02 to 100, a ratio from 1.5 to 10 and 2 to 10,000 steps between false alarms.",
                "Um CUSUM precisa de uma média de 0,02 a 100, uma razão de 1,5 a 10 e 2 a 10 000 períodos entre falsos alarmes.");
  }
  const Lattice lattice = lattice_for(mean * (ratio - 1) / std::log(ratio), mean);
  const auto length = [&](std::size_t h) { return cusum_run_length(mean, lattice.k, h, lattice.per_unit); };
  std::size_t high = 1;
  while (length(high) < steps_to_false_alarm) { high *= 2; }
  std::size_t low = high / 2;  // too low, or 0
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (length(middle) < steps_to_false_alarm ? low : high) = middle;
  }
  const auto unit = static_cast<double>(lattice.per_unit);
  return {static_cast<double>(lattice.k) / unit, static_cast<double>(high) / unit, length(high)};
}

std::vector<CusumStep> cusum(std::span<const double> counts, const Cusum& design) {
  check(counts);
  std::vector<CusumStep> steps;
  double sum = 0;
  for (const double count : counts) {
    sum = std::max(0.0, sum + count - design.k);
    // Sums of decimal fractions miss h by a hair.
    steps.push_back({sum, sum >= design.h * (1 - 1e-9)});
    if (steps.back().is_alarm) { sum = 0; }
  }
  return steps;
}

}  // namespace geo
