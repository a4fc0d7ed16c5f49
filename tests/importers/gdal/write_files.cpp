// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/gdal/write_files.hpp"

#include "geo/base/json.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <cpl_conv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace importers_tests {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) { throw std::runtime_error(what + ": " + CPLGetLastErrorMsg()); }
}

OGRFieldType type_named(const std::string& name) {
  constexpr std::array<std::pair<const char*, OGRFieldType>, 7> types{{{"text", OFTString},
                                                                       {"integer", OFTInteger64},
                                                                       {"real", OFTReal},
                                                                       {"boolean", OFTInteger},
                                                                       {"date", OFTDate},
                                                                       {"time", OFTDateTime},
                                                                       {"binary", OFTBinary}}};
  const auto found = std::find_if(types.begin(), types.end(), [&](const auto& t) { return name == t.first; });
  require(found != types.end(), name);
  return found->second;
}

OGRSpatialReference crs_of(int epsg) {
  OGRSpatialReference crs;
  require(crs.importFromEPSG(epsg) == OGRERR_NONE, "EPSG");
  crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return crs;
}

void set_cell(OGRFeature& feature, int at, const std::string& type, const std::string& text) {
  if (type == "boolean") {
    feature.SetField(at, text == "true" ? 1 : 0);
  } else if (type == "date" || type == "time") {
    int y = 0;
    int mo = 0;
    int d = 0;
    int h = 0;
    int mi = 0;
    int s = 0;
    std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s);  // NOLINT(cert-err34-c): literals of the tests
    feature.SetField(at, y, mo, d, h, mi, static_cast<float>(s), 0);
  } else if (type == "binary") {
    feature.SetField(at, static_cast<int>(text.size()), static_cast<const void*>(text.data()));
  } else {
    feature.SetField(at, text.c_str());
  }
}

void write_layer(GDALDataset& dataset, const TestLayer& spec, const std::vector<std::string>& options) {
  OGRSpatialReference own = crs_of(spec.epsg);
  OGRSpatialReference degrees = crs_of(4326);
  std::vector<const char*> given;
  for (const std::string& option : options) { given.push_back(option.c_str()); }
  given.push_back(nullptr);
  const bool places = spec.geometry != "None";
  OGRLayer* const layer =
      dataset.CreateLayer(spec.name.c_str(), places ? &own : nullptr, places ? OGRFromOGCGeomType(spec.geometry.c_str()) : wkbNone,
                          const_cast<char**>(given.data()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): GDAL 3.6 wants it
  require(layer != nullptr, spec.name);
  for (const auto& [name, type] : spec.fields) {
    OGRFieldDefn field(name.c_str(), type_named(type));
    if (type == "boolean") { field.SetSubType(OFSTBoolean); }
    require(layer->CreateField(&field) == OGRERR_NONE, name);
  }
  // One a layer where the format has them: one a row takes a minute.
  const bool transaction = dataset.StartTransaction() == OGRERR_NONE;
  const std::unique_ptr<OGRCoordinateTransformation> transform(OGRCreateCoordinateTransformation(&degrees, &own));
  for (const TestRow& row : spec.rows) {
    OGRFeature feature(layer->GetLayerDefn());
    if (places && !row.wkt.empty()) {
      OGRGeometry* geometry = nullptr;
      require(OGRGeometryFactory::createFromWkt(row.wkt.c_str(), &degrees, &geometry) == OGRERR_NONE, row.wkt);
      require(spec.epsg == 4326 || geometry->transform(transform.get()) == OGRERR_NONE, row.wkt);
      feature.SetGeometryDirectly(geometry);
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const int at = feature.GetFieldIndex(spec.fields[i].first.c_str());
      if (row.cells[i] && at >= 0) { set_cell(feature, at, spec.fields[i].second, *row.cells[i]); }
      if (!row.cells[i] && at >= 0) { feature.SetFieldNull(at); }
    }
    require(layer->CreateFeature(&feature) == OGRERR_NONE, "row");
  }
  require(!transaction || dataset.CommitTransaction() == OGRERR_NONE, "commit");
}

}  // namespace

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_with_gdal(const std::string& driver, const std::filesystem::path& file, const std::vector<TestLayer>& layers,
                     const std::vector<std::string>& layer_options) {
  GDALAllRegister();
  GDALDriver* const writer = GetGDALDriverManager()->GetDriverByName(driver.c_str());
  require(writer != nullptr, driver);
  const GDALDatasetUniquePtr dataset(writer->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  require(dataset != nullptr, file.string());
  for (const TestLayer& layer : layers) { write_layer(*dataset, layer, layer_options); }
}

void write_shapefile(const std::filesystem::path& zip, const TestLayer& layer, const std::string& encoding, const std::string& without) {
  const Folder folder;
  write_with_gdal("ESRI Shapefile", folder / (layer.name + ".shp"), {layer}, {"ENCODING=" + encoding});
  ZipWriter archive;
  for (const std::string& name : folder.list()) {
    if (without.empty() || !std::string_view(name).ends_with(without)) { archive.add(name, bytes_of(folder / name)); }
  }
  std::ofstream(zip, std::ios::binary) << archive.finish();
}

std::string as_geojson(const TestLayer& layer) {
  std::string text;
  geo::JsonWriter w(text);
  w.begin_object().member("type", "FeatureCollection").key("features").begin_array();
  for (const TestRow& row : layer.rows) {
    w.begin_object().member("type", "Feature").key("geometry");
    OGRGeometry* geometry = nullptr;
    if (!row.wkt.empty()) { OGRGeometryFactory::createFromWkt(row.wkt.c_str(), nullptr, &geometry); }
    char* const json = geometry == nullptr ? nullptr : geometry->exportToJson();
    w.raw(json == nullptr ? "null" : json).key("properties").begin_object();
    CPLFree(json);
    OGRGeometryFactory::destroyGeometry(geometry);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string& type = layer.fields[i].second;
      w.key(layer.fields[i].first);
      if (!row.cells[i]) {
        w.null();
      } else if (type == "integer" || type == "real" || type == "boolean") {
        w.raw(*row.cells[i]);
      } else {
        w.value(*row.cells[i]);
      }
    }
    w.end_object().end_object();
  }
  w.end_array().end_object();
  return text;
}

TestLayer incidents_layer() {
  TestLayer layer;
  layer.name = "ocorrências";
  layer.fields = {{"codigo", "text"},    {"data", "date"},      {"local", "text"},
                  {"mortos", "integer"}, {"distancia", "real"}, {"confirmado", "boolean"}};
  layer.rows = {
      {"POINT (40.5178 -12.9732)", {"A-001", "2024-03-15", "Pemba, bairro Natite", "0", "1.5", "true"}},
      {"POINT (39.303123456789 -11.335812345678)", {"A-002", std::nullopt, "Mocímboa da Praia", "3", std::nullopt, "false"}},
      {"", {"A-003", "2023-12-31", "Não se sabe – «algures»", std::nullopt, "0.1", std::nullopt}},
      {"POINT (40.35 -10.78)", {std::nullopt, "2024-02-29", "Palma\nvila", "12", "-7", "true"}},
      {"POINT (39.5 -12.4)", {"007", "2024-01-01", "=SOMA(A1)", "1", "100000", "false"}},
  };
  return layer;
}

TestLayer districts_layer() {
  TestLayer layer;
  layer.name = "distritos";
  layer.geometry = "MultiPolygon";
  layer.fields = {{"pcode", "text"}, {"nome", "text"}, {"populacao", "integer"}};
  layer.rows = {
      {"MULTIPOLYGON (((40 -13, 40.7 -13, 40.7 -12.6, 40 -12.6, 40 -13), (40.2 -12.9, 40.2 -12.8, 40.3 -12.8, 40.3 -12.9, 40.2 -12.9)))",
       {"MZ0101", "Cidade de Pemba", "201846"}},
      {"MULTIPOLYGON (((39 -12, 39.5 -12, 39.5 -11.5, 39 -12)), ((39.6 -12, 39.9 -12, 39.9 -11.7, 39.6 -12)))",
       {"MZ0102", "Mueda (Maconde)", std::nullopt}},
  };
  return layer;
}

}  // namespace importers_tests
