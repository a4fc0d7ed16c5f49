// SPDX-License-Identifier: Apache-2.0
// Geometries and values as JSON, beside what GDAL's own writer makes of them.
#include "importers/child/values.hpp"

#include "importers/child/source.hpp"

#include <cpl_conv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <simdjson.h>

#include <cmath>
#include <limits>
#include <random>

namespace importers::child {
namespace {

OGRGeometryUniquePtr geometry_of(const std::string& wkt) {
  OGRGeometry* geometry = nullptr;
  EXPECT_EQ(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry), OGRERR_NONE) << wkt;
  return OGRGeometryUniquePtr(geometry);
}

std::string json_of(const std::string& wkt) {
  std::string out;
  append_geometry(out, geometry_of(wkt).get());
  return out;
}

/// Numbers as doubles, without white space: two writers may write one number in two ways.
std::string normal(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  EXPECT_EQ(parser.parse(json.data(), json.size()).get(root), simdjson::SUCCESS) << json;
  std::string out;
  const std::function<void(simdjson::dom::element)> walk = [&](simdjson::dom::element e) {
    if (simdjson::dom::array array; e.get(array) == simdjson::SUCCESS) {
      out += '[';
      for (const simdjson::dom::element item : array) { walk(item); }
      out += ']';
    } else if (simdjson::dom::object object; e.get(object) == simdjson::SUCCESS) {
      for (const auto& member : object) {
        out.append(member.key).append(":");
        walk(member.value);
      }
    } else if (double number = 0; e.get(number) == simdjson::SUCCESS) {
      out += CPLSPrintf("%.17g;", number);
    } else if (std::string_view text; e.get(text) == simdjson::SUCCESS) {
      out.append(text).append(";");
    }
  };
  walk(root);
  return out;
}

TEST(Values, GeometriesAreThoseOfGdalsWriter) {
  std::mt19937 random(5);
  const auto number = [&] { return std::to_string(static_cast<double>(random()) / 4e7 - 50); };
  const auto point = [&] { return number() + " " + number(); };
  const auto line = [&](int n) {
    std::string text = point();
    for (int i = 1; i < n; ++i) { text += ", " + point(); }
    return text;
  };
  const auto ring = [&](int n) {
    const std::string first = point();
    return first + ", " + line(n) + ", " + first;
  };
  for (int round = 0; round < 200; ++round) {
    const int n = 2 + static_cast<int>(random() % 5);
    const std::string shapes[] = {"POINT (" + point() + ")",
                                  "LINESTRING (" + line(n) + ")",
                                  "POLYGON ((" + ring(n) + "), (" + ring(3) + "))",
                                  "MULTIPOINT (" + line(n) + ")",
                                  "MULTILINESTRING ((" + line(n) + "), (" + line(2) + "))",
                                  "MULTIPOLYGON (((" + ring(n) + ")), ((" + ring(3) + "), (" + ring(3) + ")))",
                                  "GEOMETRYCOLLECTION (POINT (" + point() + "), GEOMETRYCOLLECTION (LINESTRING (" + line(n) + ")))"};
    for (const std::string& wkt : shapes) {
      const char* options[] = {"COORDINATE_PRECISION=17", nullptr};
      char* const theirs = OGR_G_ExportToJsonEx(OGRGeometry::ToHandle(geometry_of(wkt).get()), const_cast<char**>(options));
      EXPECT_EQ(normal(json_of(wkt)), normal(theirs)) << wkt;
      CPLFree(theirs);
    }
  }
}

TEST(Values, GeometriesThatJsonHasNot) {
  EXPECT_EQ(json_of("POINT EMPTY"), "null");
  EXPECT_EQ(json_of("POLYGON EMPTY"), "null");
  EXPECT_EQ(json_of("POINT ZM (1 2 3 4)"), R"({"type":"Point","coordinates":[1,2]})");
  EXPECT_EQ(json_of("TRIANGLE ((0 0, 1 0, 1 1, 0 0))"), R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})");
  EXPECT_EQ(json_of("TIN (((0 0, 1 0, 1 1, 0 0)))").substr(0, 22), R"({"type":"MultiPolygon")");
  EXPECT_EQ(json_of("CIRCULARSTRING (0 0, 1 1, 2 0)").substr(0, 20), R"({"type":"LineString")");
  EXPECT_EQ(json_of("COMPOUNDCURVE ((0 0, 1 1), CIRCULARSTRING (1 1, 2 2, 3 1))").substr(0, 20), R"({"type":"LineString")");
  EXPECT_EQ(json_of("MULTISURFACE (CURVEPOLYGON (CIRCULARSTRING (0 0, 2 0, 2 2, 0 2, 0 0)))").substr(0, 22), R"({"type":"MultiPolygon")");
  std::string out;
  OGRPoint point(std::numeric_limits<double>::infinity(), 2);
  append_geometry(out, &point);
  EXPECT_EQ(out, R"({"type":"Point","coordinates":[null,2]})");
  out.clear();
  append_geometry(out, nullptr);
  EXPECT_EQ(out, "null");
}

/// A feature with one field of each type.
class Cells : public testing::Test {
 protected:
  Cells() {
    m_layout->Reference();
    for (const OGRFieldType type : {OFTInteger, OFTInteger64, OFTReal, OFTString, OFTDate, OFTTime, OFTDateTime, OFTStringList}) {
      OGRFieldDefn field("f", type);
      m_layout->AddFieldDefn(&field);
    }
    OGRFieldDefn yes_or_no("b", OFTInteger);
    yes_or_no.SetSubType(OFSTBoolean);
    m_layout->AddFieldDefn(&yes_or_no);
  }
  ~Cells() override { m_layout->Release(); }

  template <class... Value>
  std::string cell(int field, Value... value) {
    OGRFeature feature(m_layout);
    feature.SetField(field, value...);
    std::string out;
    append_value(out, feature, field, false);
    return out;
  }

  OGRFeatureDefn* m_layout = new OGRFeatureDefn("x");
};

TEST_F(Cells, EachTypeHasItsForm) {
  EXPECT_EQ(cell(0, -5), "-5");
  EXPECT_EQ(cell(1, GIntBig{9'007'199'254'740'993}), "9007199254740993");
  EXPECT_EQ(cell(2, 0.1), "0.1");
  EXPECT_EQ(cell(2, 38.0), "38");
  EXPECT_EQ(cell(2, std::nan("")), "\"NaN\"");
  EXPECT_EQ(cell(2, -std::numeric_limits<double>::infinity()), "\"-Infinity\"");
  EXPECT_EQ(cell(3, "a \"b\" \\ \n\x01 é"), R"("a \"b\" \\ \n\u0001 é")");
  EXPECT_EQ(cell(4, 2024, 3, 5), R"("2024-03-05")");
  EXPECT_EQ(cell(5, 0, 0, 0, 7, 8, 9.0F), R"("07:08:09")");
  EXPECT_EQ(cell(6, 2024, 3, 5, 17, 8, 9.25F, 0), R"("2024-03-05T17:08:09.250")");
  EXPECT_EQ(cell(6, 2024, 3, 5, 17, 8, 9.0F, 100), R"("2024-03-05T17:08:09Z")");
  EXPECT_EQ(cell(6, 2024, 3, 5, 17, 8, 9.0F, 108), R"("2024-03-05T17:08:09+02:00")");
  EXPECT_EQ(cell(6, 2024, 3, 5, 17, 8, 9.0F, 86), R"("2024-03-05T17:08:09-03:30")");
  EXPECT_EQ(cell(8, 1), "true");
  EXPECT_EQ(cell(8, 0), "false");
  OGRFeature empty(m_layout);
  empty.SetFID(77);
  std::string out;
  append_value(out, empty, 3, false);
  append_value(out, empty, row_id, false);
  EXPECT_EQ(out, "null77");
}

TEST_F(Cells, TextIsDecodedOrLeftAsItIs) {
  OGRFeature feature(m_layout);
  feature.SetField(3, "caf\xe9 \"\x80\"");
  std::string out;
  append_value(out, feature, 3, true);
  EXPECT_EQ(out, "\"café \\\"€\\\"\"");
  out.clear();
  append_value(out, feature, 3, false);
  EXPECT_EQ(out, "\"caf\xe9 \\\"\x80\\\"\"");
}

}  // namespace
}  // namespace importers::child
