// SPDX-License-Identifier: Apache-2.0
#include "importers/report/report.hpp"

#include "importers/report/recorder.hpp"
#include "importers/rules/catalogue.hpp"

#include <gtest/gtest.h>

namespace {

using importers::Action;
using importers::Recorder;
using importers::Report;
using importers::RowNotes;

Report report_of(const Recorder& recorder) {
  Report report;
  report.file.format = "CSV";
  recorder.finish(report);
  return report;
}

TEST(Recorder, ARowThatStaysOutIsRecordedWithThatAlone) {
  Recorder recorder;
  RowNotes notes;
  notes.fix("G5", "lat", "1,5", "1.5");
  notes.warn("C1", "category", "x");
  notes.quarantine("G9", "lat", "1.5 2");
  notes.quarantine("T5", "date", "2099");
  recorder.row(2, notes);
  const Report report = report_of(recorder);
  EXPECT_EQ(report.rows, (importers::RowCounts{1, 0, 0, 1, 0}));
  EXPECT_EQ(report.warnings, 0);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].rule, "G9");
}

TEST(Recorder, KeepsBoundedFindingsAndSomeOfEveryRule) {
  Recorder recorder;
  RowNotes notes;
  const auto max = static_cast<std::int64_t>(Recorder::max_findings);
  for (std::int64_t i = 0; i < 2 * max; ++i) {
    notes.clear();
    notes.warn("C1", "category", "x");
    recorder.row(i + 2, notes);
  }
  notes.clear();
  notes.fix("G1", "lat", "a", "b");
  recorder.row(2 * max + 2, notes);
  const Report report = report_of(recorder);
  EXPECT_EQ(report.findings.size(), Recorder::max_findings + 1);
  EXPECT_EQ(report.findings.back().rule, "G1");
  EXPECT_EQ(report.findings_left_out, max);
  EXPECT_EQ(report.warnings, 2 * max);
  ASSERT_EQ(report.rules.size(), 2U);
  EXPECT_EQ(report.rules[0].rule, "G1") << "what was changed comes before what is only looked at";
  EXPECT_EQ(report.rules[1].count, 2 * max);
}

TEST(Csv, CellsAreSafeInASpreadsheet) {
  struct Case {
    const char* value;
    const char* cell;
  };
  const Case cases[] = {{"=1+1", "\"'=1+1\""}, {"+258 84", "\"'+258 84\""}, {"-12.5", "-12.5"},     {"-12,5", "\"-12,5\""},
                        {"@x", "\"'@x\""},     {"a,b", "\"a,b\""},          {"a\"b", "\"a\"\"b\""}, {"", ""},
                        {"-1e3", "-1e3"},      {"＝1", "\"'＝1\""},         {"plain", "plain"},     {"-", "\"'-\""}};
  for (const Case& c : cases) {
    Report report;
    report.findings.push_back({7, "", c.value, "", "G0", Action::warned, {"m", "n"}});
    EXPECT_EQ(importers::to_csv(report, "f", "pt"),
              std::string("file,line,column,value,new_value,rule,action,message\r\nf,7,,") + c.cell + ",,G0,warned,n\r\n");
  }
}

TEST(Text, SpeaksBothLanguages) {
  Recorder recorder;
  RowNotes notes;
  notes.quarantine("G3", "lat", "0 0");
  recorder.row(5, notes);
  const Report report = report_of(recorder);
  EXPECT_NE(importers::to_text(report, "en").find("the position is 0,0"), std::string::npos);
  EXPECT_NE(importers::to_text(report, "pt").find("sem sinal de GPS [G3] (linha 5, lat: \"0 0\")"), std::string::npos);
}

TEST(Text, AnExampleSaysItsOwnSentence) {
  Recorder recorder;
  RowNotes notes;
  notes.quarantine("T5", "data", "2099", {"in the future", "no futuro"});
  recorder.row(5, notes);
  notes.clear();
  EXPECT_NE(importers::to_text(report_of(recorder), "pt").find("1  no futuro [T5] (linha 5, data: \"2099\")."), std::string::npos);
  notes.quarantine("T5", "data", "1066", {"before 1975", "antes de 1975"});
  recorder.row(6, notes);
  const std::string text = importers::to_text(report_of(recorder), "pt");
  EXPECT_NE(text.find("2  tempo impossível [T5] (linha 5, data: \"2099\": no futuro)."), std::string::npos) << text;
}

TEST(Text, WhatWasThrownAwayWasNotFixed) {
  Recorder recorder;
  RowNotes notes;
  notes.fix("number", "mortos", "muitos", {});
  notes.fix("P6", "area", "1 2;3 4;5 6", {});
  recorder.row(5, notes);
  const std::string text = importers::to_text(report_of(recorder), "pt");
  const std::size_t emptied = text.find("Retirado (o campo ficou vazio):\n        1  não é um número");
  ASSERT_NE(emptied, std::string::npos) << text;
  EXPECT_GT(text.find("Corrigido:\n        1  um limite em texto"), emptied) << text;
  EXPECT_EQ(text.find("-> vazio"), std::string::npos) << "the boundary was read, not emptied";
}

TEST(Json, HasEveryPart) {
  Recorder recorder;
  RowNotes notes;
  notes.fix("G1", "lat", "a\"b", "c");
  recorder.row(5, notes);
  const std::string json = importers::to_json(report_of(recorder));
  for (const char* part : {R"("rows":{"read":1,"accepted":0,"fixed":1,"quarantined":0,"dropped":0,"warnings":0})", R"("value":"a\"b")",
                           R"("new_value":"c")", R"("outcome":{)", R"("columns":[)", R"("findings_left_out":0)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
}

TEST(Catalogue, UnknownRulesHaveASentenceToo) {
  EXPECT_EQ(importers::rule("G1").id, "G1");
  EXPECT_FALSE(importers::rule("no such rule").en.empty());
}

}  // namespace
