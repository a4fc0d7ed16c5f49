// SPDX-License-Identifier: Apache-2.0
// A refused row goes out as a table, is corrected there, and comes back: it must become the very row that its file would have
// brought, had it been right from the start.
#include "importers/quarantine/correction.hpp"

#include "geo/base/error.hpp"
#include "importers/quarantine/layout.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/quarantine/sheet.hpp"
#include "importers/read/open.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace {

using importers_tests::Imported;
using testing::HasSubstr;

constexpr const char* store_id = "0123456789abcdef0123456789abcdef";
constexpr geo::BatchId batch = 3;

struct Case {
  std::string name;
  std::string file;  ///< with `bad` in it once
  std::string bad;
  std::string good;
  std::string collection = "incidents";
  std::string file_name = "week.csv";
  importers::ImportOptions options = importers_tests::options();
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " in " << text;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

importers::ImportOptions accepting(importers::ImportOptions options) {
  options.accept_partial = true;
  return options;
}

/// The rejected rows of an import as they would be given out.
std::vector<importers::WaitingRow> waiting(const Imported& imported, const std::string& file_name) {
  std::vector<importers::WaitingRow> rows;
  for (const geo::RejectedRow& row : imported.rejected) {
    rows.push_back({{batch, static_cast<std::int64_t>(rows.size())}, row, file_name, row.line});
  }
  return rows;
}

/// What came of reading a table back.
struct Corrected {
  std::vector<geo::StagedRow> rows;
  std::vector<geo::RejectedRow> rejected;
  importers::Report report;
};

Corrected import_correction(const std::string& csv, const importers::Layout& layout, const Case& c) {
  const auto open = [&] { return importers::open_source(importers::memory_source(csv), "fix.csv"); };
  const auto first = open();
  EXPECT_TRUE(importers::is_correction(first->columns()));
  const importers::Corrections corrections = importers::read_corrections(*first, store_id);
  importers::ImportOptions given = importers_tests::options();
  given.area_of_operation = c.options.area_of_operation;
  importers_tests::RecordingWriter writer;
  const auto with_refs = importers::correction_writer(writer, corrections);
  const auto reader = importers::correction_reader(open());
  const geo::Catalog& catalog = geo::builtin_catalog();
  Corrected corrected;
  corrected.report =
      importers::import(*reader, *catalog.collection(c.collection), catalog, importers::options_like(layout, given), *with_refs, {});
  corrected.rows = writer.rows;
  corrected.rejected = writer.rejected;
  return corrected;
}

std::vector<Case> cases() {
  const std::string head = "_uuid,data,categoria,latitude,longitude,localidade,mortos,telefone,obs\n";
  std::vector<Case> all{
      {"a key", head + "a,2024-03-01,0401,-12.97,40.51,Pemba,1,8412,x\nb,2024-13-02,0502,-11.35,40.35,Palma,,84,\n", "2024-13-02",
       "2024-12-02"},
      {"no key", "data,categoria,latitude,longitude,cor\n2024-03-01,0401,-12.97,40.51,azul\n2024-13-02,0502,-11.35,40.35, verde \n",
       "2024-13-02", "2024-12-02"},
      {"formulas, quotes and lines", "data,categoria,latitude,longitude,a,b\n2024-13-02,0502,-11.35,40.35,\"=1+\"\"x\"\"\n@y\",'-z\n",
       "2024-13-02", "2024-12-02"},
      {"semicolons and decimal commas",
       "id;data;categoria;latitude;longitude;nome "
       "vitima\n1;01/02/2024;0401;-12,5;40,5;Rui\n2;25/12/2024;0401;-12,6;40,6;Ana\n3;x;0401;-12,7;40,7;Eva\n",
       ";x;", ";03/04/2024;"},
      {"months first",
       "id,data,categoria,latitude,longitude\n1,12/25/2024,0401,-12.5,40.5\n2,12/26/2024,0401,-12.5,40.5\n3,13/13/2024,0401,-12.5,40.5\n",
       "13/13/2024", "03/04/2024"},
      {"midnights that are days",
       "id,data,categoria,latitude,longitude\n1,2024-03-01 00:00,0401,-12.5,40.5\n2,2024-03-02 00:00,0401,-12.5,40.5\n3,2024-03-03 "
       "00:00,0401,-12.5,40.5\n4,2024-33-04 00:00,0401,-12.5,40.5\n",
       "2024-33-04 00:00", "2024-03-04 00:00"},
      {"HXL tags",
       "chave,quando,tipo,y,x\n#id+code,#date+occurred,#event+type,#geo+lat,#geo+lon\nk1,2024-03-01,0401,-12.5,40.5\nk2,2024-13-01,0401,-"
       "12.5,40.5\n",
       "2024-13-01", "2024-12-01"},
      {"columns without a name, and twice",
       "id,data,categoria,latitude,longitude,,a,a\n1,2024-03-01,0401,-12.5,40.5,p,q,r\n2,2024-13-01,0401,-12.5,40.5,p,q,s\n", "2024-13-01",
       "2024-12-01"},
      {"a feature",
       R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"data":"2024-03-01","categoria":"0401","n":1.5,"nada":null},"geometry":{"type":"Point","coordinates":[40.51,-12.97]}},
{"type":"Feature","properties":{"data":"2024-13-02","categoria":"0502","n":2.25,"lista":[1,2]},"geometry":{"type":"Point","coordinates":[40.123456789,-12.3]}}]})",
       "2024-13-02", "2024-12-02", "incidents", "a.geojson"},
  };
  Case mapped{"columns that were mapped by hand", "a,b,c,d,e\n2024-03-01,0401,-12.5,40.5,k1\n2024-13-01,0401,-12.5,40.5,k2\n", "2024-13-01",
              "2024-12-01"};
  mapped.options.map = {{"occurred_from", "a"}, {"category", "b"}, {"latitude", "c"}, {"longitude", "d"}, {"key", "e"}};
  mapped.options.set = {{"source_type", "csc"}};
  mapped.options.time_zone = "UTC";
  mapped.options.source = "mine";
  all.push_back(mapped);
  Case grid{"metres of a grid", "id,data,categoria,x,y\n1,2024-03-01,0401,680000,8560000\n2,2024-13-01,0401,681000,8561000\n", "2024-13-01",
            "2024-12-01"};
  grid.options.crs = "EPSG:32737";
  all.push_back(grid);
  return all;
}

class RoundTrip : public testing::TestWithParam<Case> {};

TEST_P(RoundTrip, GivesTheRowThatTheFileWouldHaveBrought) {
  const Case& c = GetParam();
  const Imported first = importers_tests::import_text(c.file, c.collection, accepting(c.options), c.file_name);
  ASSERT_EQ(first.rejected.size(), 1U);
  ASSERT_TRUE(first.rejected[0].whole);
  const Imported right = importers_tests::import_text(replaced(c.file, c.bad, c.good), c.collection, accepting(c.options), c.file_name);
  ASSERT_TRUE(right.rejected.empty());
  const geo::StagedRow& expected = right.rows.back();

  const importers::Layout layout = importers::layout_of(first.report_json, first.report.source, importers::canonical(c.options));
  for (const char* language : {"pt", "en"}) {
    const auto rows = waiting(first, c.file_name);
    std::string csv = importers::to_csv(importers::make_sheet(layout.columns, rows, store_id, language), language);
    // In its own separator a row has them between its cells.
    const auto own = [&](std::string text) {
      if (text.front() == ';') { text = text.substr(1, text.size() - 2); }
      return text;
    };
    csv = replaced(csv, own(c.bad), own(c.good));
    const Corrected corrected = import_correction(csv, layout, c);
    ASSERT_EQ(corrected.rows.size(), 1U) << csv;
    EXPECT_TRUE(corrected.rejected.empty());
    EXPECT_EQ(corrected.report.source, right.report.source);
    EXPECT_EQ(corrected.rows[0].source_key, expected.source_key);
    EXPECT_EQ(corrected.rows[0].raw, expected.raw) << csv;
    EXPECT_EQ(corrected.rows[0].row, expected.row);
    EXPECT_EQ(corrected.rows[0].corrects, (geo::QuarantineRef{batch, 0}));
  }
}

TEST_P(RoundTrip, AnUncorrectedRowIsTheSameRowAgain) {
  const Case& c = GetParam();
  const Imported first = importers_tests::import_text(c.file, c.collection, accepting(c.options), c.file_name);
  const importers::Layout layout = importers::layout_of(first.report_json, first.report.source, importers::canonical(c.options));
  const std::string csv = importers::to_csv(importers::make_sheet(layout.columns, waiting(first, c.file_name), store_id, "pt"), "pt");
  const Corrected again = import_correction(csv, layout, c);
  ASSERT_EQ(again.rejected.size(), 1U);
  EXPECT_EQ(again.rejected[0].source_key, first.rejected[0].source_key);
  EXPECT_EQ(again.rejected[0].raw, first.rejected[0].raw);
  EXPECT_EQ(again.rejected[0].rule, first.rejected[0].rule);
  EXPECT_EQ(again.rejected[0].raw_json, first.rejected[0].raw_json);
  EXPECT_EQ(again.rejected[0].corrects, (geo::QuarantineRef{batch, 0}));
  const importers::Layout next =
      importers::layout_of(importers::to_json(again.report), again.report.source, importers::canonical(importers_tests::options()));
  const std::string once_more = importers::to_csv(
      importers::make_sheet(next.columns, {{{batch, 0}, again.rejected[0], c.file_name, first.rejected[0].line}}, store_id, "pt"), "pt");
  EXPECT_EQ(once_more, csv) << "and goes out again as it did";
}

INSTANTIATE_TEST_SUITE_P(Files, RoundTrip, testing::ValuesIn(cases()), [](const auto& parameter) {
  std::string name = parameter.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char ch) { return ch == ' ' || ch == ','; }, '_');
  return name;
});

const std::string people =
    "_uuid,data,categoria,latitude,longitude,telefone,nome_vitima\na,2024-03-01,0401,-12.97,40.51,841234567,Segredo\nb,x,0502,-11.35,40.35,"
    "849999999,Segredo\n";

TEST(Correction, PeopleDoNotGoOut) {
  const Imported first = importers_tests::import_text(people, "incidents", importers_tests::options());
  const importers::Layout layout = importers::layout_of(first.report_json, "kobo", "{}");
  const std::string csv = importers::to_csv(importers::make_sheet(layout.columns, waiting(first, "a.csv"), store_id, "en"), "en");
  EXPECT_EQ(csv.find("Segredo"), std::string::npos);
  EXPECT_EQ(csv.find("telefone"), std::string::npos);
  EXPECT_EQ(csv.find("vitima"), std::string::npos);
}

TEST(Correction, RowsThatReadingCouldNotCutGoOutEmptyAndAreNotTakenBackSo) {
  const Imported first = importers_tests::import_text(
      "id,data,categoria,latitude,longitude\n1,2024-03-01,0401,-12.5,40.5\n2,2024-03-01,0401\n", "incidents", importers_tests::options());
  ASSERT_EQ(first.rejected.size(), 1U);
  EXPECT_FALSE(first.rejected[0].whole);
  EXPECT_EQ(first.rejected[0].raw, geo::Hash128{});
  const importers::Layout layout = importers::layout_of(first.report_json, first.report.source, "{}");
  const importers::Sheet sheet = importers::make_sheet(layout.columns, waiting(first, "a.csv"), store_id, "en");
  EXPECT_EQ(sheet.lines[0].cells[0], "");
  EXPECT_THAT(sheet.lines[0].advice, HasSubstr("in its file"));
  const auto reader = importers::open_source(importers::memory_source(importers::to_csv(sheet, "en")), "a.csv");
  EXPECT_THROW((void)importers::read_corrections(*reader, store_id), geo::Error);
}

TEST(Correction, RowsTooLongToKeepAreNotKeptByHalves) {
  const std::string longest(60'000, 'x');
  const Imported first = importers_tests::import_text(
      "id,data,categoria,latitude,longitude,a,b\n1,2024-03-01,0401,-12.5,40.5,,\n2,x,0401,-12.5,40.5," + longest + "," + longest + "\n",
      "incidents", importers_tests::options());
  ASSERT_EQ(first.rejected.size(), 1U);
  EXPECT_FALSE(first.rejected[0].whole);
  EXPECT_EQ(first.rejected[0].source_key, "2") << "but it is known which row it is";
}

class Service : public testing::Test {
 protected:
  std::string refusal(const std::string& csv) {
    const auto reader = importers::open_source(importers::memory_source(csv), "a.csv");
    try {
      (void)importers::read_corrections(*reader, store_id);
    } catch (const geo::Error& e) {
      EXPECT_EQ(e.problem(), geo::Problem::input);
      return e.text().en;
    }
    return "";
  }
  const std::string good = importers::ref_text(store_id, {3, 7});
};

TEST_F(Service, ReferencesAreOfThisStoreAndWhole) {
  EXPECT_EQ(importers::parse_ref(good, store_id), (geo::QuarantineRef{3, 7}));
  for (const char* text : {"", "3/7", "01234567/3", "01234567/3/", "01234567//7", "01234567/3/7/1", "01234567/-3/7", "01234567/3/-7",
                           "01234567/0/7", "76543210/3/7", "01234567/3/7x", "01234567/99999999999999999999/7"}) {
    EXPECT_FALSE(importers::parse_ref(text, store_id)) << text;
  }
}

TEST_F(Service, FilesThatCannotBeTakenSayWhy) {
  EXPECT_EQ(refusal("a,bairro_ref\nx," + good + "\n"), "");
  EXPECT_THAT(refusal("a,bairro_ref\nx,76543210/3/7\n"), HasSubstr("line 2"));
  EXPECT_THAT(refusal("a,bairro_ref\nx,76543210/3/7\n"), HasSubstr("leave the column"));
  EXPECT_THAT(refusal("a,bairro_ref\n," + good + "\n"), HasSubstr("all empty"));
  EXPECT_THAT(refusal("a,bairro_ref\nx," + good + ",z\n"), HasSubstr("line 2"));
  EXPECT_EQ(refusal("a,bairro_ref\nx,\ny," + good + "\n"), "") << "a row more is a new one";
}

TEST_F(Service, AGeometryThatWasBrokenIsABadRow) {
  const Case c{"",
               R"({"type":"Feature","properties":{"data":"x","categoria":"0401"},"geometry":{"type":"Point","coordinates":[40.5,-12.5]}})",
               "",
               "",
               "incidents",
               "a.geojson"};
  const Imported first = importers_tests::import_text(c.file, c.collection, accepting(c.options), c.file_name);
  const importers::Layout layout = importers::layout_of(first.report_json, first.report.source, "{}");
  const std::string csv = importers::to_csv(importers::make_sheet(layout.columns, waiting(first, "a.geojson"), store_id, "en"), "en");
  const std::string shape = "POINT (40.5 -12.5)";
  const std::size_t at = csv.find(shape);
  ASSERT_NE(at, std::string::npos);
  for (const char* hex : {"POINT (40.5)", "POINT 40.5 -12.5", "01010000", "zz", "0", "0107000000ffffffff", "01030000000100000000000000"}) {
    const std::string broken = std::string(csv).replace(at, shape.size(), hex);
    const Corrected corrected = import_correction(broken, layout, c);
    EXPECT_TRUE(corrected.rows.empty()) << hex;
    ASSERT_EQ(corrected.rejected.size(), 1U) << hex;
  }
}

TEST(Layouts, AreAlikeWhenTheirFilesAreReadInOneWay) {
  const auto layout = [](const std::string& text, const importers::ImportOptions& options = importers_tests::options()) {
    const Imported imported = importers_tests::import_text(text, "incidents", accepting(options));
    return importers::layout_of(imported.report_json, imported.report.source, importers::canonical(options)).fingerprint;
  };
  const std::string week = "_uuid,data,categoria,latitude,longitude\na,2024-03-01,0401,-12.5,40.5\n";
  EXPECT_EQ(layout(week), layout(week + "b,2024-03-02,0401,-12.5,40.6\n"));
  EXPECT_NE(layout(week), layout("_uuid,data,categoria,longitude,latitude\na,2024-03-01,0401,40.5,-12.5\n"));
  EXPECT_NE(layout(week), layout("_uuid,data,categoria,latitude,longitude\na,13/03/2024,0401,-12.5,40.5\n"));
  importers::ImportOptions options = importers_tests::options();
  options.set = {{"severity", "2"}};
  EXPECT_NE(layout(week), layout(week, options));
}

}  // namespace
