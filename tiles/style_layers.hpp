// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/look/parts.hpp"
#include "geo/table/schema.hpp"

#include <vector>

namespace tiles {

/// The layers of the style of one collection, objects within an array that was begun. Filters compare one property with constants, and
/// paint is constant, since QGIS reads no more.
void write_style_layers(geo::JsonWriter& json, const geo::Collection& schema, const std::vector<geo::Part>& parts);

}  // namespace tiles
