// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/request.hpp"

#include "geo/base/json.hpp"
#include "geo/geometry/lines.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/data.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace {

using geo::AnalysisMethod;
using geo::AnalysisParameter;
using geo::Argument;
using geo::ParameterType;

geo::AnalysisRequest ask(const AnalysisMethod& method, std::string_view name, const Argument& value) {
  return geo::analysis_request(method, {{std::string(name), value}}, 20'000);
}

/// What it says when it is refused; empty when it is not.
std::string refusal(const AnalysisMethod& method, std::string_view name, const Argument& value) {
  try {
    ask(method, name, value);
    return "";
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::usage);
    EXPECT_NE(error.text().en, error.text().pt);
    return error.what();
  }
}

TEST(AnalysisRequest, EveryParameterHasWhatPeopleMustBeTold) {
  std::set<std::string_view> ids;
  for (const AnalysisMethod& method : geo::analysis_methods()) {
    EXPECT_TRUE(ids.insert(method.id).second);
    EXPECT_EQ(geo::analysis_method(method.id), &method);
    std::set<std::string_view> names;
    for (const AnalysisParameter& p : method.parameters) {
      EXPECT_TRUE(names.insert(p.name).second) << p.name;
      for (const geo::Text& text : {p.title, p.description, geo::allowed_values(p)}) {
        EXPECT_FALSE(text.en.empty() || text.pt.empty()) << p.name;
        EXPECT_NE(text.en, text.pt) << p.name;
      }
      const bool is_number = p.type == ParameterType::number || p.type == ParameterType::integer;
      EXPECT_EQ(p.min.has_value() && p.max.has_value(), is_number) << p.name;
      if (p.default_value) { EXPECT_EQ(refusal(method, p.name, *p.default_value), "") << p.name; }
    }
  }
  EXPECT_EQ(ids, (std::set<std::string_view>{"kde", "gi-star", "local-moran", "emerging", "near-repeat", "change", "dbscan", "st-dbscan",
                                             "coverage-gaps", "hdbscan", "seasonality", "early-warning", "eb-rates", "scan", "network-kde",
                                             "forecast-check"}));
  EXPECT_EQ(geo::analysis_method("magic"), nullptr);
}

/// Made from the descriptions: the limits are in, what lies beyond is out, and so is every other type.
TEST(AnalysisRequest, TakesWhatTheDescriptionSaysAndNothingElse) {
  int refused = 0;
  for (const AnalysisMethod& method : geo::analysis_methods()) {
    for (const AnalysisParameter& p : method.parameters) {
      const std::vector<std::pair<ParameterType, Argument>> of_types{
          {ParameterType::boolean, true},
          {ParameterType::number, p.min.value_or(7)},
          {ParameterType::text, std::string(p.choices.empty() ? "2024-01-01" : p.choices.front().code)},
          {ParameterType::bbox, geo::BBox{40, -13, 41, -12}}};
      for (const auto& [type, value] : of_types) {
        const bool same = type == p.type || (type == ParameterType::number && p.type == ParameterType::integer) ||
                          (type == ParameterType::text && p.type == ParameterType::datetime);
        const std::string said = refusal(method, p.name, value);
        EXPECT_EQ(said.empty(), same) << p.name << ": " << said;
        if (same) { continue; }
        EXPECT_EQ(said.find("'" + std::string(p.name) + "' must be "), 0U) << said;
        ++refused;
      }
      if (!p.choices.empty()) { EXPECT_NE(refusal(method, p.name, std::string("magic")).find("one of: "), std::string::npos) << p.name; }
      for (const geo::Choice& choice : p.choices) {
        EXPECT_FALSE(choice.title.en.empty() || choice.title.pt.empty() || choice.title.en == choice.title.pt) << choice.code;
      }
      if (!p.min) { continue; }
      EXPECT_EQ(refusal(method, p.name, *p.max), "");
      for (const double out : {*p.min - 1, *p.max + 1, std::nextafter(*p.min, -HUGE_VAL), std::nextafter(*p.max, HUGE_VAL), HUGE_VAL,
                               -HUGE_VAL, std::numeric_limits<double>::quiet_NaN()}) {
        EXPECT_NE(refusal(method, p.name, out), "") << p.name << ' ' << out;
      }
      if (p.type == ParameterType::integer) { EXPECT_NE(refusal(method, p.name, *p.min + 0.5), ""); }
    }
    EXPECT_NE(refusal(method, "magic", true).find("has no parameter \"magic\"; it has collection, "), std::string::npos);
  }
  EXPECT_GT(refused, 50);
  EXPECT_NE(refusal(*geo::analysis_method("kde"), "datetime", std::string("yesterday")).find("datetime"), std::string::npos);
  EXPECT_NE(refusal(*geo::analysis_method("kde"), "width_m", 100.0), "") << "of another method";
}

TEST(AnalysisRequest, EachParameterChangesItsOwnPartOfTheRequest) {
  const AnalysisMethod& kde = *geo::analysis_method("kde");
  const AnalysisMethod& gi = *geo::analysis_method("gi-star");
  EXPECT_EQ(ask(kde, "collection", std::string("sites")).incidents, "sites");
  EXPECT_EQ(ask(kde, "bbox", geo::BBox{1, 2, 3, 4}).filter.bbox, (geo::BBox{1, 2, 3, 4}));
  EXPECT_EQ(ask(kde, "datetime", std::string("2024-01-01")).filter.datetime->from, 1'704'067'200'000);
  EXPECT_EQ(ask(kde, "category", std::string("05")).category, "05");
  EXPECT_TRUE(ask(kde, "include_patrol", true).include_patrol);
  EXPECT_EQ(ask(kde, "bandwidth_m", 4000.0).kde.bandwidth_m, 4000);
  EXPECT_EQ(ask(kde, "cell_m", 500.0).kde.cell_m, 500);
  EXPECT_EQ(ask(kde, "uncertain", std::string("spread")).uncertain, geo::Uncertain::spread);
  EXPECT_EQ(ask(gi, "uncertain", std::string("exclude")).uncertain, geo::Uncertain::exclude);
  EXPECT_EQ(ask(kde, "kernel", std::string("gaussian")).kde.kernel, geo::Kernel::gaussian);
  EXPECT_EQ(ask(kde, "selector", std::string("sheather-jones")).kde.selector, geo::Selector::sheather_jones);
  EXPECT_TRUE(ask(kde, "adaptive", true).kde.is_adaptive);
  EXPECT_EQ(ask(kde, "edge", std::string("uniform")).kde.edge, geo::EdgeCorrection::uniform);
  EXPECT_EQ(ask(kde, "days", 3.0).days, 3);
  EXPECT_EQ(ask(gi, "width_m", 6000.0).width_m, 6000);
  EXPECT_EQ(ask(gi, "neighbours_m", 9000.0).neighbours_m, 9000);
  EXPECT_EQ(ask(*geo::analysis_method("coverage-gaps"), "service_m", 1.0).service_m, 1);
  const geo::AnalysisRequest usual = geo::analysis_request(gi, {}, 20'000);
  EXPECT_EQ(usual.method, "gi-star");
  EXPECT_EQ(usual.incidents, "incidents");
  EXPECT_EQ(usual.day, 20'000);
  EXPECT_EQ(usual.days, 30);
  EXPECT_EQ(usual.service_m, 10'000);
  EXPECT_FALSE(usual.width_m || usual.neighbours_m || usual.kde.bandwidth_m || usual.kde.cell_m || usual.include_patrol ||
               usual.filter.bbox);
}

/// The names at the top of a JSON object.
std::vector<std::string> names_in(const std::string& json) {
  std::vector<std::string> names;
  int depth = 0;
  bool is_name = true;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const std::size_t begin = i + 1;
      for (++i; json[i] != '"'; ++i) { i += json[i] == '\\' ? 1U : 0U; }
      if (depth == 1 && is_name) { names.push_back(json.substr(begin, i - begin)); }
      is_name = false;
    }
    if (c == '{' || c == '[') { ++depth; }
    if (c == '}' || c == ']') { --depth; }
    if (depth == 1 && (c == ',' || c == '{')) { is_name = true; }
  }
  return names;
}

TEST(AnalysisRequest, TheSummaryHoldsWhatTheDescriptionNamesInThatOrder) {
  const auto store = analysis_test::memory_store();
  std::vector<geo::Row> rows;
  for (int i = 0; i < 30; ++i) {
    rows.push_back(
        analysis_test::row("incidents", {40.5 + i % 5 * 0.01, -12.9 - i / 5 * 0.01},
                           {{"category", std::string("0401")}, {"occurred_from", geo::TimeMs{1'700'000'000'000} + i * 10LL * 86'400'000}}));
  }
  analysis_test::add(*store, "incidents", rows);
  const auto area = geo::from_polygons({{{{40, -13.5}, {41, -13.5}, {41, -12}, {40, -12}, {40, -13.5}}}});
  analysis_test::add(*store, "admin_areas", {analysis_test::row("admin_areas", area, {{"level", std::int64_t{2}}})});
  analysis_test::add(*store, "population", {analysis_test::row("population", {40.5, -12.9}, {{"people", 5000.0}})});
  analysis_test::add(*store, "roads", {analysis_test::row("roads", geo::from_lines({{{40.5, -12.9}, {40.54, -12.9}}}))});
  std::map<std::string, std::shared_ptr<const geo::View>> views;
  const auto view = [&](const std::string& id) -> const geo::View& { return *(views[id] = store->view(id, geo::role_named("programme"))); };
  for (const AnalysisMethod& method : geo::analysis_methods()) {
    const geo::AnalysisRequest request = geo::analysis_request(method, {}, 20'000);
    const geo::Analysis analysis = geo::analyse(request, view, std::nullopt, {});
    std::vector<std::string> described;
    for (const geo::SummaryMember& member : method.summary) {
      described.emplace_back(member.name);
      EXPECT_NE(member.meaning.en, member.meaning.pt) << member.name;
    }
    EXPECT_EQ(names_in(analysis.collection.result->summary), described) << method.id;
    for (const std::string& input : analysis.collection.result->inputs) {
      const auto read = geo::collections_of(request);
      EXPECT_NE(std::find(read.begin(), read.end(), input), read.end()) << input;
    }
  }
}

/// Of a box around one incident a density is the kernel turned round, and "1 of 27 rows used" is an answer too.
TEST(AnalysisRequest, NothingIsSaidOfFewerThanTen) {
  constexpr geo::TimeMs day_ms = 86'400'000;
  const auto made = [&](int number, const char* category, const char* verification) {
    std::vector<geo::Row> rows;
    for (int i = 0; i < number; ++i) {
      rows.push_back(analysis_test::row("incidents", {40.5 + i % 5 * 0.01, -12.9 - i / 5 * 0.01},
                                        {{"occurred_from", 1'700'000'000'000 + i * 10 * day_ms},
                                         {"category", std::string(category)},
                                         {"verification", std::string(verification)}}));
    }
    return rows;
  };
  std::vector<geo::Row> rows = made(9, "0401", "confirmed");
  for (const auto& more : {made(30, "0401", "rejected"), made(30, "0501", "confirmed")}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  const auto store = analysis_test::memory_store();
  analysis_test::add(*store, "incidents", rows);
  const auto area = geo::from_polygons({{{{40, -13.5}, {42, -13.5}, {42, -12}, {40, -12}, {40, -13.5}}}});
  analysis_test::add(*store, "admin_areas", {analysis_test::row("admin_areas", area, {{"level", std::int64_t{2}}})});
  analysis_test::add(*store, "population", {analysis_test::row("population", {40.5, -12.9}, {{"people", 5000.0}})});
  analysis_test::add(*store, "roads", {analysis_test::row("roads", geo::from_lines({{{40.5, -12.9}, {40.54, -12.9}}}))});
  std::map<std::string, std::shared_ptr<const geo::View>> views;
  const auto view = [&](const std::string& id) -> const geo::View& { return *(views[id] = store->view(id, geo::role_named("programme"))); };
  const auto said_of = [&](const AnalysisMethod& method, const char* category) -> std::string {
    try {
      geo::analyse(geo::analysis_request(method, {{"category", std::string(category)}}, 20'000), view, std::nullopt, {});
      return "";
    } catch (const geo::Error& error) {
      EXPECT_NE(error.text().en, error.text().pt);
      return error.what();
    }
  };
  std::set<std::string> refusals;
  for (const AnalysisMethod& method : geo::analysis_methods()) {
    EXPECT_EQ(said_of(method, "0501"), "") << method.id << " of 30";
    if (method.id == "coverage-gaps") { continue; }  // of ground and people: incidents are a column of it
    refusals.insert(said_of(method, "0401"));
    refusals.insert(said_of(method, "0901"));  // none at all
  }
  ASSERT_EQ(refusals.size(), 1U) << "none and few look alike";
  EXPECT_EQ(refusals.begin()->rfind("Fewer than 10 rows match and can be used", 0), 0U) << *refusals.begin();
}

}  // namespace
