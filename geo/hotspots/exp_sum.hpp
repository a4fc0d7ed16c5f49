// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace geo {

/// What Gaussians around points of a row of numbers add up to at a place.
struct ExpSum {
  double x;
  double y;
  double per_two_s2;  ///< 1 / (2 s²)
  double lift;        ///< added to each exponent
};

/// The sum over i < n of count[i] exp(lift - d²/(2 s²)), d the distance from the place; each to 6 * 10^-9 of itself, those below e^-700
/// are e^-700. The same bits with and without AVX2. \pre no exponent above 700
double exp_sum(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n);
/// The same without AVX2.
double exp_sum_plain(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n);

}  // namespace geo
