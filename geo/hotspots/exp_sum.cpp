// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/exp_sum.hpp"

#include "geo/hotspots/four_lanes.hpp"
#include "geo/hotspots/processor.hpp"

#include <cmath>

namespace geo {
namespace {

/// z becomes e^z: 2^k times a polynomial of what is left, at most ln 2 / 2.
[[gnu::always_inline]] inline void exponential(Four& z) {
  const Four least = {-700, -700, -700, -700};
  z = z > least ? z : least;
  constexpr double to_whole = 0x1.8p52;  // what is added to it is rounded to a whole number, in its lowest bits
  const Four shifted = z * M_LOG2E + to_whole;
  const Four k = shifted - to_whole;
  const Four r = (z - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;
  Four p = r * (1.0 / 5040) + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  z = reinterpret_cast<Four>(reinterpret_cast<FourBits>(p) + (reinterpret_cast<FourBits>(shifted) << 52));
}

[[gnu::always_inline]] inline void add_four(const ExpSum& at, const double* x, const double* y, const double* count, Four& sum) {
  Four dx;
  Four dy;
  Four w;
  load_four(x, dx), load_four(y, dy), load_four(count, w);
  dx -= at.x, dy -= at.y;
  Four z = at.lift - (dx * dx + dy * dy) * at.per_two_s2;
  exponential(z);
  sum += w * z;
}

[[gnu::always_inline]] inline double sum_of(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n) {
  Four sum = {0, 0, 0, 0};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) { add_four(at, x + i, y + i, count + i, sum); }
  if (i < n) {
    double rest[3][4] = {};  // filled up with a point that is there, and counts of 0
    for (std::size_t j = 0; j < 4; ++j) { rest[0][j] = x[i], rest[1][j] = y[i]; }
    for (std::size_t j = 0; i + j < n; ++j) { rest[0][j] = x[i + j], rest[1][j] = y[i + j], rest[2][j] = count[i + j]; }
    add_four(at, rest[0], rest[1], rest[2], sum);
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) double sum_avx2(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n) {
  return sum_of(at, x, y, count, n);
}
#endif

}  // namespace

double exp_sum_plain(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n) {
  return sum_of(at, x, y, count, n);
}

double exp_sum(const ExpSum& at, const double* x, const double* y, const double* count, std::size_t n) {
#if defined(__x86_64__)
  if (has_avx2()) { return sum_avx2(at, x, y, count, n); }
#endif
  return exp_sum_plain(at, x, y, count, n);
}

}  // namespace geo
