// SPDX-License-Identifier: Apache-2.0
// Rows that a newer file of their source no longer has, worked out by hand. The clock goes on by a day with every write, so that
// "/3" says: withdrawn by the third write.
#include "tests/store/small_store.hpp"

#include <gtest/gtest.h>

namespace {

using store_test::Line;
using store_test::Lines;

class Withdrawn : public store_test::SmallStore {};

const Line a{"a", "1", 1}, b{"b", "2", 2}, c{"c", "3", 3};

TEST_P(Withdrawn, ACompleteFileMarksWhatItNoLongerHas) {
  import({{ a, b, c }});
  const geo::BatchOutcome outcome = import({{a, {"b", "2", 20}}, {}, true});
  EXPECT_EQ(store_test::describe(outcome), "batch 2 rev 2 +0 ~1 =1  withdrawn 1 present 2");
  EXPECT_EQ(rows(), "1:1 2:20 3:3/2");
  EXPECT_EQ(store().batches()[1].withdrawn, 1);
  EXPECT_TRUE(store().batches()[1].info.complete);
}

TEST_P(Withdrawn, AnyOtherFileOnlyCountsThem) {
  import({{ a, b, c }});
  EXPECT_EQ(store_test::describe(import({{a}})), "batch 2 rev 2 +0 ~0 =1  absent 2 present 1");
  EXPECT_EQ(rows(), "1:1 2:2 3:3");
}

TEST_P(Withdrawn, APlanSaysSoAndDoesNothing) {
  import({{ a, b, c }});
  EXPECT_EQ(plan({{a}, {}, true}).withdrawn, 2);
  EXPECT_EQ(plan({{a}}).absent, 2);
  EXPECT_EQ(rows(), "1:1 2:2 3:3");
  EXPECT_EQ(store().info().rev, 1);
}

TEST_P(Withdrawn, TheyComeBackWhenTheyStandInALaterFile) {
  import({{ a, b }});
  import({{a}, {}, true});
  EXPECT_EQ(rows(), "1:1 2:2/2");
  EXPECT_EQ(store_test::describe(import({{b}})), "batch 3 rev 3 +0 ~1 =0  returned 1 absent 1");
  EXPECT_EQ(rows(), "1:1 2:2");
  import({{a}, {}, true});
  EXPECT_EQ(import({{{"b", "2", 22}}}).returned, 1) << "with something new to say";
  EXPECT_EQ(rows(), "1:1 2:22");
}

TEST_P(Withdrawn, OtherSourcesAreLeftAlone) {
  import({{ a, b }});
  import({{{ "a", "9", 9 }}, {}, false, "ngo"});
  EXPECT_EQ(import({{c}, {}, true, "ngo"}).withdrawn, 1);
  EXPECT_EQ(rows(), "1:1 2:2 3:9/3 4:3");
}

TEST_P(Withdrawn, RowsWithoutAKeyAreCountedOneByOne) {
  const Line x{"", "x", 1}, y{"", "y", 2};
  import({{ x, x, x, y }});
  EXPECT_EQ(import({{x, x}, {}, true}).withdrawn, 2);
  EXPECT_EQ(rows(), "1:1 2:1 3:1/2 4:2/2");
  EXPECT_EQ(import({{y, x, x, x}, {}, true}).returned, 2);
  EXPECT_EQ(rows(), "1:1 2:1 3:1 4:2");
}

TEST_P(Withdrawn, ARowWithoutAKeyBelongsToTheSourceThatHadItFirst) {
  const Line x{"", "x", 1}, y{"", "y", 2};
  import({{ x }});
  import({{x, y}, {}, false, "ngo"});
  EXPECT_EQ(store_test::describe(import({{}, {}, true, "ngo"})), "batch 3 rev 3 +0 ~0 =0  withdrawn 1");
  EXPECT_EQ(rows(), "1:1 2:2/3");
}

TEST_P(Withdrawn, ARowThatWasRefusedStandsInTheFileAllTheSame) {
  const Line x{"", "x", 1};
  import({{ a, b, x, x, x }});
  EXPECT_EQ(store_test::describe(import({{a, x}, {{"b", ""}, {"", "x"}}, true})), "batch 2 rev 2 +0 ~0 =2  withdrawn 1 present 4");
  EXPECT_EQ(rows(), "1:1 2:2 3:1 4:1 5:1/2");
  EXPECT_EQ(import({{a, {"b", "2", 22}}, {{"b", ""}}, true}).present, 2) << "once, whether it went in or not";
}

TEST_P(Withdrawn, RemovedRowsAndRowsMadeByHandAreNot) {
  import({{ a, b }});
  put(0, 50);
  remove(1);
  EXPECT_EQ(import({{c}, {}, true}).withdrawn, 1);
  EXPECT_EQ(rows(), "2:2/4 3:50 4:3");
  EXPECT_EQ(import({{c}, {}, true}).withdrawn, 0) << "they are so already";
}

TEST_P(Withdrawn, UndoGivesThemBack) {
  import({{ a, b }});
  import({{a}, {}, true});
  EXPECT_EQ(store_test::describe(store().plan_undo(2)), "batch 0 rev 0 +0 ~1 =0 ");
  undo(2);
  EXPECT_EQ(rows(), "1:1 2:2");
  EXPECT_EQ(import({{a}}).absent, 1);
}

TEST_P(Withdrawn, AnEditNeitherWithdrawsNorGivesBack) {
  import({{ a, b }});
  import({{a}, {}, true});
  put(2, 99);
  EXPECT_EQ(rows(), "1:1 2:99/2");
  undo(2);
  EXPECT_EQ(rows(), "1:1 2:99") << "the mark goes, the edit stays";
  undo(3);
  EXPECT_EQ(rows(), "1:1 2:2");
}

TEST_P(Withdrawn, TheEditGoesAndTheMarkStays) {
  import({{ a, b }});
  put(2, 99);
  import({{a}, {}, true});
  EXPECT_EQ(rows(), "1:1 2:99/3");
  undo(2);
  EXPECT_EQ(rows(), "1:1 2:2/3");
  import({{ b }});
  EXPECT_EQ(rows(), "1:1 2:2");
  undo(5);
  EXPECT_EQ(rows(), "1:1 2:2/3") << "it came back by mistake";
  undo(3);
  EXPECT_EQ(rows(), "1:1 2:2");
}

TEST_P(Withdrawn, ARowThatComesBackKeepsWhatWasDoneByHand) {
  import({{ a, b }});
  put(2, 99);
  import({{a}, {}, true});
  import({{ b }});
  EXPECT_EQ(rows(), "1:1 2:99");
  put(2, 98);
  undo(4);
  EXPECT_EQ(rows(), "1:1 2:98/3") << "its return is taken back, the edit after it is not";
}

TEST_P(Withdrawn, RowsOfAFileTakenBackGoEvenWhenWithdrawn) {
  import({{ a, b }});
  import({{a}, {}, true});
  undo(1);
  EXPECT_EQ(rows(), "");
  EXPECT_EQ(plan({}).absent, 0);
  EXPECT_EQ(import({{a, b}}).updated, 2);
  EXPECT_EQ(rows(), "1:1 2:2");
}

TEST_P(Withdrawn, UndoInAnyOrderEndsWhereItBegan) {
  const std::vector<std::vector<geo::BatchId>> orders{{2, 3, 4, 5}, {5, 4, 3, 2}, {3, 5, 2, 4}, {4, 2, 5, 3}, {2, 5, 3, 4}};
  for (const auto& order : orders) {
    SetUp();
    import({{ a, b }});                 // 1
    import({{a}, {}, true});            // 2: b withdrawn
    put(2, 99);                         // 3
    import({{ a, { "b", "2", 20 } }});  // 4: b back, with something new
    import({{a}, {}, true});            // 5: b withdrawn again
    EXPECT_EQ(rows(), "1:1 2:20/5");
    for (const geo::BatchId batch : order) { undo(batch); }
    EXPECT_EQ(rows(), "1:1 2:2") << order[0] << order[1] << order[2] << order[3];
  }
}

TEST_P(Withdrawn, TheSameFileAgainCountsWhenACompleteOneCameBetween) {
  import({{a, b}, {}, false, "prm", "first"});
  import({{a}, {}, true, "prm", "second"});
  EXPECT_TRUE(import({{a}, {}, true, "prm", "second"}).already_imported);
  EXPECT_FALSE(import({{a}, {}, false, "prm", "second"}).already_imported) << "as a part only it says something else";
  EXPECT_EQ(import({{a, b}, {}, false, "prm", "first"}).returned, 1);
  EXPECT_EQ(import({{a}, {}, true, "prm", "second"}).withdrawn, 1);
  EXPECT_TRUE(import({{a}, {}, true, "prm", "second"}).already_imported);
  EXPECT_EQ(rows(), "1:1 2:2/6");
}

TEST_P(Withdrawn, ACollectionWithAFieldOfThatNameRefusesCompleteFiles) {
  geo::Collection own;
  own.id = "wells";
  geo::Field field;
  field.name = "withdrawn_on";
  own.fields = {field};
  store().add_collection(own);
  geo::BatchInfo info;
  info.collection = "wells";
  EXPECT_NE(store().begin(info), nullptr);
  info.complete = true;
  EXPECT_THROW((void)store().begin(info), geo::Error);
}

TEST_P(Withdrawn, VisitorsAreToldToo) {
  import({{ a }});
  put(1, 1, 0);
  const auto version = [&] { return store().view("incidents", geo::Role{"anybody", 0, 0})->version(); };
  const std::uint64_t before = version();
  import({{b}, {}, true});
  EXPECT_NE(version(), before);
}

INSTANTIATE_TEST_SUITE_P(Stores, Withdrawn, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
