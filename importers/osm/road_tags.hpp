// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/block.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace importers::osm {

/// Columns of a road after its key.
inline constexpr std::array<std::string_view, 8> road_columns{"highway", "name", "ref", "surface", "access", "oneway", "bridge", "tunnel"};
using RoadCells = std::array<std::string_view, road_columns.size()>;  ///< no data: not known

/// Whether people travel on it: one of the classes of the code list road_class. Areas (area=yes) are no ways.
bool is_road(const Object& way);

/// What its tags say, in the codes of the collection: oneway is "yes", "no" or "reverse" ("-1"); a roundabout and a motorway are one-way
/// unless they say otherwise; a bridge or tunnel of any kind is a "yes".
RoadCells road_cells(const Object& way);

}  // namespace importers::osm
