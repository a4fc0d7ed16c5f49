// SPDX-License-Identifier: Apache-2.0
// `bairro audit`, and what other commands leave in it.
#include "store/sqlite/database.hpp"
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;
using app_test::Outcome;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string two_rows =
    "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade,narrativa\n"
    "a1,2024-03-01,0401,-12.97,40.51,Pemba,Maria Segredo viu\n"
    "a2,2024-03-05,0201,-13.15,39.98,Metuge,nada\n"
    "a3,2024-13-05,0201,-13.15,39.98,Metuge,nada\n";

class AuditCommand : public app_test::Program {
 protected:
  void SetUp() override { done({"import", "incidents", folder.file("Maria Segredo.csv", two_rows)}); }
  [[nodiscard]] std::string key_file() const { return store + ".audit-key"; }
  void tamper(const std::string& sql) const {
    store::Database database(store, store::Database::Mode::read_write);
    database.execute("DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_is_kept");
    database.execute(sql);
  }
  static std::string line_of(std::string text) { return text.substr(0, text.find('\n')); }
};

TEST_F(AuditCommand, WhatReadsWritesAndTakesOutIsListed) {
  done({"query", "incidents"});
  done({"query", "incidents", "--limit", "1", "--bbox", "40,-13,41,-12"});
  done({"query", "cscs", "--role", "visitor"});
  done({"history", "incidents", "1"});
  done({"quarantine"});
  done({"quarantine", "export", (folder / "q.csv").string()});
  done({"export", "incidents", "--role", "programme", "--purpose", "weekly meeting", (folder / "Maria Segredo.gpkg").string()});
  done({"undo", "1"});
  const std::string all = done({"audit", "list"});
  EXPECT_THAT(all, AllOf(HasSubstr("log-begun"), HasSubstr("import"), HasSubstr("undo"), HasSubstr("cli:"), HasSubstr("new-store")));
  EXPECT_THAT(all, HasSubstr(R"("purpose":"weekly meeting")"));
  for (const char* secret : {"Segredo", "40.5", "-12", "Metuge", "41,", "0401"}) { EXPECT_THAT(all, Not(HasSubstr(secret))); }
  EXPECT_THAT(done({"audit", "list", "--lang", "pt"}), HasSubstr("quando (UTC)"));
  const std::string reads = done({"audit", "list", "--action", "read", "--json"});
  EXPECT_THAT(reads, AllOf(HasSubstr(R"("object":"incidents","rows":2,"details":{"command":"query"})"),
                           HasSubstr(R"("rows":1,"details":{"command":"query"})"), HasSubstr(R"("details":{"command":"history"})"),
                           HasSubstr(R"("details":{"command":"quarantine"})"), HasSubstr(R"("role":"programme")")));
  EXPECT_THAT(reads, Not(HasSubstr("visitor"))) << "what anybody may see is nobody's business";
  EXPECT_EQ(done({"audit", "list", "--who", "nobody"}), "");
  EXPECT_EQ(done({"audit", "list", "--since", "2999-01-01"}), "");
  EXPECT_THAT(done({"audit", "list", "--limit", "1"}), AllOf(HasSubstr("undo"), Not(HasSubstr("import"))));
  EXPECT_THAT(done({"audit", "verify"}), HasSubstr("Nothing is wrong"));
}

TEST_F(AuditCommand, AnExportOfExactRowsNeedsAPurpose) {
  const std::string file = (folder / "out.csv").string();
  const Outcome without = run({"export", "incidents", "--role", "programme", file});
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_THAT(without.err, HasSubstr("--purpose"));
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(run({"export", "incidents", "--role", "programme", "--purpose", " ", file}).exit_code, 2);
  done({"export", "cscs", "--role", "visitor", file});
  EXPECT_THAT(done({"audit", "list", "--action", "export"}), HasSubstr("visitor"));
}

TEST_F(AuditCommand, NothingIsGivenOutThatCannotBeRecorded) {
  fs::remove(key_file());
  const std::string file = (folder / "out.csv").string();
  const Outcome exported = run({"export", "incidents", "--role", "programme", "--purpose", "test", file});
  EXPECT_EQ(exported.exit_code, 1);
  EXPECT_THAT(exported.err, HasSubstr("bairro audit rekey"));
  EXPECT_FALSE(fs::exists(file));
  const Outcome read = run({"query", "incidents"});
  EXPECT_EQ(read.exit_code, 1);
  EXPECT_THAT(read.out, Not(HasSubstr("Pemba")));
  EXPECT_EQ(run({"undo", "1"}).exit_code, 1);
  EXPECT_EQ(run({"query", "cscs", "--role", "visitor"}).exit_code, 0);
  EXPECT_EQ(run({"audit", "key"}).exit_code, 1) << "only rekey makes a key where there is none";
  EXPECT_EQ(run({"audit", "verify"}).exit_code, 1);
  done({"audit", "rekey"});
  EXPECT_THAT(done({"audit", "list"}), HasSubstr(R"("why":"missing")"));
  done({"query", "incidents"});
  done({"audit", "verify"});
}

TEST_F(AuditCommand, AKeyThatWasKeptFindsAForgery) {
  const Outcome shown = run({"audit", "key"});
  EXPECT_THAT(shown.out, testing::StartsWith("bairro-audit-key "));
  EXPECT_THAT(shown.err, HasSubstr("shown once"));
  const std::string key = folder.file("key.txt", shown.out);
  done({"query", "incidents"});
  const std::string head = line_of(done({"audit", "head"}));
  EXPECT_THAT(run({"audit", "head"}).err, HasSubstr("bairro audit key"));
  done({"query", "incidents"});
  EXPECT_THAT(done({"audit", "verify", "--key", key, "--head", head}), AllOf(HasSubstr("chain of 5 entries, 3 MACs"), HasSubstr("2 of 5")));
  EXPECT_THAT(done({"audit", "verify", "--json"}), AllOf(HasSubstr(R"("whole":true)"), HasSubstr(R"("unchecked":[{"en")")));
  tamper("UPDATE audit SET who='cli:somebody' WHERE seq=4");
  const Outcome found = run({"audit", "verify", "--key", key, "--head", head, "--lang", "pt"});
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_THAT(found.out, AllOf(HasSubstr("O REGISTO NÃO ESTÁ INTEIRO"), HasSubstr("a entrada 4 não está assinada")));
  EXPECT_EQ(run({"audit", "verify"}).exit_code, 1);
}

TEST_F(AuditCommand, ACutEndIsFound) {
  done({"query", "incidents"});
  const std::string head = line_of(done({"audit", "head"}));
  tamper("DELETE FROM audit WHERE seq=3");
  EXPECT_THAT(run({"audit", "verify"}).out, HasSubstr("1 entries ahead"));
  EXPECT_EQ(run({"query", "incidents"}).exit_code, 1);
  done({"audit", "rekey"});
  EXPECT_EQ(run({"audit", "verify"}).exit_code, 0);
  EXPECT_EQ(run({"audit", "verify", "--head", head}).exit_code, 1);
}

TEST_F(AuditCommand, WrongUsage) {
  EXPECT_EQ(run({"audit"}).exit_code, 2);
  EXPECT_EQ(run({"audit", "verify", "--head", "7"}).exit_code, 2);
  EXPECT_EQ(run({"audit", "verify", "--key", (folder / "nowhere").string()}).exit_code, 3);
  EXPECT_EQ(run({"audit", "verify", "--key", folder.file("no.txt", "a key\n")}).exit_code, 3);
  EXPECT_EQ(run({"audit", "list", "--since", "soon"}).exit_code, 2);
  EXPECT_EQ(run({"audit", "list", "--limit", "-1"}).exit_code, 2);
}

}  // namespace
