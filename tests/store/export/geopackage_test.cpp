// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage.hpp"

#include "geo/geometry/wkb.hpp"
#include "store/sqlite/database.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/export/gdal_reader.hpp"
#include "tests/store/export/random_tables.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace {

using store_test::RandomTables;
using store_test::ReadLayer;
using Views = std::vector<std::shared_ptr<const geo::View>>;

constexpr geo::TimeMs first_instant = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr geo::TimeMs last_instant = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z
constexpr geo::TimeMs now = 1'764'000'000'000;

geo::LayerWords words_in(std::string geo::Text::*language = &geo::Text::en) { return {geo::builtin_catalog().code_lists, language}; }

void write(const Views& views, const std::string& file, const geo::Filter& filter = {}, const geo::LayerWords& words = words_in()) {
  store::GeoPackage package(file, "shown.gpkg", now);
  store::ExportPace pace;
  for (const auto& view : views) { package.add(*view, store::Extract(*view, filter), words, "A remark", pace); }
  package.finish({{"bairro role", "programme"}, {"bairro warning", "proteja \"isto\" <&>"}});
}

/// A geometry of the multi type that a layer holds, put together byte by byte.
geo::Geometry as_layer_has_it(const geo::Geometry& geometry, geo::GeometryType type) {
  const bool single =
      !geometry.is_none() && geometry.kind() != geo::GeometryKind::point && (geometry.wkb()[1] == 2 || geometry.wkb()[1] == 3);
  if (!single || (type != geo::GeometryType::line && type != geo::GeometryType::polygon)) { return geometry; }
  const char multi = type == geo::GeometryType::line ? 5 : 6;
  return geo::Geometry::from_wkb(std::string{1, multi, 0, 0, 0, 1, 0, 0, 0} + geometry.wkb());
}

/// A row as it must come back: instants within the years that a date can have, texts without NUL.
geo::Feature expected(geo::Feature feature, const geo::Collection& schema) {
  feature.rev = 0;
  feature.row.geometry = as_layer_has_it(feature.row.geometry, schema.geometry);
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    geo::Value& value = feature.row.values[i];
    if (auto* text = std::get_if<std::string>(&value)) { std::erase(*text, '\0'); }
    auto* whole = std::get_if<std::int64_t>(&value);
    if (whole != nullptr && schema.fields[i].type == geo::FieldType::time) { *whole = std::clamp(*whole, first_instant, last_instant); }
  }
  return feature;
}

std::string type_word(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return "Integer(Boolean)";
    case geo::FieldType::integer: return "Integer64";
    case geo::FieldType::real: return "Real";
    case geo::FieldType::date: return "Date";
    case geo::FieldType::time: return "DateTime";
    case geo::FieldType::json: return "String(JSON)";
    default: return "String";
  }
}

std::string geometry_word(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return "Point";
    case geo::GeometryType::line: return "Multi Line String";
    case geo::GeometryType::polygon: return "Multi Polygon";
    case geo::GeometryType::any: return "Unknown (any)";
    default: return "None";
  }
}

void compare(const geo::View& view, const geo::Filter& filter, const ReadLayer& layer) {
  const geo::Collection& schema = view.schema();
  EXPECT_EQ(layer.name, schema.id);
  EXPECT_EQ(layer.geometry, geometry_word(schema.geometry));
  EXPECT_EQ(layer.crs, schema.geometry == geo::GeometryType::none ? "" : "EPSG:4326");
  ASSERT_EQ(layer.fields.size(), schema.fields.size());
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    EXPECT_EQ(layer.fields[i].name, schema.fields[i].name);
    EXPECT_EQ(layer.fields[i].type, type_word(schema.fields[i].type)) << schema.fields[i].name;
    EXPECT_EQ(layer.fields[i].domain, schema.fields[i].code_list);
  }
  const std::vector<geo::Feature> features = store_test::all_features(view, filter);
  ASSERT_EQ(layer.features.size(), features.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    EXPECT_EQ(store_test::describe(layer.features[i]), store_test::describe(expected(features[i], schema)));
  }
}

TEST(GeoPackage, ReadByGdalItIsTheViewRowByRow) {
  const store_test::TemporaryFolder folder;
  std::size_t tables = 0;
  std::size_t rows = 0;
  for (std::uint64_t seed = 1; seed <= 20 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomTables random(seed);
    Views views;
    for (int i = 0; i < 8; ++i) { views.push_back(random.next()); }
    const geo::Filter filter = seed % 3 == 0 ? random.random().filter() : geo::Filter{};
    const std::string file = fmt::format("{}/{}.gpkg", folder.path(), seed);
    write(views, file, filter);
    const store_test::ReadPackage read = store_test::read_geopackage(file);
    ASSERT_EQ(read.layers.size(), views.size());
    for (std::size_t i = 0; i < views.size(); ++i) {
      const auto is_it = [&](const ReadLayer& layer) { return layer.name == views[i]->schema().id; };
      const auto layer = std::find_if(read.layers.begin(), read.layers.end(), is_it);
      ASSERT_NE(layer, read.layers.end());
      compare(*views[i], filter, *layer);
      EXPECT_TRUE(store_test::is_xml(read.styles.at(layer->name)));
      rows += layer->features.size();
      ++tables;
    }
    store::Database database(file, store::Database::Mode::scratch);
    EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(database.text("SELECT group_concat(\"table\") FROM pragma_foreign_key_check"), "");
    for (const auto& view : views) {
      if (view->schema().geometry == geo::GeometryType::none) { continue; }
      EXPECT_EQ(database.text(fmt::format("SELECT rtreecheck('rtree_{}_geom')", view->schema().id)), "ok");
    }
  }
  EXPECT_GE(tables, 100U);
  EXPECT_GT(rows, 1000U);
}

TEST(GeoPackage, TheSameViewGivesTheSameBytes) {
  const store_test::TemporaryFolder folder;
  RandomTables random(5);
  const Views views{random.next(), random.next(), random.next()};
  for (const char* name : {"/a.gpkg", "/b.gpkg"}) { write(views, folder.path() + name); }
  const auto bytes = [&](const char* name) {
    std::ifstream in(folder.path() + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_GT(bytes("/a.gpkg").size(), 50'000U);
  EXPECT_TRUE(bytes("/a.gpkg") == bytes("/b.gpkg"));
}

/// A thousand points in a store of their own.
class Points {
 public:
  Points() {
    geo::Collection c;
    c.id = "points";
    c.title = {"Points", "Pontos"};
    c.geometry = geo::GeometryType::point;
    c.default_confidentiality = 0;
    store.add_collection(c);
    store_test::RandomStore random(3);
    std::vector<geo::Edit> edits;
    for (int i = 0; i < 1000; ++i) { edits.push_back({0, false, random.row(*store.catalog().collection("points"))}); }
    geo::BatchInfo info;
    info.collection = "points";
    store.edit(info, edits);
    view = store.view("points", geo::role_named("protection"));
  }
  store::MemoryStore store{"x", [] { return now; }};
  std::shared_ptr<const geo::View> view;
};

TEST(GeoPackage, ItsIndexFindsWhatAScanFindsAlsoAfterEditing) {
  const store_test::TemporaryFolder folder;
  const std::string file = folder.path() + "/p.gpkg";
  const Points points;
  write({points.view}, file);
  const auto check = [&] {
    const std::vector<geo::Feature> rows = store_test::read_geopackage(file).layers.at(0).features;
    store_test::RandomStore random(9);
    for (int i = 0; i < 60; ++i) {
      const geo::Geometry a = random.geometry(geo::GeometryType::point);
      if (a.is_none()) { continue; }
      const geo::BBox box{a.lonlat().lon - 0.5, a.lonlat().lat - 0.5, a.lonlat().lon + 40, a.lonlat().lat + 20};
      std::vector<geo::Fid> expected;
      for (const geo::Feature& f : rows) {
        if (!f.row.geometry.is_none() && box.contains(f.row.geometry.lonlat())) { expected.push_back(f.fid); }
      }
      std::vector<geo::Fid> found = store_test::fids_in_box(file, "points", box);
      std::sort(found.begin(), found.end());
      EXPECT_EQ(found, expected);
    }
  };
  check();
  store_test::edit_as_qgis(file, "points", 500, {1, 1}, {40.55, -12.85});
  check();
  store::Database database(file, store::Database::Mode::scratch);
  EXPECT_EQ(database.text("SELECT rtreecheck('rtree_points_geom')"), "ok");
  EXPECT_EQ(database.integer("SELECT count(*) FROM points"), 1000);
  EXPECT_EQ(database.integer("SELECT count(*) FROM rtree_points_geom WHERE id IN (500, 1001)"), 1);
}

TEST(GeoPackage, TellsTitlesCodesAndWhatItIs) {
  const store_test::TemporaryFolder folder;
  const std::string file = folder.path() + "/i.gpkg";
  store::MemoryStore store("x", [] { return now; });
  const auto incidents = store.view("incidents", geo::role_named("protection"));
  const auto cscs = store.view("cscs", geo::role_named("protection"));
  write({incidents, cscs}, file, {}, words_in(&geo::Text::pt));
  const store_test::ReadPackage read = store_test::read_geopackage(file);
  EXPECT_EQ(read.metadata.at("bairro warning"), "proteja \"isto\" <&>");
  EXPECT_EQ(read.layers[0].title, "Incidentes");
  EXPECT_EQ(read.layers[0].description, "O que aconteceu, onde e quando, na medida em que se sabe. A remark");
  EXPECT_EQ(read.domains.at("iccs").at("0401"), "Roubo");
  const std::string& style = read.styles.at("incidents");
  EXPECT_NE(style.find(R"x(field="uncertainty_m" name="Incerteza da localização (m)")x"), std::string::npos);
  EXPECT_NE(style.find(R"x(<Option type="QString" name="Roubo (0401)" value="0401"/>)x"), std::string::npos);
  EXPECT_NE(style.find("213,94,0,191"), std::string::npos) << "the colour";
  store::Database database(file, store::Database::Mode::read_only);
  EXPECT_EQ(database.text("SELECT title FROM gpkg_data_columns WHERE table_name='incidents' AND column_name='category'"),
            "Categoria (ICCS)");
  EXPECT_EQ(database.text("SELECT title FROM gpkg_data_columns WHERE table_name='cscs' AND column_name='status'"), "Estado");
  EXPECT_EQ(database.text("SELECT mime_type FROM gpkg_data_columns WHERE table_name='incidents' AND column_name='extra'"),
            "application/json");
  EXPECT_EQ(database.text("SELECT last_change FROM gpkg_contents WHERE table_name='incidents'"), "2025-11-24T16:00:00.000Z");
}

TEST(GeoPackage, LayersOfOneTitleStayTwo) {
  const store_test::TemporaryFolder folder;
  RandomTables random(8);
  write({random.next(), random.next(), random.next()}, folder.path() + "/x.gpkg");
  std::set<std::string> titles;
  for (const ReadLayer& layer : store_test::read_geopackage(folder.path() + "/x.gpkg").layers) { titles.insert(layer.title); }
  EXPECT_EQ(titles.size(), 3U);
}

TEST(GeoPackage, SaysInASentenceWhatCannotBeWritten) {
  try {
    const store::GeoPackage package("/no/such/folder/x.gpkg", "/home/ana/x.gpkg", now);
    FAIL();
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::failed);
    EXPECT_NE(error.text().en.find("cannot write 'x.gpkg'"), std::string::npos) << error.text().en;
    EXPECT_NE(error.text().pt.find("não é possível escrever 'x.gpkg'"), std::string::npos);
  }
}

TEST(GeoPackage, CanBeStopped) {
  const store_test::TemporaryFolder folder;
  const Points points;
  store::GeoPackage package(folder.path() + "/x.gpkg", "x.gpkg", now);
  store::ExportPace pace{geo::Progress({}, [] { return true; })};
  EXPECT_THROW(package.add(*points.view, store::Extract(*points.view), words_in(), "", pace), geo::Error);
}

}  // namespace
