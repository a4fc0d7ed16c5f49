// SPDX-License-Identifier: Apache-2.0
#include "geo/look/qml.hpp"

#include "geo/look/sld.hpp"
#include "tests/geo/look/samples.hpp"
#include "tests/support/xml.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using geo::GeometryType;
using look_test::count;
using look_test::result;

const geo::LayerWords in_portuguese{{}, &geo::Text::pt};

std::string qml_of(const geo::Collection& c) { return geo::qml(c, geo::look_of(c), in_portuguese); }

TEST(Qml, EachMethodHasItsLegend) {
  for (const geo::Collection& c : look_test::maps()) {
    const std::string text = qml_of(c);
    EXPECT_TRUE(support::read_xml(text)) << text;
    EXPECT_EQ(count(text, "<symbol "), geo::look_of(c).classes.size()) << c.result->method;
  }
  EXPECT_EQ(count(qml_of(look_test::kde()), "<category "), 9U);
  EXPECT_NE(qml_of(look_test::gi_star()).find(R"x(value="3" label="Ponto quente, q até 0,01")x"), std::string::npos);
  EXPECT_NE(qml_of(look_test::gaps()).find(R"x(filter="&quot;kind&quot; = 'gap'")x"), std::string::npos);
}

TEST(Qml, SymbolsFitTheGeometry) {
  const std::pair<GeometryType, const char*> table[] = {{GeometryType::point, R"(<symbol type="marker")"},
                                                        {GeometryType::line, R"(<symbol type="line")"},
                                                        {GeometryType::polygon, R"(<symbol type="fill")"}};
  for (const auto& [type, symbol] : table) {
    geo::Collection c;
    c.id = "incidents";
    c.geometry = type;
    const std::string text = qml_of(c);
    EXPECT_EQ(count(text, symbol), 1U);
    EXPECT_EQ(count(text, "<symbol "), 1U);
    EXPECT_NE(text.find("213,94,0,"), std::string::npos) << "#D55E00";
    c.geometry = GeometryType::any;
    EXPECT_EQ(count(qml_of(c), symbol), 1U) << "one of each";
  }
  geo::Collection none;
  none.geometry = GeometryType::none;
  EXPECT_EQ(count(qml_of(none), "renderer"), 0U);
}

/// The symbol of a point is as large as the circle of a style: 4 px are 1.06 mm.
TEST(Qml, SizesAreThoseOfTheLook) {
  geo::Collection c;
  c.id = "incidents";
  c.geometry = GeometryType::point;
  std::map<std::string, std::string> options;
  ASSERT_TRUE(support::read_xml(qml_of(c), [&](const std::string& name, const support::XmlAttributes& of) {
    if (name == "Option" && of.contains("value")) { options[of.at("name")] = of.at("value"); }
  }));
  EXPECT_NEAR(std::stod(options.at("size")), 2 * 4 * 25.4 / 96, 1e-4);
  EXPECT_EQ(options.at("color"), "213,94,0,191") << "three quarters of 255";
}

geo::Collection with_odd_titles() {
  geo::Collection c;
  c.id = "c";
  c.geometry = GeometryType::point;
  c.title = {"<a>&\"'", "]]> \x02"};
  geo::Field f;
  f.name = "f";
  f.type = geo::FieldType::code;
  f.code_list = "l";
  f.title = {"<&>\"'\x01\n", "ç 名前 ]]>"};
  f.unit = "<km>";
  c.fields = {f};
  return c;
}

TEST(Qml, WhateverStandsInTitlesItStaysXml) {
  const geo::Collection c = with_odd_titles();
  const geo::CodeList list{"l", {"", ""}, {{"a\"b'<", {"<x>", "&"}}, {"b", {"\"", "'"}}}};
  for (auto language : {&geo::Text::en, &geo::Text::pt}) {
    const geo::LayerWords odd{{list}, language};
    for (const geo::Look& look : {geo::look_of(c), geo::look_by_codes(c, c.fields[0], list)}) {
      EXPECT_TRUE(support::read_xml(geo::qml(c, look, odd)));
      EXPECT_TRUE(support::read_xml(geo::qml_tile_renderer(c, look, language)));
      EXPECT_TRUE(support::read_xml(geo::sld(c, look, geo::SldVersion::v1_0, "<s>", language)));
      EXPECT_TRUE(support::read_xml(geo::sld(c, look, geo::SldVersion::v1_1, "<s>", language)));
    }
  }
}

/// A code is a value, never a piece of an expression.
TEST(Qml, QuotesInCodesStayInTheirLiteral) {
  const geo::Collection c = with_odd_titles();
  const geo::CodeList list{"l", {"", ""}, {{"it's", {"x", "x"}}, {"b", {"b", "b"}}}};
  std::set<std::string> expressions;
  ASSERT_TRUE(support::read_xml(geo::qml_tile_renderer(c, geo::look_by_codes(c, c.fields[0], list), &geo::Text::en),
                                [&](const std::string& name, const support::XmlAttributes& of) {
                                  if (name == "style") { expressions.insert(of.at("expression")); }
                                }));
  EXPECT_TRUE(expressions.contains("\"count\" IS NULL AND \"f\" IN ('it''s')"));
}

}  // namespace
