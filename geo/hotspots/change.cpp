// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/change.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/moments.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/hypergeometric.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

constexpr double tail = 0.025;
/// Numbers that are as likely but for rounding are as likely (R has the same).
constexpr double as_likely = 1 + 1e-7;
constexpr std::uint64_t most = std::uint64_t{1} << 31U;

void check(TwoCounts counts) {
  if (counts.before < most && counts.after < most && counts.before + counts.after < most) { return; }
  throw Error(Problem::too_large, "More than two thousand million events cannot be compared.",
              "Não se podem comparar mais de dois mil milhões de acontecimentos.");
}

/// P of all numbers from `low` to `high` that are as likely as x, or less. The likelihood rises up to `mode`, then falls.
template <class Likelihood, class Below, class Above>
double two_sided(std::uint64_t x, std::uint64_t low, std::uint64_t high, std::uint64_t mode, const Likelihood& likelihood,
                 const Below& at_most, const Above& at_least) {
  const double limit = likelihood(x) * as_likely;
  // The end of the nearer side, and the first of the farther side that is no likelier: between them likelihoods are in order.
  if (x > mode) {
    std::uint64_t from = low;
    std::uint64_t to = mode + 1;
    while (from < to) {  // the first that is likelier
      const std::uint64_t middle = from + (to - from) / 2;
      likelihood(middle) <= limit ? from = middle + 1 : to = middle;
    }
    return p_above_zero(at_least(x) + (from > low ? at_most(from - 1) : 0.0));
  }
  std::uint64_t from = mode;
  std::uint64_t to = high + 1;
  while (from < to) {  // the first that is as likely, or less
    const std::uint64_t middle = from + (to - from) / 2;
    likelihood(middle) > limit ? from = middle + 1 : to = middle;
  }
  return from <= x ? 1.0 : p_above_zero(at_most(x) + (from <= high ? at_least(from) : 0.0));
}

double binomial_p(std::uint64_t x, std::uint64_t n, double share) {
  const boost::math::binomial_distribution<double> drawn(static_cast<double>(n), share);
  const auto mode = std::min(n, static_cast<std::uint64_t>((static_cast<double>(n) + 1) * share));
  return two_sided(
      x, 0, n, mode, [&](std::uint64_t k) { return pdf(drawn, static_cast<double>(k)); },
      [&](std::uint64_t k) { return cdf(drawn, static_cast<double>(k)); },
      [&](std::uint64_t k) { return k == 0 ? 1.0 : cdf(complement(drawn, static_cast<double>(k - 1))); });
}

double fisher_p(std::uint64_t x, std::uint64_t draws, std::uint64_t marked, std::uint64_t everything) {
  const boost::math::hypergeometric_distribution<double> drawn(static_cast<unsigned>(marked), static_cast<unsigned>(draws),
                                                               static_cast<unsigned>(everything));
  const std::uint64_t low = draws + marked > everything ? draws + marked - everything : 0;
  const std::uint64_t high = std::min(draws, marked);
  const double peak = (static_cast<double>(draws) + 1) * (static_cast<double>(marked) + 1) / (static_cast<double>(everything) + 2);
  const std::uint64_t mode = std::clamp(static_cast<std::uint64_t>(peak), low, high);
  return two_sided(
      x, low, high, mode, [&](std::uint64_t k) { return pdf(drawn, static_cast<unsigned>(k)); },
      [&](std::uint64_t k) { return cdf(drawn, static_cast<unsigned>(k)); },
      [&](std::uint64_t k) { return k <= low ? 1.0 : cdf(complement(drawn, static_cast<unsigned>(k - 1))); });
}

}  // namespace

CountChange change_of_rate(TwoCounts place, double time_before, double time_after) {
  check(place);
  if (!(time_before > 0 && time_after > 0 && std::isfinite(time_before) && std::isfinite(time_after))) {
    throw Error(Problem::usage, "Both periods must have a length.", "Ambos os períodos têm de ter duração.");
  }
  CountChange change;
  const std::uint64_t n = place.before + place.after;
  if (n == 0) { return change; }
  const double times = time_before / time_after;
  if (place.before > 0) { change.ratio = static_cast<double>(place.after) / static_cast<double>(place.before) * times; }
  change.p = binomial_p(place.after, n, time_after / (time_before + time_after));
  using Binomial = boost::math::binomial_distribution<double>;
  const auto all = static_cast<double>(n);
  const auto after = static_cast<double>(place.after);
  const double low = place.after == 0 ? 0 : Binomial::find_lower_bound_on_p(all, after, tail);
  change.ratio_low = low / (1 - low) * times;
  if (place.before > 0) {
    const double high = Binomial::find_upper_bound_on_p(all, after, tail);
    change.ratio_high = high / (1 - high) * times;
  }
  return change;
}

CountChange change_against(TwoCounts place, TwoCounts all) {
  assert(place.before <= all.before && place.after <= all.after);
  check(all);
  CountChange change;
  const TwoCounts others{all.before - place.before, all.after - place.after};
  if (place.before + place.after == 0 || others.before + others.after == 0) { return change; }
  if (place.before > 0 && others.after > 0) {
    change.ratio = static_cast<double>(place.after) / static_cast<double>(place.before) * static_cast<double>(others.before) /
                   static_cast<double>(others.after);
  }
  change.p = fisher_p(place.after, place.before + place.after, all.after, all.before + all.after);
  return change;
}

}  // namespace geo
