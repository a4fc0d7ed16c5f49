// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/line_spread.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geo {
namespace {

constexpr std::size_t classes = 1000;

/// How many pairs are so many classes apart.
struct PairCounts {
  std::vector<double> pairs;
  double width = 0;
  double n = 0;

  explicit PairCounts(const LineSpread& spread) : pairs(classes), n(static_cast<double>(spread.sorted.size())) {
    width = (spread.sorted.back() - spread.sorted.front()) * 1.01 / classes;
    std::vector<double> held(classes);
    for (const double v : spread.sorted) {
      const auto at = static_cast<std::size_t>((v - spread.sorted.front()) / width);
      held[std::min(at, classes - 1)] += 1;
    }
    for (std::size_t i = 0; i < classes; ++i) {
      if (held[i] == 0) { continue; }
      pairs[0] += held[i] * (held[i] - 1) / 2;
      for (std::size_t j = i + 1; j < classes; ++j) { pairs[j - i] += held[i] * held[j]; }
    }
  }

  /// The mean over pairs, and points with themselves, of a derivative of the normal density: `term` of the squared distance, `own` at 0.
  template <class Term>
  [[nodiscard]] double mean(double h, double own, int power, Term term) const {
    double sum = 0;
    for (std::size_t i = 0; i < classes; ++i) {
      const double distance = static_cast<double>(i) * width / h;
      const double d2 = distance * distance;
      if (d2 >= 1000) { break; }  // beyond, the exponential is nothing
      sum += std::exp(-d2 / 2) * term(d2) * pairs[i];
    }
    return (2 * sum + n * own) / (n * (n - 1) * std::pow(h, power) * std::sqrt(2 * M_PI));
  }
  [[nodiscard]] double fourth(double h) const {
    return mean(h, 3, 5, [](double d) { return d * d - 6 * d + 3; });
  }
  [[nodiscard]] double sixth(double h) const {
    return mean(h, -15, 7, [](double d) { return d * d * d - 15 * d * d + 45 * d - 15; });
  }
};

}  // namespace

LineBandwidth sheather_jones(std::span<const double> values) {
  const LineSpread spread(values);
  if (values.size() < 2) { return {std::nullopt, NoBandwidth::too_few}; }
  const double scale = std::min(spread.deviation, spread.quartiles / 1.349);
  if (!(scale > 0)) { return {std::nullopt, NoBandwidth::no_spread}; }
  const PairCounts counts(spread);
  const double n = counts.n;
  const double a = 1.24 * scale * std::pow(n, -1.0 / 7);
  const double b = 1.23 * scale * std::pow(n, -1.0 / 9);
  const double third = -counts.sixth(b);
  const double ratio = counts.fourth(a) / third;
  if (!(third > 0) || !(ratio > 0)) { return {std::nullopt, NoBandwidth::unsolvable}; }
  const double alpha = 1.357 * std::pow(ratio, 1.0 / 7);
  const auto excess = [&](double h) {
    return std::pow(1 / (2 * std::sqrt(M_PI) * n) / counts.fourth(alpha * std::pow(h, 5.0 / 7)), 0.2) - h;
  };
  double high = 1.144 * scale * std::pow(n, -0.2);
  double low = 0.1 * high;
  for (int i = 0; i < 99 && !(excess(low) * excess(high) < 0); ++i) {
    if (i % 2 == 0) {
      high *= 1.2;
    } else {
      low /= 1.2;
    }
  }
  if (!(excess(low) * excess(high) < 0)) { return {std::nullopt, NoBandwidth::unsolvable}; }
  const bool rises = excess(low) < 0;
  while (high - low > 1e-9 * high) {
    const double middle = (low + high) / 2;
    ((excess(middle) < 0) == rises ? low : high) = middle;
  }
  return {(low + high) / 2, NoBandwidth::none};
}

}  // namespace geo
