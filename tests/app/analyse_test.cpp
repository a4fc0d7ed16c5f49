// SPDX-License-Identifier: Apache-2.0
// `bairro analyse` and `bairro results` from outside.
#include "geo/analysis/method.hpp"
#include "store/sqlite_store.hpp"
#include "tests/api/json.hpp"
#include "tests/app/process.hpp"
#include "tests/app/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

namespace {

using api_tests::Json;
using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;

/// Each test has the sample in a store of its own.
class Analyse : public testing::Test {
 protected:
  Analyse() {
    for (const char* end : {"", ".audit-key"}) { std::filesystem::copy_file(app_test::sample_store() + end, store + end); }
  }

  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", store});
    return bairro(arguments);
  }
  /// The answer as JSON; the command must succeed.
  [[nodiscard]] Json ask(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--json", "analyse"});
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return Json(outcome.out);
  }
  [[nodiscard]] std::set<std::string> results() const {
    std::set<std::string> ids;
    for (const Json& result : Json(run({"--json", "results"}).out).elements()) { ids.insert(result.text("/id")); }
    return ids;
  }
  [[nodiscard]] std::int64_t rev() const { return Json(run({"--json", "info"}).out).integer("/rev"); }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

TEST_F(Analyse, LeavesACollectionThatSaysHowItCameToBe) {
  for (const std::string method : {"kde", "gi-star", "coverage-gaps"}) {
    const Outcome outcome = run({"analyse", method});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("Result r-" + method + "-"));
    EXPECT_THAT(outcome.out, HasSubstr("2601 of 2810 rows used"));
    EXPECT_THAT(outcome.out, HasSubstr("Found by patrols: 3.8 % of the rows, left out."));
    EXPECT_THAT(outcome.out, HasSubstr("not the same as safe"));
    EXPECT_THAT(outcome.err, HasSubstr(method + ": ")) << "progress";
  }
  const auto ids = results();
  ASSERT_EQ(ids.size(), 3U);
  for (const std::string& id : ids) {
    const Json page(run({"query", id, "--limit", "1"}).out);
    EXPECT_EQ(page.elements("/features").size(), 1U) << id;
  }
  const Json jobs(run({"--json", "jobs"}).out);
  std::size_t analyses = 0;
  for (const Json& job : jobs.elements()) {
    if (job.text("/kind") != "analyse") { continue; }
    ++analyses;
    EXPECT_EQ(job.text("/state"), "succeeded");
    EXPECT_EQ(job.text("/parameters/collection"), "incidents");
  }
  EXPECT_EQ(analyses, 3U);
}

TEST_F(Analyse, EveryMethodLeavesAResultThatSaysItsParametersAndItsCounts) {
  for (const geo::AnalysisMethod& each : geo::analysis_methods()) {
    const std::string method(each.id);
    const Json first = ask({method});
    EXPECT_TRUE(first.boolean("/new")) << method;
    EXPECT_GT(first.integer("/rows"), 0) << method;
    if (method != "coverage-gaps") {  // which asks catchments and sites
      std::int64_t excluded = 0;
      for (const auto& [reason, rows] : first.members("/summary/excluded")) { excluded += rows.integer(""); }
      EXPECT_EQ(first.integer("/summary/matched"), first.integer("/summary/used") + excluded) << method;
    }
    EXPECT_GT(first.elements("/summary/caveats").size(), 0U) << method;
    EXPECT_EQ(ask({method}).text("/id"), first.text("/id")) << method;
    const Json page(run({"query", first.text("/id"), "--limit", "1"}).out);
    EXPECT_EQ(page.elements("/features").size(), 1U) << method;
  }
  const Json moran = ask({"local-moran", "--permutations", "99", "--seed", "5"});
  EXPECT_EQ(moran.integer("/parameters/permutations"), 99);
  EXPECT_EQ(moran.integer("/parameters/seed"), 5);
  const Json emerging = ask({"emerging", "--step", "quarter", "--lag", "0"});
  EXPECT_EQ(emerging.text("/parameters/step"), "quarter");
  EXPECT_EQ(emerging.integer("/summary/steps/number"), 12);
  const Json change =
      ask({"change", "--datetime-before", "2023-01-01/2023-12-31", "--datetime", "2024-01-01/2024-12-31", "--against", "elsewhere"});
  EXPECT_EQ(change.text("/parameters/before/0"), "2023-01-01");
  EXPECT_EQ(change.text("/parameters/against"), "elsewhere");
  const Json knox = ask({"near-repeat", "--distance-m", "1000", "--distance-bands", "1", "--time-bands", "1", "--pool-same-place"});
  EXPECT_EQ(knox.integer("/rows"), 1);
  EXPECT_EQ(ask({"st-dbscan", "--span-days", "7"}).integer("/parameters/span_days"), 7);
}

TEST_F(Analyse, TheSameQuestionOverTheSameDataIsNotKeptTwice) {
  for (const std::string method : {"kde", "gi-star", "coverage-gaps"}) {
    const Json first = ask({method});
    EXPECT_TRUE(first.boolean("/new"));
    const auto before = rev();
    const Json second = ask({method});
    EXPECT_FALSE(second.boolean("/new"));
    EXPECT_EQ(first.text("/id"), second.text("/id"));
    EXPECT_EQ(second.text("/made_at"), first.text("/made_at")) << "what is there stays as it is";
    EXPECT_EQ(rev(), before) << "nothing was written";
    EXPECT_THAT(run({"analyse", method}).out, HasSubstr("is there already"));
  }
  EXPECT_EQ(results().size(), 3U);
  // One more row is other data, and a result keeps what it was made of.
  const std::string more = folder.file("more.csv", "_uuid,date,category,latitude,longitude\nz1,2024-05-05,0401,-12.97,40.51\n");
  ASSERT_EQ(run({"import", "incidents", more}).exit_code, 0);
  const Json after = ask({"kde"});
  EXPECT_TRUE(after.boolean("/new"));
  EXPECT_EQ(after.integer("/summary/matched"), 2811);
  EXPECT_EQ(results().size(), 4U);
}

TEST_F(Analyse, SaysWhatWasAskedAndFound) {
  const Json kde = ask({"kde", "--bandwidth-m", "4000", "--cell-m", "1000", "--datetime", "2024-01-01/2024-12-31", "--bbox",
                        "38,-14,41,-12", "--category", "05"});
  EXPECT_EQ(kde.number("/parameters/bandwidth_m"), 4000);
  EXPECT_EQ(kde.number("/parameters/cell_m"), 1000);
  EXPECT_EQ(kde.text("/parameters/category"), "05");
  EXPECT_EQ(kde.number("/parameters/bbox/0"), 38);
  EXPECT_EQ(kde.text("/parameters/datetime"), "2024-01-01T00:00:00Z/2024-12-31T23:59:59.999Z");
  std::int64_t excluded = 0;
  for (const auto& [reason, rows] : kde.members("/summary/excluded")) { excluded += rows.integer(""); }
  EXPECT_EQ(kde.integer("/summary/matched"), kde.integer("/summary/used") + excluded);
  EXPECT_EQ(kde.text("/inputs/0"), "incidents");
  EXPECT_EQ(kde.text("/role"), "programme");
  EXPECT_TRUE(kde.is_null("/output"));
  const Json with = ask({"kde", "--include-patrol"});
  const Json without = ask({"kde"});
  EXPECT_GT(with.integer("/summary/used"), without.integer("/summary/used"));
  EXPECT_NE(with.text("/id"), without.text("/id"));
  const Json gi = ask({"gi-star", "--width-m", "6000", "--neighbours-m", "12000"});
  EXPECT_EQ(gi.number("/parameters/neighbours_m"), 12'000);
  EXPECT_EQ(gi.text("/parameters/study_area/origin"), "area_of_operation");
  EXPECT_EQ(gi.integer("/rows"), gi.integer("/summary/hexagons"));
  const Json gaps = ask({"coverage-gaps", "--service-m", "5000"});
  EXPECT_EQ(gaps.number("/parameters/service_m"), 5000);
  EXPECT_EQ(gaps.text("/parameters/study_area/origin"), "admin_areas");
  EXPECT_EQ(gaps.integer("/summary/study_area/areas"), 17);
  EXPECT_EQ(gaps.elements("/inputs").size(), 6U);
}

/// An answer is made of what its role sees, and of nothing else.
TEST_F(Analyse, EachRoleHasItsOwnAnswer) {
  const std::string open = folder.file("open.csv",
                                       "_uuid,date,category,latitude,longitude,confidencialidade\n"
                                       "v1,2024-05-05,0401,-12.97,40.51,3\nv2,2024-05-06,0401,-12.98,40.52,3\n");
  ASSERT_EQ(run({"import", "incidents", open}).exit_code, 0);
  const Json programme = ask({"kde"});
  const Json protection = ask({"kde", "--role", "protection"});
  EXPECT_EQ(std::to_string(programme.integer("/summary/matched")) + "\n", run({"count", "incidents"}).out);
  EXPECT_EQ(std::to_string(protection.integer("/summary/matched")) + "\n", run({"count", "incidents", "--role", "protection"}).out);
  EXPECT_GT(protection.integer("/summary/matched"), programme.integer("/summary/matched") + 2) << "protected classes too";
  EXPECT_EQ(protection.text("/role"), "protection");
  EXPECT_NE(protection.text("/id"), programme.text("/id"));
  const Json seen(run({"--json", "results"}).out);
  ASSERT_EQ(seen.elements().size(), 1U);
  EXPECT_EQ(seen.text("/0/id"), programme.text("/id"));
  EXPECT_EQ(run({"count", protection.text("/id")}).exit_code, 2);
  EXPECT_EQ(run({"count", programme.text("/id"), "--role", "protection"}).exit_code, 0);
  EXPECT_EQ(run({"analyse", "kde", "--role", "visitor"}).exit_code, 2) << "a visitor knows of no incidents";
  // A row that only protection sees changes nothing for the programme.
  const std::string hidden =
      folder.file("hidden.csv", "_uuid,date,category,latitude,longitude,confidencialidade\nh1,2024-05-05,0401,-12.97,40.51,3\n");
  ASSERT_EQ(run({"import", "incidents", hidden}).exit_code, 0);
  EXPECT_FALSE(ask({"kde"}).boolean("/new"));
  EXPECT_TRUE(ask({"kde", "--role", "protection"}).boolean("/new"));
}

TEST_F(Analyse, ResultsExpireUnlessPinned) {
  const std::string short_lived = ask({"kde", "--days", "1"}).text("/id");
  const Json pinned = ask({"gi-star", "--pin"});
  EXPECT_TRUE(pinned.is_null("/expires_at"));
  const std::string later_pinned = ask({"coverage-gaps"}).text("/id");
  EXPECT_EQ(run({"results", "pin", later_pinned}).exit_code, 0);
  EXPECT_THAT(run({"results"}).out, HasSubstr("kept for good"));
  EXPECT_EQ(run({"results", "sweep"}).out, "0 results had expired and are gone.\n");
  const auto expire = [&](const std::string& id) { store::open_sqlite(store)->keep_result(id, geo::TimeMs{1}); };
  expire(short_lived);
  EXPECT_EQ(run({"--json", "results", "sweep"}).out, "{\"removed\":[\"" + short_lived + "\"]}\n");
  EXPECT_EQ(results(), (std::set<std::string>{pinned.text("/id"), later_pinned}));
  // The next analysis sweeps too.
  expire(later_pinned);
  ASSERT_EQ(run({"analyse", "kde"}).exit_code, 0);
  EXPECT_FALSE(results().contains(later_pinned));
  // Asking for what is there with --pin pins it.
  EXPECT_TRUE(ask({"kde", "--pin"}).is_null("/expires_at"));
  EXPECT_EQ(run({"results", "remove", short_lived}).exit_code, 0) << "made anew above, under the same id";
  EXPECT_EQ(run({"results", "remove", short_lived}).exit_code, 2);
  EXPECT_EQ(run({"results", "remove", "incidents"}).exit_code, 2);
  EXPECT_EQ(run({"results", "pin", "r-nothing"}).exit_code, 2);
}

/// A warning that is always there says nothing where it counts.
TEST_F(Analyse, ExportsOfResultsDoNotWarnOfExactPlaces) {
  const auto said = [&](const std::string& collection, const std::string& role) {
    const std::string file = (folder / (collection + role + ".geojson")).string();
    const Outcome outcome = run({"export", collection, "--role", role, "--purpose", "weekly meeting", file});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    std::ifstream in(file);
    return outcome.out + std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string result = said(ask({"gi-star"}).text("/id"), "programme");
  EXPECT_THAT(result, testing::Not(HasSubstr("xact locations: protect")));
  EXPECT_THAT(result, testing::Not(HasSubstr("It contains exact locations")));
  EXPECT_THAT(result, HasSubstr("It contains results of rows that not everybody may see, of which single places may be worked out"));
  EXPECT_THAT(result, HasSubstr("\"warning_en\":\"Results of analyses of rows that not everybody may see: single places may be worked"));
  EXPECT_THAT(result, HasSubstr("\"warning_pt\":\"Resultados de análises de linhas que nem todos podem ver: deles podem calcular-se"));
  EXPECT_THAT(result, testing::Not(HasSubstr("no exact locations")));
  // Settlements and sites are named there, where they are.
  EXPECT_THAT(said(ask({"coverage-gaps"}).text("/id"), "programme"), HasSubstr("It contains exact locations"));
  EXPECT_THAT(said("incidents", "programme"), HasSubstr("\"warning_en\":\"Contains exact locations"));
  const std::string open_result = said(ask({"kde", "--collection", "settlements", "--role", "visitor"}).text("/id"), "visitor");
  EXPECT_THAT(open_result, HasSubstr("It contains no exact locations, and only what anybody may see."));
  EXPECT_THAT(open_result, HasSubstr("\"warning_en\":\"Results of analyses: no exact locations, and only what anybody may see.\""));
}

TEST_F(Analyse, TwoAtOnceKeepOneAnswer) {
  const Folder first_folder;
  const Folder second_folder;
  app_test::Child first(first_folder, {"--store", store, "analyse", "kde"});
  app_test::Child second(second_folder, {"--store", store, "analyse", "kde"});
  EXPECT_EQ(first.wait(), 0) << first.out();
  EXPECT_EQ(second.wait(), 0) << second.out();
  EXPECT_EQ(results().size(), 1U);
}

TEST_F(Analyse, ServersShowResultsAndSweepWhenTheyStart) {
  const std::string id = ask({"kde"}).text("/id");
  const std::string old = ask({"gi-star"}).text("/id");
  store::open_sqlite(store)->keep_result(old, geo::TimeMs{1});
  app_test::Server server(folder, store);
  const app_test::Answer answer = app_test::get(server.port(), "/collections/" + id);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Json(answer.body).text("/result/method"), "kde");
  EXPECT_EQ(app_test::get(server.port(), "/collections/" + old).status, 404);
  // One that is made beside a running server is seen, too.
  const std::string gaps = ask({"coverage-gaps"}).text("/id");
  int status = 0;
  for (int i = 0; i < 3000 && status != 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = app_test::get(server.port(), "/collections/" + gaps + "/items?limit=1").status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(Analyse, WhatHasNoMeaningIsRefusedAndLeavesNothing) {
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    const char* sentence;
  };
  const std::vector<Case> table{
      {{"analyse"}, 2, "gi-star"},
      {{"analyse", "magic"}, 2, ""},
      {{"analyse", "kde", "--role", "king"}, 2, "role"},
      {{"analyse", "kde", "--bbox", "1,2,3"}, 2, "bbox"},
      {{"analyse", "kde", "--datetime", "yesterday"}, 2, "datetime"},
      {{"analyse", "kde", "--collection", "nothing"}, 2, "nothing"},
      {{"analyse", "kde", "--bandwidth-m", "0"}, 2, "between 250 m"},
      {{"analyse", "kde", "--bandwidth-m", "wide"}, 2, ""},
      {{"analyse", "kde", "--bandwidth-m", "1000", "--cell-m", "50"}, 3, "500000 are the most"},
      {{"analyse", "kde", "--days", "0"}, 2, ""},
      {{"analyse", "kde", "--output", "x.shp"}, 2, ".geojson"},
      {{"analyse", "gi-star", "--output", "x.tif"}, 2, "only results of kde"},
      {{"analyse", "coverage-gaps", "--output", "x.TIF"}, 2, "only results of kde"},
      {{"analyse", "gi-star", "--width-m", "2"}, 2, "between 250 m"},
      {{"analyse", "local-moran", "--width-m", "249"}, 2, "between 250 m"},
      {{"analyse", "change", "--width-m", "100"}, 2, "between 250 m"},
      {{"analyse", "emerging", "--width-m", "100"}, 2, "between 250 m"},
      {{"analyse", "kde", "--bandwidth-m", "100"}, 2, "between 250 m"},
      {{"analyse", "kde", "--cell-m", "10"}, 2, "between 50 m"},
      {{"analyse", "gi-star", "--width-m", "250"}, 3, "200000"},
      {{"analyse", "gi-star", "--width-m", "5000", "--neighbours-m", "500000"}, 2, "20 hexagons"},
      {{"analyse", "emerging", "--step", "fortnight"}, 2, "one of: day, week"},
      {{"analyse", "emerging", "--step", "year", "--datetime", "2024-01-01/2024-12-31"}, 2, "two at least"},
      {{"analyse", "local-moran", "--permutations", "0"}, 2, "between 99"},
      {{"analyse", "change", "--datetime-before", "2024-01-01/2024-12-31"}, 2, "Give 'datetime'"},
      {{"analyse", "change", "--datetime", "2023-01-01/2023-12-31", "--datetime-before", "2024-01-01/2024-12-31"}, 2, "must end before"},
      {{"analyse", "dbscan", "--min-points", "1"}, 2, ""},
      {{"analyse", "coverage-gaps", "--service-m", "-1"}, 2, ""},
      {{"analyse", "coverage-gaps", "--bbox", "0,0,1,1"}, 2, "outside the study area"},
      {{"analyse", "kde", "--width-m", "100"}, 2, ""},
  };
  for (const Case& c : table) {
    const Outcome outcome = run(c.arguments);
    EXPECT_EQ(outcome.exit_code, c.exit_code) << c.arguments.back() << ": " << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr(c.sentence)) << c.arguments.back();
  }
  EXPECT_TRUE(results().empty());
  EXPECT_THAT(run({"--json", "jobs"}).out, HasSubstr("failed"));
  EXPECT_EQ(bairro({"--store", (folder / "none.db").string(), "analyse", "kde"}).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db")) << "asking makes no store";
  EXPECT_EQ(run({"analyse", "kde", "--collection", ask({"kde"}).text("/id")}).exit_code, 2) << "no analysis of a result";
}

}  // namespace
