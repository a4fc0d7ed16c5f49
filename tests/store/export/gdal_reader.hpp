// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace store_test {

/// A layer of a GeoPackage as another program sees it: read by GDAL.
struct ReadLayer {
  struct Field {
    std::string name;
    std::string type;    ///< OGR's words, with the subtype: "Integer(Boolean)"
    std::string domain;  ///< of coded values
  };
  std::string name;
  std::string geometry;  ///< OGR's word
  std::string crs;       ///< "EPSG:4326"
  std::string title;     ///< IDENTIFIER
  std::string description;
  std::vector<Field> fields;
  std::vector<geo::Feature> features;  ///< rev is 0; values in our form; instants must be UTC
};

struct ReadPackage {
  std::vector<ReadLayer> layers;  ///< without layer_styles
  std::map<std::string, std::string> metadata;
  std::map<std::string, std::string> styles;                          ///< QML by layer; only those that QGIS takes by itself
  std::map<std::string, std::map<std::string, std::string>> domains;  ///< meaning by code by domain
};

/// Whatever GDAL finds wrong fails the running test.
ReadPackage read_geopackage(const std::string& file);

/// A FlatGeobuf file, which knows no ids: features are numbered from 0, and the column fid is the first field. Days come as instants.
ReadLayer read_flatgeobuf(const std::string& file);

/// The points of a file's first layer as they stand in it; returns the CRS that it names.
std::string read_points(const std::string& file, std::vector<std::array<double, 2>>& points);

/// Fids that GDAL finds in a box through the layer's spatial index.
std::vector<geo::Fid> fids_in_box(const std::string& file, const std::string& layer, const geo::BBox& box);

/// Adds a point through GDAL, moves it, and removes another row, as a person in QGIS does.
void edit_as_qgis(const std::string& file, const std::string& layer, geo::Fid removed, geo::LonLat added_at, geo::LonLat moved_to);

/// Whether GDAL's XML parser reads it.
bool is_xml(const std::string& text);

}  // namespace store_test
