// SPDX-License-Identifier: Apache-2.0
// The program from outside: exit codes, sentences, and that what was refused left nothing.
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sys/stat.h>

namespace {

using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;

constexpr const char* three_incidents =
    "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade\n"
    "a1,2024-03-01,0401,-12.97,40.51,Pemba\n"
    "a2,2024-03-02 14:30,0502,-11.35,40.35,Mocimboa\n"
    "a3,2024-03-05,0201,-13.15,39.98,Metuge\n";

class Command : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", store});
    return bairro(arguments);
  }
  [[nodiscard]] std::string count(const std::string& collection = "incidents") const { return run({"count", collection}).out; }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

TEST_F(Command, ImportTwiceIsOneImport) {
  const std::string file = folder.file("three.csv", three_incidents);
  const Outcome first = run({"import", "incidents", file});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("Read 3 rows"));
  EXPECT_EQ(count(), "3\n");
  const std::string before = run({"query", "incidents", "--limit", "0"}).out;
  const Outcome second = run({"import", "incidents", file});
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_THAT(second.out, HasSubstr("imported before"));
  EXPECT_EQ(run({"query", "incidents", "--limit", "0"}).out, before);
  const std::string batches = run({"batches"}).out;
  EXPECT_EQ(std::count(batches.begin(), batches.end(), '\n'), 2) << "one batch only, below its headings";
}

TEST_F(Command, CorrectedFileUpdatesAndUndoRestores) {
  const std::string file = folder.file("week.csv", three_incidents);
  ASSERT_EQ(run({"import", "incidents", file}).exit_code, 0);
  const std::string before = run({"query", "incidents", "--limit", "0"}).out;
  std::string corrected = three_incidents;
  corrected.replace(corrected.find("0502"), 4, "0501");
  corrected += "a4,2024-03-09,0401,-12.3,40.0,Quissanga\n";
  folder.file("week.csv", corrected);
  const Outcome second = run({"import", "incidents", file});
  EXPECT_THAT(second.out, HasSubstr("1 new, 1 updated, 2 unchanged"));
  EXPECT_EQ(count(), "4\n");
  EXPECT_EQ(run({"undo", "2"}).exit_code, 0);
  EXPECT_EQ(run({"query", "incidents", "--limit", "0"}).out, before);
  EXPECT_EQ(run({"undo", "2"}).exit_code, 2) << "an undone batch cannot be undone again";
}

TEST_F(Command, DryRunWritesNothing) {
  const std::string file = folder.file("three.csv", three_incidents);
  const Outcome dry = run({"import", "incidents", file, "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_EQ(count(), "0\n");
  EXPECT_EQ(run({"batches"}).out, "");
}

TEST_F(Command, StoreIsPrivate) {
  run({"import", "incidents", folder.file("three.csv", three_incidents)});
  struct stat info {};
  ASSERT_EQ(::stat(store.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

struct Refusal {
  const char* name;
  const char* file;
  std::string content;
  std::vector<std::string> options;
  const char* sentence;
};

TEST_F(Command, RefusedFilesSayWhyAndLeaveNothing) {
  const std::vector<Refusal> table{
      {"empty", "a.csv", "", {}, "empty"},
      {"header only", "a.csv", "latitude,longitude,date\n", {}, "no row"},
      {"unknown kind", "a.bin", std::string("\x00\x01\x02\x03\xff", 5), {}, "a.bin"},
      {"truncated JSON", "a.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature","prop)", {}, "ends"},
      {"open quote", "a.csv", "latitude,longitude,date\n1,2,\"2024-01-01\n", {}, "quote"},
      {"unknown column", "a.csv", three_incidents, {"--map", "severity=gravity"}, "gravity"},
      {"unknown field", "a.csv", three_incidents, {"--set", "categry=0401"}, "category"},
      {"unknown CRS", "a.csv", three_incidents, {"--crs", "EPSG:99999"}, "EPSG:99999"},
      {"CRS that is no CRS", "a.csv", three_incidents, {"--crs", "+proj=pipeline"}, "EPSG:"},
      {"unknown zone", "a.csv", three_incidents, {"--timezone", "Mars/Olympus"}, "Mars/Olympus"},
      {"mostly wrong", "a.csv", "_uuid,date,latitude,longitude\na,x,1,1\nb,y,1,1\nc,2024-01-01,1,1\n", {}, "wrong mapping"},
      {"strict", "a.csv", std::string(three_incidents) + "a4,2024-13-45,0401,-12,40,X\n", {"--strict"}, "strict"},
      {"no location", "a.csv", "_uuid,date,colour\na,2024-01-01,red\n", {}, "where the rows are"},
  };
  for (const Refusal& r : table) {
    std::vector<std::string> arguments{"import", "incidents", folder.file(r.file, r.content)};
    arguments.insert(arguments.end(), r.options.begin(), r.options.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 3) << r.name << ": " << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr(r.sentence)) << r.name;
    EXPECT_EQ(count(), "0\n") << r.name;
    EXPECT_EQ(run({"batches"}).out, "") << r.name;
  }
  EXPECT_EQ(run({"import", "incidents", (folder / "missing.csv").string()}).exit_code, 3);
}

TEST_F(Command, WrongUsageIsTwo) {
  const std::string file = folder.file("three.csv", three_incidents);
  ASSERT_EQ(run({"import", "incidents", file}).exit_code, 0);
  const std::vector<std::vector<std::string>> table{
      {},
      {"frobnicate"},
      {"import", "incidents"},
      {"import", "nosuch", file},
      {"import", "incidents", file, "--set", "category"},
      {"import", "incidents", file, "--report", "x.pdf"},
      {"count", "incidents", "--bbox", "1,2,3"},
      {"count", "incidents", "--bbox", "a,b,c,d"},
      {"count", "incidents", "--datetime", "yesterday"},
      {"count", "nosuch"},
      {"count", "incidents", "--role", "king"},
      {"undo", "99"},
      {"serve"},
      {"serve", "--open", "--listen", "0.0.0.0:8080"},
      {"serve", "--open", "--listen", "127.0.0.1"},
      {"serve", "--open", "--behind-proxy"},
      {"serve", "--role", "visitor"},
      {"field", "add", "incidents", "Bad Name"},
      {"field", "add", "incidents", "id"},
      {"field", "add", "incidents", "category"},
      {"field", "add", "incidents", "new_one", "--type", "colour"},
  };
  for (const auto& arguments : table) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << testing::PrintToString(arguments) << outcome.out << outcome.err;
    EXPECT_FALSE(outcome.err.empty()) << testing::PrintToString(arguments);
  }
  EXPECT_EQ(count(), "3\n");
}

TEST_F(Command, FailuresAreOne) {
  std::ofstream(store, std::ios::binary) << std::string(8192, 'x');
  EXPECT_EQ(run({"count", "incidents"}).exit_code, 1) << "a damaged store";
  const Folder other;
  EXPECT_EQ(
      bairro({"--store", (other / "no/such/folder/s.db").string(), "import", "incidents", folder.file("a.csv", three_incidents)}).exit_code,
      1);
  EXPECT_EQ(bairro({"--store", (other / "none.db").string(), "count", "incidents"}).exit_code, 2) << "a store that is not there";
}

TEST_F(Command, HelpEverywhere) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                     {"import", "--help"},
                                                                     {"count", "--help"},
                                                                     {"query", "--help"},
                                                                     {"info", "--help"},
                                                                     {"serve", "--help"},
                                                                     {"field", "add", "--help"},
                                                                     {"layer", "add", "--help"},
                                                                     {"inspect", "snapshot", "--help"},
                                                                     {"inspect", "tile", "--help"},
                                                                     {"export", "--help"}}) {
    const Outcome outcome = bairro(arguments);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("--store")) << testing::PrintToString(arguments) << "\nglobal options belong to every help";
  }
}

TEST_F(Command, AddedFieldIsImportedAndServedByQuery) {
  ASSERT_EQ(run({"field", "add", "incidents", "weather", "--synonym", "Tempo atmosférico", "--confidentiality", "0"}).exit_code, 0);
  std::string content = "_uuid,data_ocorrencia,categoria,latitude,longitude,Tempo atmosférico\na1,2024-03-01,0401,-12.97,40.51,chuva\n";
  ASSERT_EQ(run({"import", "incidents", folder.file("w.csv", content)}).exit_code, 0);
  EXPECT_THAT(run({"query", "incidents"}).out, HasSubstr("\"weather\":\"chuva\""));
}

TEST_F(Command, LayerFromFile) {
  const std::string file =
      folder.file("wells.geojson",
                  R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"Nome":"Poço 1","depth m":12.5,"open":true},)"
                  R"("geometry":{"type":"Point","coordinates":[40.1,-12.5]}}]})");
  const Outcome made = run({"layer", "add", "wells", "--from", file});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  const std::string rows = run({"query", "wells"}).out;
  EXPECT_THAT(rows, HasSubstr("\"nome\":\"Poço 1\",\"depth_m\":12.5,\"open\":true"));
  EXPECT_EQ(run({"layer", "add", "wells", "--from", file}).exit_code, 2) << "there already";
  EXPECT_EQ(run({"layer", "add", "broken", "--from", folder.file("b.geojson", "{")}).exit_code, 3);
  EXPECT_EQ(run({"count", "broken"}).exit_code, 2) << "a refused file leaves no layer";
}

TEST_F(Command, ALayersOwnColumnsAreNotTakenForBuiltInOnes) {
  const char* const table[] = {
      "name,category\nA,3\n",
      "name,occurred_from,occurred_to,reported_at,time_precision\nA,2024-01-01,2024-01-02,2024-01-01,foo\n",
      "name,members_total,members_women\nA,lots,3\n",
      "name,severity,killed\nA,high,3\n",
  };
  int n = 0;
  for (const char* content : table) {
    const std::string layer = "layer" + std::to_string(++n);
    const Outcome made = run({"layer", "add", layer, "--from", folder.file(layer + ".csv", content)});
    EXPECT_EQ(made.exit_code, 0) << content << made.out << made.err;
    const Outcome rows = run({"query", layer});
    EXPECT_EQ(rows.exit_code, 0) << content << rows.err;
    EXPECT_THAT(rows.out, HasSubstr("\"A\"")) << content;
  }
  EXPECT_THAT(run({"query", "layer4"}).out, HasSubstr("\"high\"")) << "no rule of incidents touches it";
  ASSERT_EQ(run({"field", "add", "settlements", "category"}).exit_code, 0);
  EXPECT_EQ(run({"import", "settlements", folder.file("s.csv", "name,latitude,longitude,category\nPemba,-12.97,40.52,sede\n")}).exit_code,
            0);
  EXPECT_EQ(run({"field", "add", "incidents", "latitude"}).exit_code, 2) << "it means the position";
}

TEST_F(Command, AFileWhoseRowsWentWithAnEarlierBatchCanBeImportedAgain) {
  const std::string file = folder.file("a.csv", three_incidents);
  ASSERT_EQ(run({"import", "incidents", file}).exit_code, 0);
  ASSERT_EQ(run({"import", "incidents", file, "--timezone", "UTC"}).exit_code, 0) << "other options: a batch of its own";
  const std::string kept = folder.file("b.csv", std::string(three_incidents) + "a4,2024-03-09,0401,-12.3,40.0,Quissanga\n");
  ASSERT_EQ(run({"import", "incidents", kept, "--timezone", "UTC"}).exit_code, 0);
  ASSERT_EQ(run({"undo", "1"}).exit_code, 0);
  ASSERT_EQ(run({"undo", "2"}).exit_code, 0);
  EXPECT_EQ(count(), "1\n") << "the one row that the third batch wrote";
  EXPECT_THAT(run({"import", "incidents", kept, "--timezone", "UTC"}).out, HasSubstr("0 new, 3 updated, 1 unchanged"));
  EXPECT_EQ(count(), "4\n");
  EXPECT_THAT(run({"import", "incidents", kept, "--timezone", "UTC"}).out, HasSubstr("imported before"));
}

TEST_F(Command, ACodeWithAZeroInFrontStaysAText) {
  ASSERT_EQ(run({"layer", "add", "posts", "--from", folder.file("p.csv", "name,code,big\nA,01234,12345678901234567890\n")}).exit_code, 0);
  const std::string rows = run({"query", "posts"}).out;
  EXPECT_THAT(rows, HasSubstr("\"01234\""));
  EXPECT_THAT(rows, HasSubstr("\"12345678901234567890\""));
  EXPECT_EQ(run({"field", "add", "incidents", "secret", "--confidentiality", "256"}).exit_code, 2);
  EXPECT_EQ(run({"serve", "--open", "--listen", "127.example.invalid:8080"}).exit_code, 2);
}

TEST_F(Command, ReportsArePrivate) {
  const std::string report = (folder / "r.json").string();
  ASSERT_EQ(run({"import", "incidents", folder.file("a.csv", three_incidents), "--report", report}).exit_code, 0);
  struct stat info {};
  ASSERT_EQ(::stat(report.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(Command, PeopleAreNotKept) {
  const std::string content =
      "_uuid,data_ocorrencia,categoria,latitude,longitude,nome,vitima,suspeito,morada,reported_by,agressor,contacto\n"
      "a1,2024-03-01,0401,-12.97,40.51,Segredo,Segredo,Segredo,Segredo,Segredo,Segredo,Segredo\n"
      "a2,2024-13-01,0401,-12.97,40.51,Segredo,Segredo,Segredo,Segredo,Segredo,Segredo,Segredo\n";
  const Outcome outcome = run({"import", "incidents", folder.file("p.csv", content)});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_EQ(run({"query", "incidents"}).out.find("Segredo"), std::string::npos);
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(store + suffix, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    EXPECT_EQ(bytes.find("Segredo"), std::string::npos) << "not in the store's bytes either, nor in the quarantine";
  }
}

TEST_F(Command, EachRoleSeesItsRows) {
  const std::string content =
      "_uuid,data_ocorrencia,categoria,latitude,longitude,confidencialidade,narrativa\n"
      "a1,2024-03-01,0401,-12.97,40.51,0,segredo um\na2,2024-03-01,0401,-12.97,40.51,3,segredo dois\n";
  ASSERT_EQ(run({"import", "incidents", folder.file("v.csv", content)}).exit_code, 0);
  EXPECT_EQ(run({"count", "incidents"}).out, "1\n");
  const std::string rows = run({"query", "incidents"}).out;
  EXPECT_EQ(rows.find("dois"), std::string::npos);
  EXPECT_EQ(rows.find("gbv"), std::string::npos);
  EXPECT_EQ(run({"count", "incidents", "--role", "protection"}).out, "2\n");
  EXPECT_THAT(run({"query", "incidents", "--role", "protection"}).out, HasSubstr("segredo dois"));
  for (const char* role : {"visitor", "partner", "police", "admin"}) {
    EXPECT_EQ(run({"count", "incidents", "--role", role}).exit_code, 2) << role;
  }
  EXPECT_EQ(run({"count", "incidents", "--role", "programme@MZ0102"}).out, "1\n") << "the public one";
}

TEST_F(Command, ReportsAndJobs) {
  const std::string content = std::string(three_incidents) + "a4,2024-13-45,=cmd(),-12,40,X\n";
  const std::string csv = (folder / "r.csv").string();
  ASSERT_EQ(run({"import", "incidents", folder.file("r.in.csv", content), "--report", csv}).exit_code, 0);
  std::ifstream in(csv);
  const std::string report((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_THAT(report, HasSubstr("2024-13-45"));
  EXPECT_EQ(report.find(",=cmd"), std::string::npos) << "a formula must not reach a spreadsheet";
  EXPECT_THAT(run({"jobs"}).out, HasSubstr("succeeded"));
}

}  // namespace
