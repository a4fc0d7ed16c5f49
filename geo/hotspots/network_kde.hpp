// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/road_network.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// A short length of road, as long as any on the same piece.
struct Lixel {
  std::uint32_t piece = 0;
  double from_m = 0, to_m = 0;  ///< along it
};

struct NetworkKdeOptions {
  double bandwidth_m = 0;  ///< along roads
  double lixel_m = 0;      ///< at most
  double snap_m = 0;       ///< events farther from every road are not counted
};

struct NetworkKde {
  std::vector<Lixel> lixels;   ///< by piece, then along it
  std::vector<double> per_km;  ///< events per kilometre of road at the middle of each lixel
  std::size_t used = 0;        ///< events on a road
  std::size_t off_road = 0;    ///< farther than snap_m from all
  bool cancelled = false;      ///< `progress` asked to stop; the values are not whole
};

inline constexpr std::size_t max_lixels = 20'000'000;
/// Steps from junction to junction along all ways within the bandwidth of all events.
inline constexpr std::uint64_t max_network_steps = 2'000'000'000;

/// Kernel density along roads: incidents in streets lie on lines, and a density over the plane spreads them over ground where none can
/// happen. The quartic kernel on the line (15/16 (1-u²)², u the distance along roads over the bandwidth); at a junction of n pieces what
/// goes on is shared evenly among the n - 1 others, so that an event counts as one, but for what ends at dead ends (the discontinuous equal
/// split kernel of Okabe & Sugihara 2009: every way within the bandwidth that does not turn back, also those that come round again).
/// An event on a junction belongs to none of the n pieces before the others: each has 2/n of it, the mean of what events a hair along each
/// would give. Checked against densityEqualSplit of R's spatstat.linnet.
///
/// The same bits for any number of workers and any order of events and roads. O(events × ways within the bandwidth). Throws Error{usage}
/// for lengths that are not positive and finite (snap_m may be 0), Error{input} for a weight that is negative or not finite,
/// Error{too_large} beyond max_lixels and max_network_steps.
NetworkKde network_kde(const RoadNetwork& roads, std::span<const WeightedPoint> events, const NetworkKdeOptions& options,
                       const Workers& workers = one_by_one, const Progress& progress = {});

}  // namespace geo
