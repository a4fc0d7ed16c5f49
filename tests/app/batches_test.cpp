// SPDX-License-Identifier: Apache-2.0
// `bairro batches`, `history`, `quarantine`, `jobs`: what they say, in both languages.
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace {

using app_test::Outcome;
using app_test::replaced;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string two_good_two_bad =
    "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade,telefone\n"
    "a1,2024-03-01,0401,-12.97,40.51,Pemba,841111111\n"
    "a2,2024-13-02,0502,-11.35,40.35,Mocimboa,842222222\n"
    "a3,2024-03-05,0201,-13.15,39.98,Metuge,\n"
    "a4,2024-03-06,0201,0,0,=cmd(),\n";

class Batches : public app_test::Program {
 protected:
  void SetUp() override { done({"import", "incidents", folder.file("week.csv", two_good_two_bad)}); }
};

TEST_F(Batches, AreListedWithHeadings) {
  done({"import", "cscs", folder.file("c.csv", "csc_id,nome,latitude,longitude\n1,Natite,-12.9,40.5\n")});
  done({"undo", "2"});
  const std::string all = done({"batches"});
  EXPECT_THAT(all, AllOf(HasSubstr("batch"), HasSubstr("quarantined"), HasSubstr("week.csv"), HasSubstr("kobo"), HasSubstr("undone")));
  EXPECT_THAT(done({"batches", "--lang", "pt"}), AllOf(HasSubstr("lote"), HasSubstr("em quarentena"), HasSubstr("anulado")));
  EXPECT_THAT(done({"batches", "--collection", "cscs"}), AllOf(HasSubstr("c.csv\n"), Not(HasSubstr("week.csv"))));
  EXPECT_EQ(run({"batches", "--collection", "nothing"}).exit_code, 2);
  const std::string json = done({"batches", "--json"});
  EXPECT_THAT(json, AllOf(HasSubstr(R"("batch":1,"rev":1,"kind":"import","collection":"incidents","source":"kobo","file":"week.csv")"),
                          HasSubstr(R"("inserted":2,"updated":0,"withdrawn":0,"quarantined":2,"alive":true)"),
                          HasSubstr(R"("alive":false,"undone_rev":3)")));
}

TEST_F(Batches, TellTheirReportAgain) {
  const std::string first =
      replaced(done({"import", "incidents", folder.file("next.csv", replaced(two_good_two_bad, "Metuge", "Meluco"))}), "next.csv\n", "");
  const std::string text = done({"batches", "show", "2"});
  EXPECT_THAT(text, AllOf(HasSubstr("Batch 2: import into 'incidents'"), HasSubstr("File: next.csv (SHA-256 "),
                          HasSubstr("2 of them wait there still"), HasSubstr(first)));
  EXPECT_THAT(done({"batches", "show", "1", "--lang", "pt"}), AllOf(HasSubstr("0 delas ainda lá estão"), HasSubstr("Em quarentena:")));
  EXPECT_THAT(done({"batches", "show", "1", "--format", "csv"}),
              HasSubstr("week.csv,3,data_ocorrencia,2024-13-02,,date,quarantined,not a date"));
  const std::string json = done({"batches", "show", "1", "--json"});
  EXPECT_THAT(json, AllOf(HasSubstr(R"("waiting":0,"report":{"collection":"incidents")"), HasSubstr(R"("findings":[)")));
  EXPECT_EQ(done({"batches", "show", "1", "--format", "json"}), json);
  done({"undo", "2"});
  EXPECT_THAT(done({"batches", "show", "2"}), HasSubstr("It was undone by commit 3"));
  EXPECT_THAT(done({"batches", "show", "3"}), HasSubstr("Batch 3: undo"));
  EXPECT_EQ(run({"batches", "show", "3", "--format", "csv"}).exit_code, 2);
  EXPECT_EQ(run({"batches", "show", "9"}).exit_code, 2);
}

TEST_F(Batches, HistoryTellsWhatChanged) {
  done({"import", "incidents", folder.file("next.csv", replaced(two_good_two_bad, "Metuge", "Meluco"))});
  done({"undo", "2"});
  const std::string text = done({"history", "incidents", "2"});
  EXPECT_THAT(text, AllOf(HasSubstr("commit 1"), HasSubstr("  place_name: \"Metuge\"\n"), HasSubstr("import (batch 2)"),
                          HasSubstr("[undone since]"), HasSubstr("  place_name: \"Metuge\" -> \"Meluco\"\n"),
                          HasSubstr("[again what batch 1 said]"), HasSubstr("  place_name: \"Meluco\" -> \"Metuge\"\n"),
                          HasSubstr("geometry: 39.98 -13.15")));
  EXPECT_EQ(done({"history", "incidents", "--key", "kobo", "a3"}), text);
  EXPECT_THAT(done({"history", "incidents", "2", "--json"}), HasSubstr(R"({"field":"place_name","before":"Metuge","after":"Meluco"})"));
  EXPECT_EQ(run({"history", "incidents", "2", "--role", "visitor"}).exit_code, 2) << "it is no public row";
  EXPECT_EQ(run({"history", "incidents", "99"}).exit_code, 2);
  EXPECT_EQ(run({"history", "incidents"}).exit_code, 2);
  EXPECT_EQ(run({"history", "incidents", "2", "--key", "kobo", "a3"}).exit_code, 2);
  EXPECT_EQ(run({"history", "incidents", "--key", "kobo", "zz"}).exit_code, 2);
  EXPECT_EQ(run({"history", "nothing", "1"}).exit_code, 2);
}

TEST_F(Batches, QuarantineIsListedByRule) {
  EXPECT_THAT(done({"quarantine"}),
              AllOf(HasSubstr("incidents: 2 rows in quarantine"), HasSubstr("G3"), HasSubstr("give the position, or leave it empty"),
                    HasSubstr("week.csv"), HasSubstr("\"2024-13-02\"")));
  EXPECT_THAT(done({"quarantine", "incidents", "--lang", "pt"}), HasSubstr("escreva as datas como AAAA-MM-DD"));
  EXPECT_EQ(done({"quarantine", "cscs"}), "No row waits in quarantine.\n");
  EXPECT_EQ(done({"quarantine", "--batch", "7"}), "No row waits in quarantine.\n");
  EXPECT_EQ(run({"quarantine", "nothing"}).exit_code, 2);
  EXPECT_THAT(done({"quarantine", "--json"}),
              AllOf(HasSubstr(R"("collection":"incidents","batch":1,"file":"week.csv","line":3,"column":"data_ocorrencia")"),
                    HasSubstr(R"("key":"a2","whole":true,"row":{"_uuid":"a2",)"), Not(HasSubstr("842222222"))));
  EXPECT_THAT(done({"info"}), HasSubstr("In quarantine: incidents 2"));
  EXPECT_THAT(done({"info", "--json"}), HasSubstr(R"("quarantine":2)"));
}

TEST_F(Batches, ExportsArePrivateWholeAndNeverOverAnother) {
  const std::string csv = (folder / "fix.csv").string();
  EXPECT_THAT(done({"quarantine", "export", csv, "--lang", "pt"}), HasSubstr("2 linhas. Depois de corrigidas: bairro import incidents"));
  struct stat info {};
  ASSERT_EQ(::stat(csv.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_THAT(app_test::content_of(csv),
              AllOf(HasSubstr("a4;2024-03-06;0201;0;0;\"'=cmd()\";"), HasSubstr(";bairro_ficheiro;bairro_linha;"),
                    HasSubstr("bairro_o_que_fazer\r\n"), Not(HasSubstr("telefone")), Not(HasSubstr("842222222"))));
  std::ofstream(csv, std::ios::app) << "my work\n";
  EXPECT_EQ(run({"quarantine", "export", csv}).exit_code, 2);
  EXPECT_THAT(app_test::content_of(csv), HasSubstr("my work"));
  const std::string xlsx = (folder / "fix.xlsx").string();
  done({"quarantine", "export", xlsx});
  ASSERT_EQ(::stat(xlsx.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(app_test::content_of(xlsx).substr(0, 4), std::string("PK\x03\x04", 4));
  EXPECT_EQ(run({"quarantine", "export", (folder / "fix.ods").string()}).exit_code, 2);
  EXPECT_EQ(run({"quarantine", "export", (folder / "nowhere" / "fix.csv").string()}).exit_code, 1);
  for (const auto& entry : std::filesystem::directory_iterator(folder / ".")) {
    EXPECT_THAT(entry.path().filename().string(), Not(testing::StartsWith("fix.csv."))) << "a temporary file was left behind";
  }
}

TEST_F(Batches, ExplainingEndsAsImportingWhereThereIsNoFile) {
  const std::string nowhere = (folder / "nowhere.csv").string();
  const Outcome explained = run({"import", "incidents", "--explain", nowhere});
  EXPECT_EQ(explained.exit_code, run({"import", "incidents", nowhere}).exit_code);
  EXPECT_THAT(explained.out, HasSubstr("nowhere.csv: would be refused: "));
  EXPECT_EQ(run({"import", "nothing", "--explain", nowhere}).exit_code, 2);
}

TEST_F(Batches, ExportsOfSeveralKindsAreSeveralFiles) {
  const std::string bad_site = "nome,tipo,latitude,longitude\nPosto,police_station,0,0\nOutro,police_station,-12.9,40.5\n";
  done({"import", "sites", folder.file("sites.csv", bad_site)});
  const std::string said = done({"quarantine", "export", (folder / "all.csv").string(), "--lang", "pt"});
  EXPECT_THAT(said, AllOf(HasSubstr("não cabem numa só tabela: 2 ficheiros."),
                          HasSubstr("all-1.csv: 2 linhas de incidents, fonte 'kobo' (week.csv)."),
                          HasSubstr("all-2.csv: 1 linha de sites, fonte 'rows' (sites.csv)."), HasSubstr("bairro import sites ")));
  const std::string one = (folder / "one.csv").string();
  EXPECT_THAT(done({"quarantine", "export", one, "--batch", "2"}), AllOf(HasSubstr("one.csv: 1 row. When corrected: bairro import sites")));
  EXPECT_THAT(app_test::content_of(one), HasSubstr("Posto"));
  EXPECT_EQ(run({"quarantine", "export", (folder / "no.csv").string(), "--batch", "9"}).exit_code, 2);
}

TEST_F(Batches, JobsSpeakTheLanguageAskedFor) {
  done({"import", "incidents", folder.file("week.csv", replaced(two_good_two_bad, "Metuge", "Meluco")), "--dry-run"});
  EXPECT_EQ(run({"import", "incidents", folder.file("empty.csv", "data_ocorrencia,latitude,longitude\n")}).exit_code, 3);
  EXPECT_THAT(done({"jobs", "--lang", "pt"}),
              AllOf(HasSubstr("importação  colecção incidents, ficheiro week.csv"), HasSubstr("ficheiro week.csv, só ensaio"),
                    HasSubstr("o ficheiro não tem nenhuma linha"), Not(HasSubstr("{"))));
  EXPECT_THAT(done({"jobs"}), AllOf(HasSubstr("import  collection incidents, file week.csv"), HasSubstr("the file has no row")));
}

TEST_F(Batches, ACorrectedFileWithoutAKeyStandsBesideTheFirst) {
  const std::string sites = "nome,tipo,latitude,longitude\nPosto,police_station,-12.8,40.4\nOutro,police_station,-12.9,40.5\n";
  EXPECT_THAT(done({"import", "sites", folder.file("sites.csv", sites)}), Not(HasSubstr("No key")));
  EXPECT_THAT(done({"import", "sites", folder.file("sites.csv", replaced(sites, "Outro", "Outra")), "--lang", "pt"}),
              HasSubstr("Sem chave: pelo menos 1 das 2 linhas do ficheiro anterior sites.csv não estão neste, e ficam. Se este o corrige, "
                        "anule antes esse lote: bairro undo 2"));
  EXPECT_THAT(done({"import", "sites", folder.file("other.csv", replaced(sites, "Outro", "Novo"))}), Not(HasSubstr("No key")));
}

TEST_F(Batches, ExplainingATableOfCorrectionsSaysThatItIsOne) {
  const std::string out = (folder / "fix.csv").string();
  done({"quarantine", "export", out});
  EXPECT_THAT(done({"import", "incidents", "--explain", out, "--lang", "pt"}),
              AllOf(HasSubstr("Uma tabela de correcção: 2 linhas preenchidas, 2 delas indicam a linha que corrigem, 0 ainda vazias."),
                    HasSubstr("há 2 linhas à espera"), Not(HasSubstr("bairro_motivo"))));
  const std::string lost = folder.file("lost.csv", replaced(app_test::content_of(out), "bairro_ref", "ref"));
  EXPECT_THAT(done({"import", "incidents", "--explain", lost, "--lang", "pt"}), HasSubstr("falta bairro_ref: exporte a tabela de novo"));
  EXPECT_THAT(done({"import", "incidents", "--explain", lost}), HasSubstr("bairro_ref is missing: export the table again"));
}

TEST_F(Batches, RowsThatFailAgainReplaceTheirEntry) {
  const std::string out = (folder / "fix.csv").string();
  done({"quarantine", "export", out});
  const std::string half = replaced(app_test::content_of(out), "2024-13-02", "2024-12-02");
  EXPECT_THAT(done({"import", "incidents", folder.file("half.csv", half)}),
              AllOf(HasSubstr("1 new"), HasSubstr("that this file replaces: 2; settled: 1; refused again, waiting on: 1."),
                    Not(HasSubstr("--complete"))));
  EXPECT_THAT(done({"quarantine", "--json"}), AllOf(HasSubstr(R"("batch":2,"file":"week.csv","line":5)"), Not(HasSubstr(R"("key":"a2")"))));
  const std::string next = (folder / "next.csv").string();
  done({"quarantine", "export", next});
  done({"import", "incidents", folder.file("all.csv", replaced(app_test::content_of(next), ",0,0,", ",-12.4,40.3,"))});
  EXPECT_EQ(done({"quarantine"}), "No row waits in quarantine.\n");
  EXPECT_EQ(done({"count", "incidents"}), "4\n");
  EXPECT_THAT(done({"query", "incidents", "--limit", "0"}), HasSubstr("\"place_name\":\"=cmd()\"")) << "the guard is taken off again";
}

TEST_F(Batches, CorrectionsOfAnotherStoreCollectionOrTimeAreRefused) {
  const std::string out = (folder / "fix.csv").string();
  done({"quarantine", "export", out});
  const std::string fixed = folder.file("fixed.csv", replaced(app_test::content_of(out), "2024-13-02", "2024-12-02"));
  const std::string other = (folder / "other.db").string();
  const Outcome elsewhere = app_test::bairro({"--store", other, "import", "incidents", fixed});
  EXPECT_EQ(elsewhere.exit_code, 3);
  EXPECT_THAT(elsewhere.out, HasSubstr("no reference to a row in this store's quarantine"));
  EXPECT_THAT(run({"import", "cscs", fixed}).out, HasSubstr("these rows are of 'incidents'"));
  EXPECT_THAT(run({"import", "incidents", fixed, "--set", "severity=1"}).out, HasSubstr("leave out --map"));
  done({"undo", "1"});
  EXPECT_THAT(run({"import", "incidents", fixed}).out, HasSubstr("has been undone"));
  EXPECT_EQ(done({"count", "incidents"}), "0\n");
}

TEST_F(Batches, RowsOfFilesOfTwoKindsGoOutInTwoFiles) {
  done({"import", "incidents",
        folder.file("other.csv", "id;data;categoria;latitude;longitude\n1;31/02/2024;0401;-12,5;40,5\n2;28/02/2024;0401;-12,5;40,5\n")});
  const std::string out = (folder / "fix.csv").string();
  EXPECT_THAT(done({"quarantine", "export", out}),
              AllOf(HasSubstr("fix-1.csv: 2 rows"), HasSubstr("fix-2.csv: 1 row of incidents, source 'id:")));
  const std::string second = app_test::content_of((folder / "fix-2.csv").string());
  done({"import", "incidents", folder.file("fixed.csv", replaced(second, "31/02/2024", "03/04/2024"))});
  EXPECT_THAT(done({"query", "incidents", "--limit", "0"}), HasSubstr("\"occurred_from\":\"2024-04-03T00:00:00+02:00\""))
      << "day first, as its file was";
  EXPECT_THAT(done({"quarantine"}), HasSubstr("incidents: 2 rows"));
  // Rows of both kinds under one another cannot all be read as they were.
  const std::string first = app_test::content_of((folder / "fix-1.csv").string());
  const std::string ref = second.substr(second.find("/2/0") - 8, 12);
  const std::string mixed = replaced(first, first.substr(first.find("/1/1") - 8, 12), ref);
  EXPECT_THAT(run({"import", "incidents", folder.file("mixed.csv", mixed)}).out, HasSubstr("files of different kinds"));
}

class Jobs : public app_test::Program {};

TEST_F(Jobs, TheResultSaysWhatWasDone) {
  done({"import", "incidents", folder.file("week.csv", two_good_two_bad)});
  EXPECT_THAT(
      done({"jobs", "--json"}),
      HasSubstr(
          R"("result":{"batch":1,"rev":1,"dry_run":false,"read":4,"inserted":2,"updated":0,"unchanged":0,"withdrawn":0,"quarantined":2,"resolved":0})"));
}

class Room : public app_test::Program {};

TEST_F(Room, AFileThatTheDiskCannotHoldIsNotBegun) {
  std::string rows = "_uuid,data,categoria,latitude,longitude\n";
  for (int i = 0; rows.size() < 2'000'000; ++i) { rows += std::to_string(i) + ",2024-01-01,0401,-12.5,40.5\n"; }
  const std::string file = folder.file("huge.csv", rows);
  // The rest is a hole, and takes no room itself.
  std::error_code unsupported;
  std::filesystem::resize_file(file, std::uintmax_t{1} << 43U, unsupported);
  if (unsupported) { GTEST_SKIP() << "this file system has no such files"; }
  const Outcome outcome = run({"import", "incidents", file});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out;
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("too little room beside the store"), HasSubstr("nothing was written")));
  EXPECT_EQ(done({"batches"}), "");
}

}  // namespace
