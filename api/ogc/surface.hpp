// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/table/view.hpp"

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

/// What a collection that is a surface leads to; none for others.
std::vector<Link> surface_links(const Call& call, const geo::Collection& schema);

}  // namespace api
