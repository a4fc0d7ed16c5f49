// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/folder.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace importers_tests {

using test_support::Folder;

std::string bytes_of(const std::filesystem::path& file);

/// One row: well-known text of its place ("" for none), and a cell a field, nothing for null. Text as a person would write it: dates
/// as 2024-03-15, times as 2024-03-15T14:30:00, booleans as true and false.
struct TestRow {
  std::string wkt;
  std::vector<std::optional<std::string>> cells;
};

struct TestLayer {
  std::string name = "layer";
  int epsg = 4326;
  std::string geometry = "Point";                                ///< OGC name, "Unknown", "None"
  std::vector<std::pair<std::string, std::string>> fields = {};  ///< name; text, integer, real, boolean, date, time or binary
  std::vector<TestRow> rows = {};
};

/// Writes layers in EPSG:4326 coordinates, reprojected to each layer's own, with GDAL's writer of the format (its driver's name).
void write_with_gdal(const std::string& driver, const std::filesystem::path& file, const std::vector<TestLayer>& layers,
                     const std::vector<std::string>& layer_options = {});
/// A Shapefile as a zip archive, written with GDAL; `encoding` as GDAL calls it. `without`: an extension that is left out.
void write_shapefile(const std::filesystem::path& zip, const TestLayer& layer, const std::string& encoding = "UTF-8",
                     const std::string& without = "");
/// The same rows as GeoJSON text in EPSG:4326, without any GDAL.
std::string as_geojson(const TestLayer& layer);

/// Incidents with Portuguese names, dates, nulls and a row without a place.
TestLayer incidents_layer();
/// Two districts, one with a hole.
TestLayer districts_layer();

}  // namespace importers_tests
