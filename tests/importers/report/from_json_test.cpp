// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "importers/report/report.hpp"
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

namespace {

using importers::Report;
using importers::report_from_json;
using importers::to_json;

Report full_report() {
  Report r;
  r.collection = "incidents";
  r.source = "kobo";
  r.file.format = "CSV";
  r.file.encoding = "UTF-8";
  r.file.delimiter = ';';
  r.file.gzip = true;
  r.file.crs = "EPSG:32737";
  r.file.crs_from = "--crs";
  r.file.time_zone = "Africa/Maputo";
  r.file.times_without_zone = 3;
  r.file.profile = "kobo";
  r.file.profile_title = {"Kobo", "Kobo (pt)"};
  r.file.profile_from = "columns";
  r.file.profile_columns = {"_uuid", "_id"};
  r.file.date_order = "m/d/y";
  r.file.decimal_sign = ',';
  r.file.midnight_is_day = {"data", "outra"};
  r.file.empty_lines = 2;
  r.file.position = "feature";
  r.file.notes = {{"a note", "uma nota"}};
  r.rows = {10, 4, 3, 2, 1};
  r.warnings = 5;
  const importers::Finding finding{
      7, "data", "31/02/2024 \"x\"", "", "date", importers::Action::quarantined, {"not a date", "não é uma data"}};
  const importers::Finding fixed{8, "lat", "1,5", "1.5", "G5", importers::Action::fixed, {"sign", "sinal"}};
  r.rules = {{"date", importers::Action::quarantined, 2, finding}, {"D1", importers::Action::dropped, 2, fixed, false}};
  r.findings = {finding, fixed};
  r.findings_left_out = 9;
  r.columns = {{"data", "field", "occurred_from", "synonym"}, {"nome", "identifier", "", ""}};
  r.constants = {{"category", "0401"}};
  r.outcome.inserted = 1;
  r.outcome.updated = 2;
  r.outcome.unchanged = 3;
  r.outcome.returned = 4;
  r.outcome.withdrawn = 5;
  r.outcome.absent = 6;
  r.outcome.resolved = 7;
  r.outcome.refused_again = 3;
  r.outcome.already_imported = true;
  r.dry_run = r.accept_partial = r.complete = r.refused = true;
  return r;
}

TEST(ReportFromJson, GivesBackAllThatWasWritten) {
  for (const Report& report : {full_report(), Report{}}) {
    const std::string json = to_json(report);
    EXPECT_EQ(to_json(report_from_json(json)), json);
  }
}

TEST(ReportFromJson, SaysTheSameToPeople) {
  const Report report = full_report();
  const Report again = report_from_json(to_json(report));
  for (const char* language : {"pt", "en"}) {
    EXPECT_EQ(importers::to_text(again, language), importers::to_text(report, language));
    EXPECT_EQ(importers::to_csv(again, "a.csv", language), importers::to_csv(report, "a.csv", language));
  }
}

TEST(ReportFromJson, OfARealImport) {
  const auto imported = importers_tests::import_text(
      "_uuid;data;categoria;latitude;longitude;telefone;cor\na;01/02/2024;0401;-12,5;40,5;8412345;azul\nb;32/02/2024;xx;-12,5;40,5;84;\n",
      "incidents", importers_tests::options());
  EXPECT_EQ(to_json(report_from_json(imported.report_json)), imported.report_json);
  EXPECT_EQ(report_from_json(imported.report_json).file.decimal_sign, ',');
}

TEST(ReportFromJson, RefusesWhatIsNone) {
  for (const char* json : {"", "{", "[]", "1", "null", "\"a\""}) { EXPECT_THROW((void)report_from_json(json), geo::Error) << json; }
  // Of an older program, or a newer one: what is missing or of another kind stays as it is by default.
  const Report report =
      report_from_json(R"({"rows":[],"file":3,"rules":[1,{"rule":5}],"columns":{},"constants":{"a":1},"findings":[null],"new":1})");
  EXPECT_EQ(report.rows.read, 0);
  EXPECT_TRUE(report.constants.empty());
}

}  // namespace
