// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/table/schema.hpp"

#include <string>
#include <string_view>

namespace tiles {

/// The layers of the style of one collection, objects within an array that was begun: those of its method for a result, else by
/// what its geometry can be. Filters compare one property with a constant, and paint is constant, since QGIS reads no more.
void write_style_layers(geo::JsonWriter& json, const geo::Collection& schema);

/// The colour of a collection on every map of ours, "#RRGGBB". What belongs together on one map must differ; a collection that is
/// not built in gets its colour by its name.
std::string_view colour_of(const std::string& collection);
/// How much of their colour its areas are filled with.
double fill_opacity_of(const std::string& collection);

}  // namespace tiles
