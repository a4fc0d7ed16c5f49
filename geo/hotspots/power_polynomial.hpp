// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace geo {

/// Below this many cells of bandwidth, adding each cell by itself is as fast as the sweep.
inline constexpr double sweep_reach = 8;

/// A point's kernel along a row, `w (b + 2Xt - t²)^k`, as coefficients of a polynomial in t: t is the column and X the point, both from the
/// centre of a block and in bandwidths, b = 1 - dy² - X². One more number counts points, so that without one the value is 0 and not what
/// rounding left. k = 0 is the uniform kernel, 1 Epanechnikov's, 2 the quartic, 3 the triweight.
template <int k>
struct PowerPolynomial;

template <>
struct PowerPolynomial<0> {
  static constexpr std::size_t width = 2;  ///< numbers it takes, those that fill a register included
  template <class N>
  [[gnu::always_inline]] static inline void make(const N& w, const N& /*x*/, const N& /*b*/, const N& one, N* c) {
    c[0] = w, c[1] = one;
  }
  static double at(const double* c, double /*t*/) { return c[1] > 0 ? std::max(c[0], 0.0) : 0; }
};

template <>
struct PowerPolynomial<1> {
  static constexpr std::size_t width = 4;
  template <class N>
  [[gnu::always_inline]] static inline void make(const N& w, const N& x, const N& b, const N& one, N* c) {
    c[0] = w * b, c[1] = (w + w) * x, c[2] = w, c[3] = one;
  }
  static double at(const double* c, double t) { return c[3] > 0 ? std::max((c[1] - c[2] * t) * t + c[0], 0.0) : 0; }
};

template <>
struct PowerPolynomial<2> {
  static constexpr std::size_t width = 8;  // of which two rest, so that each begins at a line of the cache
  template <class N>
  [[gnu::always_inline]] static inline void make(const N& w, const N& x, const N& b, const N& one, N* c) {
    const N w2 = w + w;
    const N wb = w * b;
    const N wx = (w2 + w2) * x;
    c[0] = wb * b, c[1] = wx * b, c[2] = wx * x - (wb + wb), c[3] = -wx, c[4] = w, c[5] = one;
  }
  static double at(const double* c, double t) {
    return c[5] > 0 ? std::max((((c[4] * t + c[3]) * t + c[2]) * t + c[1]) * t + c[0], 0.0) : 0;
  }
};

template <>
struct PowerPolynomial<3> {
  static constexpr std::size_t width = 8;
  template <class N>
  [[gnu::always_inline]] static inline void make(const N& w, const N& x, const N& b, const N& one, N* c) {
    const N a = x + x;
    const N wa = w * a;
    const N w3 = w + w + w;
    const N b2 = b * b;
    const N a2 = a * a;
    c[0] = w * b2 * b;
    c[1] = (wa + wa + wa) * b2;
    c[2] = w3 * b * (a2 - b);
    c[3] = wa * (a2 - (b + b + b + b + b + b));
    c[4] = w3 * (b - a2);
    c[5] = wa + wa + wa;
    c[6] = w;
    c[7] = one;
  }
  static double at(const double* c, double t) {
    const double v = (((((c[5] - c[6] * t) * t + c[4]) * t + c[3]) * t + c[2]) * t + c[1]) * t + c[0];
    return c[7] > 0 ? std::max(v, 0.0) : 0;
  }
};

}  // namespace geo
