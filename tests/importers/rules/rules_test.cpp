// SPDX-License-Identifier: Apache-2.0
// One table per family of rules: a row in, what became of it out.
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;
using importers_tests::test_area;

/// Imports one row (and a good one, so that the file is not refused), with everything accepted that can be.
Imported one(const std::string& header, const std::string& row, const std::string& collection, bool area = false,
             const std::string& crs = "") {
  importers::ImportOptions o = options();
  o.accept_partial = true;
  o.crs = crs;
  if (area) { o.area_of_operation = test_area(); }
  return import_text(header + "\n" + row + "\n", collection, o);
}

TEST(LocationRules, Table) {
  struct Case {
    const char* lat;
    const char* lon;
    bool area;
    const char* rule;  // nullptr: none
    Action action;
    double at_lat;
    double at_lon;
  };
  const Action none = Action::warned;
  const Case cases[] = {
      {"-12.97", "40.52", false, nullptr, none, -12.97, 40.52},
      {"-12.97", "40.52", true, nullptr, none, -12.97, 40.52},
      {"-90", "180", false, nullptr, none, -90, 180},
      {"", "", false, "G10", Action::warned, 0, 0},
      {"n/a", "-", false, "G10", Action::warned, 0, 0},
      {"-12.97", "", false, "G0", Action::quarantined, 0, 0},
      {"north", "40.52", false, "G0", Action::quarantined, 0, 0},
      {"nan", "40.52", false, "G0", Action::quarantined, 0, 0},
      {"inf", "40.52", false, "G0", Action::quarantined, 0, 0},
      {"1e999", "40.52", false, "G0", Action::quarantined, 0, 0},
      {"-12.97", "400.52", false, "G0", Action::quarantined, 0, 0},
      {"40.52", "-12.97", true, "G1", Action::fixed, -12.97, 40.52},
      {"40.52", "-12.97", false, nullptr, none, 40.52, -12.97},
      {"120.5", "-12.97", false, "G0", Action::quarantined, 0, 0},
      {"12.97", "40.52", true, "G2", Action::fixed, -12.97, 40.52},
      {"0", "0", false, "G3", Action::quarantined, 0, 0},
      {"0.005", "-0.005", false, "G3", Action::quarantined, 0, 0},
      {"0.02", "0.02", false, nullptr, none, 0.02, 0.02},
      {"12°58'12\"S", "40°31'12\"E", false, "G4", Action::fixed, -12.97, 40.52},
      {"-12,97", "40.52", false, "G5", Action::fixed, -12.97, 40.52},
      {"8549845.6", "486688.2", false, "G6", Action::quarantined, 0, 0},
      {"-25.97", "32.58", true, "G9", Action::quarantined, 0, 0},
      {"-12.97", "41.01", true, nullptr, none, -12.97, 41.01},  // 1.1 km beyond the border
      {"-12.97", "41.05", true, "G9", Action::quarantined, 0, 0},
  };
  for (const Case& c : cases) {
    const std::string what = std::string(c.lat) + " " + c.lon + (c.area ? " with area" : "");
    const Imported r = one("date;latitude;longitude", std::string("2025-03-15;") + c.lat + ";" + c.lon, "incidents", c.area);
    if (c.rule != nullptr) { EXPECT_GE(r.count(c.rule, c.action), 1) << what; }
    if (c.action == Action::quarantined) {
      EXPECT_EQ(r.rows.size(), 0U) << what;
      ASSERT_EQ(r.rejected.size(), 1U) << what;
      EXPECT_EQ(r.rejected[0].rule, c.rule) << what;
      EXPECT_FALSE(r.rejected[0].message.pt.empty()) << what;
      continue;
    }
    ASSERT_EQ(r.rows.size(), 1U) << what;
    const bool nowhere = c.rule != nullptr && std::string(c.rule) == "G10";
    EXPECT_EQ(r.rows[0].row.geometry, nowhere ? geo::Geometry() : geo::Geometry::point({c.at_lon, c.at_lat})) << what;
    EXPECT_EQ(r.value(0, "location_precision"), nowhere ? "none" : "placed") << what;
    EXPECT_EQ(r.value(0, "uncertainty_m").empty(), nowhere) << what;
    EXPECT_EQ(r.report.rows.fixed, c.action == Action::fixed ? 1 : 0) << what;
  }
}

TEST(LocationRules, ColumnsThenTextThenWkt) {
  const std::string header = "date;latitude;longitude;gps;geom_wkt";
  const auto at = [&](const std::string& cells) { return one(header, "2025-03-15;" + cells, "incidents"); };
  EXPECT_EQ(at("-12.97;40.52;-12.97 40.52 0 8;").rows.at(0).row.geometry, geo::Geometry::point({40.52, -12.97}));
  EXPECT_EQ(at("-12.97;40.52;-12.90 40.52 0 8;").count("G12", Action::warned), 1);
  const Imported text = at(";;-12.90 40.50 0 8.5;POINT (1 2)");
  EXPECT_EQ(text.rows.at(0).row.geometry, geo::Geometry::point({40.50, -12.90}));
  EXPECT_EQ(text.value(0, "uncertainty_m"), "8.5");
  EXPECT_EQ(text.value(0, "location_precision"), "gps");
  EXPECT_EQ(at(";;;POINT (40.5 -12.9)").rows.at(0).row.geometry, geo::Geometry::point({40.5, -12.9}));
  EXPECT_EQ(at(";;;point Z(40.5 -12.9 7)").rows.at(0).row.geometry, geo::Geometry::point({40.5, -12.9}));
  for (const char* bad : {"POINT", "POINT (40.5)", "LINESTRING (1 2, 3 4)", "POINT (a b)", "POINTLESS (1 2)"}) {
    EXPECT_EQ(at(std::string(";;;") + bad).rejected.size(), 1U) << bad;
  }
}

TEST(LocationRules, MetresWithACrs) {
  // 38° E, 13° S in UTM 37S.
  const Imported r = one("date,y,x", "2025-03-15,8562651,391554", "incidents", false, "EPSG:32737");
  ASSERT_EQ(r.rows.size(), 1U);
  EXPECT_NEAR(r.rows[0].row.geometry.lonlat().lon, 38.0, 1e-4);
  EXPECT_NEAR(r.rows[0].row.geometry.lonlat().lat, -13.0, 1e-4);
  EXPECT_EQ(r.report.file.crs, "EPSG:32737");
  EXPECT_EQ(r.report.file.crs_from, "--crs");
  EXPECT_EQ(one("date,y,x", "2025-03-15,0,0", "incidents", false, "EPSG:32737").rejected.at(0).rule, "G3");
}

TEST(LocationRules, AccuracyBecomesPrecision) {
  struct Case {
    const char* column;
    const char* value;
    const char* uncertainty;
    const char* precision;
  };
  const Case cases[] = {{"accuracy", "12.5", "12.5", "gps"}, {"accuracy", "500", "500", "placed"},
                        {"accuracy", "0", "100", "placed"},  {"accuracy", "", "100", "placed"},
                        {"accuracy", "NA", "100", "placed"}, {"uncertainty_m", "12.5", "12.5", "placed"}};
  for (const Case& c : cases) {
    const Imported r =
        one(std::string("date,latitude,longitude,") + c.column, std::string("2025-03-15,-13.0001,40.12345,") + c.value, "incidents");
    EXPECT_EQ(r.value(0, "uncertainty_m"), c.uncertainty) << c.value;
    EXPECT_EQ(r.value(0, "location_precision"), c.precision) << c.value;
  }
}

TEST(TimeRules, Table) {
  struct Case {
    const char* from;
    const char* to;
    const char* rule;  // nullptr: goes in without one
    const char* utc_from;
    const char* utc_to;
    const char* offset;
    const char* precision;
  };
  const Case cases[] = {
      {"2025-03-15", "", nullptr, "2025-03-14T22:00:00Z", "2025-03-15T21:59:59.999Z", "120", "day"},
      {"2025-03-15 14:30", "", nullptr, "2025-03-15T12:30:00Z", "2025-03-15T12:30:00Z", "120", "minute"},
      {"2025-03-15T14:30:00-06:00", "", nullptr, "2025-03-15T20:30:00Z", "2025-03-15T20:30:00Z", "-360", "minute"},
      {"2025-03", "", nullptr, "2025-02-28T22:00:00Z", "2025-03-31T21:59:59.999Z", "120", "month"},
      {"2025-03-15", "2025-03-17", nullptr, "2025-03-14T22:00:00Z", "2025-03-17T21:59:59.999Z", "120", "day"},
      {"", "2025-03-17", nullptr, "2025-03-16T22:00:00Z", "2025-03-17T21:59:59.999Z", "120", "day"},
      {"15/03/2025", "", nullptr, "2025-03-14T22:00:00Z", "2025-03-15T21:59:59.999Z", "120", "day"},
      {"2025-03-15", "2025-03-14", "T5", "", "", "", ""},
      {"2026-07-03", "", "T5", "", "", "", ""},
      {"2026-07-02", "", nullptr, "2026-07-01T22:00:00Z", "2026-07-02T21:59:59.999Z", "120", "day"},
      {"1974-12-31", "", "T5", "", "", "", ""},
      {"yesterday", "", "date", "", "", "", ""},
      {"31/02/2025", "", "date", "", "", "", ""},
      {"", "", "time", "", "", "", "none"},
  };
  for (const Case& c : cases) {
    const Imported r = one("date_start;date_end;latitude;longitude", std::string(c.from) + ";" + c.to + ";-13;40", "incidents");
    const std::string what = std::string(c.from) + " / " + c.to;
    const bool in = c.rule == nullptr || std::string(c.rule) == "time";
    ASSERT_EQ(r.rows.size(), in ? 1U : 0U) << what;
    if (c.rule != nullptr) { EXPECT_EQ(r.count(c.rule, in ? Action::warned : Action::quarantined), 1) << what; }
    if (!in) { continue; }
    EXPECT_EQ(r.value(0, "occurred_from"), c.utc_from) << what;
    EXPECT_EQ(r.value(0, "occurred_to"), c.utc_to) << what;
    EXPECT_EQ(r.value(0, "utc_offset_min"), c.offset) << what;
    EXPECT_EQ(r.value(0, "time_precision"), c.precision) << what;
  }
}

TEST(TimeRules, OrderOfDayAndMonthIsDecidedByTheFile) {
  const auto first = [](const std::string& rows) { return import_text("date,latitude,longitude\n" + rows, "incidents", options()); };
  const Imported proven = first("03/04/2025,-13,40\n03/25/2025,-13,40\n");
  EXPECT_EQ(proven.value(0, "occurred_from"), "2025-03-03T22:00:00Z");
  EXPECT_EQ(proven.report.warnings, 0);
  EXPECT_EQ(proven.report.rows.fixed, 0) << "both are written as the file writes dates";
  EXPECT_EQ(proven.report.file.date_order, "m/d/y");
  const Imported unproven = first("03/04/2025,-13,40\n05/05/2025,-13,40\n");
  EXPECT_EQ(unproven.value(0, "occurred_from"), "2025-04-02T22:00:00Z");
  EXPECT_EQ(unproven.count("T1", Action::warned), 1) << "5 May is the same either way";
}

TEST(TimeRules, ADateWrittenUnlikeTheRestIsAFix) {
  const Imported r = import_text(
      "date,latitude,longitude\n2025-03-15,-13,40\n2025-03-16,-13,40\n2025-03-17,-13,40\n"
      "18/03/2025,-13,40\n19 de março de 2025,-13,40\n45731,-13,40\n",
      "incidents", options());
  EXPECT_EQ(r.report.rows.fixed, 3);
  EXPECT_EQ(r.count("T1", Action::fixed), 1);
  EXPECT_EQ(r.count("T2", Action::fixed), 1);
  EXPECT_EQ(r.count("T3", Action::fixed), 1);
  EXPECT_EQ(r.report.findings.back().new_value, "2025-03-15");
}

TEST(TimeRules, MidnightsOnlyAreDays) {
  const std::string header = "date,latitude,longitude\n";
  const std::string midnights = "2025-03-15 00:00,-13,40\n2025-03-16 00:00,-13,40\n2025-03-17 00:00,-13,40\n";
  const Imported days = import_text(header + midnights, "incidents", options());
  EXPECT_EQ(days.value(0, "time_precision"), "day");
  EXPECT_EQ(days.value(0, "occurred_to"), "2025-03-15T21:59:59.999Z");
  const Imported times = import_text(header + midnights + "2025-03-18 00:05,-13,40\n", "incidents", options());
  EXPECT_EQ(times.value(0, "time_precision"), "minute");
  EXPECT_EQ(times.value(0, "occurred_to"), "2025-03-14T22:00:00Z");
}

TEST(TimeRules, SummerTimeOfTheZone) {
  importers::ImportOptions o = options();
  o.time_zone = "America/Chicago";
  const Imported r = import_text(
      "date,latitude,longitude\n2024-01-15 12:00,41.8,-87.6\n2024-07-15 12:00,41.8,-87.6\n2024-03-10 12:00,41.8,-87.6\n"
      "2024-03-10 01:30,41.8,-87.6\n2024-03-10,41.8,-87.6\n",
      "incidents", o);
  EXPECT_EQ(r.value(0, "utc_offset_min"), "-360");
  EXPECT_EQ(r.value(1, "utc_offset_min"), "-300");
  EXPECT_EQ(r.value(2, "utc_offset_min"), "-300");
  EXPECT_EQ(r.value(3, "utc_offset_min"), "-360");
  EXPECT_EQ(r.value(4, "occurred_from"), "2024-03-10T06:00:00Z");
  EXPECT_EQ(r.value(4, "occurred_to"), "2024-03-11T04:59:59.999Z");  // a day of 23 hours
}

TEST(TimeRules, ReportedBeforeItHappenedIsAWarning) {
  const auto warned = [](const char* reported) {
    return one("date,reported_on,latitude,longitude", std::string("2025-03-15,") + reported + ",-13,40", "incidents")
        .count("reported", Action::warned);
  };
  EXPECT_EQ(warned("2025-03-14"), 1);
  EXPECT_EQ(warned("2025-03-15"), 0);
  EXPECT_EQ(warned("2025-03"), 0);
  EXPECT_EQ(warned("2025-03-16"), 0);
}

TEST(CategoryRules, Table) {
  struct Case {
    const char* text;
    const char* code;
    const char* words;
    const char* gbv;
    const char* confidentiality;
    bool warned;
  };
  const Case cases[] = {
      {"0401", "0401", "", "", "1", false},
      {"401", "0401", "401", "", "1", false},
      {"Robbery", "0401", "Robbery", "", "1", false},
      {"  ROUBO ", "0401", "ROUBO", "", "1", false},
      {"agressao fisica", "02011", "agressao fisica", "", "1", false},
      {"Burglary", "0501", "Burglary", "", "1", false},
      {"020221", "020221", "", "", "2", false},
      {"Rapto", "020221", "Rapto", "", "2", false},
      {"03011", "03011", "", "true", "3", false},
      {"Violencia domestica", "02011", "Violencia domestica", "true", "3", false},
      {"sexual violence (VBG)", "ZZ", "sexual violence (VBG)", "true", "3", true},
      {"Outro caso", "ZZ", "Outro caso", "", "1", true},
      {"", "ZZ", "", "", "1", true},
  };
  for (const Case& c : cases) {
    const Imported r = one("date;latitude;longitude;categoria", std::string("2025-03-15;-13;40;") + c.text, "incidents");
    ASSERT_EQ(r.rows.size(), 1U) << c.text;
    EXPECT_EQ(r.value(0, "category"), c.code) << c.text;
    EXPECT_EQ(r.value(0, "category_source"), c.words) << c.text;
    EXPECT_EQ(r.value(0, "gbv"), c.gbv) << c.text;
    EXPECT_EQ(r.value(0, "confidentiality"), c.confidentiality) << c.text;
    EXPECT_EQ(r.count("C1", Action::warned), c.warned ? 1 : 0) << c.text;
  }
}

TEST(CategoryRules, WordsInAnotherColumnAndAStatedConfidentiality) {
  const std::string header = "date,latitude,longitude,category,category_source,confidentiality";
  const Imported r = one(header, "2025-03-15,-13,40,02011,domestic violence,0", "incidents");
  EXPECT_EQ(r.value(0, "confidentiality"), "3");
  EXPECT_EQ(r.count("confidentiality", Action::fixed), 1);
  EXPECT_EQ(one(header, "2025-03-15,-13,40,0401,,0", "incidents").value(0, "confidentiality"), "0");
}

TEST(ValueRules, Table) {
  struct Case {
    const char* column;
    const char* cell;
    const char* value;
    const char* rule;  // of a fix; nullptr: none
  };
  const Case cases[] = {
      {"members_total", "12", "12", nullptr},
      {"members_total", "12.0", "12", nullptr},
      {"members_total", "", "", nullptr},
      {"members_total", "n/a", "", nullptr},
      {"members_total", "12.5", "", "number"},
      {"members_total", "40%", "", "number"},
      {"members_total", "-3", "", "range"},
      {"members_total", "-99", "", "E4"},
      {"members_total", "9999", "", "E4"},
      {"members_total", "5000", "", "range"},
      {"members_total", "999", "999", nullptr},
      {"police_focal_point", "Sim", "true", nullptr},
      {"police_focal_point", "Não", "false", nullptr},
      {"police_focal_point", "X", "true", nullptr},
      {"police_focal_point", "maybe", "", "boolean"},
      {"status", "ACTIVE", "active", nullptr},
      {"status", "em formação", "forming", nullptr},
      {"status", "dormant", "dormant", nullptr},
      {"status", "asleep", "", "code"},
      {"established_on", "15/03/2024", "2024-03-15", nullptr},
      {"established_on", "soon", "", "date"},
      {"name", "  CSC Mieze ", "CSC Mieze", nullptr},
      {"name", "Na", "Na", nullptr},
      {"name", "NA", "", nullptr},
      {"name", "não sabe", "", nullptr},
      {"name", "N/D", "", nullptr},
  };
  for (const Case& c : cases) {
    const Imported r = one(std::string("latitude;longitude;district;") + c.column, std::string("-13;40;Metuge;") + c.cell, "cscs");
    const std::string what = std::string(c.column) + "=" + c.cell;
    ASSERT_EQ(r.rows.size(), 1U) << what;
    EXPECT_EQ(r.value(0, c.column), c.value) << what;
    EXPECT_EQ(r.report.rows.fixed, c.rule == nullptr ? 0 : 1) << what;
    if (c.rule == nullptr) { continue; }
    EXPECT_EQ(r.count(c.rule, Action::fixed), 1) << what;
    const bool kept = std::string(c.rule) != "E4";
    EXPECT_EQ(r.value(0, "extra"), kept ? std::string("{\"") + c.column + "\":\"" + c.cell + "\"}" : "") << what;
  }
}

TEST(ValueRules, DecimalCommaOfTheWholeFileIsNoFix) {
  const Imported r = import_text("date;latitude;longitude\n2025-03-15;-13,25;40,5\n2025-03-16;-13,5;40,75\n2025-03-17;-13.5;40,75\n",
                                 "incidents", options());
  EXPECT_EQ(r.rows.at(0).row.geometry, geo::Geometry::point({40.5, -13.25}));
  EXPECT_EQ(r.rows.at(2).row.geometry, geo::Geometry::point({40.75, -13.5}));
  EXPECT_EQ(r.report.rows, (importers::RowCounts{3, 2, 1, 0, 0}));
  EXPECT_EQ(r.report.file.decimal_sign, ',');
}

TEST(ValueRules, LongTextIsCutAtALetter) {
  std::string longer;
  while (longer.size() < 5000) { longer += "ção "; }
  const Imported r = one("date,latitude,longitude,notes,cor", "2025-03-15,-13,40," + longer + "," + longer, "incidents");
  EXPECT_LE(r.value(0, "narrative").size(), 4096U);
  EXPECT_GE(r.value(0, "narrative").size(), 4090U);
  EXPECT_EQ(r.count("E7", Action::fixed), 2);
  EXPECT_LE(r.value(0, "extra").size(), 4096U + 20);
}

TEST(ValueRules, PartsAndEstimates) {
  EXPECT_EQ(one("latitude,longitude,district,members_total,members_women", "-13,40,Metuge,10,11", "cscs").count("parts", Action::warned),
            1);
  EXPECT_EQ(one("latitude,longitude,district,members_total,members_women", "-13,40,Metuge,10,10", "cscs").report.warnings, 0);
  EXPECT_EQ(one("date,latitude,longitude,low,best,high", "2025-03-15,-13,40,3,2,1", "incidents").count("estimates", Action::warned), 2);
}

TEST(ValueRules, HxlRowIsNoData) {
  const Imported r = import_text("date,latitude,longitude\n#date+occurred,#geo+lat,#geo+lon\n2025-03-15,-13,40\n", "incidents", options());
  EXPECT_EQ(r.report.rows, (importers::RowCounts{2, 1, 0, 0, 1}));
  EXPECT_EQ(r.count("E3", Action::dropped), 1);
}

TEST(PointRules, WhatIsWrongWithTheLongitudeStandsAtItsColumn) {
  struct Case {
    const char* latitude;
    const char* longitude;
    const char* column;
    const char* value;
    const char* message;
  };
  const Case cases[] = {
      {"-12.97", "", "lon", "", "falta a longitude"},
      {"", "40.52", "lat", "", "falta a latitude"},
      {"-12.97", "leste", "lon", "leste", "não é uma posição na Terra"},
      {"-12.97", "400.52", "lon", "400.52", "não é uma longitude: passa dos 180 graus"},
      {"norte", "40.52", "lat", "norte", "não é uma posição na Terra"},
      {"120.5", "-12.97", "lat", "120.5 -12.97", "não é uma latitude; seria uma posição com latitude e longitude trocadas"}};
  importers::ImportOptions o = options();
  o.accept_partial = true;
  for (const Case& c : cases) {
    const Imported r = import_text(std::string("data,lat,lon\n2025-03-15,") + c.latitude + "," + c.longitude + "\n", "incidents", o);
    ASSERT_EQ(r.rejected.size(), 1U) << c.message;
    EXPECT_EQ(r.rejected[0].rule, "G0");
    EXPECT_EQ(r.rejected[0].column, c.column) << c.message;
    EXPECT_EQ(r.rejected[0].value, c.value) << c.message;
    EXPECT_EQ(r.rejected[0].message.pt, c.message);
  }
  const Imported fixed = import_text("data,lat,lon\n2025-03-15,-12.97,\"40°31'12\"\"E\"\n", "incidents", o);
  ASSERT_FALSE(fixed.report.findings.empty());
  EXPECT_EQ(fixed.report.findings[0].rule, "G4");
  EXPECT_EQ(fixed.report.findings[0].column, "lon");
}

std::string feature(const std::string& geometry, const std::string& properties = R"("csc_id":"C1")") {
  return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{)" + properties + R"(},"geometry":)" + geometry + "}]}";
}

TEST(ShapeRules, Table) {
  struct Case {
    const char* what;
    const char* coordinates;
    const char* rule;
    Action action;
  };
  const Case cases[] = {
      {"good", "[[[40,-13],[40.1,-13],[40.1,-12.9],[40,-12.9],[40,-13]]]", nullptr, Action::warned},
      {"clockwise", "[[[40,-13],[40,-12.9],[40.1,-12.9],[40.1,-13],[40,-13]]]", "P5", Action::fixed},
      {"repeated vertex", "[[[40,-13],[40.1,-13],[40.1,-13],[40.1,-12.9],[40,-12.9],[40,-13]]]", "P5", Action::fixed},
      {"unclosed", "[[[40,-13],[40.1,-13],[40.1,-12.9],[40,-12.9]]]", "P1", Action::fixed},
      {"bowtie", "[[[40,-13],[40.1,-12.9],[40.1,-13],[40,-12.9],[40,-13]]]", "P2", Action::fixed},
      {"walked twice round a part",
       "[[[40,-13],[40.1,-13],[40.1,-12.9],[40.03,-12.9],[40.03,-12.97],[40.07,-12.97],[40.07,-12.93],[40,-12.93],[40,-13]]]", "P2",
       Action::quarantined},
      {"small spike", "[[[40,-13],[40.1,-13],[40.1,-12.9],[40.05,-12.9],[40.05,-12.85],[40.05,-12.9],[40,-12.9],[40,-13]]]", "P2",
       Action::fixed},
      {"two points", "[[[40,-13],[40.1,-13],[40,-13]]]", "P3", Action::quarantined},
      {"tiny", "[[[40,-13],[40.0001,-13],[40.0001,-12.9999],[40,-12.9999],[40,-13]]]", "P3", Action::quarantined},
      {"out of range", "[[[240,-13],[240.1,-13],[240.1,-12.9],[240,-12.9],[240,-13]]]", "geometry", Action::quarantined},
  };
  for (const Case& c : cases) {
    importers::ImportOptions o = options();
    o.accept_partial = true;
    const Imported r =
        import_text(feature(std::string(R"({"type":"Polygon","coordinates":)") + c.coordinates + "}"), "catchments", o, "a.geojson");
    const bool in = c.action != Action::quarantined;
    ASSERT_EQ(r.rows.size(), in ? 1U : 0U) << c.what;
    if (c.rule != nullptr) { EXPECT_EQ(r.count(c.rule, c.action), 1) << c.what; }
    EXPECT_EQ(r.report.rows.fixed, in && c.rule != nullptr ? 1 : 0) << c.what;
    if (in) { EXPECT_EQ(r.rows[0].row.geometry.kind(), geo::GeometryKind::polygon) << c.what; }
  }
}

TEST(ShapeRules, SayWhatWasMendedInBothLanguages) {
  const std::string spike =
      R"({"type":"Polygon","coordinates":[[[40,-13],[40.1,-13],[40.1,-12.9],[40.05,-12.9],[40.05,-12.85],[40.05,-12.9],[40,-12.9],[40,-13]]]})";
  const Imported r = import_text(feature(spike), "catchments", options(), "a.geojson");
  ASSERT_EQ(r.report.findings.size(), 1U);
  EXPECT_EQ(r.report.findings[0].new_value, "");
  EXPECT_EQ(r.report.findings[0].message.en, "Ring Self-intersection (longitude 40.05, latitude -12.9); it was mended, with the same surface");
  EXPECT_EQ(r.report.findings[0].message.pt,
            "O anel cruza-se a si mesmo (longitude 40.05, latitude -12.9); foi consertado, com a mesma superfície");
}

TEST(ShapeRules, WrongKindAndNone) {
  importers::ImportOptions o = options();
  o.accept_partial = true;
  EXPECT_EQ(import_text(feature(R"({"type":"Point","coordinates":[40,-13]})"), "catchments", o, "a.geojson").rejected.at(0).rule,
            "geometry-type");
  EXPECT_EQ(import_text(feature(R"({"type":"LineString","coordinates":[[40,-13],[40,-12]]})", R"("date":"2025-03-15")"), "incidents", o,
                        "a.geojson")
                .rejected.at(0)
                .rule,
            "geometry-type");
  EXPECT_EQ(import_text(feature(R"({"type":"Point","coordinates":[40,-13]})"), "catchments", o, "a.geojson").rejected.at(0).message.pt,
            "é um ponto; uma área de abrangência é um polígono: desenhe a área");
  EXPECT_EQ(import_text(feature(R"({"type":"Point","coordinates":[40,-13]})"), "roads", o, "a.geojson").rejected.at(0).message.en,
            "it is a point; the collection 'roads' holds lines");
  EXPECT_EQ(import_text(feature("null"), "catchments", o, "a.geojson").count("G10", Action::warned), 1);
}

TEST(ShapeRules, LinesTable) {
  struct Case {
    const char* what;
    const char* geometry;
    const char* rule;
    Action action;
  };
  const Case cases[] = {
      {"good", R"({"type":"LineString","coordinates":[[40,-13],[40.1,-13]]})", nullptr, Action::warned},
      {"crosses itself", R"({"type":"LineString","coordinates":[[40,-13],[40.1,-12.9],[40.1,-13],[40,-12.9]]})", nullptr, Action::warned},
      {"with height", R"({"type":"LineString","coordinates":[[40,-13,7],[40.1,-13,8]]})", nullptr, Action::warned},
      {"parts", R"({"type":"MultiLineString","coordinates":[[[40,-13],[40.1,-13]],[[40,-12],[40.1,-12]]]})", nullptr, Action::warned},
      {"repeated vertex", R"({"type":"LineString","coordinates":[[40,-13],[40,-13],[40.1,-13]]})", "P5", Action::fixed},
      {"a part without length", R"({"type":"MultiLineString","coordinates":[[[40,-13],[40.1,-13]],[[40,-12],[40,-12]]]})", "L1",
       Action::fixed},
      {"one vertex", R"({"type":"LineString","coordinates":[[40,-13]]})", "L1", Action::quarantined},
      {"no length", R"({"type":"LineString","coordinates":[[40,-13],[40,-13]]})", "L1", Action::quarantined},
      {"out of range", R"({"type":"LineString","coordinates":[[240,-13],[241,-13]]})", "geometry", Action::quarantined},
      {"point", R"({"type":"Point","coordinates":[40,-13]})", "geometry-type", Action::quarantined},
      {"polygon", R"({"type":"Polygon","coordinates":[[[40,-13],[40.1,-13],[40.1,-12.9],[40,-13]]]})", "geometry-type",
       Action::quarantined},
  };
  for (const Case& c : cases) {
    importers::ImportOptions o = options();
    o.accept_partial = true;
    const Imported r = import_text(feature(c.geometry, R"("highway":"track","oneway":"reverse","bridge":"yes")"), "roads", o, "a.geojson");
    const bool in = c.action != Action::quarantined;
    ASSERT_EQ(r.rows.size(), in ? 1U : 0U) << c.what;
    if (c.rule != nullptr) { EXPECT_EQ(r.count(c.rule, c.action), 1) << c.what; }
    EXPECT_EQ(r.report.rows.fixed, in && c.rule != nullptr ? 1 : 0) << c.what;
    if (!in) { continue; }
    EXPECT_EQ(r.rows[0].row.geometry.kind(), geo::GeometryKind::line) << c.what;
    EXPECT_EQ(r.value(0, "road_class") + r.value(0, "oneway") + r.value(0, "bridge"), "trackreversetrue") << c.what;
  }
}

TEST(ShapeRules, LinesMayLeaveTheAreaAndTurnRound) {
  importers::ImportOptions o = options();
  o.area_of_operation = test_area();
  const auto line = [&](const char* coordinates) {
    return import_text(feature(std::string(R"({"type":"LineString","coordinates":)") + coordinates + "}", R"("highway":"primary")"),
                       "roads", o, "a.geojson");
  };
  EXPECT_EQ(line("[[32,-26],[33,-25]]").rows.size(), 1U) << "a road out of the area matters to travel";
  const Imported swapped = line("[[-13,40],[-12.9,40.1]]");
  EXPECT_EQ(swapped.count("P4", Action::fixed), 1);
  EXPECT_EQ(swapped.rows.at(0).row.geometry.box(), (geo::BBox{40, -13, 40.1, -12.9}));
}

TEST(ShapeRules, TheOneWayOfOpenStreetMapIsNeverTurnedRound) {
  const auto oneway = [](const char* value) {
    return import_text(feature(R"({"type":"LineString","coordinates":[[40,-13],[40,-12]]})",
                               std::string(R"("highway":"primary","oneway":")") + value + '"'),
                       "roads", options(), "a.geojson")
        .value(0, "oneway");
  };
  EXPECT_EQ(oneway("yes"), "yes");
  EXPECT_EQ(oneway("F"), "yes");
  EXPECT_EQ(oneway("T"), "reverse");
  EXPECT_EQ(oneway("B"), "no");
  EXPECT_EQ(oneway("-1"), "") << "not a 1";
}

TEST(ShapeRules, ExchangedAxesAreSeenWithAnArea) {
  importers::ImportOptions o = options();
  o.area_of_operation = test_area();
  const std::string swapped = R"({"type":"Polygon","coordinates":[[[-13,40],[-12.9,40],[-12.9,40.1],[-13,40.1],[-13,40]]]})";
  const Imported r = import_text(feature(swapped), "catchments", o, "a.geojson");
  EXPECT_EQ(r.count("P4", Action::fixed), 1);
  EXPECT_EQ(r.rows.at(0).row.geometry.box(), (geo::BBox{40, -13, 40.1, -12.9}));
  o.accept_partial = true;
  const std::string away = R"({"type":"Polygon","coordinates":[[[32,-26],[32.1,-26],[32.1,-25.9],[32,-25.9],[32,-26]]]})";
  EXPECT_EQ(import_text(feature(away), "catchments", o, "a.geojson").rejected.at(0).rule, "G9");
  EXPECT_EQ(import_text(feature(away, R"("name":"Maputo")"), "admin_areas", o, "a.geojson").rows.size(), 1U) << "reference may lie outside";
}

}  // namespace
