// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_reader.hpp"

#include "geo/geometry/wkb.hpp"
#include "tests/importers/read/read_all.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <simdjson.h>

#include <cmath>
#include <random>

namespace importers::test {
namespace {

using testing::HasSubstr;
using Cells = std::vector<std::vector<std::string>>;

std::string feature(const std::string& properties, const std::string& geometry = "null") {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}

std::string collection(const std::string& features, const std::string& members = "") {
  return R"({"type":"FeatureCollection",)" + members + R"("features":[)" + features + "]}";
}

std::string point_wkb(double x, double y) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::point);
  wkb.vertex({x, y});
  wkb.end();
  return wkb.bytes();
}

TEST(GeoJsonReader, CellsAreTheTextOfValues) {
  const std::string features =
      feature(
          R"({"s":"a\"\u00e9\n","n":1.50,"i":12345678901234567890123,"e":-1E3,"t":true,"f":false,"z":null,"o":{"k": [1, "}"]},"l":[ ]})") +
      "," + feature(R"({"late":"x","s":""})") + "," + feature("null") +
      R"(,{"type":"Feature","id":7,"geometry":null},{"type":"Feature","id":"a\/b"})";
  const Content content = read_text(collection(features), "x.geojson");
  EXPECT_EQ(content.error, "");
  EXPECT_EQ(content.columns, (std::vector<std::string>{"s", "n", "i", "e", "t", "f", "z", "o", "l", "late", "@id"}));
  EXPECT_EQ(
      cells_of(content),
      (Cells{{"a\"\xc3\xa9\n", "1.50", "12345678901234567890123", "-1E3", "true", "false", "-", R"({"k": [1, "}"]})", "[ ]", "-", "-"},
             {"", "-", "-", "-", "-", "-", "-", "-", "-", "x", "-"},
             {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"},
             {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "7"},
             {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "a/b"}}));
  EXPECT_EQ(content.info.format, "GeoJSON");
}

TEST(GeoJsonReader, MembersInAnyOrder) {
  const std::vector<std::string> files{
      R"({"features":[{"geometry":{"coordinates":[36,-12],"type":"Point"},"properties":{"a":1},"type":"Feature"}],"type":"FeatureCollection"})",
      R"( { "type" : "FeatureCollection" , "name":"x", "bbox":[1,2,3,4], "features" : [ {"bbox":[1,2],"type":"Feature","x":{"y":[{}]},
         "properties":{"a":1},"geometry":{"type":"Point","bbox":[],"coordinates":[36.0,-12,55.5]}} ] , "more":[{"features":[]}] } )",
      "\xef\xbb\xbf"
      R"({"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[36,-12]}})",
  };
  for (const std::string& text : files) {
    for (const std::size_t chunk : {0, 1, 7}) {
      const Content content = read_text(text, "x.json", {}, chunk);
      EXPECT_EQ(content.error, "");
      EXPECT_EQ(cells_of(content), (Cells{{"1"}})) << text;
      ASSERT_EQ(content.rows.size(), 1U);
      EXPECT_EQ(content.rows[0].wkb, point_wkb(36, -12));
    }
  }
}

TEST(GeoJsonReader, SequencesByLinesRsAndBraces) {
  const std::string a = feature(R"({"a":1})");
  const std::string b = feature(R"({"a":2,"b":3})");
  const std::string broken = R"({"type":"Feature","properties":{"a":)";
  struct Sequence {
    std::string text;
    const char* name;
    Cells rows;
    std::vector<std::int64_t> lines;
  };
  const std::vector<Sequence> cases{
      {a + "\n" + b + "\n", "x.geojson", {{"1", "-"}, {"2", "3"}}, {1, 2}},
      {a + "\r\n\r\n" + b, "x.ndjson", {{"1", "-"}, {"2", "3"}}, {1, 3}},
      {"\x1e" + a + "\n\x1e" + b + "\n", "x.geojsons", {{"1", "-"}, {"2", "3"}}, {1, 2}},
      {"\x1e{\"type\":\n\"Feature\"}\n\x1e\n" + b + "\n", "x.json", {{"-", "-"}, {"2", "3"}}, {1, 4}},
      {"{\"type\":\n\"Feature\"}\n" + b + "\n", "x.json", {{"-", "-"}, {"2", "3"}}, {1, 3}},
      {a + "\n" + broken + "\n" + b + "\n", "x.json", {{"1", "-"}, {"!json"}, {"2", "3"}}, {1, 2, 3}},
      {broken + "\n" + b + "\n", "x.geojsonl", {{"!json"}, {"2", "3"}}, {1, 2}},
      {"\x1e" + broken + "\n\x1e" + b, "x.json", {{"!json"}, {"2", "3"}}, {1, 2}},
      {a + b + "\n" + b + "\n", "x.geojsonl", {{"!json"}, {"2", "3"}}, {1, 2}},
      {a + " x\n" + b + "\n]\n" + b + "\n", "x.geojsonl", {{"!json"}, {"2", "3"}, {"!feature"}, {"2", "3"}}, {1, 2, 3, 4}},
      {a + "\n[1]\n" + b, "x.json", {{"1", "-"}, {"!feature"}, {"2", "3"}}, {1, 2, 3}},
  };
  for (const Sequence& test : cases) {
    for (const std::size_t chunk : {0, 1}) {
      SCOPED_TRACE(test.text);
      const Content content = read_text(test.text, test.name, {}, chunk);
      EXPECT_EQ(content.error, "");
      Cells cells = cells_of(content);
      for (auto& row : cells) {  // which property comes first depends on which feature parses
        if (row == std::vector<std::string>{"3", "2"}) { row = {"2", "3"}; }
      }
      EXPECT_EQ(cells, test.rows);
      ASSERT_EQ(content.rows.size(), test.lines.size());
      for (std::size_t i = 0; i < test.lines.size(); ++i) { EXPECT_EQ(content.rows[i].line, test.lines[i]); }
      EXPECT_EQ(content.info.format, "GeoJSONSeq");
    }
  }
}

TEST(GeoJsonReader, AllGeometryTypes) {
  struct Shape {
    const char* json;
    geo::GeometryKind kind;
  };
  const std::vector<Shape> shapes{
      {R"({"type":"Point","coordinates":[36.5,-12.25]})", geo::GeometryKind::point},
      {R"({"type":"LineString","coordinates":[[36,-12],[37,-13]]})", geo::GeometryKind::line},
      {R"({"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[2,0.5],[2,1],[1,0.5]]]})", geo::GeometryKind::polygon},
      {R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})", geo::GeometryKind::other},
      {R"({"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]})", geo::GeometryKind::line},
      {R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]})", geo::GeometryKind::polygon},
      {R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"geometries":[{"coordinates":[[1,2],[3,4]],"type":"LineString"}],"type":"GeometryCollection"}]})",
       geo::GeometryKind::other},
  };
  for (const Shape& shape : shapes) {
    const auto reader = open_source(memory_source(feature("{}", shape.json)), "x.geojson");
    Record record;
    ASSERT_TRUE(reader->next(record));
    EXPECT_EQ(record.problem, "") << shape.json;
    EXPECT_EQ(record.geometry_kind, shape.kind) << shape.json;
    EXPECT_EQ(geo::summarise_wkb(record.wkb).kind, shape.kind) << shape.json;
    EXPECT_FALSE(reader->next(record));
  }
}

TEST(GeoJsonReader, CoordinatesSurviveBitForBit) {
  std::mt19937_64 random(7);
  std::string features;
  std::vector<std::pair<double, double>> expected;
  for (int i = 0; i < 2000; ++i) {
    const double x = std::ldexp(static_cast<double>(random()), -57) - 64;
    const double y = std::ldexp(static_cast<double>(random()), -40) + 8e6;  // projected metres are coordinates too
    expected.emplace_back(x, y);
    features +=
        fmt::format(R"({}{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{:.17g},{:.17g}]}}}})", i == 0 ? "" : ",", x, y);
  }
  const Content content = read_text(collection(features), "x.json", {}, 1000);
  ASSERT_EQ(content.rows.size(), expected.size()) << content.error;
  for (std::size_t i = 0; i < expected.size(); ++i) { EXPECT_EQ(content.rows[i].wkb, point_wkb(expected[i].first, expected[i].second)); }
}

TEST(GeoJsonReader, OpenRingsStayAsTheyAre) {
  const Content content = read_text(feature("{}", R"({"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4]]]})"), "x.json");
  ASSERT_EQ(content.rows.size(), 1U);
  EXPECT_EQ(content.rows[0].wkb.size(), 1U + 4 + 4 + 4 + 3 * 16);
}

TEST(GeoJsonReader, BadFeaturesAreProblemRows) {
  struct Bad {
    std::string text;
    const char* rule;
    const char* column;
  };
  const auto shape = [](const std::string& geometry) { return feature(R"({"a":1})", geometry); };
  const auto polygon = [&](const std::string& list) { return shape(R"({"type":"Polygon","coordinates":)" + list + "}"); };
  const auto point = [&](const std::string& list) { return shape(R"({"type":"Point","coordinates":)" + list + "}"); };
  const std::vector<Bad> cases{
      {point("[]"), "geometry", ""},
      {point("[1]"), "geometry", ""},
      {point("[1,null]"), "geometry", ""},
      {point("[1,NaN]"), "geometry", ""},
      {point("[1,1e400]"), "geometry", ""},
      {point("[\"1\",2]"), "geometry", ""},
      {point("[1,2,\"z\"]"), "geometry", ""},
      {point("[[1,2]]"), "geometry", ""},
      {point("1"), "geometry", ""},
      {point("null"), "geometry", ""},
      {polygon("[]"), "geometry", ""},
      {polygon("[[]]"), "geometry", ""},
      {polygon("[[0,0],[1,1],[]]"), "geometry", ""},
      {polygon("[[[0,0],[1,0],null]]"), "geometry", ""},
      {polygon("[[[0,0],[],[1,0]]]"), "geometry", ""},
      {polygon("[[[0,0],[null,null],[null,null]]]"), "geometry", ""},
      {polygon("[[[0,0],[1,0],[null,1]]]"), "geometry", ""},
      {shape(R"({"type":"Circle","coordinates":[1,2]})"), "geometry", ""},
      {shape("{}"), "geometry", ""},
      {shape(R"({"type":"Point"})"), "geometry", ""},
      {shape(R"({"type":"Point","coordinates":[1,2],"coordinates":[1,2]})"), "geometry", ""},
      {shape(R"({"type":"GeometryCollection","geometries":[]})"), "geometry", ""},
      {shape(R"({"type":"GeometryCollection","geometries":[1]})"), "geometry", ""},
      {shape("[1,2]"), "feature", ""},
      {shape("\"POINT (1 2)\""), "feature", ""},
      {feature("[]"), "feature", ""},
      {feature("\"x\""), "feature", ""},
      {"null", "feature", ""},
      {"17", "feature", ""},
      {"[{}]", "feature", ""},
      {"{}", "feature", ""},
      {R"({"type":"Point","coordinates":[1,2]})", "feature", ""},
      {R"({"type":"Feature","type":"Feature"})", "feature", ""},
      {R"({"type":"Feature","geometry":null,"geometry":{"type":"Point","coordinates":[1,2]}})", "feature", ""},
      {feature(R"({"a":1,"a":2})"), "json", "a"},
      {feature(R"({"a":nul})"), "json", "a"},
      {feature(R"({"a":01})"), "json", "a"},
      {feature(R"({"a":1.2.3})"), "json", "a"},
      {feature(R"({"a":1 "b":2})"), "json", ""},
      {feature(R"({"a":"\x"})"), "json", "a"},
      {feature(R"({"a":"\ud800"})"), "json", "a"},
      {feature(R"({"a":{"b":tru}})"), "json", "a"},
      {feature(R"({"a":[1,]})"), "json", "a"},
      {feature(R"({"a":"x\u0000y"})"), "E1", "a"},
      {feature("{\"a\":\"\xff\"}"), "E1", ""},
      {R"({"type":"Feature","x":[1 2]})", "json", ""},
      {R"({"type":"Feature","x":{]})", "json", ""},
      {R"({"type":"Feature","id":{"a":1]})", "json", "@id"},
      {R"({1:2})", "json", ""},
      {feature(R"({"a":")" + std::string(65'537, 'x') + R"("})"), "limit", "a"},
      {R"({"type":"Feature","crs":{"type":"name","properties":{"name":"EPSG:32737"}}})", "crs", ""},
      {R"({"type":"Feature","crs":{"type":"link","properties":{"href":"http://example.org/x"}}})", "crs", ""},
  };
  for (const Bad& bad : cases) {
    const std::string good = feature(R"({"a":"good"})", R"({"type":"Point","coordinates":[1,2]})");
    // Good text around it, so that a broken byte does not make the file look like another encoding.
    const std::string name = "\"name\":\"\xc3\xa9\xc3\xa9\",";
    const Content content = read_text(collection(fmt::format("{},\n{}\n,{}", good, bad.text, good), name), "x.json");
    SCOPED_TRACE(bad.text.substr(0, 200) + " " + content.error);
    ASSERT_EQ(content.rows.size(), 3U);
    EXPECT_EQ(content.rows[0].rule, "");
    EXPECT_EQ(content.rows[1].rule, bad.rule);
    EXPECT_EQ(content.rows[1].problem_column, bad.column);
    EXPECT_EQ(content.rows[1].wkb, "");
    EXPECT_EQ(content.rows[1].line, 2);
    EXPECT_EQ(content.rows[2].wkb, point_wkb(1, 2));
  }
}

TEST(GeoJsonReader, TakesTheNamedReferenceSystem) {
  const auto with_crs = [](const std::string& crs) { return read_text(collection(feature("{}"), "\"crs\":" + crs + ","), "x.json"); };
  const auto named = [&](const std::string& name) { return with_crs(R"({"type":"name","properties":{"name":")" + name + "\"}}"); };
  EXPECT_EQ(named("urn:ogc:def:crs:OGC:1.3:CRS84").info.crs, "OGC:CRS84");
  EXPECT_EQ(named("urn:ogc:def:crs:EPSG::32737").info.crs, "EPSG:32737");
  EXPECT_EQ(named("urn:ogc:def:crs:EPSG:6.9:4326").info.crs, "EPSG:4326");
  EXPECT_EQ(named("EPSG:32737").info.crs, "EPSG:32737");
  EXPECT_EQ(named("http:\\/\\/www.opengis.net/def/crs/EPSG/0/3857").info.crs, "EPSG:3857");
  EXPECT_EQ(with_crs(R"({"type":"EPSG","properties":{"code":3036}})").info.crs, "EPSG:3036");
  EXPECT_EQ(with_crs("null").info.crs, "");
  for (const char* bad : {"urn:ogc:def:crs:EPSG::", "EPSG:0", "EPSG:12x", "http://example.org/crs/EPSG/0/4326", "WGS 84", ""}) {
    EXPECT_THAT(named(bad).error, HasSubstr("not known")) << bad;
  }
  EXPECT_THAT(with_crs(R"({"type":"link","properties":{"href":"http://127.0.0.1/x","type":"proj4"}})").error, HasSubstr("never followed"));
  EXPECT_THAT(with_crs("{}").error, HasSubstr("no type"));
  EXPECT_THAT(with_crs("\"EPSG:4326\"").error, HasSubstr("no type"));
  const std::string after = R"({"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"EPSG:)";
  EXPECT_EQ(read_text(after + "4326\"}}}", "x.json").error, "");
  EXPECT_THAT(read_text(after + "32737\"}}}", "x.json").error, HasSubstr("only after the features"));
  const std::string alone = R"({"type":"Feature","crs":{"type":"name","properties":{"name":"EPSG:32737"}},"geometry":null})";
  EXPECT_EQ(read_text(alone, "x.json").info.crs, "EPSG:32737");
}

TEST(GeoJsonReader, EveryCutIsSeen) {
  const std::string text =
      collection(feature(R"({"a":"x]}"})") + ",\n" + feature("{}", R"({"type":"Point","coordinates":[1,2]})"), R"("crs":null,)");
  ASSERT_EQ(read_text(text, "x.geojson").error, "");
  for (std::size_t size = 1; size < text.size(); ++size) {
    const std::string error = read_text(text.substr(0, size), "x.geojson").error;
    EXPECT_NE(error, "") << text.substr(0, size);
    EXPECT_THAT(error, HasSubstr("truncated")) << text.substr(0, size);
  }
  EXPECT_THAT(read_text(text.substr(0, text.size() - 10), "x.geojson").error, HasSubstr("middle of feature 2 (line 2)"));
  const std::string lines = feature("{}") + "\n" + feature("{\"a\":1}");
  for (std::size_t size = lines.size() - 5; size < lines.size(); ++size) {
    EXPECT_THAT(read_text(lines.substr(0, size), "x.geojsonl").error, HasSubstr("middle of feature 2 (line 2)"));
    EXPECT_THAT(read_text("\x1e" + lines.substr(0, size), "x.json").error, HasSubstr("")) << size;
  }
}

TEST(GeoJsonReader, RefusesWhatIsNotGeoJson) {
  struct Refused {
    std::string text;
    const char* sentence;
  };
  const std::string one = feature("{}");
  const std::vector<Refused> cases{
      {"{}", "no type"},
      {R"({"type":"Topology","objects":{}})", "Topology"},
      {R"({"type":"Point","coordinates":[1,2]})", "Point"},
      {R"({"features":[]})", "no type"},
      {R"({"type":"Feature","features":[]})", "Feature"},
      {R"({"type":"FeatureCollection"})", "FeatureCollection"},
      {R"({"type":"FeatureCollection","features":{}})", "one array"},
      {R"({"type":"FeatureCollection","features":[],"features":[]})", "one array"},
      {R"({"type":"FeatureCollection" "features":[]})", ", or }"},
      {R"({"type" "x"})", ": is missing"},
      {R"({type:1})", "\" is missing"},
      {R"({"type":"FeatureCollection","features":[)" + one + one + "]}", ", or ]"},
      {R"({"type":"FeatureCollection","features":[)" + one + ",]}", "{ is missing"},
      {collection(one) + "x", "something after"},
      {collection(one) + collection(one), "something after"},
      {one + "]", "something after"},
      {"   ", "is empty"},
      {"<kml/>", "XML"},
      {"hello", "no JSON object"},
  };
  for (const Refused& test : cases) { EXPECT_THAT(read_text(test.text, "x.geojson").error, HasSubstr(test.sentence)) << test.text; }
}

TEST(GeoJsonReader, HoldsItsLimits) {
  for (const int depth : {33, 20'000}) {
    const std::string deep =
        feature("{\"a\":" + std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']') + "}");
    EXPECT_THAT(read_text(collection(deep), "x.json").error, HasSubstr("nested deeper than 32"));
    EXPECT_THAT(read_text(deep, "x.json").error, HasSubstr("nested deeper than 32"));
    EXPECT_THAT(read_text(deep + "\n", "x.ndjson").error, HasSubstr("nested deeper than 32"));
  }
  EXPECT_EQ(read_text(collection(feature("{\"a\":" + std::string(30, '[') + std::string(30, ']') + "}")), "x.json").error, "");
  EXPECT_THAT(read_text(std::string(20'000, '{'), "x.json").error, HasSubstr("missing"));
  std::string many;
  for (int i = 0; i <= 200; ++i) { many += (i == 0 ? "" : ",") + feature("{\"p" + std::to_string(i) + "\":1}"); }
  EXPECT_THAT(read_text(collection(many), "x.json").error, HasSubstr("more than 200 different properties"));
  ReadOptions small;
  small.limits.feature_bytes = 1'000'000;
  const std::string big = feature(R"({"a":")" + std::string(1'000'000, 'x') + R"("})");
  for (const std::string& text : {collection(big), big, fmt::format("{}\n{}", big, big)}) {
    EXPECT_THAT(read_text(text, "x.json", small).error, HasSubstr("longer than 1000000 bytes"));
  }
  // Many unescaped type names must not overflow the parser's string buffer.
  std::string nested;
  for (int i = 0; i < 3000; ++i) { nested += R"({"type":"Point","coordinates":[1,2]},)"; }
  nested += R"({"coordinates":[1,2],"type":"Point"})";
  const Content geometries = read_text(feature("{}", R"({"type":"GeometryCollection","geometries":[)" + nested + "]}"), "x.json");
  EXPECT_EQ(cells_of(geometries), (Cells{{}})) << geometries.error;
}

TEST(GeoJsonReader, ColumnsOfLateFeaturesAreAppended) {
  std::string features;
  for (int i = 0; i < 3000; ++i) { features += (i == 0 ? "" : ",\n") + feature(i < 2500 ? R"({"a":1})" : R"({"new":2})"); }
  const auto reader = open_source(memory_source(collection(features), 777), "x.geojson");
  EXPECT_EQ(reader->columns().size(), 1U);
  Record record;
  std::size_t rows = 0;
  while (reader->next(record)) {
    ++rows;
    EXPECT_EQ(record.line, static_cast<std::int64_t>(rows));
    EXPECT_EQ(record.cells.size(), rows <= 2500 ? 1U : 2U);
    EXPECT_EQ(record.cells.back(), rows <= 2500 ? "1" : "2");
  }
  EXPECT_EQ(rows, 3000U);
  EXPECT_EQ(reader->columns().back().name, "new");
}

}  // namespace
}  // namespace importers::test
