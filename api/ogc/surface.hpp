// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/base/json.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

inline constexpr std::string_view rel_legend = "http://www.opengis.net/def/rel/ogc/1.0/legend";

inline constexpr std::string_view geotiff_type = "image/tiff; application=geotiff; profile=cloud-optimized";

/// A result that is a continuous surface: what pictures and rasters of it are made from.
struct Surface {
  std::shared_ptr<const geo::View> view;
  std::shared_ptr<const geo::DensitySurface> density;
};
/// Of the collection that the path names. Throws Error{not_found}: there is none for who asks, or it is no surface.
Surface surface_of(const Call& call);

/// The address of the pictures of a collection with {z}, {y} and {x}.
std::string picture_template(const Call& call, const geo::Collection& schema);

/// The rows that a picture of a tile is made from: those of `filter` in it and up to `reach_m` around it; at least 1, since it shows some.
std::uint64_t rows_of_picture(const geo::View& view, tiles::TileId tile, double reach_m, geo::Filter filter);

/// `"unit":…,"cell_m":…,"classes":[…],"clear":…` of a legend.
void write_surface_legend(geo::JsonWriter& json, const Call& call, const geo::DensitySurface& surface);

/// What a collection that is a surface, or has pictures of its density, leads to; none for others.
std::vector<Link> surface_links(const Call& call, const geo::Collection& schema);

}  // namespace api
