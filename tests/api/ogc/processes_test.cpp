// SPDX-License-Identifier: Apache-2.0
// /processes, held against the shape that OGC 18-062r2 gives (processList, processSummary, process, inputDescription).
#include "geo/analysis/method.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace api_tests;

constexpr const char* rel_execute = "http://www.opengis.net/def/rel/ogc/1.0/execute";

std::set<std::string> texts(const Json& json, const std::string& pointer) {
  std::set<std::string> all;
  for (const Json& value : json.elements(pointer)) { all.insert(value.text()); }
  return all;
}

void expect_summary(const Json& process) {
  for (const char* name : {"/id", "/title", "/description", "/version"}) { EXPECT_NE(process.text(name), "") << name; }
  EXPECT_EQ(texts(process, "/jobControlOptions"), (std::set<std::string>{"sync-execute", "async-execute", "dismiss"}));
  EXPECT_EQ(texts(process, "/outputTransmission"), (std::set<std::string>{"reference", "value"}));
  EXPECT_NE(process.link("self"), "");
  EXPECT_NE(process.link(rel_execute), "");
}

/// A JSON Schema of the kinds that inputs and outputs have here.
void expect_schema(const Json& schema) {
  const std::set<std::string> types{"string", "number", "integer", "boolean", "object", "array"};
  if (schema.has("/oneOf")) {
    EXPECT_GE(schema.elements("/oneOf").size(), 2U);
    for (const Json& one : schema.elements("/oneOf")) { expect_schema(one); }
    return;
  }
  const std::string type = schema.text("/type");
  EXPECT_TRUE(types.contains(type)) << type;
  EXPECT_EQ(schema.has("/minimum"), schema.has("/maximum"));
  if (schema.has("/minimum")) {
    EXPECT_TRUE(type == "number" || type == "integer");
    EXPECT_LT(schema.number("/minimum"), schema.number("/maximum"));
    if (schema.has("/default")) {
      EXPECT_GE(schema.number("/default"), schema.number("/minimum"));
      EXPECT_LE(schema.number("/default"), schema.number("/maximum"));
    }
  }
  if (type == "array") { EXPECT_EQ(schema.text("/items/type"), "number"); }
}

TEST(Processes, TheListAndEachDescriptionHaveTheStandardsShape) {
  NotesService notes;
  const Json list(notes.get("/processes?f=json"));
  ASSERT_EQ(list.elements("/processes").size(), geo::analysis_methods().size());
  EXPECT_NE(list.link("self"), "");
  EXPECT_NE(list.link("alternate"), "");
  for (const Json& summary : list.elements("/processes")) {
    expect_summary(summary);
    const Json process(notes.get(target_of(summary.link("self"))));
    expect_summary(process);
    EXPECT_EQ(process.text("/id"), summary.text("/id"));
    const geo::AnalysisMethod& method = *geo::analysis_method(process.text("/id"));
    ASSERT_EQ(process.members("/inputs").size(), method.parameters.size());
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
      const auto [name, input] = process.members("/inputs")[i];
      EXPECT_EQ(name, method.parameters[i].name);
      EXPECT_NE(input.text("/title"), "");
      EXPECT_NE(input.text("/description"), "");
      EXPECT_EQ(input.integer("/minOccurs"), 0);
      EXPECT_EQ(input.integer("/maxOccurs"), 1);
      for (const auto& [key, value] : input.members()) {
        if (key == "schema") { expect_schema(value); }
      }
      if (method.parameters[i].min) { EXPECT_EQ(input.number("/schema/minimum"), *method.parameters[i].min) << name; }
      if (method.parameters[i].max) { EXPECT_EQ(input.number("/schema/maximum"), *method.parameters[i].max) << name; }
      EXPECT_EQ(input.has("/schema/default"), method.parameters[i].default_value.has_value()) << name;
    }
    EXPECT_EQ(process.members("/outputs").size(), 3U);
    EXPECT_EQ(process.text("/outputs/result/schema/contentMediaType"), "application/geo+json");
    EXPECT_EQ(process.members("/outputs/summary/schema/properties").size(), method.summary.size());
    for (const auto& [name, member] : process.members("/outputs/summary/schema/properties")) {
      EXPECT_NE(member.text("/description"), "") << name;
      const bool has_unit = name.ends_with("_km2") || name.ends_with("_km");
      EXPECT_EQ(member.has("/x-ogc-unit"), has_unit || name == "max_scale_error") << name;
    }
  }
}

TEST(Processes, SpeakTheLanguageAskedFor) {
  NotesService notes;
  const Json en(notes.get("/processes/kde?f=json", {{"Accept-Language", "en"}}));
  const Json pt(notes.get("/processes/kde?f=json", {{"Accept-Language", "pt"}}));
  EXPECT_EQ(en.text("/inputs/bandwidth_m/title"), "Bandwidth");
  EXPECT_EQ(pt.text("/inputs/bandwidth_m/title"), "Largura de banda");
  EXPECT_EQ(en.text("/id"), pt.text("/id"));
  EXPECT_NE(body(notes.get("/processes?f=html")).find("Análises"), std::string_view::npos);
  const std::string_view html = body(notes.get("/processes/gi-star?f=html", {{"Accept-Language", "en"}}));
  EXPECT_NE(html.find("a number between 1 m and 1000000 m"), std::string_view::npos);
  EXPECT_NE(html.find("/processes/gi-star/execution"), std::string_view::npos);
}

TEST(Processes, ComeInPages) {
  NotesService notes;
  std::vector<std::string> ids;
  std::string target = "/processes?f=json&limit=2";
  int pages = 0;
  for (; !target.empty() && pages < 99; ++pages) {
    const Json page(notes.get(target));
    for (const Json& process : page.elements("/processes")) { ids.push_back(process.text("/id")); }
    const std::string next = page.link("next");
    target = next.empty() ? "" : target_of(next);
  }
  std::vector<std::string> all;
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) { all.emplace_back(method.id); }
  EXPECT_EQ(ids, all);
  EXPECT_EQ(static_cast<std::size_t>(pages), (all.size() + 1) / 2);
  EXPECT_EQ(Json(notes.get("/processes?next=99")).elements("/processes").size(), 0U);
  EXPECT_EQ(notes.get("/processes?next=x").status, 400);
  EXPECT_EQ(notes.get("/processes?next=-1").status, 400);
  EXPECT_EQ(notes.get("/processes?limit=0").status, 400);
}

TEST(Processes, UnknownOnesAreSaidSoInTheStandardsWords) {
  NotesService notes;
  for (const char* target : {"/processes/magic", "/processes/magic?f=json"}) {
    const api::Response answer = notes.get(target);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(Json(answer).text("/type"), "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-process");
  }
  for (const char* target : {"/jobs/00", "/jobs/00/results"}) {
    EXPECT_EQ(Json(notes.get(target)).text("/type"), "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-job");
  }
}

TEST(Processes, AServiceWithoutRunnersSaysSo) {
  NotesService notes;
  api::Request request = make_request("/processes/kde/execution", {{"Content-Type", "application/json"}}, "POST");
  request.body = "{}";
  EXPECT_EQ(notes.service->handle(request).status, 501);
  EXPECT_EQ(Json(notes.get("/jobs?f=json")).elements("/jobs").size(), 0U);
}

TEST(Processes, TheLandingPageLeadsThere) {
  NotesService notes;
  const Json landing(notes.get("/"));
  EXPECT_EQ(target_of(landing.link("http://www.opengis.net/def/rel/ogc/1.0/processes")), "/processes");
  EXPECT_EQ(target_of(landing.link("http://www.opengis.net/def/rel/ogc/1.0/job-list")), "/jobs");
  const std::string base = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
  const std::set<std::string> classes = texts(Json(notes.get("/conformance")), "/conformsTo");
  for (const char* name : {"core", "ogc-process-description", "json", "html", "oas30", "job-list", "dismiss"}) {
    EXPECT_TRUE(classes.contains(base + name)) << name;
  }
}

}  // namespace
