// SPDX-License-Identifier: Apache-2.0
// `bairro retention` from outside.
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RetentionCommand : public app_test::Program {
 protected:
  void SetUp() override {
    done({"import", "incidents",
          folder.file("old.csv",
                      "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade,narrativa\n"
                      "a1,2015-03-01,0401,-12.97,40.51,Pemba,Maria Segredo viu\n"
                      "a2,2015-03-02,0401,-12.98,40.52,Pemba,Maria Segredo ouviu\n")});
  }
};

TEST_F(RetentionCommand, OnlySaysUnlessItIsToBeDone) {
  const std::string before = dump();
  EXPECT_THAT(done({"retention"}), AllOf(HasSubstr("Trial only"), HasSubstr("incidents"), HasSubstr("kept elsewhere")));
  EXPECT_THAT(done({"retention", "--dry-run", "--lang", "pt"}), AllOf(HasSubstr("Só ensaio"), HasSubstr("textos esvaziados")));
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(run({"retention", "--dry-run", "--apply"}).exit_code, 2);
  EXPECT_EQ(run({"retention", "--place-months", "61"}).exit_code, 2);
  EXPECT_EQ(run({"retention", "--also", "nothing"}).exit_code, 2);
}

TEST_F(RetentionCommand, EmptiesAndSaysWhatItCannotReach) {
  std::ofstream(store + ".before-9") << "a backup";
  done({"export", "incidents", "--role", "programme", "--purpose", "test", (folder / "out.csv").string()});
  done({"retention", "hold", "incidents", "2"});
  const std::string said = done({"retention", "--apply"});
  EXPECT_THAT(said, AllOf(HasSubstr("Done, for good"), HasSubstr("Held: incidents 2"), HasSubstr("store.db.before-9"),
                          HasSubstr("exports of exact rows: 1 so far")));
  EXPECT_THAT(dump(), AllOf(Not(HasSubstr("Segredo viu")), HasSubstr("Segredo ouviu"), Not(HasSubstr("40.51")), HasSubstr("40.52")));
  EXPECT_THAT(done({"history", "incidents", "1"}), Not(HasSubstr("Segredo")));
  done({"retention", "release", "incidents", "2"});
  EXPECT_THAT(done({"retention", "--apply", "--json"}), AllOf(HasSubstr(R"("applied":true)"), HasSubstr(R"("texts":1)"),
                                                              HasSubstr(R"("to_nowhere":1)"), HasSubstr(R"("held_rows":[])")));
  EXPECT_THAT(done({"retention", "--apply"}), HasSubstr("nothing is too old"));
  EXPECT_THAT(done({"audit", "list", "--action", "retention"}), AllOf(HasSubstr(R"("what":"held")"), HasSubstr(R"("texts":1)")));
  done({"audit", "verify"});
}

}  // namespace
