// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/distributions.hpp"

#include "geo/hotspots/moments.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>

namespace geo {

double hypergeometric_at_least(std::size_t x, std::size_t all, std::size_t marked, std::size_t draws) {
  assert(marked <= all && draws <= all);
  const std::size_t least = draws + marked > all ? draws + marked - all : 0;
  if (x <= least) { return 1; }
  if (x > std::min(draws, marked)) { return 0; }
  const boost::math::hypergeometric_distribution<double> drawn(static_cast<unsigned>(marked), static_cast<unsigned>(draws),
                                                               static_cast<unsigned>(all));
  return p_above_zero(cdf(complement(drawn, static_cast<unsigned>(x - 1))));
}

double poisson_at_most(std::size_t x, double mean) {
  assert(mean >= 0);
  return mean > 0 ? p_above_zero(cdf(boost::math::poisson_distribution<double>(mean), static_cast<double>(x))) : 1;
}

double poisson_at_least(std::size_t x, double mean) {
  assert(mean >= 0);
  if (x == 0) { return 1; }
  return mean > 0 ? p_above_zero(cdf(complement(boost::math::poisson_distribution<double>(mean), static_cast<double>(x - 1)))) : 0;
}

double binomial_at_least(std::size_t x, std::size_t n, double p) {
  assert(x <= n && p >= 0 && p <= 1);
  if (x == 0 || p == 1) { return 1; }
  if (p == 0) { return 0; }
  return p_above_zero(cdf(complement(boost::math::binomial_distribution<double>(static_cast<double>(n), p), static_cast<double>(x - 1))));
}

double chi_square_at_least(double x, std::size_t freedom) {
  assert(x >= 0 && freedom > 0);
  return p_above_zero(cdf(complement(boost::math::chi_squared_distribution<double>(static_cast<double>(freedom)), x)));
}

double log_factorial(double n) {
  assert(n >= 0);
  return boost::math::lgamma(n + 1);
}

}  // namespace geo
