// SPDX-License-Identifier: Apache-2.0
#include "store/export/qml.hpp"

#include "store/export/legend.hpp"
#include "tests/store/export/gdal_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) { ++n; }
  return n;
}

geo::Collection result(const std::string& method, geo::GeometryType geometry, const std::string& field, geo::FieldType type) {
  geo::Collection c;
  c.id = "r-1";
  c.geometry = geometry;
  c.result.emplace();
  c.result->method = method;
  geo::Field f;
  f.name = field;
  f.type = type;
  c.fields = {f};
  return c;
}

store::LayerLook look() { return {"#0072B2", 0.2, {}, &geo::Text::pt}; }

TEST(Qml, EachMethodHasItsLegend) {
  const auto kde = result("kde", geo::GeometryType::polygon, "level", geo::FieldType::integer);
  const auto gi = result("gi-star", geo::GeometryType::polygon, "class", geo::FieldType::integer);
  const auto gaps = result("coverage-gaps", geo::GeometryType::any, "kind", geo::FieldType::text);
  EXPECT_EQ(store::legend_of(kde).entries.size(), 9U);
  EXPECT_EQ(store::legend_of(gi).entries.size(), 8U) << "seven classes and what has no statistic";
  EXPECT_EQ(store::legend_of(gaps).entries.size(), 4U);
  for (const auto& c : {kde, gi, gaps}) {
    std::set<std::string> colours;
    for (const store::LegendEntry& e : store::legend_of(c).entries) {
      colours.insert(e.colour);
      EXPECT_FALSE(e.label.en.empty() || e.label.pt.empty());
    }
    EXPECT_EQ(colours.size(), store::legend_of(c).entries.size()) << "classes must be told apart";
    const std::string text = store::qml(c, look());
    EXPECT_TRUE(store_test::is_xml(text)) << text;
    EXPECT_EQ(count(text, "<symbol "), colours.size());
  }
  EXPECT_EQ(count(store::qml(kde, look()), "<category "), 9U);
  EXPECT_NE(store::qml(gi, look()).find(R"x(value="3" label="Ponto quente, q até 0,01")x"), std::string::npos);
  EXPECT_NE(store::qml(gaps, look()).find(R"x(filter="&quot;kind&quot; = 'gap'")x"), std::string::npos);
}

TEST(Qml, AResultWithoutTheFieldOfItsMethodIsPlain) {
  EXPECT_TRUE(store::legend_of(result("kde", geo::GeometryType::polygon, "other", geo::FieldType::integer)).entries.empty());
  EXPECT_TRUE(store::legend_of(result("new-method", geo::GeometryType::polygon, "level", geo::FieldType::integer)).entries.empty());
  geo::Collection own = result("kde", geo::GeometryType::polygon, "level", geo::FieldType::integer);
  own.result.reset();
  EXPECT_TRUE(store::legend_of(own).entries.empty()) << "a layer's own level means something else";
}

TEST(Qml, SymbolsFitTheGeometry) {
  const std::pair<geo::GeometryType, const char*> table[] = {{geo::GeometryType::point, R"(<symbol type="marker")"},
                                                             {geo::GeometryType::line, R"(<symbol type="line")"},
                                                             {geo::GeometryType::polygon, R"(<symbol type="fill")"}};
  for (const auto& [type, symbol] : table) {
    geo::Collection c;
    c.id = "c";
    c.geometry = type;
    const std::string text = store::qml(c, look());
    EXPECT_EQ(count(text, symbol), 1U);
    EXPECT_EQ(count(text, "<symbol "), 1U);
    EXPECT_NE(text.find("0,114,178,"), std::string::npos) << "#0072B2";
    c.geometry = geo::GeometryType::any;
    EXPECT_EQ(count(store::qml(c, look()), symbol), 1U) << "one of each";
  }
  geo::Collection none;
  none.geometry = geo::GeometryType::none;
  EXPECT_EQ(count(store::qml(none, look()), "renderer"), 0U);
}

TEST(Qml, WhateverStandsInTitlesItStaysXml) {
  geo::Collection c;
  c.geometry = geo::GeometryType::point;
  geo::Field f;
  f.name = "f";
  f.type = geo::FieldType::code;
  f.code_list = "l";
  f.title = {"<&>\"'\x01\n", "ç 名前 ]]>"};
  f.unit = "<km>";
  c.fields = {f};
  store::LayerLook odd = look();
  odd.code_lists = {{"l", {"", ""}, {{"a\"b", {"<x>", "&"}}}}};
  for (auto language : {&geo::Text::en, &geo::Text::pt}) {
    odd.language = language;
    EXPECT_TRUE(store_test::is_xml(store::qml(c, odd)));
  }
}

}  // namespace
