// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// What can happen has no probability of 0: one that is too small for a number is least_p.

namespace geo {

/// P(X >= x) where `draws` of `all` things are drawn without replacement and `marked` of them are marked: exact. \pre draws, marked <= all
double hypergeometric_at_least(std::size_t x, std::size_t all, std::size_t marked, std::size_t draws);

/// P(X <= x) and P(X >= x) of a Poisson distribution. \pre mean >= 0
double poisson_at_most(std::size_t x, double mean);
double poisson_at_least(std::size_t x, double mean);

/// P(X >= x) of n tries that succeed with probability p each: exact. \pre x <= n, 0 <= p <= 1
double binomial_at_least(std::size_t x, std::size_t n, double p);

/// P(X >= x) of a chi-square distribution. \pre x >= 0, freedom > 0
double chi_square_at_least(double x, std::size_t freedom);

/// The logarithm of n!, also between whole numbers. Unlike the C library's it sets no global variable. \pre n >= 0
double log_factorial(double n);

}  // namespace geo
