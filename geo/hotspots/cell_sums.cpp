// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/cell_sums.hpp"

#include "geo/hotspots/processor.hpp"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#define BAIRRO_AVX2 __attribute__((target("avx2")))  // without fused multiply-add, see row_sums_avx2.cpp
#endif

namespace geo {
namespace {

/// The kernel's height at a cell. Weight first: the quartic's bits are those of analyses that are kept.
template <Kernel kernel>
double part(const PointInRow& p, double column) {
  const double dx = (column - p.x) * p.per_reach;
  const double v = p.rest - dx * dx;
  if constexpr (kernel == Kernel::uniform) { return p.weight; }
  if constexpr (kernel == Kernel::triangular) { return p.weight * std::max(1 - std::sqrt(dx * dx + p.dy2), 0.0); }
  if constexpr (kernel == Kernel::epanechnikov) { return p.weight * v; }
  if constexpr (kernel == Kernel::triweight) { return p.weight * v * v * v; }
  return p.weight * v * v;
}

template <Kernel kernel>
void add_plain(const PointInRow& p, std::int64_t first, std::int64_t last, double* sums) {
  for (std::int64_t c = first; c <= last; ++c) { sums[c] += part<kernel>(p, static_cast<double>(c)); }
}

#if defined(__x86_64__)
struct PointLanes {
  __m256d x, per_reach, weight, rest, dy2;
};

template <Kernel kernel>
BAIRRO_AVX2 inline void add_four(const PointLanes& p, __m256d column, double* sums) {
  const __m256d dx = (column - p.x) * p.per_reach;
  const __m256d v = p.rest - dx * dx;
  __m256d add = p.weight;
  if constexpr (kernel == Kernel::triangular) {
    add = p.weight * _mm256_max_pd(_mm256_set1_pd(1) - _mm256_sqrt_pd(dx * dx + p.dy2), _mm256_setzero_pd());
  }
  if constexpr (kernel == Kernel::epanechnikov) { add = p.weight * v; }
  if constexpr (kernel == Kernel::quartic) { add = p.weight * v * v; }
  if constexpr (kernel == Kernel::triweight) { add = p.weight * v * v * v; }
  _mm256_storeu_pd(sums, _mm256_loadu_pd(sums) + add);
}

template <Kernel kernel>
BAIRRO_AVX2 void add_avx2(const PointInRow& p, std::int64_t first, std::int64_t last, double* sums) {
  const PointLanes lanes{_mm256_set1_pd(p.x), _mm256_set1_pd(p.per_reach), _mm256_set1_pd(p.weight), _mm256_set1_pd(p.rest),
                         _mm256_set1_pd(p.dy2)};
  // Two counts of columns, each going on by eight: one alone would wait for itself.
  const __m256d eight = _mm256_set1_pd(8);
  __m256d column = _mm256_set1_pd(static_cast<double>(first)) + _mm256_set_pd(3, 2, 1, 0);
  __m256d next = column + _mm256_set1_pd(4);
  std::int64_t c = first;
  for (; c + 7 <= last; c += 8) {
    add_four<kernel>(lanes, column, sums + c);
    add_four<kernel>(lanes, next, sums + c + 4);
    column = column + eight, next = next + eight;
  }
  if (c + 3 <= last) {
    add_four<kernel>(lanes, column, sums + c);
    c += 4;
  }
  for (; c <= last; ++c) { sums[c] += part<kernel>(p, static_cast<double>(c)); }
}
#endif

}  // namespace

AddToCells add_to_cells_plain(Kernel kernel) {
  switch (kernel) {
    case Kernel::uniform: return &add_plain<Kernel::uniform>;
    case Kernel::triangular: return &add_plain<Kernel::triangular>;
    case Kernel::epanechnikov: return &add_plain<Kernel::epanechnikov>;
    case Kernel::triweight: return &add_plain<Kernel::triweight>;
    default: return &add_plain<Kernel::quartic>;
  }
}

AddToCells add_to_cells_avx2([[maybe_unused]] Kernel kernel) {
#if defined(__x86_64__)
  if (!has_avx2()) { return nullptr; }
  switch (kernel) {
    case Kernel::uniform: return &add_avx2<Kernel::uniform>;
    case Kernel::triangular: return &add_avx2<Kernel::triangular>;
    case Kernel::epanechnikov: return &add_avx2<Kernel::epanechnikov>;
    case Kernel::triweight: return &add_avx2<Kernel::triweight>;
    default: return &add_avx2<Kernel::quartic>;
  }
#else
  return nullptr;
#endif
}

}  // namespace geo
