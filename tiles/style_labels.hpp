// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"
#include "geo/look/parts.hpp"
#include "geo/table/schema.hpp"
#include "tiles/documents.hpp"

#include <vector>

namespace tiles {

/// The words of a style, on top of everything: names of areas (from label_layer()) and along lines, and how many rows there are in the
/// circles among `parts` that stand for more than a few. Numbers are written as the language of `address` has them.
void write_label_layers(geo::JsonWriter& json, const geo::Collection& schema, const std::vector<geo::Part>& parts,
                        const TileAddress& address);

}  // namespace tiles
