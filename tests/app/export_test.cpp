// SPDX-License-Identifier: Apache-2.0
// `bairro export` from outside: what comes back, what must not be in it, and what is left when it does not end well.
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;
using testing::Not;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Export : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments, const std::string& in = {}) const {
    arguments.insert(arguments.begin(), {"--store", in.empty() ? store : in});
    return bairro(arguments);
  }
  void load(const std::string& collection, const std::string& name, const std::string& content) const {
    const Outcome outcome = run({"import", collection, folder.file(name, content)});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  }
  void load_sample(const std::string& collection) const {
    const std::string kind = collection == "catchments" || collection == "admin_areas" ? ".geojson" : ".csv";
    const Outcome outcome = run({"import", collection, "data-samples/" + (collection == "admin_areas" ? "districts" : collection) + kind});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  /// Names that only an export leaves.
  [[nodiscard]] std::vector<std::string> leftovers() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder / ".")) {
      const std::string name = entry.path().filename().string();
      if (name.find(".part-") != std::string::npos) { names.push_back(name); }
    }
    return names;
  }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

/// One feature a line, without what the new store has to give anew: its id, and what belongs to the source it came from.
std::vector<std::string> comparable(const std::string& features) {
  static const std::regex own(R"re(("id":\d+|"(source|source_key|uuid|extra)":("(\\.|[^"\\])*"|\{("(\\.|[^"\\])*"|[^{}"])*\}|null)),?)re");
  std::vector<std::string> lines;
  for (std::size_t at = features.find('\n'); at + 1 < features.size();) {
    const std::size_t end = features.find('\n', at + 1);
    std::string line = features.substr(at + 1, end - at - 1);
    if (line.ends_with(',')) { line.pop_back(); }
    if (line != "]}") { lines.push_back(std::regex_replace(line, own, "")); }
    at = end;
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(Export, WhatIsExportedAndImportedElsewhereIsTheSame) {
  const std::string second = path("second.db");
  const std::pair<const char*, std::vector<const char*>> table[] = {
      {"incidents", {"geojson", "csv"}},   {"cscs", {"geojson", "csv"}}, {"sites", {"geojson", "csv"}},
      {"settlements", {"geojson", "csv"}}, {"catchments", {"geojson"}},  {"admin_areas", {"geojson"}},
  };
  for (const auto& [collection, kinds] : table) {
    load_sample(collection);
    const std::vector<std::string> before = comparable(run({"query", collection, "--limit", "0"}).out);
    ASSERT_GT(before.size(), 15U);
    for (const std::string kind : kinds) {
      const std::string file = path(std::string(collection) + "." + kind);
      const Outcome exported = run({"export", collection, "--role", "programme", "--purpose", "test", file});
      ASSERT_EQ(exported.exit_code, 0) << exported.err;
      const std::string other = path(std::string("of-") + kind + ".db");
      const Outcome imported = run({"import", collection, file}, other);
      ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
      EXPECT_EQ(comparable(run({"query", collection, "--limit", "0"}, other).out), before) << collection << ' ' << kind << imported.out;
    }
  }
}

TEST_F(Export, GeoJsonHasTheItemsOfTheApi) {
  load_sample("cscs");
  ASSERT_EQ(run({"export", "cscs", "--role", "visitor", path("c.geojson")}).exit_code, 0);
  load("dialogues", "i.csv", "codigo,data,localidade,latitude,longitude,confidencialidade\na1,2024-03-01,Pemba,-12.97,40.51,0\n");
  for (const char* collection : {"cscs", "dialogues"}) {
    for (const char* role : {"programme", "visitor"}) {
      const std::string file = path(std::string(collection) + role + ".geojson");
      ASSERT_EQ(run({"export", collection, "--role", role, "--purpose", "test", file}).exit_code, 0);
      const std::string query = run({"query", collection, "--role", role, "--limit", "0"}).out;
      const std::string text = read(file);
      const std::string features = "\"features\":[";
      EXPECT_EQ(text.substr(text.find(features)), query.substr(query.find(features))) << collection << role;
      EXPECT_THAT(text, HasSubstr("\"warning_pt\":\"Contém localizações exactas"));
      EXPECT_THAT(text, HasSubstr(std::string("\"role\":\"") + role));
    }
  }
}

TEST_F(Export, AVisitorsFileHoldsNothingHidden) {
  std::string rows = "codigo,data,temas,latitude,longitude,confidencialidade,acta,localidade,fonte_livre\n";
  rows += "pub,2024-03-01,SEGREDOTEMA,-12.97,40.51,0,SEGREDOCOLUNA,Pemba,SEGREDOEXTRA\n";
  for (int i = 0; i < 300; ++i) {
    rows += "s" + std::to_string(i) + ",2024-03-02,SEGREDOTEMA,-12.123456,40.654321,2,SEGREDOCOLUNA,SEGREDOLINHA,x\n";
  }
  load("dialogues", "i.csv", rows);
  for (const char* kind : {"gpkg", "geojson", "csv"}) {
    const std::string file = path(std::string("v.") + kind);
    ASSERT_EQ(run({"export", "dialogues", "--role", "visitor", file}).exit_code, 0);
    const std::string bytes = read(file);
    EXPECT_THAT(bytes, HasSubstr("Pemba")) << kind;
    for (const char* hidden : {"SEGREDO", "minutes", "extra", "topics", "attended", "40.654321"}) {
      EXPECT_EQ(bytes.find(hidden), std::string::npos) << kind << " holds " << hidden;
    }
    const std::string everything = path(std::string("p.") + kind);
    ASSERT_EQ(run({"export", "dialogues", "--role", "programme", "--purpose", "test", everything}).exit_code, 0);
    EXPECT_THAT(read(everything), HasSubstr("SEGREDOLINHA")) << "so the search above can find it";
  }
}

TEST_F(Export, AHiddenRowChangesNotAByteOfAVisitorsCsv) {
  const std::string head = "codigo,data,localidade,latitude,longitude,confidencialidade\n";
  load("dialogues", "a.csv", head + "a,2024-03-01,Pemba,-12.97,40.51,0\n");
  ASSERT_EQ(run({"export", "dialogues", "--role", "visitor", path("a1.csv")}).exit_code, 0);
  load("dialogues", "b.csv", head + "b,2024-03-02,Pemba,-12.9,40.5,2\n");
  ASSERT_EQ(run({"export", "dialogues", "--role", "visitor", path("a2.csv")}).exit_code, 0);
  EXPECT_EQ(read(path("a1.csv")), read(path("a2.csv")));
  ASSERT_EQ(run({"export", "dialogues", "--role", "visitor", path("v.geojson")}).exit_code, 0);
  EXPECT_THAT(read(path("v.geojson")), Not(HasSubstr("\"commit\""))) << "it would count hidden writes";
  ASSERT_EQ(run({"export", "dialogues", "--role", "protection", "--purpose", "test", path("p.geojson")}).exit_code, 0);
  EXPECT_THAT(read(path("p.geojson")), HasSubstr("\"commit\":\"2\""));
}

TEST_F(Export, AllOfItGoesIntoOneGeoPackage) {
  load_sample("cscs");
  load_sample("catchments");
  const Outcome outcome = run({"--json", "export", "all", "--role", "programme", "--purpose", "test", path("all.gpkg")});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(R"({"id":"cscs","rows":150})"));
  EXPECT_THAT(outcome.out, HasSubstr(R"({"id":"catchments","rows":144})"));
  EXPECT_THAT(outcome.out, HasSubstr(R"({"id":"incidents","rows":0})"));
  struct stat info {};
  ASSERT_EQ(::stat(path("all.gpkg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_TRUE(leftovers().empty());
  const std::string jobs = run({"jobs"}).out;
  EXPECT_THAT(jobs, HasSubstr("export  collections incidents cscs "));
  const std::string mark = ", number ";
  const std::string id = jobs.substr(jobs.find(mark) + mark.size(), 16);
  EXPECT_THAT(read(path("all.gpkg")), HasSubstr("<MDI key=\"bairro export\">" + id)) << "a file that turns up can be traced";
}

TEST_F(Export, FiltersMeanWhatTheyMeanElsewhere) {
  load_sample("incidents");
  const std::vector<std::string> filters{"--bbox", "40,-13,41,-12", "--datetime", "2024-01-01/2024-06-30"};
  std::vector<std::string> count{"count", "incidents"};
  count.insert(count.end(), filters.begin(), filters.end());
  const std::string expected = run(count).out;
  EXPECT_NE(expected, "0\n");
  std::vector<std::string> words{"--json", "export", "incidents", "--role", "programme", "--purpose", "test", path("f.csv")};
  words.insert(words.end(), filters.begin(), filters.end());
  EXPECT_THAT(run(words).out, HasSubstr("\"rows\":" + expected.substr(0, expected.size() - 1) + "}"));
  const std::string text = read(path("f.csv"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), std::stol(expected) + 1);
}

TEST_F(Export, AFileThatIsThereIsReplacedOnlyWhenAskedFor) {
  load_sample("cscs");
  const std::string file = folder.file("c.csv", "somebody's work");
  const Outcome refused = run({"export", "cscs", "--role", "programme", "--purpose", "test", file});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(read(file), "somebody's work");
  EXPECT_EQ(run({"export", "cscs", "--role", "programme", "--purpose", "test", "--force", file}).exit_code, 0);
  EXPECT_THAT(read(file), HasSubstr("fid,latitude,longitude,name"));
}

TEST_F(Export, WrongUsageIsTwoAndLeavesNothing) {
  load_sample("cscs");
  const std::vector<std::vector<std::string>> table{
      {"export", "cscs", path("x.csv")},
      {"export", "--role", "programme", "--purpose", "test", path("x.csv")},
      {"export", "cscs", "--role", "king", path("x.csv")},
      {"export", "cscs", "--role", "programme", "--purpose", "test", path("x.pdf")},
      {"export", "cscs", "--role", "programme", "--purpose", "test", path("x")},
      {"export", "cscs", "sites", "--role", "programme", "--purpose", "test", path("x.csv")},
      {"export", "all", "--role", "programme", "--purpose", "test", path("x.geojson")},
      {"export", "cscs", "cscs", "--role", "programme", "--purpose", "test", path("x.gpkg")},
      {"export", "nosuch", "--role", "programme", "--purpose", "test", path("x.gpkg")},
      {"export", "all", "cscs", "--role", "programme", "--purpose", "test", path("x.gpkg")},
      {"export", "cscs", "--role", "programme", "--purpose", "test", "--bbox", "1,2", path("x.csv")},
      {"export", "cscs", "--role", "programme", "--purpose", "test", "--datetime", "soon", path("x.csv")},
  };
  for (const auto& arguments : table) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << testing::PrintToString(arguments) << outcome.err;
    EXPECT_FALSE(outcome.err.empty());
  }
  for (const char* kind : {"csv", "gpkg", "geojson", "pdf"}) { EXPECT_FALSE(fs::exists(path(std::string("x.") + kind))); }
  EXPECT_TRUE(leftovers().empty());
  EXPECT_EQ(run({"export", "cscs", "--role", "programme", "--purpose", "test", path("no/such/x.csv")}).exit_code, 1);
}

/// Runs the program with a limit on the size of files.
int limited(const std::vector<std::string>& arguments, rlim_t bytes) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const Outcome outcome = bairro(arguments);
    const bool said = outcome.err.find("cannot write") != std::string::npos;
    ::_exit(said ? outcome.exit_code : 100);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(Export, AFullDiskIsAnErrorAndTheOldFileStays) {
  load_sample("incidents");
  ASSERT_EQ(run({"count", "incidents"}).exit_code, 0) << "the cache is written";
  for (const char* kind : {"csv", "geojson", "gpkg"}) {
    const std::string file = path(std::string("full.") + kind);
    ASSERT_EQ(run({"export", "incidents", "--role", "programme", "--purpose", "test", file}).exit_code, 0);
    const std::string whole = read(file);
    for (const double share : {0.1, 0.5, 0.9, 0.99}) {
      const auto bytes = static_cast<rlim_t>(static_cast<double>(whole.size()) * share);
      EXPECT_EQ(limited({"--store", store, "export", "incidents", "--role", "programme", "--purpose", "test", "--force", file}, bytes), 1)
          << kind << ' ' << share;
      EXPECT_TRUE(read(file) == whole) << kind << ' ' << share;
      EXPECT_TRUE(leftovers().empty());
    }
  }
}

TEST_F(Export, TextThatASpreadsheetWouldRunIsQuoted) {
  load("incidents", "i.csv",
       "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade,narrativa\n"
       "a1,2024-03-01,0401,-12.97,-40.51,=1+1,-12 feridos\na2,2024-03-01,0401,-12.98,40.52,@SUM(A1),-12\n");
  ASSERT_EQ(run({"export", "incidents", "--role", "programme", "--purpose", "test", path("i.csv.csv")}).exit_code, 0);
  const std::string text = read(path("i.csv.csv"));
  for (const char* cell : {",\"'=1+1\",", ",\"'@SUM(A1)\",", ",\"'-12 feridos\",", ",-12,", ",-12.97,-40.51,"}) {
    EXPECT_THAT(text, HasSubstr(cell));
  }
}

}  // namespace
