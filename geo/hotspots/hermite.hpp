// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace geo {

/// Terms of the expansion of a Gaussian around the middle of a box one standard deviation wide: what is left out is less than 5 * 10^-14
/// of a point at its own place (0.5^18 / √18!).
inline constexpr std::size_t hermite_terms = 18;

using HermiteTerms = std::array<double, hermite_terms>;

/// √(n + 1) and its like, computed once.
struct HermiteRoots {
  HermiteTerms root{};      ///< √n
  HermiteTerms per_next{};  ///< 1 / √(n + 1)
  HermiteRoots() {
    for (std::size_t n = 0; n < hermite_terms; ++n) {
      root[n] = std::sqrt(static_cast<double>(n));
      per_next[n] = 1 / std::sqrt(static_cast<double>(n + 1));
    }
  }
};
inline const HermiteRoots hermite_roots;

/// fⁿ / √n!: what a point says of itself, f from the middle of its box. exp(-(x - f)²/2) is the sum of these times the functions below
/// (Greengard & Strain 1991, scaled so that no factor grows).
inline HermiteTerms hermite_moments(double f) {
  HermiteTerms m;
  m[0] = 1;
  for (std::size_t n = 0; n + 1 < hermite_terms; ++n) { m[n + 1] = m[n] * f * hermite_roots.per_next[n]; }
  return m;
}

/// He_n(x) exp(-x²/2) / √n!, He_n the polynomials of Hermite: the same at a place x from the middle of the box, in standard deviations.
inline HermiteTerms hermite_functions(double x) {
  HermiteTerms h;
  h[0] = std::exp(-x * x / 2);
  h[1] = x * h[0];
  for (std::size_t n = 1; n + 1 < hermite_terms; ++n) {
    h[n + 1] = (x * h[n] - hermite_roots.root[n] * h[n - 1]) * hermite_roots.per_next[n];
  }
  return h;
}

}  // namespace geo
