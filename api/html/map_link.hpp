// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/table/schema.hpp"

#include <optional>
#include <string>

namespace api {

/// What the map is to show of a collection, as web/src/state.ts reads it from behind the '#'.
struct MapWish {
  std::optional<geo::BBox> box = {};  ///< what fills it
  std::string from = {}, to = {};     ///< days; empty: open
  Query asked = {};                   ///< conditions by the names of their parameters: filter, filter-lang, filter-crs, q
};

/// The address of the map with the collection, and the districts around it.
std::string map_url(const Call& call, const geo::Collection& schema, const MapWish& wish = {});
/// The map alone, in the language of the page.
std::string map_url(const Call& call);

}  // namespace api
