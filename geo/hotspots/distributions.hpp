// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace geo {

/// P(X >= x) where `draws` of `all` things are drawn without replacement and `marked` of them are marked: exact. \pre draws, marked <= all
double hypergeometric_at_least(std::size_t x, std::size_t all, std::size_t marked, std::size_t draws);

/// P(X <= x) and P(X >= x) of a Poisson distribution. \pre mean >= 0
double poisson_at_most(std::size_t x, double mean);
double poisson_at_least(std::size_t x, double mean);

}  // namespace geo
