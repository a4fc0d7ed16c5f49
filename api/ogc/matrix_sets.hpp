// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/base/json.hpp"
#include "tiles/matrix_set.hpp"

#include <string>
#include <string_view>

namespace api {

/// What a document says of a grid that tiles are cut by.
struct MatrixSetWords {
  std::string_view id, title, uri, crs, scale_set, first_axis, second_axis;
};
MatrixSetWords words_of(tiles::MatrixSet set);

/// Throws Error{not_found} for the name of a grid that there is not.
tiles::MatrixSet matrix_set_named(const std::string& name);

/// The members of the definition (OGC 17-083r4, JSON) of an object that is being written.
void write_matrix_set(geo::JsonWriter& json, tiles::MatrixSet set);
/// The address of its definition.
std::string matrix_set_path(tiles::MatrixSet set);

}  // namespace api
