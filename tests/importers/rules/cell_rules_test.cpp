// SPDX-License-Identifier: Apache-2.0
// Cells that are not what they should be: broken letters, strange blanks, rows that are no data, times by habit, areas as text.
#include "geo/geometry/wkb.hpp"
#include "tests/importers/import_support.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;
using importers_tests::says;

const importers::Finding* finding(const Imported& r, std::string_view rule) {
  const auto found =
      std::find_if(r.report.findings.begin(), r.report.findings.end(), [&](const importers::Finding& f) { return f.rule == rule; });
  return found == r.report.findings.end() ? nullptr : &*found;
}

TEST(BrokenLetters, AreMendedInValuesAndInTheNamesOfColumns) {
  const Imported r = import_text(
      "data_ocorrÃªncia,latitude,longitude,categoria,localidade,observaÃ§Ã£o,telefone\n"
      "2025-03-15,-13.1,39.1,ViolÃªncia domÃ©stica,MocÃ­mboa,nÃ£o,JoÃ£o\n",
      "incidents", options());
  EXPECT_EQ(r.fate("data_ocorrÃªncia"), "occurred_from");
  EXPECT_EQ(r.value(0, "category_source"), "Violência doméstica");
  EXPECT_EQ(r.value(0, "gbv"), "true");
  EXPECT_EQ(r.value(0, "place_name"), "Mocímboa");
  EXPECT_NE(r.value(0, "extra").find("não"), std::string::npos);
  EXPECT_EQ(r.count("E1", Action::fixed), 3);
  EXPECT_EQ(r.report.rows.fixed, 1);
  ASSERT_NE(finding(r, "E1"), nullptr);
  EXPECT_EQ(finding(r, "E1")->value, "ViolÃªncia domÃ©stica");
  EXPECT_EQ(finding(r, "E1")->new_value, "Violência doméstica");
  EXPECT_EQ(r.report_json.find("Jo"), std::string::npos) << "who is identified is not quoted either";
}

TEST(StrangeBlanks, AreNoted) {
  const Imported r =
      import_text("date,latitude,longitude,localidade\n2025-03-15,\xC2\xA0-13.1 ,39.1,  Alotancomba\xC2\xA0\n", "incidents", options());
  EXPECT_EQ(r.value(0, "place_name"), "Alotancomba");
  EXPECT_EQ(r.rows.at(0).row.geometry, geo::Geometry::point({39.1, -13.1}));
  EXPECT_EQ(r.count("E6", Action::fixed), 2);
  EXPECT_EQ(
      import_text("date,latitude,longitude,localidade\n2025-03-15, -13.1 ,39.1,  Alotancomba \n", "incidents", options()).report.rows.fixed,
      0)
      << "plain blanks are the table's, not the value's";
}

TEST(Spelling, UnlikeTheRestOfTheColumn) {
  std::string text = "date,latitude,longitude,categoria\n";
  for (int i = 0; i < 5; ++i) { text += "2025-03-15,-13.1,39.1,Ameaças\n"; }
  text += "2025-03-15,-13.1,39.1,  AMEACAS \n2025-03-15,-13.1,39.1,Roubo\n2025-03-15,-13.1,39.1,roubo\n";
  const Imported r = import_text(text, "incidents", options());
  EXPECT_EQ(r.count("E6", Action::fixed), 2);
  EXPECT_EQ(finding(r, "E6")->value, "AMEACAS");
  EXPECT_EQ(finding(r, "E6")->new_value, "Ameaças");
  EXPECT_EQ(r.value(5, "category"), r.value(0, "category"));
  EXPECT_EQ(r.value(5, "category_source"), "AMEACAS") << "the original is kept";
}

TEST(NoData, TotalsHeadersAndNotes) {
  const std::string header = "local,date,latitude,longitude,mortos\n";
  const std::string good = "Nune,2025-03-15,-13.1,39.1,2\n";
  struct Case {
    const char* what;
    std::string rows;
    int dropped;
  };
  const Case cases[] = {
      {"totals", good + "TOTAL,,,,2\n", 1},
      {"totals and a note", good + "Total geral,,,,2\nFonte: PRM,,,,\n", 2},
      {"a note without totals is a row", good + "Fonte: PRM,,,,\n", 0},
      {"a place called Total with a date", good + "Total,2025-03-15,-13.2,39.2,1\n", 0},
      {"subtotals do not end the file", good + "Subtotal,,,,2\n" + good, 1},
      {"the header again", good + "Local,DATE,latitude,longitude,mortos\n" + good, 1},
      {"a second header", "Nome do local,Dia,Graus S,Graus E,Número\n" + good, 1},
      {"a bad first row is no header", "Nune,?,-13.1,39.1,2\n" + good, 0},
  };
  for (const Case& c : cases) {
    importers::ImportOptions o = options();
    o.accept_partial = true;
    const Imported r = import_text(header + c.rows, "incidents", o);
    EXPECT_EQ(r.count("E5", Action::dropped), c.dropped) << c.what;
    EXPECT_EQ(r.report.rows.dropped, c.dropped) << c.what;
    EXPECT_TRUE(r.report.rows.balanced()) << c.what;
  }
}

TEST(Words, ForNothingAndForNoCategoryAreListed) {
  const Imported r = import_text(
      "date,latitude,longitude,categoria,localidade\n2025-03-15,-13.1,39.1,Boato,n/a\n2025-03-15,-13.1,39.1,Boato,N/D\n"
      "2025-03-15,-13.1,39.1,Outro caso,n/a\n",
      "incidents", options());
  EXPECT_TRUE(says(r, R"(3 cells say that there is nothing and were read as empty: "n/a" 2, "N/D" 1)"));
  EXPECT_TRUE(says(r, R"(categories that nobody has mapped: "Boato" 2, "Outro caso" 1)"));
}

std::string times(const std::string& header, const std::vector<std::string>& cells) {
  std::string text = header + "\n";
  for (const std::string& cell : cells) { text += cell + ",-13.1,39.1\n"; }
  return text;
}

TEST(TimeHabits, FullHoursOfPeopleWhoRound) {
  std::vector<std::string> cells;
  for (int i = 0; i < 200; ++i) {
    cells.push_back(fmt::format("2025-03-{:02} {:02}:{:02}", 1 + i % 28, i % 23 + 1, i % 4 == 0 ? 0 : 1 + i % 59));
  }
  const Imported rough = import_text(times("date,latitude,longitude", cells), "incidents", options());
  EXPECT_EQ(rough.value(0, "time_precision"), "hour");
  EXPECT_EQ(rough.value(1, "time_precision"), "minute");
  EXPECT_EQ(rough.value(0, "occurred_from"), rough.value(0, "occurred_to"));
  EXPECT_TRUE(says(rough, "50 times are on the full hour"));
  for (std::string& cell : cells) {
    if (cell.ends_with(":00")) { cell.replace(cell.size() - 2, 2, "17"); }
  }
  cells[0] = "2025-03-01 14:00";
  const Imported exact = import_text(times("date,latitude,longitude", cells), "incidents", options());
  EXPECT_EQ(exact.value(0, "time_precision"), "minute") << "one full hour in 200 is chance";
}

TEST(TimeHabits, MidnightsOfPrograms) {
  std::vector<std::string> cells;
  for (int i = 0; i < 200; ++i) {
    cells.push_back(i % 10 == 0 ? "2025-03-15 00:00" : fmt::format("2025-03-15 {:02}:{:02}", i % 23 + 1, 1 + i % 59));
  }
  const Imported r = import_text(times("date,latitude,longitude", cells), "incidents", options());
  EXPECT_EQ(r.value(0, "time_precision"), "day");
  EXPECT_EQ(r.value(0, "occurred_to"), "2025-03-15T21:59:59.999Z");
  EXPECT_EQ(r.value(1, "time_precision"), "minute");
}

TEST(Serials, From1904WhereTheReportsShowIt) {
  std::string text = "date,reported_at,latitude,longitude\n";
  for (int i = 0; i < 4; ++i) { text += fmt::format("{},2025-03-{:02},-13.1,39.1\n", 44269 + i, 17 + i); }  // 45731 - 1462: 15 March 2025
  const Imported mac = import_text(text, "incidents", options());
  EXPECT_EQ(mac.value(0, "occurred_from"), "2025-03-14T22:00:00Z");
  EXPECT_TRUE(says(mac, "count from 1904"));
  const Imported usual = import_text(
      "date,reported_at,latitude,longitude\n45731,2025-03-17,-13.1,39.1\n45732,2025-03-18,-13.1,39.1\n45733,2025-03-18,-13.1,39.1\n",
      "incidents", options());
  EXPECT_EQ(usual.value(0, "occurred_from"), "2025-03-14T22:00:00Z");
  EXPECT_FALSE(says(usual, "count from 1904"));
}

TEST(MonthAlone, IsTheLastBeforeTheReport) {
  const auto row = [](const std::string& month, const std::string& reported) {
    importers::ImportOptions o = options();
    o.accept_partial = true;
    return import_text("date,submission_time,latitude,longitude\n" + month + "," + reported + ",-13.1,39.1\n", "incidents", o);
  };
  const Imported same = row("Março", "2025-03-20");
  EXPECT_EQ(same.value(0, "occurred_from"), "2025-02-28T22:00:00Z");
  EXPECT_EQ(same.value(0, "occurred_to"), "2025-03-31T21:59:59.999Z");
  EXPECT_EQ(same.value(0, "time_precision"), "month");
  EXPECT_EQ(same.count("T2", Action::fixed), 1);
  EXPECT_EQ(row("dezembro", "2025-03-20").value(0, "occurred_to"), "2024-12-31T21:59:59.999Z");
  EXPECT_EQ(row("Março", "").rejected.at(0).rule, "date");
}

TEST(DayOfReport, StandsInForADateThatIsMissing) {
  const auto row = [](const std::string& cells) {
    return import_text("date,start,_submission_time,latitude,longitude\n" + cells + ",-13.1,39.1\n", "incidents", options());
  };
  const Imported by_start = row(",2025-03-15T23:10:00,2025-03-16T00:20:00");
  EXPECT_EQ(by_start.value(0, "occurred_from"), "2025-03-14T22:00:00Z");
  EXPECT_EQ(by_start.value(0, "occurred_to"), "2025-03-15T21:59:59.999Z");
  EXPECT_EQ(by_start.value(0, "time_precision"), "reported");
  EXPECT_EQ(by_start.count("time", Action::warned), 1);
  EXPECT_EQ(by_start.report.rows.accepted, 1);
  EXPECT_EQ(row(",,2025-03-16T00:20:00").value(0, "occurred_from"), "2025-03-15T22:00:00Z");
  EXPECT_EQ(row("2025-03-01,2025-03-15T23:10:00,").value(0, "time_precision"), "day");
  EXPECT_EQ(row(",2031-03-15,").value(0, "time_precision"), "none") << "no report lies in the future";
  EXPECT_EQ(row(",,").value(0, "time_precision"), "none");
}

TEST(Ambiguous, WarnedWhereUnlikeTheRestElseCounted) {
  const Imported unlike =
      import_text("date,latitude,longitude\n2025-03-15,-13.1,39.1\n2025-03-16,-13.1,39.1\n25/03/2025,-13.1,39.1\n04/03/2025,-13.1,39.1\n",
                  "incidents", options());
  EXPECT_EQ(unlike.count("T1", Action::warned), 1);
  EXPECT_EQ(unlike.count("T1", Action::fixed), 2);
  const Imported usual =
      import_text("date,latitude,longitude\n25/03/2025,-13.1,39.1\n04/03/2025,-13.1,39.1\n05/03/2025,-13.1,39.1\n", "incidents", options());
  EXPECT_EQ(usual.report.warnings, 0);
  EXPECT_TRUE(says(usual, "2 dates could be read with day and month either way"));
}

std::string feature(const std::string& geometry, const std::string& properties = R"("csc_id":"C1")") {
  return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{)" + properties + R"(},"geometry":)" + geometry + "}]}";
}

TEST(AreaText, GeoshapeByContentAndWktByName) {
  const std::string walked = "-13 39 0 0; -13 39.1 0 0; -12.9 39.1 0 0; -12.9 39 0 0; -13 39 0 0";
  const geo::BBox truth{39, -13, 39.1, -12.9};
  const Imported by_content = import_text("csc_id,qualquer\nC1,\"" + walked + "\"\nC2,\n", "catchments", options());
  EXPECT_EQ(by_content.fate("qualquer"), "wkt");
  EXPECT_EQ(by_content.count("P6", Action::fixed), 1);
  EXPECT_EQ(by_content.rows.at(0).row.geometry.box(), truth);
  EXPECT_TRUE(by_content.rows.at(1).row.geometry.is_none());
  const Imported beside =
      import_text(feature("null", R"("csc_id":"C1","gps_area":")" + walked + '"'), "catchments", options(), "a.geojson");
  EXPECT_EQ(beside.rows.at(0).row.geometry.box(), truth);
  const Imported wkt =
      import_text("csc_id,geom\nC1,\"POLYGON ((39 -13, 39.1 -13, 39.1 -12.9, 39 -12.9, 39 -13))\"\n", "catchments", options());
  EXPECT_EQ(wkt.rows.at(0).row.geometry.box(), truth);
  EXPECT_EQ(wkt.report.rows.accepted, 1) << "WKT is no defect";
  importers::ImportOptions o = options();
  o.accept_partial = true;
  EXPECT_EQ(import_text("csc_id,geom\nC1,nonsense\n", "catchments", o).rejected.at(0).rule, "geometry");
  EXPECT_EQ(import_text("csc_id,geom\nC1,-13 39;-13 39.1;\n", "catchments", o).rejected.at(0).rule, "P3");
  const Imported swapped = import_text("csc_id,geom\nC1,39 -13;39.1 -13;39.1 -12.9;39 -12.9\n", "catchments", [] {
    importers::ImportOptions with_area = options();
    with_area.area_of_operation = importers_tests::test_area();
    return with_area;
  }());
  EXPECT_EQ(swapped.count("P4", Action::fixed), 1);
  EXPECT_EQ(swapped.rows.at(0).row.geometry.box(), truth);
}

TEST(AreaText, AColumnOfOtherTextIsNotTaken) {
  const Imported r = import_text("csc_id,notas,geom\nC1,\"-13 39;-13 39.1;-12.9 39.1\",\nC2,visitar,\n", "catchments", options());
  EXPECT_EQ(r.fate("notas"), "extra");
}

TEST(Boundary, EmptyLastVertexAndHeights) {
  const std::string ring = "[39,-13],[39.1,-13],[39.1,-12.9],[39,-12.9]";
  for (const char* last : {"[null,null]", "[]", "[null,null,null]"}) {
    const Imported r =
        import_text(feature(R"({"type":"Polygon","coordinates":[[)" + ring + "," + last + "]]}"), "catchments", options(), "a.geojson");
    EXPECT_EQ(r.count("P1", Action::fixed), 1) << last;
    EXPECT_EQ(r.rows.at(0).row.geometry.box(), (geo::BBox{39, -13, 39.1, -12.9})) << last;
  }
  const Imported heights =
      import_text(feature(R"({"type":"Polygon","coordinates":[[[39,-13,5],[39.1,-13,5],[39.1,-12.9,5],[39,-12.9,5],[39,-13,5]]]})"),
                  "catchments", options(), "a.geojson");
  EXPECT_EQ(heights.count("P5", Action::fixed), 1);
}

TEST(Digits, TellHowWellAPlaceIsKnown) {
  const std::pair<const char*, const char*> cases[] = {{"-13.12345,39.12345", "100"}, {"-13.12,39.12345", "100"}, {"-13.12,39.12", "556.6"},
                                                       {"-13.1,39.12", "556.6"},      {"-13.1,39.1", "5566"},     {"-13,39", "55660"}};
  for (const auto& [at, uncertainty] : cases) {
    const Imported r = import_text(std::string("date,latitude,longitude\n2025-03-15,") + at + "\n", "incidents", options());
    EXPECT_EQ(r.value(0, "uncertainty_m"), uncertainty) << at;
    EXPECT_EQ(r.value(0, "location_precision"), "placed") << at;
  }
}

}  // namespace
