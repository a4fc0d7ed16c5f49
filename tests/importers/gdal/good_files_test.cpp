// SPDX-License-Identifier: Apache-2.0
// Each format holds what GDAL wrote into it, read back in our own way: the rows must be those of the same data as GeoJSON.
#include "geo/geometry/wkb.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/zip_writer.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Imported import_path(const std::filesystem::path& file, const std::string& collection,
                     const importers::ReadOptions& read = read_options()) {
  const auto reader = importers::open(file, read);
  return import_from(*reader, collection, options());
}

/// Places to two centimetres, everything else exactly.
void expect_same_rows(const Imported& a, const Imported& b) {
  ASSERT_EQ(a.rows.size(), b.rows.size());
  EXPECT_EQ(a.report.rows.read, b.report.rows.read);
  EXPECT_EQ(a.report.rows.gone_in(), b.report.rows.gone_in());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    EXPECT_EQ(a.rows[i].row.values, b.rows[i].row.values) << "row " << i;
    const geo::Geometry& x = a.rows[i].row.geometry;
    const geo::Geometry& y = b.rows[i].row.geometry;
    ASSERT_EQ(x.kind(), y.kind()) << "row " << i;
    if (x.is_none()) { continue; }
    EXPECT_EQ(geo::to_wkb(x).size(), geo::to_wkb(y).size()) << "row " << i;
    constexpr double tolerance_deg = 2e-7;
    EXPECT_NEAR(x.box().west, y.box().west, tolerance_deg) << "row " << i;
    EXPECT_NEAR(x.box().south, y.box().south, tolerance_deg) << "row " << i;
    EXPECT_NEAR(x.box().east, y.box().east, tolerance_deg) << "row " << i;
    EXPECT_NEAR(x.box().north, y.box().north, tolerance_deg) << "row " << i;
  }
}

/// How far degrees were rounded cannot be seen from metres.
Imported without_uncertainty(Imported imported) {
  const int field = imported.collection->index_of("uncertainty_m");
  for (geo::StagedRow& row : imported.rows) {
    if (field >= 0) { row.row.values[static_cast<std::size_t>(field)] = {}; }
  }
  return imported;
}

TEST(GoodFiles, GeoPackageReadsAsWritten) {
  const Folder folder;
  write_with_gdal("GPKG", folder / "a.gpkg", {incidents_layer()});
  const Content content = read_file(folder / "a.gpkg");
  ASSERT_EQ(content.error, "");
  EXPECT_EQ(content.info.format, "GeoPackage");
  EXPECT_EQ(content.info.encoding, "UTF-8");
  EXPECT_EQ(content.info.crs, "EPSG:4326");
  EXPECT_EQ(content.info.unit, importers::RecordUnit::feature);
  EXPECT_THAT(content.info.notes, ElementsAre());
  EXPECT_THAT(content.columns, ElementsAre("codigo", "data", "local", "mortos", "distancia", "confirmado"));
  ASSERT_EQ(content.rows.size(), 5U);
  EXPECT_THAT(cells_of(content)[0], ElementsAre("A-001", "2024-03-15", "Pemba, bairro Natite", "0", "1.5", "true"));
  EXPECT_THAT(cells_of(content)[1], ElementsAre("A-002", "-", "Mocímboa da Praia", "3", "-", "false"));
  EXPECT_THAT(cells_of(content)[2], ElementsAre("A-003", "2023-12-31", "Não se sabe – «algures»", "-", "0.1", "-"));
  EXPECT_THAT(cells_of(content)[3], ElementsAre("-", "2024-02-29", "Palma\nvila", "12", "-7", "true"));
  EXPECT_THAT(cells_of(content)[4], ElementsAre("007", "2024-01-01", "=SOMA(A1)", "1", "100000", "false"));
  EXPECT_EQ(content.rows[2].wkb, "");
  EXPECT_EQ(content.rows[4].line, 5);
  EXPECT_EQ(folder.list(), std::vector<std::string>{"a.gpkg"});  // no -wal, no -journal
}

TEST(GoodFiles, RowsAreThoseOfTheSameGeoJson) {
  const Folder folder;
  for (const TestLayer& layer : {incidents_layer(), districts_layer()}) {
    const std::string collection = layer.name == "distritos" ? "admin_areas" : "incidents";
    const Imported expected = import_text(as_geojson(layer), collection, options(), "a.geojson");
    write_with_gdal("GPKG", folder / (layer.name + ".gpkg"), {layer});
    expect_same_rows(import_path(folder / (layer.name + ".gpkg"), collection), expected);
    TestLayer utm = layer;
    utm.epsg = 32737;
    write_with_gdal("GPKG", folder / (layer.name + "-utm.gpkg"), {utm});
    const Imported reprojected = import_path(folder / (layer.name + "-utm.gpkg"), collection);
    EXPECT_EQ(reprojected.report.file.crs, "EPSG:32737");
    expect_same_rows(without_uncertainty(reprojected), without_uncertainty(expected));
  }
}

/// In a Shapefile one part is a polygon, whatever it was before.
TestLayer districts_as_shapes() {
  TestLayer layer = districts_layer();
  layer.epsg = 32737;
  layer.geometry = "Polygon";
  layer.rows[0].wkt =
      "POLYGON ((40 -13, 40.7 -13, 40.7 -12.6, 40 -12.6, 40 -13), (40.2 -12.9, 40.2 -12.8, 40.3 -12.8, 40.3 -12.9, 40.2 -12.9))";
  return layer;
}

TEST(GoodFiles, ShapefileInUtmAndWindows1252) {
  const Folder folder;
  TestLayer layer = districts_as_shapes();
  layer.rows[0].cells[1] = "Nampula – São João";
  for (const char* encoding : {"UTF-8", "CP1252"}) {
    write_shapefile(folder / "a.zip", layer, encoding);
    const Content content = read_file(folder / "a.zip");
    ASSERT_EQ(content.error, "");
    EXPECT_EQ(content.info.format, "Shapefile");
    EXPECT_EQ(content.info.crs, "EPSG:32737");
    EXPECT_EQ(content.info.encoding, std::string(encoding) == "UTF-8" ? "UTF-8" : "windows-1252");
    EXPECT_THAT(content.columns, ElementsAre("pcode", "nome", "populacao"));
    EXPECT_THAT(cells_of(content)[0], ElementsAre("MZ0101", "Nampula – São João", "201846"));
    EXPECT_THAT(cells_of(content)[1], ElementsAre("MZ0102", "Mueda (Maconde)", "-"));
    expect_same_rows(import_path(folder / "a.zip", "admin_areas"), import_text(as_geojson(layer), "admin_areas", options(), "a.geojson"));
  }
}

TEST(GoodFiles, ShapefileWithoutWordOfItsEncoding) {
  const Folder folder;
  TestLayer layer = districts_layer();
  layer.rows[0].cells[1] = "Montepuez é à beira";
  for (const char* encoding : {"UTF-8", "CP1252"}) {
    write_shapefile(folder / "a.zip", layer, encoding, ".cpg");
    const Content content = read_file(folder / "a.zip");
    ASSERT_EQ(content.error, "");
    EXPECT_EQ(cells_of(content)[0][1], "Montepuez é à beira") << encoding;
    EXPECT_EQ(content.info.notes.size(), std::string(encoding) == "UTF-8" ? 0U : 1U);
  }
  // Said by hand: what is not UTF-8 is then found in its row.
  importers::ReadOptions options = read_options();
  options.encoding = "utf-8";
  EXPECT_EQ(read_file(folder / "a.zip", options).rows[0].rule, "E1");
  options.encoding = "latin1";
  EXPECT_EQ(cells_of(read_file(folder / "a.zip", options))[0][1], "Montepuez é à beira");
}

TEST(GoodFiles, ShapefileWithoutPrjTakesTheCrsOfTheCaller) {
  const Folder folder;
  const TestLayer layer = districts_as_shapes();
  write_shapefile(folder / "a.zip", layer, "UTF-8", ".prj");
  EXPECT_EQ(read_file(folder / "a.zip").info.crs, "");
  importers::ImportOptions in_utm = options();
  in_utm.crs = "EPSG:32737";
  const auto reader = importers::open(folder / "a.zip", read_options());
  expect_same_rows(import_from(*reader, "admin_areas", in_utm), import_text(as_geojson(layer), "admin_areas", options(), "a.geojson"));
}

TEST(GoodFiles, ACrsWithoutANumberIsRefusedUnlessTheCallerKnowsIt) {
  const Folder folder;
  const TestLayer layer = districts_layer();
  write_shapefile(folder / "plain.zip", layer, "UTF-8", ".prj");
  ZipWriter archive;
  const Folder parts;
  write_with_gdal("ESRI Shapefile", parts / "d.shp", {layer});
  for (const std::string& name : parts.list()) {
    if (!std::string_view(name).ends_with(".prj")) { archive.add(name, bytes_of(parts / name)); }
  }
  archive.add(
      "d.prj",
      R"(PROJCS["Carta velha",GEOGCS["x",DATUM["D_x",SPHEROID["s",6378249.2,293.46]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],)"
      R"(PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",38.7],PARAMETER["scale_factor",0.9997],UNIT["Meter",1]])");
  const auto file = folder.write("a.zip", archive.finish());
  EXPECT_THAT(read_file(file).error, HasSubstr("coordinate system \"Carta velha\""));
  importers::ReadOptions known = read_options();
  known.crs_is_given = true;
  const Content content = read_file(file, known);
  EXPECT_EQ(content.error, "");
  EXPECT_EQ(content.info.crs, "");
}

TEST(GoodFiles, KmlAndKmzReadAsWritten) {
  const Folder folder;
  TestLayer layer = incidents_layer();
  layer.fields[1].second = "text";  // GDAL's writer loses dates
  layer.fields[5].second = "text";  // and has no booleans
  write_with_gdal("LIBKML", folder / "a.kml", {layer});
  ZipWriter archive;
  archive.add("doc.kml", bytes_of(folder / "a.kml"));
  archive.add("files/icon.png", "not a picture");
  folder.write("a.kmz", archive.finish());
  const Imported expected = import_text(as_geojson(layer), "incidents", options(), "a.geojson");
  for (const char* name : {"a.kml", "a.kmz"}) {
    const Content content = read_file(folder / name);
    ASSERT_EQ(content.error, "");
    EXPECT_EQ(content.info.format, std::string(name) == "a.kml" ? "KML" : "KMZ");
    EXPECT_EQ(content.info.crs, "OGC:CRS84");
    EXPECT_THAT(content.columns, ElementsAre("Name", "codigo", "data", "local", "mortos", "distancia", "confirmado"));
    EXPECT_THAT(cells_of(content)[1], ElementsAre("-", "A-002", "-", "Mocímboa da Praia", "3", "-", "false"));
    const Imported got = import_path(folder / name, "incidents");
    ASSERT_EQ(got.rows.size(), expected.rows.size());
    for (std::size_t i = 0; i < got.rows.size(); ++i) {
      for (const char* field : {"occurred_from", "place_name", "deaths"}) {
        EXPECT_EQ(got.value(i, field), expected.value(i, field)) << i << field;
      }
      EXPECT_EQ(got.rows[i].row.geometry, expected.rows[i].row.geometry);
    }
  }
}

TEST(GoodFiles, XlsxReadsAsWritten) {
  const Folder folder;
  TestLayer layer = incidents_layer();
  layer.geometry = "None";
  write_with_gdal("XLSX", folder / "a.xlsx", {layer});
  const Content content = read_file(folder / "a.xlsx");
  ASSERT_EQ(content.error, "");
  EXPECT_EQ(content.info.format, "XLSX");
  EXPECT_EQ(content.info.crs, "");
  EXPECT_EQ(content.info.unit, importers::RecordUnit::row);
  EXPECT_THAT(content.columns, ElementsAre("codigo", "data", "local", "mortos", "distancia", "confirmado"));
  EXPECT_THAT(cells_of(content)[1], ElementsAre("A-002", "-", "Mocímboa da Praia", "3", "-", "false"));
  EXPECT_THAT(cells_of(content)[4], ElementsAre("007", "2024-01-01", "=SOMA(A1)", "1", "100000", "false"));
  EXPECT_EQ(content.rows[0].line, 2);
  EXPECT_EQ(content.rows[4].line, 6);
}

TEST(GoodFiles, ALayerIsChosenByName) {
  const Folder folder;
  TestLayer table;
  table.name = "contactos";
  table.geometry = "None";
  table.fields = {{"nota", "text"}};
  table.rows = {{"", {"x"}}};
  write_with_gdal("GPKG", folder / "two.gpkg", {incidents_layer(), districts_layer(), table});
  EXPECT_THAT(read_file(folder / "two.gpkg").error,
              HasSubstr("several layers; say which with --layer, one of: \"ocorrências\", \"distritos\""));
  EXPECT_THAT(read_layer(folder / "two.gpkg", "bairros").error,
              HasSubstr("has no layer \"bairros\"; it has: \"ocorrências\", \"distritos\""));
  EXPECT_EQ(read_layer(folder / "two.gpkg", "distritos").rows.size(), 2U);
  const Content plain = read_layer(folder / "two.gpkg", "contactos");
  EXPECT_EQ(plain.rows.size(), 1U);
  EXPECT_EQ(plain.info.unit, importers::RecordUnit::line);
  // A table without places beside one layer does not make the file one of several.
  write_with_gdal("GPKG", folder / "one.gpkg", {districts_layer(), table});
  const Content one = read_file(folder / "one.gpkg");
  EXPECT_EQ(one.rows.size(), 2U);
  EXPECT_THAT(one.info.notes, ElementsAre(HasSubstr("\"contactos\"")));
}

TEST(GoodFiles, GeometriesOfEveryKind) {
  const Folder folder;
  TestLayer layer;
  layer.geometry = "Unknown";
  layer.fields = {{"a", "text"}};
  const char* const shapes[] = {"POINT Z (40 -12 7)",
                                "LINESTRING (40 -12, 41 -13)",
                                "POLYGON ((0 0, 1 0, 1 1, 0 0))",
                                "MULTIPOINT (1 2, 3 4)",
                                "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
                                "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
                                "POINT EMPTY",
                                "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"};
  for (const char* wkt : shapes) { layer.rows.push_back({wkt, {"x"}}); }
  write_with_gdal("GPKG", folder / "a.gpkg", {layer});
  const Content content = read_file(folder / "a.gpkg");
  ASSERT_EQ(content.rows.size(), std::size(shapes));
  const unsigned types[] = {1, 2, 3, 4, 5, 7, 0, 6};
  for (std::size_t i = 0; i < std::size(shapes); ++i) {
    EXPECT_EQ(content.rows[i].rule, "");
    EXPECT_EQ(content.rows[i].wkb.empty() ? 0U : static_cast<unsigned>(content.rows[i].wkb[1]), types[i]) << shapes[i];
  }
  EXPECT_EQ(content.rows[0].wkb, geo::to_wkb(geo::Geometry::point({40, -12})));
}

TEST(GoodFiles, CurvesBecomeLines) {
  const Folder folder;
  TestLayer layer;
  layer.geometry = "Unknown";
  layer.fields = {{"a", "text"}};
  layer.rows = {{"CIRCULARSTRING (0 0, 1 1, 2 0)", {"x"}}, {"CURVEPOLYGON (CIRCULARSTRING (0 0, 2 0, 2 2, 0 2, 0 0))", {"y"}}};
  write_with_gdal("GPKG", folder / "a.gpkg", {layer});
  const Content content = read_file(folder / "a.gpkg");
  ASSERT_EQ(content.rows.size(), 2U);
  EXPECT_EQ(content.rows[0].wkb[1], 2);
  EXPECT_GT(content.rows[0].wkb.size(), 500U);
  EXPECT_EQ(content.rows[1].wkb[1], 3);
}

TEST(GoodFiles, ValuesThatJsonHasNotAreTextOrNotRead) {
  const Folder folder;
  TestLayer layer;
  layer.fields = {{"numero", "real"}, {"foto", "binary"}, {"quando", "time"}};
  layer.rows = {{"POINT (1 2)", {"nan", "abc", "2024-03-15T14:30:05"}}, {"POINT (1 2)", {"inf", std::nullopt, std::nullopt}}};
  write_with_gdal("GPKG", folder / "a.gpkg", {layer});
  const Content content = read_file(folder / "a.gpkg");
  EXPECT_THAT(content.columns, ElementsAre("numero", "quando"));
  EXPECT_THAT(content.info.notes, ElementsAre(HasSubstr("\"foto\" holds binary data")));
  EXPECT_THAT(cells_of(content)[0], ElementsAre(testing::AnyOf("NaN", "-"), "2024-03-15T14:30:05"));
  EXPECT_THAT(cells_of(content)[1], ElementsAre("Infinity", "-"));
}

TEST(GoodFiles, AColumnThatIsEmptyInTheFirstRowsKeepsItsPlace) {
  const Folder folder;
  TestLayer layer;
  layer.fields = {{"tarde", "text"}, {"nunca", "text"}, {"sempre", "integer"}};
  for (int i = 0; i < 3000; ++i) {
    layer.rows.push_back({"POINT (40 -12)", {i < 2500 ? std::nullopt : std::optional<std::string>("x"), std::nullopt, std::to_string(i)}});
  }
  write_with_gdal("GPKG", folder / "a.gpkg", {layer});
  const Content content = read_file(folder / "a.gpkg");
  EXPECT_THAT(content.columns, ElementsAre("tarde", "nunca", "sempre"));
  ASSERT_EQ(content.rows.size(), 3000U);
  EXPECT_THAT(cells_of(content)[2999], ElementsAre("x", "-", "2999"));
}

}  // namespace
}  // namespace importers_tests
