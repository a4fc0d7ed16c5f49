// SPDX-License-Identifier: Apache-2.0
#include "geo/look/look.hpp"

#include "geo/look/parts.hpp"
#include "geo/look/sld.hpp"
#include "tests/geo/look/samples.hpp"
#include "tests/support/xml.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace {

using geo::GeometryType;
using geo::Part;

TEST(Look, ClassesAreToldApartAndSaidInBothLanguages) {
  EXPECT_EQ(geo::look_of(look_test::kde()).classes.size(), 9U);
  EXPECT_EQ(geo::look_of(look_test::gi_star()).classes.size(), 8U) << "seven classes and what has no statistic";
  EXPECT_EQ(geo::look_of(look_test::gaps()).classes.size(), 4U);
  for (const geo::Collection& c : look_test::maps()) {
    std::set<std::string> colours;
    for (const geo::LookClass& each : geo::look_of(c).classes) {
      colours.insert(each.colour);
      EXPECT_FALSE(each.title.en.empty() || each.title.pt.empty()) << c.result->method;
    }
    EXPECT_EQ(colours.size(), geo::look_of(c).classes.size()) << c.result->method;
  }
}

/// Whose results are tables is said here: any other method without a look would be drawn plain, in one colour.
TEST(Look, EveryMethodHasOne_ButForTables) {
  std::set<std::string_view> without;
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    if (geo::look_of(look_test::result_of(method)).field.empty()) { without.insert(method.id); }
  }
  EXPECT_EQ(without, (std::set<std::string_view>{"near-repeat", "seasonality", "forecast-check"}));
}

/// Lightness L* of CIE 1976, 0 black to 100 white.
double lightness(const std::string& colour) {
  const auto linear = [&](std::size_t at) {
    const double c = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

TEST(Look, ClustersAndOutliersAreToldApartWithoutColours) {
  const geo::Look look = geo::look_of(look_test::local_moran());
  ASSERT_EQ(look.classes.size(), 6U) << "four quadrants, neither, and what has no statistic";
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GE(std::fabs(lightness(look.classes[i].colour) - lightness(look.classes[j].colour)), 10)
          << look.classes[i].part << ' ' << look.classes[j].part;
    }
  }
  EXPECT_TRUE(look.classes.back().hatched);
}

TEST(Look, AResultWithoutTheFieldOfItsMethodIsPlain) {
  EXPECT_TRUE(geo::look_of(look_test::result("kde", GeometryType::polygon, "other", geo::FieldType::integer)).field.empty());
  EXPECT_TRUE(geo::look_of(look_test::result("new-method", GeometryType::polygon, "level", geo::FieldType::integer)).field.empty());
  geo::Collection own = look_test::kde();
  own.result.reset();
  EXPECT_TRUE(geo::look_of(own).field.empty()) << "a layer's own level means something else";
}

TEST(Look, ByCodesThereIsAColourForEachAndOneForNone) {
  std::size_t fields = 0;
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (const geo::Collection& c : catalog.collections) {
    for (const geo::Field* field : geo::fields_of_codes(c, catalog.code_lists)) {
      ++fields;
      const geo::CodeList& codes = *catalog.code_list(field->code_list);
      const geo::Look look = geo::look_by_codes(c, *field, codes);
      ASSERT_EQ(look.classes.size(), codes.codes.size() + 1);
      std::set<std::string> colours;
      for (const geo::LookClass& each : look.classes) { colours.insert(each.colour); }
      EXPECT_EQ(colours.size(), look.classes.size()) << c.id << '.' << field->name;
      EXPECT_TRUE(look.classes.back().values.empty());
      EXPECT_EQ(look.classes.front().title, codes.codes.front().title);
    }
  }
  EXPECT_GE(fields, 10U);
  const geo::Collection& incidents = *catalog.collection("incidents");
  for (const geo::Field* field : geo::fields_of_codes(incidents, catalog.code_lists)) {
    EXPECT_NE(field->name, "category") << "more categories than colours that can be told apart";
  }
}

/// Whether a part is drawn for a feature, worked out by the words of PartTest.
bool draws(const Part& part, GeometryType geometry, const std::string& value, int counted) {
  const geo::PartTest& t = part.test;
  if (t.geometry && *t.geometry != geometry) { return false; }
  if (t.counted && *t.counted != (counted > 0)) { return false; }
  const bool listed = std::find(t.values.begin(), t.values.end(), value) != t.values.end();
  if (!t.field.empty() && listed == t.others) { return false; }
  return (t.count_from == 0 || counted >= t.count_from) && (t.count_below == 0 || counted < t.count_below);
}

std::size_t drawn(const geo::Look& look, Part::Kind kind, GeometryType geometry, const std::string& value, int counted = 0) {
  std::size_t n = 0;
  for (const Part& part : geo::parts_of(look)) { n += part.kind == kind && draws(part, geometry, value, counted) ? 1U : 0U; }
  return n;
}

/// Nothing is drawn twice, and nothing that there is stays undrawn.
TEST(Look, EveryFeatureOfATileIsDrawnOnce) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  const geo::Collection& sites = *catalog.collection("sites");
  const geo::Field& type = *sites.field("site_type");
  const geo::Look by_type = geo::look_by_codes(sites, type, *catalog.code_list(type.code_list));
  for (const geo::Look& look : {geo::look_of(sites), by_type}) {
    for (const char* value : {"police_post", "lighting", "", "of-another-time"}) {
      EXPECT_EQ(drawn(look, Part::Kind::circle, GeometryType::point, value), 1U) << value;
    }
    for (const int counted : {1, 9, 10, 99, 100, 999, 1000, 50000}) {
      EXPECT_EQ(drawn(look, Part::Kind::circle, GeometryType::point, "", counted), 1U) << counted;
    }
  }
  for (int level = 1; level <= 9; ++level) {
    EXPECT_EQ(drawn(geo::look_of(look_test::kde()), Part::Kind::fill, GeometryType::polygon, std::to_string(level)), 1U);
  }
  for (const char* value : {"-3", "-1", "0", "3", ""}) {
    EXPECT_EQ(drawn(geo::look_of(look_test::gi_star()), Part::Kind::fill, GeometryType::polygon, value), 1U) << value;
  }
  const geo::Look roads = geo::look_of(*catalog.collection("roads"));
  EXPECT_EQ(drawn(roads, Part::Kind::line, GeometryType::line, ""), 1U);
  EXPECT_EQ(drawn(roads, Part::Kind::fill, GeometryType::polygon, ""), 1U) << "what is too small to be seen is a square";
}

TEST(Look, EveryClassOfEveryMethodIsDrawnOnce) {
  for (const geo::Collection& c : look_test::maps()) {
    const geo::Look look = geo::look_of(c);
    for (const geo::LookClass& each : look.classes) {
      const GeometryType geometry = each.geometry;
      const auto kind = geometry == GeometryType::point  ? Part::Kind::circle
                        : geometry == GeometryType::line ? Part::Kind::line
                                                         : Part::Kind::fill;
      const std::string value = each.values.empty() ? "" : each.values.front();
      EXPECT_EQ(drawn(look, kind, geometry, value), 1U) << c.result->method << ' ' << each.part;
    }
    std::set<std::string> names;
    for (const Part& part : geo::parts_of(look)) { EXPECT_TRUE(names.insert(part.name).second) << c.result->method << ' ' << part.name; }
  }
}

TEST(Look, PartsHaveNamesOfTheirOwn) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (const geo::Collection& c : catalog.collections) {
    std::vector<geo::Look> looks{geo::look_of(c)};
    for (const geo::Field* field : geo::fields_of_codes(c, catalog.code_lists)) {
      looks.push_back(geo::look_by_codes(c, *field, *catalog.code_list(field->code_list)));
    }
    for (const geo::Look& look : looks) {
      std::set<std::string> names;
      for (const Part& part : geo::parts_of(look)) { EXPECT_TRUE(names.insert(part.name).second) << c.id << ' ' << part.name; }
    }
  }
}

TEST(Sld, HasARuleForEachClassInBothVersions) {
  for (const geo::Collection& c : look_test::maps()) {
    const geo::Look look = geo::look_of(c);
    for (const auto version : {geo::SldVersion::v1_0, geo::SldVersion::v1_1}) {
      const std::string text = geo::sld(c, look, version, c.id, &geo::Text::pt);
      const std::string prefix = version == geo::SldVersion::v1_1 ? "se:" : "";
      ASSERT_TRUE(support::read_xml(text)) << text;
      EXPECT_EQ(look_test::count(text, "<" + prefix + "Rule>"), look.classes.size());
      for (const geo::LookClass& each : look.classes) {
        EXPECT_NE(text.find(">" + each.colour + "<"), std::string::npos) << each.colour;
        EXPECT_NE(text.find(prefix + "Title>" + each.title.pt + "<"), std::string::npos) << each.title.pt;
      }
    }
  }
  // What no other class has: said in full, since QGIS draws an ElseFilter over everything.
  const std::string text = geo::sld(look_test::gi_star(), geo::look_of(look_test::gi_star()), geo::SldVersion::v1_0, "s", &geo::Text::en);
  EXPECT_EQ(look_test::count(text, "ElseFilter"), 0U);
  EXPECT_EQ(look_test::count(text, "<ogc:PropertyIsNull><ogc:PropertyName>class</ogc:PropertyName></ogc:PropertyIsNull><ogc:Not><ogc:Or>"),
            1U);
}

}  // namespace
