// SPDX-License-Identifier: Apache-2.0
// The life of a source's files: sent, sent again, corrected, taken back, corrected by hand in between. Where nothing should have
// changed every row is compared.
#include "store/sqlite_store.hpp"
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <set>
#include <sstream>

namespace {

using app_test::replaced;
using testing::HasSubstr;

const std::string week =
    "_uuid,data_ocorrencia,categoria,latitude,longitude,localidade,mortos,cor\n"
    "a1,2024-03-01,0401,-12.97,40.51,Pemba,1,azul\n"
    "a2,2024-03-02 14:30,0502,-11.35,40.35,Mocimboa,,\n"
    "a3,2024-03-05,0201,-13.15,39.98,Metuge,2,verde\n"
    "a4,2024-03-06,0201,-12.40,40.30,Quissanga,,\n";

class Cycle : public app_test::Program {
 protected:
  std::string import(const std::string& content, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"import", "incidents", folder.file("week.csv", content)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return done(arguments);
  }

  /// As somebody with the API would: gives row `fid` another number of killed, or takes it out.
  void edit(geo::Fid fid, std::optional<std::int64_t> killed) const {
    const auto s = store::open_sqlite(store);
    geo::Query query;
    query.fid = fid;
    geo::Edit change{fid, !killed, {}};
    change.row = geo::feature_at(s->view("incidents", geo::role_named("protection"))->find(query).batch, 0).row;
    if (killed) { change.row.values[static_cast<std::size_t>(s->catalog().collection("incidents")->index_of("killed"))] = *killed; }
    geo::BatchInfo info;
    info.collection = "incidents";
    info.operator_name = "rui";
    s->edit(info, {change});
  }
};

TEST_F(Cycle, SentAgainCorrectedTakenBackAndSentOnceMore) {
  import(week);
  const std::string first = dump();
  EXPECT_THAT(import(week), HasSubstr("imported before"));
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(week, {"--timezone", "Africa/Maputo", "--source", "kobo"}), HasSubstr("0 new, 0 updated, 4 unchanged"))
      << "the same, said otherwise";
  EXPECT_EQ(dump(), first);

  const std::string corrected = replaced(replaced(week, "0502", "0501"), "azul", "amarelo") + "a5,2024-03-09,0401,-12.3,40.0,Macomia,,\n";
  EXPECT_THAT(import(corrected, {"--dry-run"}), HasSubstr("1 would be new, 2 updated, 2 unchanged"));
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(corrected), HasSubstr("1 new, 2 updated, 2 unchanged"));
  const std::string second = dump();
  EXPECT_NE(second, first);
  EXPECT_THAT(import(week), HasSubstr("imported before"));
  EXPECT_EQ(dump(), second) << "an old file does not undo a new one";

  EXPECT_THAT(done({"undo", "3", "--dry-run"}),
              HasSubstr("2 rows would get the version they had before, 1 would be removed, 0 would stay"));
  EXPECT_EQ(dump(), second);
  done({"undo", "3"});
  EXPECT_EQ(dump(), first);
  EXPECT_EQ(run({"undo", "4"}).exit_code, 2) << "an undo is not undone";
  EXPECT_EQ(run({"undo", "3"}).exit_code, 2);
  EXPECT_EQ(run({"undo", "99"}).exit_code, 2);
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(corrected), HasSubstr("0 new, 3 updated, 2 unchanged")) << "but the file can be sent again";
  EXPECT_EQ(dump(), second);
}

TEST_F(Cycle, WithEditsInBetween) {
  import(week);  // 1
  edit(1, 7);    // 2
  const std::string edited = dump();
  EXPECT_THAT(import(week, {"--source", "kobo"}), HasSubstr("4 unchanged"));  // 3
  EXPECT_EQ(dump(), edited) << "the file says nothing new: the correction by hand stays";
  import(replaced(week, "Metuge", "Ancuabe"));  // 4
  edit(3, 9);                                   // 5
  edit(2, std::nullopt);                        // 6
  const std::string all = dump();
  EXPECT_THAT(done({"undo", "4"}), HasSubstr("0 rows have the version they had before, 0 are removed, 1 stay"));  // 7
  EXPECT_EQ(dump(), all) << "row 3 was corrected by hand since";
  done({"undo", "6"});  // 8
  done({"undo", "5"});  // 9
  EXPECT_EQ(dump(), edited);
  EXPECT_THAT(done({"undo", "1"}), HasSubstr("3 are removed, 1 stay"));
  EXPECT_EQ(done({"count", "incidents"}), "1\n");
  done({"undo", "2"});
  EXPECT_EQ(done({"count", "incidents"}), "0\n");
}

TEST_F(Cycle, CompleteFilesWithdrawAndGiveBack) {
  import(week);
  const std::string first = dump();
  const std::string shorter = replaced(week, "a4,2024-03-06,0201,-12.40,40.30,Quissanga,,\n", "");
  EXPECT_THAT(import(shorter), HasSubstr("1 row of the source 'kobo' is not in this file and stays as it is. (Only if"));
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(shorter, {"--complete", "--dry-run"}), HasSubstr("would be marked withdrawn"));
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(shorter, {"--complete"}), HasSubstr("1 row of the source 'kobo' is not in this file and is now marked withdrawn"));
  const std::string withdrawn = dump();
  EXPECT_NE(withdrawn, first);
  EXPECT_EQ(done({"count", "incidents"}), "4\n") << "it can still be read";
  EXPECT_THAT(import(shorter, {"--complete"}), HasSubstr("imported before"));
  EXPECT_THAT(import(week, {"--complete"}), HasSubstr("1 of them had been withdrawn"));
  EXPECT_EQ(dump(), first);
  EXPECT_THAT(import(shorter, {"--complete"}), HasSubstr("marked withdrawn")) << "what has come back since counts";
  EXPECT_EQ(std::regex_replace(dump(), std::regex("20\\d\\d-\\d\\d-\\d\\d"), ""),
            std::regex_replace(withdrawn, std::regex("20\\d\\d-\\d\\d-\\d\\d"), ""));
  done({"undo", "5"});
  EXPECT_EQ(dump(), first);
}

TEST_F(Cycle, ACompleteFileThatCannotBeOneIsRefused) {
  import(week);
  const std::string first = dump();
  const auto refused = [&](const std::string& content, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"import", "incidents", folder.file("next.csv", content), "--complete"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const app_test::Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 3) << outcome.out;
    EXPECT_EQ(dump(), first);
    return outcome.out + outcome.err;
  };
  const std::string one = week.substr(0, week.find("a2"));
  EXPECT_THAT(refused(one, {}), AllOf(HasSubstr("3 of the 4 rows of the source 'kobo' are not in this file"),
                                      HasSubstr("would be marked withdrawn"), Not(HasSubstr("are now marked")), Not(HasSubstr(" new, "))));
  EXPECT_THAT(refused(week.substr(0, week.find("a3")) + "a3,2024-03-05\n", {}), HasSubstr("1 rows could not be read"));
  EXPECT_THAT(refused("data_ocorrencia,categoria,latitude,longitude\n2024-03-01,0401,-12.97,40.51\n", {}),
              HasSubstr("name it with --source"));
  EXPECT_EQ(run({"import", "incidents", folder.file("next.csv", one), "--complete", "--accept-partial"}).exit_code, 0);
  EXPECT_NE(dump(), first);
}

TEST_F(Cycle, RowsOutOfQuarantineAreWhatTheyWouldHaveBeen) {
  const std::string bad = replaced(replaced(week, "2024-03-05", "2024-33-05"), "-12.97,40.51", "0,0");
  const std::string good = week;
  import(bad, {"--set", "source_type=csc"});
  EXPECT_EQ(done({"count", "incidents"}), "2\n");
  const std::string out = (folder / "fix.csv").string();
  done({"quarantine", "export", out});
  const std::string fixed = replaced(replaced(app_test::content_of(out), "2024-33-05", "2024-03-05"), ",0,0,", ",-12.97,40.51,");
  done({"import", "incidents", folder.file("fixed.csv", fixed)});
  EXPECT_EQ(done({"quarantine"}), "No row waits in quarantine.\n");
  const std::string corrected = dump();

  const std::string other = (folder / "other.db").string();
  ASSERT_EQ(
      app_test::bairro({"--store", other, "import", "incidents", folder.file("good.csv", good), "--set", "source_type=csc"}).exit_code, 0);
  // Ids follow the order of arrival; everything else must be the same.
  const auto rows = [&](const std::string& file) {
    const std::string text = app_test::bairro({"--store", file, "query", "incidents", "--limit", "0"}).out;
    const std::regex own("\"id\":\\d+,|\"uuid\":\"[^\"]*\"");
    std::set<std::string> lines;
    std::istringstream in(std::regex_replace(text, own, ""));
    for (std::string line; std::getline(in, line);) { lines.insert(line.substr(0, line.find_last_not_of(",") + 1)); }
    return lines;
  };
  EXPECT_EQ(rows(store), rows(other));
  EXPECT_THAT(done({"import", "incidents", folder.file("good.csv", good), "--set", "source_type=csc"}),
              HasSubstr("0 new, 0 updated, 4 unchanged"));
  EXPECT_EQ(dump(), corrected);

  done({"undo", "2"});
  EXPECT_EQ(done({"count", "incidents"}), "2\n");
  EXPECT_EQ(done({"quarantine"}), "No row waits in quarantine.\n") << "the good file that came last has settled them too";
  done({"undo", "3"});
  EXPECT_THAT(done({"quarantine"}), HasSubstr("2 rows in quarantine"));
}

}  // namespace
