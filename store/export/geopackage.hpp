// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/qml.hpp"
#include "geo/table/view.hpp"
#include "store/export/note.hpp"
#include "store/export/pages.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace store {

/// Writes a GeoPackage (OGC 12-128r15, version 1.2) for QGIS and its like, layer by layer. A layer is called as its collection and has
/// fid = feature id, places (longitude and latitude in EPSG:4326, unless asked otherwise), and the fields with their types; instants are
/// UTC. Lines and polygons become multi-lines and multi-polygons, since a layer should hold one type. Beside the rows stand titles of
/// fields, code lists as domains, a style that QGIS takes by itself, a packed spatial index and what is known of the file. NUL bytes are
/// left out of texts. The same views give the same bytes. Not thread-safe.
class GeoPackage {
 public:
  /// `file` must not be there yet; messages name `shown`. Throws Error{failed}, as all of it does when something cannot be written.
  GeoPackage(const std::filesystem::path& file, std::filesystem::path shown, geo::TimeMs now);
  ~GeoPackage();
  GeoPackage(const GeoPackage&) = delete;
  GeoPackage& operator=(const GeoPackage&) = delete;

  /// What is wanted of one collection as a layer. `remark` follows its description. Throws Error{usage} for a row that has no
  /// coordinates in the CRS asked for, and for a CRS that the format cannot describe.
  PagesEnd add(const geo::View& view, const Extract& extract, const geo::LayerWords& words, const std::string& remark, ExportPace& pace);
  /// The last step.
  void finish(const Facts& facts);

 private:
  struct Writing;
  std::unique_ptr<Writing> m_writing;
};

}  // namespace store
