// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/json.hpp"
#include "geo/crs/projection.hpp"
#include "geo/hotspots/plane_grid.hpp"
#include "geo/index/hexgrid.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

// Incidents whose place is a circle: shared out evenly over all of it, so that they count without pretending to know where.
namespace geo {

/// Incidents of one place and one uncertainty.
struct UncertainPlace {
  Metric at;
  double radius_m = 0;
  double rows = 0;
};

/// In a fixed order, by longitude, latitude and uncertainty.
std::vector<UncertainPlace> uncertain_places(Projection& plane, std::span<const Incident> incidents);

/// Points that share out `rows` evenly over the circle: rings of equal width, no wider than a sixth of the bandwidth, points of equal
/// weight in each by its area, at the radius that keeps the circle's variance. No randomness.
void add_points(const UncertainPlace& place, double bandwidth_m, std::vector<WeightedPoint>& points);
/// Of all of them. Throws Error{too_large} beyond most_spread_points.
std::vector<WeightedPoint> spread_points(std::span<const UncertainPlace> places, double bandwidth_m);
inline constexpr double most_spread_points = 5e6;

/// What part of a circle falls into hexagons: `take` is told of each hexagon that it touches, and its share. The shares of all add up to 1,
/// to some 10^-9.
void share_out(const HexGrid& grid, const UncertainPlace& place, const std::function<void(Hex, double share)>& take);

/// What became of uncertain places.
struct SpreadTold {
  bool is_asked = false;
  std::uint64_t rows = 0;
  double weight = 0;  ///< of them, where was looked
};
/// `"spread":{…}`, or null where nobody asked.
void write_spread(JsonWriter& json, const SpreadTold& told);
void say_spread(std::vector<Text>& findings, const SpreadTold& told);

}  // namespace geo
