// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage.hpp"

#include "geo/base/time.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/export/geopackage_tables.hpp"
#include "store/export/pending_file.hpp"
#include "store/sqlite/database.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>

namespace store {
namespace {

namespace fs = std::filesystem;

/// While it lives, what GDAL has to say on this thread is kept here instead of printed.
class GdalWords {
 public:
  GdalWords() { CPLPushErrorHandlerEx(&GdalWords::take, this); }
  ~GdalWords() { CPLPopErrorHandler(); }
  GdalWords(const GdalWords&) = delete;
  GdalWords& operator=(const GdalWords&) = delete;

  [[nodiscard]] bool failed() const { return !m_first.empty(); }
  /// The first thing that went wrong.
  [[nodiscard]] std::string first() const { return m_first.empty() ? "GDAL does not say why" : m_first; }

 private:
  static void CPL_STDCALL take(CPLErr severity, CPLErrorNum, const char* words) {
    auto* self = static_cast<GdalWords*>(CPLGetErrorHandlerUserData());
    if (severity >= CE_Failure && self->m_first.empty()) { self->m_first = *words == '\0' ? "unknown error" : words; }
  }
  std::string m_first;
};

/// Settings of GDAL for this thread. The file is worthless until it is whole, so it needs neither journal nor fsync of its own.
struct GdalSettings {
  explicit GdalSettings(geo::TimeMs now) : date("OGR_CURRENT_DATE", geopackage_time(now).c_str(), false) {}
  CPLConfigOptionSetter journal{"OGR_SQLITE_JOURNAL", "OFF", false};
  CPLConfigOptionSetter synchronous{"OGR_SQLITE_SYNCHRONOUS", "OFF", false};
  CPLConfigOptionSetter date;
};

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
struct DestroyFeature {
  void operator()(OGRFeature* feature) const { OGRFeature::DestroyFeature(feature); }
};

GDALDriver* geopackage_driver() {
  RegisterOGRGeoPackage();  // of 200 drivers the one that is needed; does nothing the second time
  return GetGDALDriverManager()->GetDriverByName("GPKG");
}

OGRwkbGeometryType ogr_type(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return wkbPoint;
    case geo::GeometryType::line: return wkbMultiLineString;
    case geo::GeometryType::polygon: return wkbMultiPolygon;
    case geo::GeometryType::any: return wkbUnknown;
    case geo::GeometryType::none: break;
  }
  return wkbNone;
}

void set_type(OGRFieldDefn& out, geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean:
      out.SetType(OFTInteger);
      out.SetSubType(OFSTBoolean);
      break;
    case geo::FieldType::integer: out.SetType(OFTInteger64); break;
    case geo::FieldType::real: out.SetType(OFTReal); break;
    case geo::FieldType::date: out.SetType(OFTDate); break;
    case geo::FieldType::time: out.SetType(OFTDateTime); break;
    case geo::FieldType::json: out.SetSubType(OFSTJSON); break;
    case geo::FieldType::text:
    case geo::FieldType::code: break;
  }
}

constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr int utc = 100;  // OGR's flag

/// Instants outside the years 0..9999 become the first or the last there is, as everywhere.
void set_time(OGRFeature& feature, int field, geo::TimeMs time) {
  static const geo::TimeMs first = static_cast<geo::TimeMs>(*geo::day_number({0, 1, 1})) * ms_per_day;
  static const geo::TimeMs last = (static_cast<geo::TimeMs>(*geo::day_number({9999, 12, 31})) + 1) * ms_per_day - 1;
  time = std::clamp(time, first, last);
  const geo::TimeMs in_day = ((time % ms_per_day) + ms_per_day) % ms_per_day;
  const geo::CivilDate day = geo::civil_date(static_cast<geo::DayNumber>((time - in_day) / ms_per_day));
  const auto seconds = static_cast<float>(static_cast<double>(in_day % 60'000) / 1000);
  feature.SetField(field, day.year, day.month, day.day, static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60), seconds, utc);
}

void set_value(OGRFeature& feature, int at, const geo::ColumnView& column, geo::FieldType type, std::size_t row) {
  switch (type) {
    case geo::FieldType::boolean: feature.SetField(at, column.integer(row) != 0 ? 1 : 0); break;
    case geo::FieldType::integer: feature.SetField(at, static_cast<GIntBig>(column.integer(row))); break;
    case geo::FieldType::real: feature.SetField(at, column.real(row)); break;
    case geo::FieldType::time: set_time(feature, at, column.integer(row)); break;
    case geo::FieldType::date: {
      const geo::CivilDate day = geo::civil_date(static_cast<geo::DayNumber>(column.integer(row)));
      feature.SetField(at, day.year, day.month, day.day);
      break;
    }
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::json: {
      std::string text(column.text(row));
      std::erase(text, '\0');
      feature.SetField(at, text.c_str());
      break;
    }
  }
}

/// Nothing for rows without a place.
std::unique_ptr<OGRGeometry> ogr_geometry(const geo::GeometryColumn& geometry, std::size_t row, geo::GeometryType type) {
  if (geometry.is_none(row)) { return nullptr; }
  if (geometry.ends == nullptr) {
    const geo::LonLat p = geometry.anchor(row);
    return std::make_unique<OGRPoint>(p.lon, p.lat);
  }
  const std::string wkb = geo::to_wkb(geometry.geometry(row));
  OGRGeometry* made = nullptr;
  if (OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size()) != OGRERR_NONE) { return nullptr; }
  if (type == geo::GeometryType::line) { made = OGRGeometryFactory::forceToMultiLineString(made); }
  if (type == geo::GeometryType::polygon) { made = OGRGeometryFactory::forceToMultiPolygon(made); }
  return std::unique_ptr<OGRGeometry>(made);
}

}  // namespace

struct GeoPackage::Writing {
  Writing(fs::path path, fs::path shown_path, geo::TimeMs at)
      : file(std::move(path)), shown(std::move(shown_path)), now(at), settings(at) {}

  void check(bool ok) const {
    if (!ok || words.failed()) { fail_writing(shown, geo::Text{words.first(), words.first()}); }
  }
  /// The first column of each row.
  std::vector<std::string> ask(const std::string& sql) const {
    std::vector<std::string> answers;
    OGRLayer* result = dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    if (result != nullptr) {
      for (const auto& feature : *result) { answers.emplace_back(feature->GetFieldAsString(0)); }
      dataset->ReleaseResultSet(result);
    }
    check(true);
    return answers;
  }

  OGRLayer& make_layer(const geo::Collection& schema, const LayerLook& look, const std::string& remark);
  void add_domain(const std::string& id, const LayerLook& look);
  std::vector<std::string> take_triggers(const geo::Collection& schema) const;
  std::int64_t write_rows(OGRLayer& layer, const geo::View& view, const geo::Filter& filter, ExportPace& pace) const;

  fs::path file;
  fs::path shown;
  geo::TimeMs now;
  GdalWords words;
  GdalSettings settings;
  std::unique_ptr<OGRSpatialReference, void (*)(OGRSpatialReference*)> wgs84{new OGRSpatialReference, [](OGRSpatialReference* s) { s->Release(); }};
  std::unique_ptr<GDALDataset, CloseDataset> dataset;
  std::vector<WrittenLayer> layers;
  std::set<std::string> identifiers;
  std::set<std::string> domains;
};

void GeoPackage::Writing::add_domain(const std::string& id, const LayerLook& look) {
  const auto list = std::find_if(look.code_lists.begin(), look.code_lists.end(), [&](const geo::CodeList& l) { return l.id == id; });
  if (list == look.code_lists.end() || !domains.insert(id).second) { return; }
  std::vector<OGRCodedValue> values;
  for (const geo::Code& code : list->codes) {
    values.push_back({CPLStrdup(code.code.c_str()), CPLStrdup((code.title.*look.language).c_str())});
  }
  std::string why;
  const bool ok = dataset->AddFieldDomain(
      std::make_unique<OGRCodedFieldDomain>(id, list->title.*look.language, OFTString, OFSTNone, std::move(values)), why);
  check(ok);
}

OGRLayer& GeoPackage::Writing::make_layer(const geo::Collection& schema, const LayerLook& look, const std::string& remark) {
  std::string title = schema.title.*look.language;
  if (!identifiers.insert(title).second) { title += " (" + schema.id + ")"; }  // they must differ, two results may be called alike
  CPLStringList options;
  options.SetNameValue("FID", "fid");
  options.SetNameValue("GEOMETRY_NAME", "geom");
  options.SetNameValue("SPATIAL_INDEX", "NO");  // see take_triggers()
  options.SetNameValue("IDENTIFIER", title.c_str());
  options.SetNameValue("DESCRIPTION", fmt::format("{}. {}", schema.description.*look.language, remark).c_str());
  OGRLayer* layer = dataset->CreateLayer(schema.id.c_str(), wgs84.get(), ogr_type(schema.geometry), options.List());
  check(layer != nullptr);
  for (const geo::Field& field : schema.fields) {
    OGRFieldDefn defined(field.name.c_str(), OFTString);
    set_type(defined, field.type);
    if (field.type == geo::FieldType::code) {
      add_domain(field.code_list, look);
      if (domains.count(field.code_list) != 0) { defined.SetDomainName(field.code_list); }
    }
    check(layer->CreateField(&defined) == OGRERR_NONE);
  }
  return *layer;
}

/// Makes the spatial index, empty, and takes its triggers away until the rows are in; fill_spatial_index() is 20 times faster.
std::vector<std::string> GeoPackage::Writing::take_triggers(const geo::Collection& schema) const {
  if (schema.geometry == geo::GeometryType::none) { return {}; }
  ask(fmt::format("SELECT CreateSpatialIndex('{}', 'geom')", schema.id));
  const std::string mine = fmt::format("FROM sqlite_master WHERE type='trigger' AND tbl_name='{}' AND name LIKE 'rtree\\_%' ESCAPE '\\'", schema.id);
  const std::vector<std::string> triggers = ask("SELECT sql " + mine + " ORDER BY name");
  for (const std::string& name : ask("SELECT name " + mine)) { ask("DROP TRIGGER " + sql_name(name)); }
  return triggers;
}

std::int64_t GeoPackage::Writing::write_rows(OGRLayer& layer, const geo::View& view, const geo::Filter& filter, ExportPace& pace) const {
  const geo::Collection& schema = view.schema();
  const std::unique_ptr<OGRFeature, DestroyFeature> feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
  std::int64_t rows = 0;
  for_each_page(view, filter, pace, [&](const geo::BatchView& batch) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      feature->SetFID(batch.fid.integer(row));
      for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        const geo::ColumnView& column = batch.columns[i];
        if (column.is_null(row)) {
          feature->SetFieldNull(static_cast<int>(i));
        } else {
          set_value(*feature, static_cast<int>(i), column, schema.fields[i].type, row);
        }
      }
      if (schema.geometry != geo::GeometryType::none) {
        feature->SetGeometryDirectly(ogr_geometry(batch.geometry, row, schema.geometry).release());
      }
      check(layer.CreateFeature(feature.get()) == OGRERR_NONE);
      ++rows;
    }
  });
  return rows;
}

GeoPackage::GeoPackage(const fs::path& file, fs::path shown, geo::TimeMs now)
    : m_writing(std::make_unique<Writing>(file, std::move(shown), now)) {
  Writing& w = *m_writing;
  w.check(w.wgs84->importFromEPSG(4326) == OGRERR_NONE);
  w.wgs84->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  w.dataset.reset(geopackage_driver()->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  w.check(w.dataset != nullptr);
  // Before the first row. Until now the file was in nobody's reach but for its folder's sake.
  if (::chmod(file.c_str(), S_IRUSR | S_IWUSR) != 0) { fail_writing(w.shown, errno); }
}

GeoPackage::~GeoPackage() = default;

void GeoPackage::add(const geo::View& view, const geo::Filter& filter, const LayerLook& look, const std::string& remark, ExportPace& pace) {
  Writing& w = *m_writing;
  const geo::Collection& schema = view.schema();
  OGRLayer& layer = w.make_layer(schema, look, remark);
  WrittenLayer done{schema, look, 0, w.take_triggers(schema)};
  w.check(w.dataset->StartTransaction() == OGRERR_NONE);
  done.rows = w.write_rows(layer, view, filter, pace);
  w.check(w.dataset->CommitTransaction() == OGRERR_NONE);
  w.layers.push_back(std::move(done));
}

void GeoPackage::finish(const Facts& facts) {
  Writing& w = *m_writing;
  for (const auto& [name, value] : facts) { w.check(w.dataset->SetMetadataItem(name.c_str(), value.c_str()) == CE_None); }
  w.dataset->FlushCache(true);
  w.dataset.reset();
  w.check(true);
  try {
    complete_geopackage(w.file, w.layers, w.now);
  } catch (const geo::Error& error) {
    fail_writing(w.shown, error.text());
  }
}

}  // namespace store
