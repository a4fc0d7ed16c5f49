// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "store/export/qml.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace store {

/// A layer of a GeoPackage whose rows are written, and what is still to be done for it.
struct WrittenLayer {
  geo::Collection schema;
  LayerLook look;
  std::int64_t rows = 0;
  std::vector<std::string> triggers;  ///< SQL of those that keep its spatial index, which is empty; none: it has no places
};

/// As GeoPackage wants instants: in UTC, with milliseconds.
std::string geopackage_time(geo::TimeMs time);

/// What OGR 3.6 does not write: titles of fields (gpkg_data_columns), styles (QGIS's table layer_styles), packed spatial indexes.
/// Nobody else has the file open. Throws Error{failed}, also when a layer has not all its rows.
void complete_geopackage(const std::filesystem::path& file, const std::vector<WrittenLayer>& layers, geo::TimeMs now);

}  // namespace store
