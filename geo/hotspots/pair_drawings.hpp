// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/hotspots/small_times.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace geo {

/// Pairs of incidents by bands of distance. Incidents that are in one are numbered by their place among cells, so that those of a pair lie
/// near in memory too.
struct BandedPairs {
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  std::vector<Pair> pairs;            ///< band by band
  std::vector<std::size_t> end;       ///< of each band
  std::vector<std::uint32_t> listed;  ///< of each incident that is in a pair: where it stood in the list of times
};

/// How many pairs lie in each band of distance and of time, by distance, then time, when the incident listed at i happens at times.at[i].
std::vector<std::uint64_t> pairs_in_bands(const BandedPairs& pairs, const SmallTimes& times);

/// In how many permutations of the times each band has as many pairs as observed, or more. Dozens of permutations go side by side; each is
/// a function of the seed and its number. O(pairs × M), 0.4 ns each for one band of times in days, 1.6 ns for twenty; four times as much
/// for times that need numbers of 64 bits. Nothing that means anything when `progress` asks to stop.
std::vector<std::uint64_t> drawings_that_reach(const BandedPairs& pairs, const SmallTimes& times,
                                               const std::vector<std::uint64_t>& observed, const PermutationOptions& options,
                                               const Workers& workers, const Progress& progress);

}  // namespace geo
