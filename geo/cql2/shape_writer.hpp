// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace geo::cql2 {

/// Two-dimensional WKB as CQL2 text has it, POLYGON((0 0,1 0,1 1,0 0)), the shortest digits that read back as the same doubles.
void append_shape_text(std::string& out, std::string_view wkb);
/// As a GeoJSON geometry object, with the same digits.
void append_shape_json(std::string& out, std::string_view wkb);

}  // namespace geo::cql2
