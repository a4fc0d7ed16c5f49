// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/crs/reprojection.hpp"
#include "geo/look/qml.hpp"
#include "geo/table/schema.hpp"
#include "store/sqlite/database.hpp"

#include <string>
#include <string_view>

// The tables that every GeoPackage has, and what stands in them for one layer. SQL and nothing else.
namespace store {

/// Version, coordinate systems, and all tables that layers enter themselves in; QGIS's table of styles too.
void make_geopackage_tables(Database& database, const std::string& now);

/// As GeoPackage wants instants: in UTC, with milliseconds. Outside the years 0..9999 the first or the last there is.
std::string geopackage_time(geo::TimeMs time);

/// Another CRS than longitude and latitude, before its first layer. Throws Error{usage} when there are no words for it in this format.
void add_crs(Database& database, const geo::Reprojection& crs);

/// What is said of a layer.
struct LayerNames {
  std::string title;  ///< unique in the file
  std::string description;
  std::string now;
};
/// The layer's own table, empty, and its entries.
void make_layer(Database& database, const geo::Collection& schema, const LayerNames& names, const std::string& epsg_code = "4326");
/// Titles, kinds of JSON, meanings of codes.
void describe_fields(Database& database, const geo::Collection& schema, const geo::LayerWords& words);
void add_style(Database& database, const geo::Collection& schema, const geo::LayerWords& words, const std::string& now);
/// An empty R*Tree; fill_spatial_index() comes next, then the triggers that keep it.
void make_spatial_index(Database& database, const std::string& layer);
void make_index_triggers(Database& database, const std::string& layer);

/// `xml` in the form in which GDAL, and with it QGIS, keeps what is known of a file.
void add_metadata(Database& database, const std::string& xml, const std::string& now);

}  // namespace store
