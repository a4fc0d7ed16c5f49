// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// "EPSG:32737", "OGC:CRS84", "ESRI:102022" from the names in use: "EPSG:32737", "urn:ogc:def:crs:EPSG::32737",
/// "http://www.opengis.net/def/crs/OGC/1.3/CRS84" (a name, never fetched). Nothing for other names.
std::optional<std::string> crs_of_name(std::string_view name);

/// Whether coordinates need no reprojection: "", OGC:CRS84 and EPSG:4326, which GeoJSON always writes longitude first.
bool is_crs84(std::string_view crs);

/// The `crs` member of GeoJSON 2008, as JSON text. "" for null. Throws geo::Error{input} for a link (never followed), an
/// unknown name or anything else; `file` is for the sentence.
std::string read_geojson_crs(std::string_view json, std::string_view file);

}  // namespace importers
