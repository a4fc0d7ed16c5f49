// SPDX-License-Identifier: Apache-2.0
#include "importers/child/source.hpp"

#include "geo/base/text.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/sqlite_guard.hpp"

#include <cpl_conv.h>
#include <gdal_frmts.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <set>

namespace importers::child {
namespace {

struct Kind {
  std::string_view id;
  void (*register_driver)();
  void (*open)(const Request&, const Input&, Source&);
};

constexpr std::array<Kind, 9> kinds{{
    {"gpkg", RegisterOGRGeoPackage, open_geopackage},
    {"zip", RegisterOGRShape, open_zip},
    {"kml", RegisterOGRLIBKML, open_kml},
    {"kmz", RegisterOGRLIBKML, open_kml},
    {"xlsx", nullptr, open_xlsx},
    {"ods", nullptr, open_ods},
    {"gpx", nullptr, open_gpx},
    {"fgb", RegisterOGRFlatGeobuf, open_flatgeobuf},
    {"geotiff", GDALRegister_GTiff, open_geotiff},
}};

const Kind& kind_of(const GdalFormat& format) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.id == format.id; });
  if (found == kinds.end()) { refuse("driver"); }
  return *found;
}

/// No look at neighbouring files, no threads, nothing from outside; and how the drivers are to read.
void configure() {
  constexpr std::pair<const char*, const char*> settings[] = {
      {"GDAL_DISABLE_READDIR_ON_OPEN", "TRUE"},
      {"GDAL_NUM_THREADS", "1"},
      {"CPL_DEBUG", "OFF"},
      {"GDAL_DRIVER_PATH", "disable"},
      // Nothing beside a raster is looked for, and little of it kept.
      {"GDAL_PAM_ENABLED", "NO"},
      {"GDAL_CACHEMAX", "64"},
      // How a placemark is drawn is no data: columns with an @ are left out; so is its id, which is new in each
      // writing of the file.
      {"LIBKML_ID_FIELD", "@id"},
      {"LIBKML_ALTITUDEMODE_FIELD", "@altitude"},
      {"LIBKML_TESSELLATE_FIELD", "@tessellate"},
      {"LIBKML_EXTRUDE_FIELD", "@extrude"},
      {"LIBKML_VISIBILITY_FIELD", "@visibility"},
      {"LIBKML_DRAWORDER_FIELD", "@draworder"},
      {"LIBKML_ICON_FIELD", "@icon"},
      {"LIBKML_HEADING_FIELD", "@heading"},
      {"LIBKML_TILT_FIELD", "@tilt"},
      {"LIBKML_ROLL_FIELD", "@roll"},
      {"LIBKML_SNIPPET_FIELD", "@snippet"},
      {"LIBKML_LAUNDER_FIELD_NAMES", "NO"},
      {"LIBKML_READ_GROUND_OVERLAY", "NO"},
      {"LIBKML_RESOLVE_STYLE", "NO"},
  };
  for (const auto& [name, value] : settings) { CPLSetConfigOption(name, value); }
  CPLSetErrorHandler(CPLQuietErrorHandler);
}

void take_columns(Source& source) {
  OGRFeatureDefn& layout = *source.layer->GetLayerDefn();
  for (int i = 0; i < layout.GetFieldCount(); ++i) {
    const OGRFieldDefn& field = *layout.GetFieldDefn(i);
    const std::string name = field.GetNameRef();
    if (name.starts_with('@')) { continue; }
    if (field.GetType() == OFTBinary) {
      source.notes.emplace_back("binary", name);
    } else {
      source.columns.push_back({i, source.cp1252 ? geo::from_cp1252(name) : name});
    }
  }
}

}  // namespace

void DatasetCloser::operator()(GDALDataset* dataset) const { GDALClose(dataset); }

void prepare(const GdalFormat& format) {
  const Kind& kind = kind_of(format);
  if (kind.register_driver == nullptr) { return; }
  configure();
  kind.register_driver();
  if (GetGDALDriverManager()->GetDriverByName(std::string(format.driver).c_str()) == nullptr) {
    refuse("driver", std::string(format.driver));
  }
  ask_sizes_by_descriptor();
  // Finds, opens and keeps open the database of coordinate systems.
  OGRSpatialReference utm;
  if (utm.importFromEPSG(32737) != OGRERR_NONE) { refuse("driver", "PROJ"); }
}

Source open_source(const Request& request, const Input& input) {
  Source source;
  kind_of(*request.format).open(request, input, source);
  if (source.layer == nullptr) { return source; }
  take_columns(source);
  name_columns(source.columns);
  return source;
}

void keep(Source& source, std::string content, const std::string& name) {
  std::string& kept = source.contents.emplace_back(std::move(content));
  VSILFILE* const file =
      VSIFileFromMemBuffer(("/vsimem/" + name).c_str(), reinterpret_cast<GByte*>(kept.data()), kept.size(), /*bTakeOwnership=*/FALSE);
  if (file == nullptr) { refuse("memory"); }
  VSIFCloseL(file);
}

Dataset open_dataset(const GdalFormat& format, const std::string& path, const std::vector<std::string>& options, bool raster) {
  const GdalErrors errors;
  const std::string driver(format.driver);
  const std::array<const char*, 2> drivers{driver.c_str(), nullptr};
  std::vector<const char*> given;
  for (const std::string& option : options) { given.push_back(option.c_str()); }
  given.push_back(nullptr);
  const unsigned kind = raster ? GDAL_OF_RASTER : GDAL_OF_VECTOR;
  Dataset dataset(GDALDataset::Open(path.c_str(), kind | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers.data(), given.data(), nullptr));
  if (!dataset || errors.failures() > 0) { refuse("unreadable", errors.first()); }
  return dataset;
}

void name_columns(std::vector<Column>& columns) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string& name = columns[i].name;
    if (name.empty()) { name = "column " + std::to_string(i + 1); }
    const std::string base = name;
    for (int copy = 2; !taken.insert(name).second; ++copy) { name = base + " (" + std::to_string(copy) + ")"; }
  }
}

std::size_t choose(const std::vector<std::string>& names, const std::string& wanted) {
  if (!wanted.empty()) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) { refuse("no-such-layer", wanted, names); }
    return static_cast<std::size_t>(found - names.begin());
  }
  if (names.empty()) { refuse("no-layers"); }
  if (names.size() > 1) { refuse("layers", "", names); }
  return 0;
}

void take_layer(Source& source, std::vector<OGRLayer*> layers, std::vector<std::string> names, const std::string& wanted) {
  const std::size_t at = choose(names, wanted);
  source.layer = layers[at];
  source.layer_name = names[at];
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
  source.others.insert(source.others.end(), names.begin(), names.end());
}

void take_crs(Source& source, const OGRSpatialReference* given) {
  if (given == nullptr) { return; }
  OGRSpatialReference crs(*given);
  crs.StripVertical();
  const char* const name = crs.GetName();
  source.crs_name = name == nullptr ? "?" : name;
  if (crs.GetAuthorityName(nullptr) == nullptr) { crs.AutoIdentifyEPSG(); }
  const char* const authority = crs.GetAuthorityName(nullptr);
  const char* const code = crs.GetAuthorityCode(nullptr);
  if (authority != nullptr && code != nullptr) {
    source.crs = std::string(authority) + ":" + code;
    return;
  }
  int count = 0;
  int* confidences = nullptr;
  OGRSpatialReferenceH* const matches = crs.FindMatches(nullptr, &count, &confidences);
  if (count > 0 && confidences[0] >= 90) {
    const auto* const match = OGRSpatialReference::FromHandle(matches[0]);
    source.crs = std::string(match->GetAuthorityName(nullptr)) + ":" + match->GetAuthorityCode(nullptr);
  }
  OSRFreeSRSArray(matches);
  CPLFree(confidences);
}

}  // namespace importers::child
