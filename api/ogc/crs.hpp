// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/crs_pool.hpp"
#include "geo/crs/box_image.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace api {

/// WGS 84, longitude first: what there is without `crs`, and what is stored.
inline constexpr std::string_view crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// What every collection lists: CRS84 first (QGIS 3.22 takes the first without asking), then the systems of the web and of the
/// country. Other EPSG codes are taken too, where geo::Reprojection can make them; to list thousands would help nobody.
inline constexpr std::array<std::string_view, 7> listed_crs{
    crs84,
    "http://www.opengis.net/def/crs/EPSG/0/4326",   // WGS 84, latitude first
    "http://www.opengis.net/def/crs/EPSG/0/3857",   // Web Mercator
    "http://www.opengis.net/def/crs/EPSG/0/32736",  // WGS 84 / UTM 36S
    "http://www.opengis.net/def/crs/EPSG/0/32737",  // WGS 84 / UTM 37S
    "http://www.opengis.net/def/crs/EPSG/0/3036",   // Moznet / UTM 36S
    "http://www.opengis.net/def/crs/EPSG/0/3037",   // Moznet / UTM 37S
};

// All of these throw Error{usage}, naming the parameter and saying what would be right.

/// The CRS that a parameter (crs, bbox-crs, filter-crs) names; null: CRS84.
CrsPool::Lease crs_parameter(const Call& call, std::string_view name);
/// `bbox` as `bbox-crs` would have it read, in longitude and latitude; nothing without `bbox`. Its hull may hold more than the box
/// does (see BoxImage). `bbox-crs` is checked even then.
std::optional<geo::BoxImage> bbox_in_crs(const Call& call);

/// The Content-Crs field of an answer in that CRS, null for CRS84: its URI in angle brackets.
Header content_crs(const geo::Reprojection* crs = nullptr);

}  // namespace api
