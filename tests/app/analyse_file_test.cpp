// SPDX-License-Identifier: Apache-2.0
// `bairro analyse METHOD --input FILE` from outside.
#include "tests/api/json.hpp"
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>

namespace {

using api_tests::Json;
using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;
using testing::Not;

/// A street of seven houses: high values in the middle; one value is missing, one is a word.
constexpr const char* street =
    "house,east,north,cases,people,day\n"
    "A,0,0,1,10,2024-01-01\n"
    "B,10,0,2,12,2024-01-02\n"
    "C,20,0,9,11,2024-01-02\n"
    "D,30,0,8,10,2024-01-03\n"
    "E,40,0,9,13,2024-02-01\n"
    "F,50,0,,10,2024-02-02\n"
    "G,60,0,many,10,2024-02-03\n";

class AnalyseFile : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", (folder / "none.db").string(), "analyse"});
    return bairro(arguments);
  }
  Outcome ask(const std::string& method, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {method, "--input", file});
    return run(arguments);
  }
  Json answer(const std::string& method, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--output", "-"});
    const Outcome outcome = ask(method, arguments);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("nan")));
    EXPECT_THAT(outcome.out, Not(HasSubstr("inf")));
    return Json(outcome.out);
  }
  /// The sentence on standard error, of a command that must fail so.
  std::string refused(int exit_code, const Outcome& outcome) const {
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  }
  static std::string content(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  Folder folder;
  std::string file = folder.file("street.csv", street);
  std::vector<std::string> near = {"--id",     "house",  "--x",          "east",     "--y",        "north",
                                   "--metric", "planar", "--neighbours", "distance", "--distance", "10"};
};

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST_F(AnalyseFile, SaysWhatWasUsedAndWhatItMeans) {
  const Json result = answer("gi-star", near + std::vector<std::string>{"--value", "cases"});
  EXPECT_EQ(result.text("/method"), "gi-star");
  EXPECT_EQ(result.text("/parameters/file"), "street.csv");
  EXPECT_EQ(result.text("/parameters/value"), "cases");
  EXPECT_EQ(result.text("/parameters/style"), "B");
  EXPECT_EQ(result.integer("/counts/read"), 7);
  EXPECT_EQ(result.integer("/counts/used"), 5);
  EXPECT_EQ(result.integer("/counts/excluded/empty_cases"), 1);
  EXPECT_EQ(result.integer("/counts/excluded/no_number_in_cases"), 1);
  EXPECT_EQ(result.integer("/tests"), 5);
  EXPECT_THAT(result.text("/says/en"), HasSubstr("does not say why"));
  EXPECT_THAT(result.text("/says/pt"), HasSubstr("não diz porquê"));
  ASSERT_EQ(result.elements("/rows").size(), 5U);
  EXPECT_EQ(result.text("/rows/3/id"), "D");
  EXPECT_EQ(result.number("/rows/3/x"), 30);
  // By hand: 1 2 9 8 9 have the mean 5.8 and the deviation √(62.8/5); D, C and E sum to 26.
  const double z = (26 - 3 * 5.8) / (std::sqrt(62.8 / 5) * std::sqrt(3.0 * 2 / 4));
  EXPECT_NEAR(result.number("/rows/3/z"), z, 1e-12);
  EXPECT_NEAR(result.number("/rows/3/p"), std::erfc(z / std::numbers::sqrt2), 1e-12);
  EXPECT_TRUE(result.is_null("/rows/3/reason"));
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db")) << "no store is made";
}

TEST_F(AnalyseFile, DatesWithoutHyphensAreDates) {
  const auto events = [&](const std::string& days) {
    std::string rows = "day\n";
    std::istringstream all(days);
    for (std::string day; all >> day;) { rows += day + "\n"; }
    return folder.file("events.csv", rows);
  };
  const auto seasons = [&](const std::string& days) {
    return run({"seasonality", "--input", events(days), "--time", "day", "--from", "20240101", "--to", "20240331", "--output", "-"});
  };
  const Outcome compact = seasons("20240131 20240201 20240229 20240229 20240230");
  ASSERT_EQ(compact.exit_code, 0) << compact.err;
  const Json found(compact.out);
  EXPECT_EQ(found.integer("/counts/used"), 4);
  EXPECT_EQ(found.integer("/counts/excluded/no_number_in_day"), 1) << "there was no 30 February";
  EXPECT_EQ(found.number("/rows/0/observed"), 1) << "January";
  EXPECT_EQ(found.number("/rows/1/observed"), 3);
  EXPECT_THAT(found.text("/warnings/0/en"), HasSubstr("The numbers of column day are read as dates"));
  EXPECT_EQ(Json(seasons("2024-01-31 2024-02-01 2024-02-29 20240229").out).number("/rows/1/observed"), 3) << "and beside others";
  EXPECT_THAT(refused(3, seasons("2024013112 2024020100")), HasSubstr("2024013112 looks like a date with a time"));
  EXPECT_THAT(refused(3, seasons("20240131 202402011230 20240131")), HasSubstr("202402011230 looks like a date with a time"));
  EXPECT_THAT(refused(3, seasons("20240131 20240201 17")), HasSubstr("20240131 looks like a date, but 1 of 3 numbers do not"));
  // As numbers of days they stay what they are.
  const std::vector<std::string> trend{
      "mann-kendall", "--input", folder.file("days.csv", "day,n\n20241331,1\n20240000,2\n30240131,3\n"), "--time", "day", "--value", "n",
      "--output",     "-"};
  EXPECT_EQ(Json(run(trend).out).integer("/counts/used"), 3);
}

TEST_F(AnalyseFile, EveryMethodAnswers) {
  const std::vector<std::string> places{"--id", "house", "--x", "east", "--y", "north", "--metric", "planar"};
  const std::vector<std::string> value{"--value", "cases"};
  const std::vector<std::string> drawn{"--permutations", "19", "--seed", "5"};
  for (const char* method : {"gi", "gi-star", "local-moran", "local-geary"}) {
    const Json result = answer(method, near + value + drawn);
    EXPECT_EQ(result.integer("/parameters/seed"), 5) << method;
    EXPECT_TRUE(result.has("/rows/0/p_permutation")) << method;
    EXPECT_TRUE(result.has("/rows/0/q_by_permutation")) << method;
  }
  EXPECT_EQ(answer("local-moran", near + value).text("/rows/3/quadrant"), "high-high");
  EXPECT_EQ(answer("join-count", near + value + std::vector<std::string>{"--threshold", "5"}).integer("/rows/3/joins"), 2);
  EXPECT_EQ(answer("global", near + value).text("/rows/0/statistic"), "moran_i");
  EXPECT_NEAR(answer("eb-rates", value + std::vector<std::string>{"--population", "people"}).number("/rows/0/raw"), 0.1, 1e-15);
  EXPECT_EQ(answer("mann-kendall", value).integer("/rows/0/values"), 5);
  EXPECT_EQ(answer("dbscan", places + std::vector<std::string>{"--eps", "10", "--min-points", "2"}).integer("/summary/clusters"), 1);
  EXPECT_EQ(answer("st-dbscan", places + std::vector<std::string>{"--time", "day", "--radius", "10", "--days", "3", "--min-points", "2"})
                .integer("/summary/clusters"),
            2);
  EXPECT_TRUE(answer("scan", places + value + drawn + std::vector<std::string>{"--population", "people"}).has("/clusters"));
  // A-B, B-C and C-D; E-F and F-G: within 10 and a day.
  EXPECT_EQ(answer("knox", places + drawn + std::vector<std::string>{"--time", "day", "--radius", "10", "--days", "1"})
                .integer("/rows/0/observed"),
            5);
  EXPECT_EQ(
      answer("near-repeat", places + drawn + std::vector<std::string>{"--time", "day", "--radius-bands", "0,10,20", "--day-bands", "1,2"})
          .elements("/rows")
          .size(),
      6U);
  EXPECT_EQ(answer("kde", places + std::vector<std::string>{"--bandwidth", "15", "--adaptive"}).integer("/grid/columns"), 30);
  EXPECT_EQ(answer("bandwidth", {"--x", "east", "--y", "people", "--metric", "planar", "--radii", "0,2"}).elements("/ripley_k").size(), 2U);
  EXPECT_EQ(answer("hdbscan", places + std::vector<std::string>{"--min-points", "2"}).elements("/rows").size(), 7U);
  EXPECT_EQ(answer("seasonality", {"--time", "day"}).elements("/hours_by_weekday").size(), 7U);
  EXPECT_EQ(answer("change", {"--time", "day", "--split", "2024-01-03"}).integer("/rows/0/before"), 3);
  EXPECT_EQ(answer("change", {"--id", "house", "--before", "people", "--after", "east"}).elements("/rows").size(), 7U);
  EXPECT_EQ(answer("forecast-check", places + std::vector<std::string>{"--time", "day", "--cell", "20", "--step", "1", "--bandwidth", "30"})
                .elements("/rows")
                .size(),
            3U);
  EXPECT_TRUE(answer("scan", places + drawn + std::vector<std::string>{"--time", "day", "--step", "1", "--model", "permutation"})
                  .has("/clusters/0/first_time"));
  const std::string cube = folder.file("cube.csv", "place;month;n\na;2024-01;1\nb;2024-01;5\na;2024-02;2\nb;2024-02;6\n");
  const std::string weights = folder.file("w.json", R"({"n":2,"zero_based":true,"neighbours":[[1],[0]]})");
  const Outcome emerging =
      run({"emerging", "--input", cube, "--id", "place", "--time", "month", "--value", "n", "--weights", weights, "--output", "-"});
  const Outcome early = run({"early-warning", "--input", cube, "--id", "place", "--time", "month", "--value", "n", "--output", "-"});
  EXPECT_EQ(early.exit_code, 0) << early.err;
  EXPECT_EQ(Json(early.out).text("/rows/0/reason"), "too_few_steps");
  EXPECT_EQ(emerging.exit_code, 0) << emerging.err;
  EXPECT_EQ(Json(emerging.out).integer("/summary/steps"), 2);
  EXPECT_EQ(Json(emerging.out).text("/parameters/weights"), "w.json") << "no folders";
}

TEST_F(AnalyseFile, WordsForPeopleInBothLanguages) {
  const auto asked = near + std::vector<std::string>{"--value", "cases"};
  const Outcome english = ask("gi-star", asked);
  EXPECT_THAT(english.out, HasSubstr("5 of 7 rows used, 1 empty_cases, 1 no_number_in_cases.\n"));
  EXPECT_THAT(english.out, HasSubstr("cut_off_caldas_de_castro_singer: none"));
  const Outcome portuguese = ask("gi-star", std::vector<std::string>{"--lang", "pt"} + asked);
  EXPECT_THAT(portuguese.out, HasSubstr("5 de 7 linhas usadas"));
  EXPECT_THAT(portuguese.out, HasSubstr("nem que os lugares frios são seguros"));
}

TEST_F(AnalyseFile, TheStoreAndFilesDoNotMix) {
  const auto asked = near + std::vector<std::string>{"--value", "cases"};
  const std::vector<std::vector<std::string>> only_stores{
      {"--bbox", "1,2,3,4"}, {"--role", "police"}, {"--include-patrol"}, {"--pin"}, {"--width-m", "500"}};
  for (const auto& option : only_stores) {
    EXPECT_THAT(refused(2, ask("gi-star", asked + option)),
                HasSubstr(option.front() + " asks the store; with --input gi-star looks at the file alone"));
  }
  EXPECT_THAT(refused(2, run({"gi-star", "--value", "cases"})), HasSubstr("--value is for files: say --input FILE"));
  EXPECT_THAT(refused(2, run({"local-geary"})), HasSubstr("local-geary works on files so far, not on the store: say --input FILE.csv"));
}

TEST_F(AnalyseFile, WhatIsWrongIsNamed) {
  EXPECT_THAT(refused(2, ask("gi-star", near + std::vector<std::string>{"--value", "crime"})),
              HasSubstr(R"(--value: street.csv has no column "crime"; it has house, east, north, cases, people, day.)"));
  EXPECT_THAT(refused(2, ask("gi-star", near + std::vector<std::string>{"--value", "cases", "--alpha", "7"})),
              HasSubstr("--alpha must be a number between"));
  EXPECT_THAT(refused(3, ask("gi-star", near + std::vector<std::string>{"--value", "day"})), HasSubstr("no_number_in_day: 7"));
  EXPECT_THAT(refused(2, run({"dbscan", "--input", (folder / "nothing.csv").string()})), HasSubstr("nothing.csv"));
  EXPECT_THAT(refused(2, ask("gi-star", {"--value", "cases", "--weights", (folder / "nothing.json").string()})), HasSubstr("nothing.json"));
  const std::string weights = folder.file("w.json", R"({"n":2,"zero_based":true,"neighbours":[[1],[0]]})");
  EXPECT_THAT(refused(3, ask("gi-star", {"--value", "cases", "--weights", weights})),
              HasSubstr("w.json has neighbours of 2 places, street.csv has 7."));
  EXPECT_THAT(refused(2, ask("dbscan", {"--x", "east", "--y", "north", "--eps", "1", "--min-points", "2"})),
              HasSubstr("dbscan needs --metric"));
  file = folder.file("negative.csv", "cases,people\n1,10\n2,-3\n");
  EXPECT_THAT(refused(3, ask("eb-rates", {"--value", "cases", "--population", "people"})),
              HasSubstr("negative.csv, row 2, column people: -3 is below 0."));
}

TEST_F(AnalyseFile, WhereNothingIsThereNothingIsFound) {
  const std::string head = folder.file("head.csv", "east,north,cases\n");
  const Outcome none = run({"gi-star", "--input", head, "--x", "east", "--y", "north", "--value", "cases"});
  EXPECT_THAT(refused(3, none), HasSubstr("has no rows"));
  const std::string lone = folder.file("lone.csv", "east,north,cases\n1,1,4\n");
  for (const char* method : {"gi-star", "local-moran"}) {
    const Outcome one = run({method, "--input", lone, "--x", "east", "--y", "north", "--value", "cases", "--metric", "planar",
                             "--neighbours", "distance", "--distance", "10"});
    EXPECT_EQ(one.exit_code, 0) << one.err;
    EXPECT_THAT(one.out + one.err, HasSubstr("No place could be tested"));
  }
}

TEST_F(AnalyseFile, WritesFilesForTheirOwner) {
  const auto asked = near + std::vector<std::string>{"--value", "cases", "--output"};
  const std::string csv = (folder / "out.csv").string();
  EXPECT_EQ(ask("gi-star", asked + std::vector<std::string>{csv}).exit_code, 0);
  const std::string text = content(csv);
  EXPECT_THAT(text, testing::StartsWith("id,x,y,value,neighbours,z,p,q_bh,q_by,p_bonferroni,class,reason\r\nA,0,0,1,1,"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
  EXPECT_EQ(std::filesystem::status(csv).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_THAT(ask("gi-star", asked + std::vector<std::string>{csv}).err, HasSubstr("is there already"));
  EXPECT_EQ(content(csv), text);
  const std::string json = (folder / "out.json").string();
  EXPECT_EQ(ask("gi-star", asked + std::vector<std::string>{json}).exit_code, 0);
  EXPECT_EQ(content(json), ask("gi-star", asked + std::vector<std::string>{"-"}).out);
  EXPECT_THAT(refused(2, ask("gi-star", asked + std::vector<std::string>{(folder / "out.gpkg").string()})),
              HasSubstr(".json, .geojson or .csv, a surface also a .tif"));
  EXPECT_THAT(refused(2, ask("gi-star", asked + std::vector<std::string>{(folder / "out.geojson").string()})),
              HasSubstr("GeoJSON holds longitude and latitude"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.geojson"));
}

/// Of the places around Pemba, in degrees; half of them cases.
constexpr const char* bay =
    "lon;lat;n;caso\n"
    "40,50;-12,97;1;sim\n40,51;-12,97;2;não\n40,52;-12,96;1;Sim\n40,50;-12,96;1;nao\n40,53;-12,98;3;talvez\n";

TEST_F(AnalyseFile, SurfacesAreGridsTablesOrRasters) {
  file = folder.file("bay.csv", bay);
  const std::vector<std::string> asked{"--x",      "lon", "--y",         "lat", "--metric", "geodesic",
                                       "--weight", "n",   "--bandwidth", "800", "--cell",   "200"};
  const Json result = answer("kde", asked);
  EXPECT_EQ(result.elements("/rows").size(), 0U);
  const auto cells = result.integer("/grid/columns") * result.integer("/grid/rows");
  EXPECT_EQ(result.elements("/grid/values/density_per_km2").size(), std::size_t(cells));
  EXPECT_NEAR(result.number("/summary/sum_over_cells"), 8, 0.1);
  const std::string csv = (folder / "kde.csv").string();
  EXPECT_EQ(ask("kde", asked + std::vector<std::string>{"--output", csv}).exit_code, 0);
  const std::string text = content(csv);
  EXPECT_THAT(text, testing::StartsWith("x,y,lon,lat,density_per_km2\r\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), cells + 1);
  const std::string tif = (folder / "kde.tif").string();
  const Outcome raster = ask("kde", asked + std::vector<std::string>{"--output", tif});
  ASSERT_EQ(raster.exit_code, 0) << raster.err;
  const std::string bytes = content(tif);
  EXPECT_EQ(bytes.substr(0, 4), std::string("II*\0", 4));
  EXPECT_THAT(bytes, HasSubstr("bairro bandwidth"));
  EXPECT_EQ(std::filesystem::status(tif).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_THAT(refused(2, ask("kde", asked + std::vector<std::string>{"--output", (folder / "kde.geojson").string()})),
              HasSubstr("are no places"));
  file = folder.file("street2.csv", street);
  const std::vector<std::string> plane{"--x", "east", "--y", "north", "--metric", "planar", "--bandwidth", "15", "--output"};
  EXPECT_THAT(refused(2, ask("kde", plane + std::vector<std::string>{(folder / "street.tif").string()})),
              HasSubstr("A .tif says where on earth it lies"));
  EXPECT_THAT(refused(2, ask("dbscan", {"--x", "east", "--y", "north", "--metric", "planar", "--eps", "9", "--min-points", "2", "--output",
                                        (folder / "street.tif").string()})),
              HasSubstr("only surfaces become a .tif, and dbscan makes none"));
}

TEST_F(AnalyseFile, WindowsAndControlsAreFilesOfTheirOwn) {
  file = folder.file("bay.csv", bay);
  const std::vector<std::string> asked{"--x", "lon", "--y", "lat", "--metric", "geodesic", "--bandwidth", "2000"};
  const std::string window = folder.file(
      "bay.geojson",
      R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[40.49,-12.99],[40.54,-12.99],[40.54,-12.95],[40.49,-12.95],[40.49,-12.99]]]}})");
  const Json polygon = answer("kde", asked + std::vector<std::string>{"--window", window, "--edge", "uniform"});
  EXPECT_EQ(polygon.text("/parameters/window"), "bay.geojson") << "no folders";
  const Json box = answer("kde", asked + std::vector<std::string>{"--window", "40.49,-12.99,40.54,-12.95", "--edge", "uniform"});
  // Sides of a rectangle of degrees follow its parallels, those of a polygon are straight in the plane: a metre or so apart.
  EXPECT_NEAR(box.number("/summary/highest"), polygon.number("/summary/highest"), 1e-3 * box.number("/summary/highest"));
  const Json one = answer("relative-risk", asked + std::vector<std::string>{"--case", "caso"});
  EXPECT_EQ(one.integer("/summary/cases"), 2);
  EXPECT_EQ(one.integer("/summary/controls"), 2);
  EXPECT_EQ(one.integer("/counts/excluded/no_number_in_caso"), 1);
  const std::string controls = folder.file("controls.csv", "lon;lat\n40,51;-12,97\n40,50;-12,96\n;\n");
  const Json two = answer("relative-risk", asked + std::vector<std::string>{"--controls", controls});
  EXPECT_EQ(two.integer("/parameters/controls_used"), 2);
  EXPECT_EQ(two.integer("/parameters/controls_read"), 3);
  EXPECT_THAT(refused(2, ask("kde", asked + std::vector<std::string>{"--window", (folder / "no.geojson").string()})),
              HasSubstr("no.geojson"));
  EXPECT_THAT(refused(2, run({"kde", "--bandwidth", "3"})), HasSubstr("--bandwidth is for files: say --input FILE"));
}

/// Three squares in a row, a fourth apart.
constexpr const char* squares = R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"w","n":1},"geometry":{"type":"Polygon","coordinates":[[[40,-12],[41,-12],[41,-11],[40,-11],[40,-12]]]}},
{"type":"Feature","properties":{"id":"m","n":4.5},"geometry":{"type":"Polygon","coordinates":[[[41,-12],[42,-12],[42,-11],[41,-11],[41,-12]]]}},
{"type":"Feature","properties":{"id":"e","n":7},"geometry":{"type":"Polygon","coordinates":[[[42,-12],[43,-12],[43,-11],[42,-11],[42,-12]]]}},
{"type":"Feature","properties":{"id":"x","n":null},"geometry":null},
{"type":"Feature","properties":{"id":"o","n":2},"geometry":{"type":"Polygon","coordinates":[[[50,-12],[51,-12],[51,-11],[50,-11],[50,-12]]]}}]})";

TEST_F(AnalyseFile, GeoJsonKeepsItsGeometries) {
  file = folder.file("squares.geojson", squares);
  const std::string out = (folder / "out.geojson").string();
  const Outcome outcome = ask("local-moran", {"--value", "n", "--neighbours", "rook", "--output", out});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json result(content(out));
  EXPECT_EQ(result.text("/type"), "FeatureCollection");
  EXPECT_EQ(result.text("/bairro/method"), "local-moran");
  EXPECT_EQ(result.text("/bairro/parameters/metric"), "geodesic");
  EXPECT_EQ(result.integer("/bairro/counts/excluded/empty_n"), 1);
  EXPECT_EQ(result.integer("/bairro/summary/islands"), 1);
  ASSERT_EQ(result.elements("/features").size(), 4U);
  EXPECT_EQ(result.text("/features/1/properties/id"), "m");
  EXPECT_EQ(result.integer("/features/1/properties/neighbours"), 2);
  EXPECT_EQ(result.number("/features/1/geometry/coordinates/0/0/0"), 41);
  EXPECT_EQ(result.text("/features/3/properties/reason"), "island");
  EXPECT_TRUE(result.is_null("/features/3/properties/p"));
  EXPECT_THAT(refused(2, ask("global", {"--value", "n", "--neighbours", "rook", "--output", (folder / "no.geojson").string()})),
              HasSubstr("are no places"));
}

TEST_F(AnalyseFile, NumbersAsPeopleWriteThem) {
  file = folder.file("vírgula.csv", "lugar;valor\na;1,5\nb;2,25\nc;1.000,5\nd;-3\n");
  const Json result = answer("mann-kendall", {"--value", "valor"});
  EXPECT_EQ(result.integer("/counts/used"), 4);
  EXPECT_EQ(result.integer("/rows/0/s"), 1 + 1 - 1 + 1 - 1 - 1);
  // (2.25 - 1.5)/1, (1000.5 - 1.5)/2, (-3 - 1.5)/3, …: the median of the six.
  EXPECT_NEAR(result.number("/rows/0/slope"), (-1.5 + 0.75) / 2, 1e-12);
}

}  // namespace
