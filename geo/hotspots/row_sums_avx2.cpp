// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/processor.hpp"
#include "geo/hotspots/row_sums.hpp"

#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>

// The functions below, and only they, may use AVX2; what they call is inlined into them. No fused multiply-add: it would round otherwise
// than the plain way does, and results must not depend on the machine.
#define BAIRRO_AVX2 __attribute__((target("avx2")))

namespace geo {
namespace {

/// Rows to columns, so that the numbers of one lane lie together.
BAIRRO_AVX2 inline void turn(const __m256d* c, double* out, std::size_t stride) {
  const __m256d low01 = _mm256_unpacklo_pd(c[0], c[1]);
  const __m256d high01 = _mm256_unpackhi_pd(c[0], c[1]);
  const __m256d low23 = _mm256_unpacklo_pd(c[2], c[3]);
  const __m256d high23 = _mm256_unpackhi_pd(c[2], c[3]);
  _mm256_store_pd(out, _mm256_permute2f128_pd(low01, low23, 0x20));
  _mm256_store_pd(out + stride, _mm256_permute2f128_pd(high01, high23, 0x20));
  _mm256_store_pd(out + 2 * stride, _mm256_permute2f128_pd(low01, low23, 0x31));
  _mm256_store_pd(out + 3 * stride, _mm256_permute2f128_pd(high01, high23, 0x31));
}

/// The polynomials of four lanes, `width` numbers each.
template <int k>
BAIRRO_AVX2 inline void polynomials(__m256d w, __m256d x, __m256d rest, double* out) {
  constexpr std::size_t width = PowerPolynomial<k>::width;
  __m256d c[8] = {};
  PowerPolynomial<k>::make(w, x, rest - x * x, _mm256_set1_pd(1), c);
  if constexpr (width == 2) {
    alignas(32) double pairs[2][4];
    _mm256_store_pd(pairs[0], c[0]);
    _mm256_store_pd(pairs[1], c[1]);
    for (std::size_t lane = 0; lane < 4; ++lane) { out[2 * lane] = pairs[0][lane], out[2 * lane + 1] = pairs[1][lane]; }
  } else {
    turn(c, out, width);
    if constexpr (width == 8) { turn(c + 4, out + 4, width); }
  }
}

template <std::size_t width>
BAIRRO_AVX2 inline void put_in(double* to, const double* change) {
  if constexpr (width == 2) {
    _mm_storeu_pd(to, _mm_loadu_pd(to) + _mm_loadu_pd(change));
  } else {
    for (std::size_t i = 0; i < width; i += 4) { _mm256_storeu_pd(to + i, _mm256_loadu_pd(to + i) + _mm256_load_pd(change + i)); }
  }
}
template <std::size_t width>
BAIRRO_AVX2 inline void take_off(double* to, const double* change) {
  if constexpr (width == 2) {
    _mm_storeu_pd(to, _mm_loadu_pd(to) - _mm_loadu_pd(change));
  } else {
    for (std::size_t i = 0; i < width; i += 4) { _mm256_storeu_pd(to + i, _mm256_loadu_pd(to + i) - _mm256_load_pd(change + i)); }
  }
}

/// What the loop over points needs in registers.
struct Lanes {
  __m256d rows, per_reach, reach, rim, last_column, half_block;
  __m128i shift;
  std::int32_t block;
  int lanes;
  std::size_t row_numbers;
  double* changes;
};

/// Where the point begins and ends in each of the rows, by lane.
struct Stretches {
  __m256d rest;
  __m128i first, last;
  int open;  ///< the lanes that it adds anything to
};

BAIRRO_AVX2 inline void find(const Lanes& in, __m256d x, __m256d y, Stretches& out) {
  const __m256d zero = _mm256_setzero_pd();
  const __m256d dy = (in.rows - y) * in.per_reach;
  out.rest = in.rim - dy * dy;
  const __m256d half = in.reach * _mm256_sqrt_pd(_mm256_max_pd(out.rest, zero));
  const __m256d from = _mm256_max_pd(x - half, zero);
  const __m256d to = _mm256_min_pd(x + half, in.last_column);
  const __m256d below = _mm256_floor_pd(from);
  const __m256d up = _mm256_and_pd(_mm256_cmp_pd(below, from, _CMP_LT_OQ), _mm256_set1_pd(1));
  const __m256d kept = _mm256_and_pd(_mm256_cmp_pd(out.rest, zero, _CMP_GT_OQ), _mm256_cmp_pd(to, zero, _CMP_GE_OQ));
  out.last = _mm256_cvttpd_epi32(to);
  out.first = _mm256_cvttpd_epi32(below + up);
  out.open = in.lanes & _mm256_movemask_pd(kept) & ~_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpgt_epi32(out.first, out.last)));
}

template <int k>
BAIRRO_AVX2 inline void add_point(const Lanes& in, const PlacedPoints::Point& point) {
  constexpr std::size_t width = PowerPolynomial<k>::width;
  const __m256d x = _mm256_set1_pd(point.x);
  const __m256d w = _mm256_set1_pd(point.weight);
  Stretches s;
  find(in, x, _mm256_set1_pd(point.y), s);
  if (s.open == 0) { return; }
  const __m128i first_block = _mm_srl_epi32(s.first, in.shift);
  const __m128i last_block = _mm_srl_epi32(s.last, in.shift);
  const __m128i first_begin = _mm_sll_epi32(first_block, in.shift);
  const __m128i first_end = _mm_add_epi32(first_begin, _mm_set1_epi32(in.block));
  alignas(16) std::int32_t first[4];
  alignas(16) std::int32_t behind[4];
  alignas(16) std::int32_t end[4];  // of the first block
  _mm_store_si128(reinterpret_cast<__m128i*>(first), s.first);
  _mm_store_si128(reinterpret_cast<__m128i*>(behind), _mm_add_epi32(s.last, _mm_set1_epi32(1)));
  _mm_store_si128(reinterpret_cast<__m128i*>(end), first_end);
  alignas(64) double change[4 * width];
  polynomials<k>(w, (x - (_mm256_cvtepi32_pd(first_begin) + in.half_block)) * in.per_reach, s.rest, change);
  for (std::size_t lane = 0; lane < 4; ++lane) {
    if ((s.open >> lane & 1) == 0) { continue; }
    double* const row = in.changes + lane * in.row_numbers;
    put_in<width>(row + static_cast<std::size_t>(first[lane]) * width, change + lane * width);
    if (behind[lane] < end[lane]) { take_off<width>(row + static_cast<std::size_t>(behind[lane]) * width, change + lane * width); }
  }
  const int crossing = s.open & ~_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(first_block, last_block)));
  if (crossing == 0) { return; }
  polynomials<k>(w, (x - (_mm256_cvtepi32_pd(first_end) + in.half_block)) * in.per_reach, s.rest, change);
  for (std::size_t lane = 0; lane < 4; ++lane) {
    if ((crossing >> lane & 1) == 0) { continue; }
    double* const row = in.changes + lane * in.row_numbers;
    put_in<width>(row + static_cast<std::size_t>(end[lane]) * width, change + lane * width);
    if (behind[lane] < end[lane] + in.block) {
      take_off<width>(row + static_cast<std::size_t>(behind[lane]) * width, change + lane * width);
    }
  }
}

template <int k>
BAIRRO_AVX2 void add(const SweepFrame& frame, std::span<const PlacedPoints::Point> points, double row, std::uint32_t lanes,
                     double* changes) {
  Lanes in;
  in.rows = _mm256_set1_pd(row) + _mm256_set_pd(3, 2, 1, 0);
  in.per_reach = _mm256_set1_pd(frame.per_reach);
  in.reach = _mm256_set1_pd(frame.reach);
  in.rim = _mm256_set1_pd(frame.rim);
  in.last_column = _mm256_set1_pd(frame.columns - 1);
  in.half_block = _mm256_set1_pd(frame.half_block);
  in.shift = _mm_cvtsi32_si128(frame.shift);
  in.block = std::int32_t{1} << frame.shift;
  in.lanes = (1 << lanes) - 1;
  in.row_numbers = frame.row_numbers(PowerPolynomial<k>::width);
  in.changes = changes;
  for (const PlacedPoints::Point& p : points) { add_point<k>(in, p); }
}

}  // namespace

AddToRows add_to_rows_avx2(int k) {
  constexpr AddToRows ways[] = {&add<0>, &add<1>, &add<2>, &add<3>};
  return has_avx2() ? ways[k] : nullptr;
}

}  // namespace geo

#else

namespace geo {

AddToRows add_to_rows_avx2(int /*k*/) { return nullptr; }

}  // namespace geo

#endif
