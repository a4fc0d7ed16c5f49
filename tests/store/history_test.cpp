// SPDX-License-Identifier: Apache-2.0
// The history of a row, and how much of it each role may know.
#include "geo/table/changes.hpp"
#include "tests/store/small_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace {

using geo::Problem;

const geo::Role programme = geo::role_named("protection");
const geo::Role visitor = geo::Role{"anybody", 0, 0};
const geo::Role internal{"internal", 1, 1};
const geo::Role restricted{"restricted", 2, 2};

class History : public store_test::SmallStore {
 protected:
  /// "rev:killed" of each version; "-" behind the removed.
  std::string told(geo::Fid fid, const geo::Role& role) {
    std::string out;
    const int killed = store().view("incidents", role)->schema().index_of("killed");
    for (const store::RowVersion& v : store().history("incidents", fid, role)) {
      out += fmt::format("{}{}:{}{}", out.empty() ? "" : " ", v.rev, store_test::describe(v.row.values[static_cast<std::size_t>(killed)]),
                         v.deleted ? "-" : "");
    }
    return out;
  }

  /// "batch kind" of the commit of each version, "!" for an undone one, "<batch" where the content is another batch's.
  std::string commits(geo::Fid fid, const geo::Role& role) {
    std::string out;
    for (const store::RowVersion& v : store().history("incidents", fid, role)) {
      out += out.empty() ? "" : " | ";
      if (!v.commit) { continue; }
      const store::CommitNote& c = *v.commit;
      out += fmt::format("{} {}{}", c.batch, c.kind, c.undone ? "!" : "");
      if (c.content_of != c.batch) { out += fmt::format(" <{}", c.content_of); }
      if (!c.operator_name.empty()) { out += " " + c.operator_name; }
      if (!c.file_name.empty()) { out += " " + c.file_name; }
    }
    return out;
  }

  std::optional<Problem> problem(geo::Fid fid, const geo::Role& role, const std::string& collection = "incidents") {
    try {
      (void)store().history(collection, fid, role);
    } catch (const geo::Error& e) { return e.problem(); }
    return std::nullopt;
  }
};

TEST_P(History, TellsEveryVersionAndWhoMadeIt) {
  import({{ { "a", "1", 1 } }});
  put(1, 5);
  import({{ { "a", "1", 2 } }});
  undo(3);
  remove(1);
  undo(5);
  EXPECT_EQ(told(1, programme), "1:1 2:5 3:2 4:5 5:5- 6:5");
  EXPECT_EQ(commits(1, programme),
            "1 import ana week.csv | 2 edit rui | 3 import! ana week.csv | 4 undo <2 week.csv | 5 edit! | 6 undo <2");
  EXPECT_GT(store().history("incidents", 1, programme)[1].commit->at, store().history("incidents", 1, programme)[0].commit->at);
}

TEST_P(History, TellsWhatTheUndoOfAnImportRemoved) {
  import({{ { "a", "1", 1 } }});
  undo(1);
  EXPECT_EQ(told(1, programme), "1:1 2:1-");
  EXPECT_EQ(problem(1, restricted), Problem::not_found) << "to all others the row does not exist";
}

TEST_P(History, IsUnknownWhereTheRowIs) {
  import({{ { "a", "1", 1 } }});
  EXPECT_EQ(problem(1, visitor), Problem::not_found);
  EXPECT_EQ(problem(2, programme), Problem::not_found);
  EXPECT_EQ(problem(0, programme), Problem::not_found);
  EXPECT_EQ(problem(1, programme, "nowhere"), Problem::not_found);
  EXPECT_EQ(problem(1, internal), std::nullopt);
}

TEST_P(History, HidesVersionsThatWereMoreSecret) {
  import({{ { "a", "1", 1 } }});
  put(1, 2, 3);
  put(1, 3, 0);
  put(1, 4, 1);
  put(1, 5, 0);
  EXPECT_EQ(told(1, programme), "1:1 2:2 3:3 4:4 5:5");
  EXPECT_EQ(told(1, internal), "1:1 3:3 4:4 5:5");
  EXPECT_EQ(told(1, visitor), "3:3 5:5");
  put(1, 6, 3);
  EXPECT_EQ(problem(1, internal), Problem::not_found);
}

TEST_P(History, HidesChangesOfColumnsThatARoleDoesNotHave) {
  import({{ { "a", "1", 1 } }});
  put(1, 1, 0, "secret");
  put(1, 1, 0, "more secret");
  put(1, 2, 0, "more secret");
  EXPECT_EQ(told(1, programme), "1:1 2:1 3:1 4:2");
  EXPECT_EQ(told(1, visitor), "2:1 4:2");
  EXPECT_EQ(told(1, internal), "1:1 2:1 4:2") << "the narrative is for clearance 2";
  for (const store::RowVersion& v : store().history("incidents", 1, visitor)) {
    EXPECT_EQ(v.row.values.size(), geo::visible_schema(*store().catalog().collection("incidents"), visitor).fields.size());
  }
}

TEST_P(History, SaysWhoAndWhenToThoseWhoMayKnow) {
  import({{ { "a", "1", 1 } }});
  put(1, 2, 0);
  EXPECT_EQ(commits(1, visitor), "") << "one version, no commit";
  EXPECT_EQ(commits(1, internal), "1 import | 2 edit");
  EXPECT_EQ(commits(1, restricted), "1 import ana week.csv | 2 edit rui");
}

TEST_P(History, FindsARowByItsKey) {
  import({{ {"a", "1", 1}, { "", "x", 2 } }});
  import({{{ "a", "1", 3 }}, {}, false, "ngo"});
  const std::string raw = "c:" + geo::hash128("x").hex() + "#1";
  EXPECT_EQ(store().find_row("incidents", "prm", "a", programme), 1);
  EXPECT_EQ(store().find_row("incidents", "ngo", "a", programme), 3);
  EXPECT_EQ(store().find_row("incidents", "prm", raw, programme), 2);
  EXPECT_EQ(store().find_row("incidents", "ngo", raw, programme), std::nullopt);
  EXPECT_EQ(store().find_row("incidents", "prm", "b", programme), std::nullopt);
  EXPECT_EQ(store().find_row("incidents", "prm", "a", visitor), std::nullopt);
  put(1, 1, 3);
  EXPECT_EQ(store().find_row("incidents", "prm", "a", internal), std::nullopt) << "a row it cannot see";
  remove(3);
  EXPECT_EQ(store().find_row("incidents", "ngo", "a", programme), 3);
  EXPECT_EQ(store().find_row("incidents", "ngo", "a", restricted), std::nullopt);
  EXPECT_THROW((void)store().find_row("nowhere", "prm", "a", programme), geo::Error);
}

TEST_P(History, MarksOfWithdrawalAreVersions) {
  import({{ {"a", "1", 1}, { "b", "2", 2 } }});
  import({{{ "a", "1", 1 }}, {}, true});
  import({{ { "b", "2", 2 } }});
  EXPECT_EQ(commits(2, programme), "1 import ana week.csv | 2 import <1 ana week.csv | 3 import <1 ana week.csv");
  const auto versions = store().history("incidents", 2, programme);
  const geo::Collection incidents = *store().catalog().collection("incidents");
  const auto changes = geo::changes(versions[0].row, versions[1].row);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(incidents.fields[static_cast<std::size_t>(changes[0].field)].name, "withdrawn_on");
}

INSTANTIATE_TEST_SUITE_P(Stores, History, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
