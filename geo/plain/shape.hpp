// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/hotspots/contiguity.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace geo {

/// A row's geometry in a plane, or in degrees.
struct PlainShape {
  enum class Kind : std::uint8_t { none, point, area, other };

  Kind kind = Kind::none;
  Metric middle;    ///< of a point itself; of an area the centre of gravity of its polygons, holes taken off
  AreaRings rings;  ///< of all polygons of an area
};

/// Lines, several points and collections are `other`. An area without extent has the mean of its vertices for its middle. `map` is what
/// each vertex passes through. Throws Error{input} for bytes that are no WKB.
PlainShape shape_of(std::string_view wkb, const std::function<Metric(Metric)>& map = {});

}  // namespace geo
