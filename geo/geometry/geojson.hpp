// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"

#include <string>
#include <string_view>

namespace geo {

/// Appends `geometry` as a GeoJSON geometry object (RFC 7946), "null" for none. Points carry their seven decimals; lines and
/// polygons the shortest digits that read back as the same doubles. Linear, no allocation but the text's own growth.
void append_geojson(std::string& out, const Geometry& geometry);
/// The same of two-dimensional WKB in any CRS.
void append_geojson(std::string& out, std::string_view wkb);
/// The same with coordinates rounded to so many decimals.
void append_geojson(std::string& out, std::string_view wkb, int decimals);

}  // namespace geo
