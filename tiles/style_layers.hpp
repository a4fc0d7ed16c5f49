// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

namespace tiles {

/// The layers of the style of one collection, objects within an array that was begun: those of its method for a result, else by
/// what its geometry can be. Filters compare one property with a constant, and paint is constant, since QGIS reads no more.
void write_style_layers(geo::JsonWriter& json, const geo::Collection& schema);

}  // namespace tiles
