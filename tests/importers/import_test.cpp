// SPDX-License-Identifier: Apache-2.0
#include "importers/import.hpp"

#include "importers/read/open.hpp"
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;
using importers_tests::RecordingWriter;
using importers_tests::refusal;
using importers_tests::test_area;

TEST(Import, KoboExportInPortugueseGoesIn) {
  const Imported r = import_text(
      "data_ocorrencia;tipo_incidente;localidade;gps;_gps_latitude;_gps_longitude;_gps_precision;fonte;_uuid;_submitted_by\n"
      "2025-03-15;Violência doméstica;Mieze;-13.10 40.45 0 9.6;-13.10;40.45;9.6;ONG;u-1;recolha_5\n"
      "2025-03-16;Furto;Metuge;-12.98 40.41 0 250;-12.98;40.41;250;PRM;u-2;recolha_5\n",
      "incidents", options());
  ASSERT_EQ(r.rows.size(), 2U);
  EXPECT_EQ(r.report.rows, (importers::RowCounts{2, 2, 0, 0, 0}));
  EXPECT_EQ(r.committed, 1);
  EXPECT_EQ(r.report.source, "kobo");
  EXPECT_EQ(r.rows[0].source_key, "u-1");
  EXPECT_EQ(r.rows[0].line, 2);
  EXPECT_EQ(r.rows[0].row.geometry, geo::Geometry::point({40.45, -13.10}));
  EXPECT_EQ(r.value(0, "category"), "02011");
  EXPECT_EQ(r.value(0, "category_source"), "Violência doméstica");
  EXPECT_EQ(r.value(0, "gbv"), "true");
  EXPECT_EQ(r.value(0, "confidentiality"), "3");
  EXPECT_EQ(r.value(0, "location_precision"), "gps");
  EXPECT_EQ(r.value(0, "occurred_from"), "2025-03-14T22:00:00Z");
  EXPECT_EQ(r.value(0, "occurred_to"), "2025-03-15T21:59:59.999Z");
  EXPECT_EQ(r.value(0, "utc_offset_min"), "120");
  EXPECT_EQ(r.value(0, "time_precision"), "day");
  EXPECT_EQ(r.value(0, "source_type"), "ngo");
  EXPECT_EQ(r.value(0, "extra"), "");
  EXPECT_EQ(r.value(1, "category"), "0502");
  EXPECT_EQ(r.value(1, "gbv"), "");
  EXPECT_EQ(r.value(1, "confidentiality"), "1");
  EXPECT_EQ(r.value(1, "severity"), "1");
  EXPECT_EQ(r.value(1, "location_precision"), "placed");
  EXPECT_EQ(r.value(1, "uncertainty_m"), "250");
  EXPECT_EQ(r.report.file.times_without_zone, 2);
  EXPECT_EQ(r.fate("_submitted_by"), "identifier");
}

TEST(Import, WhatIdentifiesPeopleIsStoredNowhere) {
  const std::string secret = "+258841234567";
  const Imported r = import_text(
      "date,latitude,longitude,telefone,cor\n"
      "2025-03-15,-13.1,40.4," +
          secret +
          ",azul\n"
          "2025-03-15,-13.1,40.4," +
          secret +
          ",azul,one cell too many\n"
          "2025-03-15,north,40.4," +
          secret +
          ",azul\n"
          "2025-03-15,-13.1,40.4," +
          secret + ",verde\n",
      "incidents", options());
  EXPECT_EQ(r.rows.size(), 2U);
  EXPECT_EQ(r.rejected.size(), 2U);
  EXPECT_EQ(r.value(0, "extra"), R"({"cor":"azul"})");
  EXPECT_EQ(r.report_json.find(secret), std::string::npos);
  EXPECT_EQ(importers::to_csv(r.report, "file.csv", "en").find("84123"), std::string::npos);
  for (const geo::RejectedRow& row : r.rejected) { EXPECT_EQ((row.raw_json + row.value).find("84123"), std::string::npos) << row.rule; }
  EXPECT_NE(importers::to_text(r.report, "pt").find("identificam pessoas: telefone"), std::string::npos);
}

TEST(Import, FileIsRefusedWithAClearSentence) {
  const std::string good = "date,latitude,longitude\n2025-03-15,-13.1,40.4\n";
  struct Case {
    std::string text;
    std::string collection;
    importers::NamePairs map;
    importers::NamePairs set;
    std::string crs;
    std::string zone;
    std::string says;
  };
  const Case cases[] = {
      {"date,latitude,longitude\n", "incidents", {}, {}, "", "", "no row"},
      {"when,latitude,longitude\n2025-03-15,-13.1,40.4\n", "incidents", {}, {}, "", "", "--map occurred_from="},
      {"date,colour\n2025-03-15,red\n", "incidents", {}, {}, "", "", "--map latitude="},
      {good, "incidents", {{"occured_from", "date"}}, {}, "", "", "occurred_from"},
      {good, "incidents", {{"occurred_from", "dia"}}, {}, "", "", "it has: date, latitude, longitude"},
      {good, "incidents", {}, {{"categorie", "0401"}}, "", "", "category"},
      {good, "incidents", {}, {{"category", "nonsense"}}, "", "", "--set category=nonsense"},
      {good, "incidents", {}, {{"severity", "9"}}, "", "", "out of range"},
      {good, "incidents", {}, {{"uuid", "x"}}, "", "", "no field"},
      {good, "incidents", {}, {}, "EPSG:999999", "", "999999"},
      {good, "incidents", {}, {}, "nonsense", "", "nonsense"},
      {good, "incidents", {}, {}, "", "Africa/Nowhere", "Nowhere"},
      {"id,name\n1,Mieze\n", "catchments", {}, {}, "", "", "where the rows are"},
  };
  for (const Case& c : cases) {
    importers::ImportOptions o = options();
    o.map = c.map;
    o.set = c.set;
    o.crs = c.crs;
    if (!c.zone.empty()) { o.time_zone = c.zone; }
    const std::string sentence = refusal(c.text, c.collection, o);
    EXPECT_NE(sentence.find(c.says), std::string::npos) << sentence;
  }
}

TEST(Import, HalfTheRowsMayFailUnlessToldOtherwise) {
  const std::string header = "date,latitude,longitude\n";
  const std::string good = "2025-03-15,-13.1,40.4\n";
  const std::string bad = "2025-03-15,0,0\n";
  const auto with = [](bool strict, bool partial) {
    importers::ImportOptions o = options();
    o.strict = strict;
    o.accept_partial = partial;
    return o;
  };
  EXPECT_EQ(import_text(header + good + bad, "incidents", with(false, false)).report.rows.quarantined, 1);
  EXPECT_NE(refusal(header + good + bad + bad, "incidents", with(false, false)).find("2 of 3"), std::string::npos);
  EXPECT_EQ(import_text(header + good + bad + bad, "incidents", with(false, true)).report.rows.quarantined, 2);
  EXPECT_NE(refusal(header + good + bad, "incidents", with(true, false)).find("--strict"), std::string::npos);
  EXPECT_EQ(import_text(header + good, "incidents", with(true, false)).report.rows.accepted, 1);
  try {
    import_text(header + good + bad + bad, "incidents", with(false, false));
    FAIL();
  } catch (const importers::Refused& e) {  // says what was wrong, so that it can be shown
    ASSERT_FALSE(e.report().rules.empty());
    EXPECT_EQ(e.report().rules[0].rule, "G3");
    EXPECT_EQ(e.report().rows.read, 3);
  }
}

TEST(Import, DryRunResolvesAndWritesNothing) {
  importers::ImportOptions o = options();
  o.dry_run = true;
  const Imported r = import_text("date,latitude,longitude\n2025-03-15,-13.1,40.4\n", "incidents", o);
  EXPECT_EQ(r.committed, 0);
  EXPECT_EQ(r.report.outcome.inserted, 1);
  EXPECT_TRUE(r.report.dry_run);
}

TEST(Import, RepeatedKeysAreDroppedAndTheLawHolds) {
  const Imported r = import_text(
      "_uuid;date;latitude;longitude\n"
      "a;2025-03-15;-13.1;40.4\n"
      "b;2025-03-15;-13,1;40.4\n"
      "a;2025-03-16;-13.1;40.4\n"
      "b;2025-03-17;-13.1;40.4\n"
      ";2025-03-17;-13.1;40.4\n",
      "incidents", options());
  EXPECT_EQ(r.report.rows, (importers::RowCounts{5, 3, 0, 0, 2}));  // the fixed row (line 3) was superseded
  EXPECT_EQ(r.count("D1", Action::dropped), 2);
  EXPECT_EQ(r.rows[4].source_key, "");
}

TEST(Import, IdentityOfARowIgnoresTheOrderOfColumnsOnly) {
  const auto raw = [](const std::string& text) { return import_text(text, "incidents", options()).rows.at(0).raw; };
  const geo::Hash128 a = raw("date,latitude,longitude,x1\n2025-03-15,-13.1,40.4,k\n");
  EXPECT_EQ(a, raw("x1,longitude,latitude,date\n k ,40.4,-13.1,2025-03-15\n"));
  EXPECT_NE(a, raw("date,latitude,longitude,x2\n2025-03-15,-13.1,40.4,k\n"));
  EXPECT_NE(a, raw("date,latitude,longitude,x1\n2025-03-15,-13.1,40.5,k\n"));
  EXPECT_NE(raw("date,latitude,longitude,p,q\n2025-03-15,-13.1,40.4,q,\n"), raw("date,latitude,longitude,p,q\n2025-03-15,-13.1,40.4,,p\n"));
}

TEST(Import, ConstantsFillWhatIsEmpty) {
  importers::ImportOptions o = options();
  o.set = {{"category", "Roubo"}, {"severity", "4"}, {"place_name", "Pemba"}};
  const Imported r = import_text("date,latitude,longitude,place\n2025-03-15,-13.1,40.4,\n2025-03-15,-13.1,40.4,Mieze\n", "incidents", o);
  EXPECT_EQ(r.value(0, "category"), "0401");
  EXPECT_EQ(r.value(0, "severity"), "4");
  EXPECT_EQ(r.value(0, "place_name"), "Pemba");
  EXPECT_EQ(r.value(1, "place_name"), "Mieze");
}

TEST(Import, LateGeoJsonPropertiesAreMappedToo) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < 12'000; ++i) {
    text += R"({"type":"Feature","geometry":{"type":"Point","coordinates":[40.4,-13.1]},"properties":{"date":"2025-03-15"}},)";
  }
  text += R"({"type":"Feature","geometry":{"type":"Point","coordinates":[40.4,-13.1]},)"
          R"("properties":{"date":"2025-03-15","injured":3,"telefone":"84","cor":"azul"}}]})";
  const Imported r = import_text(text, "incidents", options(), "file.geojson");
  ASSERT_EQ(r.rows.size(), 12'001U);
  EXPECT_EQ(r.value(12'000, "injured"), "3");
  EXPECT_EQ(r.value(12'000, "extra"), R"({"cor":"azul"})");
  EXPECT_EQ(r.fate("telefone"), "identifier");
  EXPECT_EQ(r.rows[12'000].line, 12'001) << "features are numbered: the file is one line";
  EXPECT_EQ(r.report.file.position, "feature");
}

TEST(Import, StopsWhenAsked) {
  std::string text = "date,latitude,longitude\n";
  for (int i = 0; i < 5000; ++i) { text += "2025-03-15,-13.1,40.4\n"; }
  const geo::Catalog& catalog = geo::builtin_catalog();
  const geo::Collection& incidents = *catalog.collection("incidents");
  RecordingWriter writer;
  const auto reader = importers::open_source(importers::memory_source(text), "file.csv");
  const geo::Progress stop({}, [] { return true; });
  EXPECT_THROW(importers::import(*reader, incidents, catalog, options(), writer, stop), geo::Error);
  EXPECT_EQ(writer.resolved + writer.committed, 0);
}

TEST(Canonical, DoesNotDependOnOrderNorOnHowItIsSaid) {
  importers::ImportOptions a = options();
  a.map = {{"a", "1"}, {"b", "2"}};
  importers::ImportOptions b = options();
  b.map = {{"b", "2"}, {"a", "1"}};
  b.strict = b.dry_run = true;
  b.now = 5;
  b.language = "pt";
  EXPECT_EQ(canonical(a), canonical(b));
  const auto differs = [&](auto change) {
    importers::ImportOptions c = a;
    change(c);
    return canonical(c) != canonical(a);
  };
  EXPECT_TRUE(differs([](auto& o) { o.map[0].second = "3"; }));
  EXPECT_TRUE(differs([](auto& o) { o.set = {{"a", "1"}}; }));
  EXPECT_TRUE(differs([](auto& o) { o.crs = "EPSG:32737"; }));
  EXPECT_TRUE(differs([](auto& o) { o.time_zone = "UTC"; }));
  EXPECT_TRUE(differs([](auto& o) { o.source = "x"; }));
  EXPECT_TRUE(differs([](auto& o) { o.area_of_operation = test_area(); }));
}

TEST(Import, TelephoneNumbersAreDroppedWhateverTheirColumnIsCalled) {
  const Imported got = import_text(
      "data,lat,lon,linha verde\n2024-03-01,-12.9,40.4,843000072\n2024-03-02,-12.9,40.4,+258 84 300 0073\n"
      "2024-03-03,-12.9,40.4,87 300 0074\n2024-03-04,-12.9,40.4,\n",
      "incidents", options());
  EXPECT_EQ(got.fate("linha verde"), "identifier");
  for (std::size_t i = 0; i < got.rows.size(); ++i) { EXPECT_EQ(got.value(i, "extra"), ""); }
}

TEST(Import, ASeverityThatCannotBeReadIsThatOfItsCategoryAndSaysSo) {
  const Imported got = import_text(
      "data,lat,lon,categoria,gravidade\n2024-03-01,-12.9,40.4,0401,Alta\n2024-03-02,-12.9,40.4,0401,\n"
      "2024-03-03,-12.9,40.4,0401,5\n",
      "incidents", options());
  ASSERT_EQ(got.rows.size(), 3U);
  EXPECT_NE(got.value(1, "severity"), "") << "the usual one of the category";
  EXPECT_EQ(got.value(0, "severity"), got.value(1, "severity"));
  EXPECT_EQ(got.count("usual", Action::warned), 1);
  EXPECT_EQ(got.value(2, "severity"), "5");
}

}  // namespace
