// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/lane_row.hpp"
#include "geo/hotspots/processor.hpp"
#include "geo/hotspots/scan_zones.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace geo {

/// Adds up rows along the circles around a centre, and calls visit(row of sums, zone, wanted) where a sum reaches what its circle wants.
/// `Vector` is a register of the processor, as the compiler's own vectors are: compilers leave loops over arrays in memory.
template <class Vector, class Number, class Visit>
[[gnu::always_inline]] inline void along_circles(std::span<const ScanZones::Step> steps, const std::vector<std::int32_t>& least,
                                                 const std::vector<LaneRow<Number>>& rows, Visit& visit) {
  constexpr std::size_t registers = sizeof(LaneRow<Number>) / sizeof(Vector);
  Vector sums[registers] = {};
  for (const ScanZones::Step& step : steps) {
    const auto* const row = reinterpret_cast<const char*>(&rows[step.region]);
    for (std::size_t k = 0; k < registers; ++k) {
      Vector more;
      std::memcpy(&more, row + k * sizeof more, sizeof more);
      sums[k] += more;
    }
    if (step.zone == ScanZones::inside) { continue; }
    const std::int32_t wanted = least[step.zone];
    const Vector below = static_cast<Number>(wanted - 1) - Vector{};
    auto reached = sums[0] > below;
    for (std::size_t k = 1; k < registers; ++k) { reached |= sums[k] > below; }
    std::array<std::uint64_t, sizeof(Vector) / 8> bits;
    std::memcpy(bits.data(), &reached, sizeof reached);
    std::uint64_t any = 0;
    for (const std::uint64_t some : bits) { any |= some; }
    if (any == 0) { continue; }
    LaneRow<Number> found;
    std::memcpy(found.values.data(), sums, sizeof sums);
    visit(found, step.zone, wanted);
  }
}

/// The same by the widest registers that the machine has: the numbers are whole, so that it makes no difference but in time.
template <class Number, class Visit>
void along_circles_plain(std::span<const ScanZones::Step> steps, const std::vector<std::int32_t>& least,
                         const std::vector<LaneRow<Number>>& rows, Visit& visit) {
  using Vector [[gnu::vector_size(16)]] = Number;
  along_circles<Vector>(steps, least, rows, visit);
}
#if defined(__x86_64__)
template <class Number, class Visit>
__attribute__((target("avx2"))) void along_circles_avx2(std::span<const ScanZones::Step> steps, const std::vector<std::int32_t>& least,
                                                        const std::vector<LaneRow<Number>>& rows, Visit& visit) {
  using Vector [[gnu::vector_size(32)]] = Number;
  along_circles<Vector>(steps, least, rows, visit);
}
#endif

template <class Number, class Visit>
void along_circles_of(std::span<const ScanZones::Step> steps, const std::vector<std::int32_t>& least,
                      const std::vector<LaneRow<Number>>& rows, Visit visit) {
#if defined(__x86_64__)
  if (has_avx2()) { return along_circles_avx2(steps, least, rows, visit); }
#endif
  along_circles_plain(steps, least, rows, visit);
}

}  // namespace geo
