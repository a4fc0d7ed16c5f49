// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/time.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Do incidents that are near in space come near in time too, more than chance explains? Pairs are what is counted.

namespace geo {

/// Bands of distances and of times: the first reaches from 0 to its limit, each other from beyond the last one's to its own, limits
/// included. A first limit of 0 has pairs at the same place, or time, by themselves.
struct NearRepeatBands {
  std::vector<double> space_m;
  std::vector<std::int64_t> time_ms;
};

/// Pairs of one band of distance and one of time.
struct NearRepeat {
  std::uint64_t observed = 0;
  double expected = 0;          ///< where times are shared out anew: pairs of the distance × pairs of the time / all pairs (exact)
  std::optional<double> ratio;  ///< observed to expected; none where nothing is expected
  double variance = 0;          ///< then (Barton & David 1966; exact)
  double p = 1;                 ///< (R + 1)/(M + 1) of as many pairs or more when times are permuted
};

struct NearRepeatTable {
  std::vector<NearRepeat> cells;           ///< by distance, then time
  std::vector<std::uint64_t> space_pairs;  ///< of each band of distance
  std::vector<std::uint64_t> time_pairs;
  std::uint64_t pairs = 0;  ///< of all incidents
};

/// Most pairs in the bands of distance: they are remembered, 8 bytes each.
inline constexpr std::size_t max_near_pairs = 50'000'000;
/// Most pairs looked at in all permutations together: three to fifteen minutes of two cores with times in days.
inline constexpr double max_drawn_pairs = 1e12;

/// Whether near_repeats() would refuse bands that reach so far. O(n log n + max_near_pairs).
bool has_too_many_near_pairs(std::span<const Metric> points, double limit_m);

/// The table of near repeats (Johnson et al. 2007); with one band each way that begin at 0 it is the test of Knox (1964), whose counts and
/// moments agree with surveillance::knox of R. The distribution of pairs under chance is that of permuted times (Mantel 1967), not
/// Poisson's: pairs share incidents.
///
/// The same for any number of workers; depends on the order of the points only through the drawings. O(n log n + pairs × M). `cells` is
/// empty when `progress` asks to stop. Throws Error{usage} for bands that do not rise or are negative, no band, a limit beyond 10^18 ms, or
/// no permutations or more than a million; Error{input} for a coordinate that is not finite; Error{too_large} beyond max_near_pairs and
/// max_drawn_pairs. Precondition: as many times as points.
NearRepeatTable near_repeats(std::span<const Metric> points, std::span<const TimeMs> times, const NearRepeatBands& bands,
                             const PermutationOptions& options = {}, const Workers& workers = one_by_one, const Progress& progress = {});

}  // namespace geo
