// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/qml.hpp"
#include "geo/table/view.hpp"
#include "store/export/pages.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace store {

/// What is told of a file in its metadata: names and values.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// Writes a GeoPackage (OGC 12-128r15, version 1.2) for QGIS and its like, layer by layer. A layer is called as its collection and has
/// fid = feature id, longitude and latitude in EPSG:4326, and the fields with their types; instants are UTC. Lines and polygons
/// become multi-lines and multi-polygons, since a layer should hold one type. Beside the rows stand titles of fields, code lists
/// as domains, a style that QGIS takes by itself, a packed spatial index and what is known of the file. NUL bytes are left out
/// of texts. The same views give the same bytes. Not thread-safe.
class GeoPackage {
 public:
  /// `file` must not be there yet; messages name `shown`. Throws Error{failed}, as all of it does when something cannot be written.
  GeoPackage(const std::filesystem::path& file, std::filesystem::path shown, geo::TimeMs now);
  ~GeoPackage();
  GeoPackage(const GeoPackage&) = delete;
  GeoPackage& operator=(const GeoPackage&) = delete;

  /// One collection as a layer. `remark` follows its description.
  void add(const geo::View& view, const geo::Filter& filter, const geo::LayerWords& words, const std::string& remark, ExportPace& pace);
  /// The last step.
  void finish(const Facts& facts);

 private:
  struct Writing;
  std::unique_ptr<Writing> m_writing;
};

}  // namespace store
