// SPDX-License-Identifier: Apache-2.0
#include "store/export/flatgeobuf.hpp"

#include "geo/base/time.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/export/gdal_reader.hpp"
#include "tests/store/export/random_tables.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace {

using store_test::RandomTables;
using store_test::ReadLayer;

constexpr geo::TimeMs first_instant = -62'167'219'200'000;  // 0000-01-01T00:00:00.000Z
constexpr geo::TimeMs last_instant = 253'402'300'799'999;   // 9999-12-31T23:59:59.999Z
constexpr std::int64_t day_ms = 86'400'000;

void write(const geo::View& view, const store::Extract& extract, const std::string& file) {
  const geo::LayerWords look{{}, &geo::Text::pt};
  store::PrivateWriter out(file, "shown.fgb");
  store::ExportPace pace;
  store::write_flatgeobuf(view, extract, look, {{"role", "programme"}, {"warning", "proteja \"isto\""}}, out, pace);
  out.close();
}

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

geo::Geometry as_layer_has_it(const geo::Geometry& geometry, geo::GeometryType type) {
  const bool single =
      !geometry.is_none() && geometry.kind() != geo::GeometryKind::point && (geometry.wkb()[1] == 2 || geometry.wkb()[1] == 3);
  if (!single || (type != geo::GeometryType::line && type != geo::GeometryType::polygon)) { return geometry; }
  const char multi = type == geo::GeometryType::line ? 5 : 6;
  return geo::Geometry::from_wkb(std::string{1, multi, 0, 0, 0, 1, 0, 0, 0} + geometry.wkb());
}

/// A row as it must come back, `number`th of its file: with fid as its first value, days as their first instants, texts without NUL.
geo::Feature expected(const geo::Feature& feature, const geo::Collection& schema, std::size_t number) {
  geo::Feature back;
  back.fid = static_cast<geo::Fid>(number);
  back.row.geometry = as_layer_has_it(feature.row.geometry, schema.geometry);
  back.row.values.emplace_back(feature.fid);
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    geo::Value value = feature.row.values[i];
    if (auto* text = std::get_if<std::string>(&value)) { std::erase(*text, '\0'); }
    auto* whole = std::get_if<std::int64_t>(&value);
    if (whole != nullptr && schema.fields[i].type == geo::FieldType::time) { *whole = std::clamp(*whole, first_instant, last_instant); }
    if (whole != nullptr && schema.fields[i].type == geo::FieldType::date) { *whole *= day_ms; }
    back.row.values.push_back(std::move(value));
  }
  return back;
}

void compare(const std::vector<geo::Feature>& features, const geo::Collection& schema, const ReadLayer& layer) {
  EXPECT_EQ(layer.name, schema.id);
  EXPECT_EQ(layer.crs, schema.geometry == geo::GeometryType::none ? "" : "EPSG:4326");
  ASSERT_EQ(layer.fields.size(), schema.fields.size() + 1);
  EXPECT_EQ(layer.fields[0].name, "fid");
  for (std::size_t i = 0; i < schema.fields.size(); ++i) { EXPECT_EQ(layer.fields[i + 1].name, schema.fields[i].name); }
  ASSERT_EQ(layer.features.size(), features.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    ASSERT_EQ(store_test::describe(layer.features[i]), store_test::describe(expected(features[i], schema, i)));
  }
}

TEST(FlatGeobuf, ReadByGdalItIsTheViewRowByRow) {
  const store_test::TemporaryFolder folder;
  std::size_t rows = 0;
  for (std::uint64_t seed = 1; seed <= 150 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomTables random(seed);
    const auto view = random.next();
    const geo::Filter filter = seed % 3 == 0 ? random.random().filter() : geo::Filter{};
    const std::string file = fmt::format("{}/{}.fgb", folder.path(), seed);
    write(*view, store::Extract(*view, filter), file);
    const std::vector<geo::Feature> features = store_test::all_features(*view, filter);
    compare(features, view->schema(), store_test::read_flatgeobuf(file));
    rows += features.size();
  }
  EXPECT_GT(rows, 1000U);
}

TEST(FlatGeobuf, SaysWhatItIs) {
  const store_test::TemporaryFolder folder;
  RandomTables random(3);
  const auto view = random.next();
  write(*view, store::Extract(*view), folder.path() + "/a.fgb");
  write(*view, store::Extract(*view), folder.path() + "/b.fgb");
  const std::string bytes = read(folder.path() + "/a.fgb");
  EXPECT_EQ(bytes, read(folder.path() + "/b.fgb")) << "the same view and the same facts give the same bytes";
  EXPECT_EQ(bytes.substr(0, 4), "fgb\3");
  EXPECT_THAT(bytes, testing::HasSubstr(R"({"role":"programme","warning":"proteja \"isto\""})"));
  EXPECT_THAT(bytes, testing::HasSubstr(view->schema().title.pt));
}

TEST(FlatGeobuf, APartInAnOrderOfItsOwn) {
  const store_test::TemporaryFolder folder;
  int sorted = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomTables random(seed);
    const auto view = random.next();
    const geo::Collection& schema = view->schema();
    const auto key = std::find_if(schema.fields.begin(), schema.fields.end(),
                                  [](const geo::Field& f) { return f.hot && f.type == geo::FieldType::integer; });
    if (key == schema.fields.end()) { continue; }
    store::Extract extract(*view);
    extract.query.sort = {{key->name, true}};
    extract.query.columns = {schema.fields.front().name, key->name};
    extract.query.offset = 2;
    extract.most_rows = 5;
    extract.shown.fields = {schema.fields.front()};
    extract.shown.geometry = geo::GeometryType::none;
    const std::string file = fmt::format("{}/{}.fgb", folder.path(), seed);
    write(*view, extract, file);
    const ReadLayer layer = store_test::read_flatgeobuf(file);
    ASSERT_EQ(layer.fields.size(), 2U) << "the key is not shown";
    geo::Query query = extract.query;
    query.limit = 5;
    const geo::Page page = view->find(query);
    ASSERT_EQ(layer.features.size(), page.batch.rows);
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      EXPECT_EQ(std::get<std::int64_t>(layer.features[i].row.values[0]), page.batch.fid.integer(i));
      EXPECT_TRUE(layer.features[i].row.geometry.is_none());
    }
    ++sorted;
  }
  EXPECT_GT(sorted, 5);
}

}  // namespace
