// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"

#include <string>
#include <string_view>

namespace geo {

/// Appends `geometry` as well-known text (OGC 06-103r4), longitude first: "POINT (40.5 -12.97)"; nothing for none. Digits as in
/// append_geojson(). Linear, no allocation but the text's own growth.
void append_wkt(std::string& out, const Geometry& geometry);
/// The same of two-dimensional WKB in any CRS, the shortest digits that read back as the same doubles.
void append_wkt(std::string& out, std::string_view wkb);

}  // namespace geo
