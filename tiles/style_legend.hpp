// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/look/legend.hpp"
#include "geo/table/schema.hpp"

#include <string_view>

namespace tiles {

/// The member of a style's `metadata` that a legend can be drawn from: title and classes in both languages.
inline constexpr std::string_view legend_member = "bairro:legend";

/// Another: the names of the collection's styles by cells.
inline constexpr std::string_view cells_member = "bairro:cells";

/// An object. Of each class: the layer that draws it, shape, colour and sizes in pixels, values or numbers (`from`, `to`), zooms.
void write_legend(geo::JsonWriter& json, const geo::Collection& schema, const geo::Legend& legend);

}  // namespace tiles
