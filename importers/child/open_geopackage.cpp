// SPDX-License-Identifier: Apache-2.0
// GeoPackage: an SQLite database of strangers. sqlite_guard.hpp says what it may be; it is read where it lies, as if nobody could
// change it.
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"
#include "importers/child/sqlite_guard.hpp"

#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>

namespace importers::child {
namespace {

/// Tables that QGIS puts beside the layers.
bool is_about_the_map(const std::string& name) {
  constexpr std::array known{"layer_styles", "qgis_projects"};
  return std::find(known.begin(), known.end(), name) != known.end();
}

bool has_places(OGRLayer& layer) { return layer.GetGeomType() != wkbNone; }

/// GDAL and QGIS number rows in a column "fid" that says nothing of them; under another name the number is somebody's.
bool is_somebodys(const std::string& name) { return !name.empty() && name != "fid" && name != "ogc_fid"; }

Dataset open_guarded(const GdalFormat& format) {
  try {
    return open_dataset(format, input_path, {"IMMUTABLE=YES", "LIST_ALL_TABLES=NO"});
  } catch (const Refusal&) {
    if (sqlite_refusal()) { throw Refusal(*sqlite_refusal()); }
    throw;
  }
}

}  // namespace

void open_geopackage(const Request& request, const Input& input, Source& source) {
  show_to_gdal(input);
  guard_sqlite();
  source.dataset = open_guarded(*request.format);
  std::vector<OGRLayer*> layers;
  for (OGRLayer* const layer : source.dataset->GetLayers()) {
    if (!is_about_the_map(layer->GetName())) { layers.push_back(layer); }
  }
  // Tables without places are only taken for themselves, or when asked for.
  const bool any_places = std::any_of(layers.begin(), layers.end(), [](OGRLayer* layer) { return has_places(*layer); });
  std::vector<OGRLayer*> candidates;
  std::vector<std::string> names;
  for (OGRLayer* const layer : layers) {
    const std::string name = layer->GetName();
    if (has_places(*layer) || !any_places || name == request.layer) {
      candidates.push_back(layer);
      names.push_back(name);
    } else {
      source.others.push_back(name);
    }
  }
  take_layer(source, candidates, names, request.layer);
  take_crs(source, source.layer->GetSpatialRef());
  if (const std::string id = source.layer->GetFIDColumn(); is_somebodys(id)) { source.columns.push_back({row_id, id}); }
}

}  // namespace importers::child
