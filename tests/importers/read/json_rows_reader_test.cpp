// SPDX-License-Identifier: Apache-2.0
#include "importers/read/json_rows_reader.hpp"

#include "tests/importers/import_support.hpp"
#include "tests/importers/read/read_all.hpp"

#include <gtest/gtest.h>

namespace {

using namespace importers;
using namespace importers_tests;

// What KoboToolbox hands out at /api/v2/assets/…/data.json: a page, questions under their groups, [lat, lon].
const std::string kobo = R"({"count":2,"next":null,"previous":null,"results":[
 {"_id":100000,"_uuid":"fab36728-a78b-4b7e-8787-c0de2f960060","formhub/uuid":"x","dados/tipo_incidente":"roubo","data_ocorrencia":"2024-03-15",
  "gps":"-12.9717 40.5178 12.0 4.9","_geolocation":[-12.9717,40.5178],"_submission_time":"2024-03-16T08:00:00","_submitted_by":"maria",
  "_attachments":[{"filename":"maria/foto.jpg"}],"_validation_status":{"uid":"validation_status_approved","label":"Approved"}},
 {"_id":100001,"_uuid":"0a1","dados/tipo_incidente":"furto","data_ocorrencia":"2024-03-17","_geolocation":[null,null],"_submission_time":"2024-03-18T08:00:00",
  "_validation_status":{}}]})";

// ODK Central, OData: points as GeoJSON with their accuracy, questions in nested groups.
const std::string odk = R"({"@odata.context":"https://odk.example.org/$metadata","value":[
 {"__id":"uuid:1","__system":{"submissionDate":"2024-03-16T08:00:00.000Z","submitterName":"Maria","reviewState":"approved"},
  "dados":{"tipo_incidente":"roubo","data":"2024-03-15","gps":{"type":"Point","coordinates":[40.5178,-12.9717,12],"properties":{"accuracy":4.9}}}}]})";

TEST(JsonRows, KoboPagesAreRowsOfTheForm) {
  const Imported got = import_text(kobo, "incidents", options(), "data.json");
  EXPECT_EQ(got.report.file.format, "JSON");
  EXPECT_EQ(got.report.file.profile, "kobo");
  ASSERT_EQ(got.rows.size(), 2U);
  EXPECT_EQ(got.rows[0].source_key, "fab36728-a78b-4b7e-8787-c0de2f960060");
  EXPECT_EQ(got.value(0, "category"), "0401");
  EXPECT_EQ(got.value(1, "category"), "0502");
  EXPECT_NEAR(got.rows[0].row.geometry.lonlat().lat, -12.9717, 1e-6);
  EXPECT_TRUE(got.rows[1].row.geometry.is_none());
  EXPECT_EQ(got.fate("_submitted_by"), "identifier");
  EXPECT_EQ(got.report.source, "kobo");
}

TEST(JsonRows, ODataOfOdkKeepsAccuracy) {
  const Imported got = import_text(odk, "incidents", options(), "Submissions.json");
  EXPECT_EQ(got.report.file.profile, "odk-odata");
  ASSERT_EQ(got.rows.size(), 1U);
  EXPECT_EQ(got.rows[0].source_key, "uuid:1");
  EXPECT_EQ(got.value(0, "uncertainty_m"), "4.9");
  EXPECT_EQ(got.value(0, "location_precision"), "gps");
  EXPECT_EQ(got.value(0, "verification"), "verified");
  EXPECT_NEAR(got.rows[0].row.geometry.lonlat().lon, 40.5178, 1e-6);
  EXPECT_EQ(got.fate("__system/submitterName"), "identifier");
}

TEST(JsonRows, AnArrayOfObjectsIsEnough) {
  const Imported got = import_text(
      R"([{"name":"Mieze","lat":-13.1,"lon":40.5,"tags":["a","b"],"n":{"x":{"y":true}}},{"name":"Metuge","lat":"-12,9","lon":"40,4"}])",
      "settlements", options(), "places.json");
  ASSERT_EQ(got.rows.size(), 2U);
  EXPECT_EQ(got.value(0, "name"), "Mieze");
  EXPECT_EQ(got.value(0, "extra"), R"({"tags":"[\"a\",\"b\"]","n/x/y":"true"})");
  EXPECT_FALSE(got.rows[1].row.geometry.is_none());
}

TEST(JsonRows, AShapeIsTheGeometryOfItsRow) {
  const Imported got =
      import_text(R"([{"csc_id":"C1","limite":{"type":"Polygon","coordinates":[[[40,-12,5],[40.1,-12,5],[40.1,-12.1,5],[40,-12,5]]]}}])",
                  "catchments", options(), "limites.json");
  ASSERT_EQ(got.rows.size(), 1U);
  EXPECT_EQ(got.rows[0].row.geometry.kind(), geo::GeometryKind::polygon);
}

TEST(JsonRows, OneBadRowIsOneBadRow) {
  const Imported got =
      import_text(R"([{"name":"a","lat":-13,"lon":40},17,{"name":"b","name":"c","lat":-13,"lon":40},{"name":"d","lat":-13.1,"lon":40}])",
                  "settlements", options(), "a.json");
  EXPECT_EQ(got.rows.size(), 2U);
  ASSERT_EQ(got.rejected.size(), 2U);
  EXPECT_EQ(got.rejected[0].line, 2);
  EXPECT_EQ(got.rejected[1].line, 3);
}

TEST(JsonRows, WhatIsNoListIsRefused) {
  const auto why = [](const std::string& text) { return refusal(text, "settlements", options(), "a.json"); };
  EXPECT_NE(why(R"([{"name":"a","lat":-13,"lon":40})").find("truncated"), std::string::npos);
  EXPECT_NE(why(R"([{"name":"a","lat":-13,"lon":40} {"name":"b"}])").find(", or ]"), std::string::npos);
  EXPECT_NE(why(R"([{"name":"a","lat":-13,"lon":40}] [])").find("something after the end"), std::string::npos);
  EXPECT_NE(why(R"({"value":[{"name":"a","lat":1,"lon":2}],"x")").find("truncated"), std::string::npos);
  EXPECT_NE(why("[]").find("no row"), std::string::npos);
  EXPECT_NE(why(std::string(64, '[')).find(""), std::string::npos);
  std::string deep = R"([{"a":)";
  for (int i = 0; i < 100; ++i) { deep += "["; }
  EXPECT_NE(why(deep).find("nested deeper"), std::string::npos);
}

}  // namespace
