// SPDX-License-Identifier: Apache-2.0
// Rows that were refused, and what settles them.
#include "tests/store/small_store.hpp"

#include <gtest/gtest.h>

namespace {

using geo::QuarantineRef;
using store_test::Line;

class Quarantine : public store_test::SmallStore {};

TEST_P(Quarantine, KeepsRowsUntilSomethingSettlesThem) {
  import({{{ "a", "1", 1 }}, { {"b", "2"}, { "", "3" } }});
  EXPECT_EQ(waiting(), "1/0 1/1");
  EXPECT_EQ(waiting("sites"), "");
  EXPECT_EQ(store().quarantine_counts(), (std::map<std::string, std::int64_t>{{"incidents", 2}}));
  EXPECT_EQ(store_test::describe(store().quarantine("incidents")[1].row), store_test::describe(store().rejected(1)[1]));
  EXPECT_THROW((void)store().quarantine("nowhere"), geo::Error);
}

TEST_P(Quarantine, ARowWithTheSameKeySettlesWhateverBecomesOfIt) {
  import({{}, { {"a", "1"}, {"b", "2"}, { "c", "3" } }});
  const geo::BatchOutcome outcome = import({{{"a", "other", 1}}, {{"b", "other"}}});
  EXPECT_EQ(outcome.resolved, 2);
  EXPECT_EQ(outcome.refused_again, 1);
  EXPECT_EQ(waiting(), "1/2 2/0") << "b was refused again and waits as such";
}

TEST_P(Quarantine, AnotherSourcesKeyIsAnotherRow) {
  import({{}, { { "a", "1" } }});
  EXPECT_EQ(import({{{"a", "1", 1}}, {}, false, "ngo"}).resolved, 0);
  EXPECT_EQ(waiting(), "1/0");
}

TEST_P(Quarantine, WithoutAKeyTheSameRowSettles) {
  import({{}, { {"", "x"}, {"", "x"}, { "", "" } }});
  EXPECT_EQ(waiting(), "1/0 1/1 1/2");
  EXPECT_EQ(import({{}, {{"", "x"}}, false, "ngo"}).resolved, 2) << "whatever its source";
  EXPECT_EQ(waiting(), "1/2 2/0");
  EXPECT_EQ(import({{}, {{"", ""}}}).resolved, 0) << "nobody knows what that one is";
  EXPECT_EQ(waiting(), "1/2 2/0 3/0");
}

TEST_P(Quarantine, ACorrectedRowSettlesTheOneItNames) {
  import({{}, { {"", "x"}, {"", "y"}, { "", "z" } }});
  const geo::BatchOutcome outcome = import({{{"", "x mended", 1, QuarantineRef{1, 0}}}, {{"", "y mended", 0, QuarantineRef{1, 1}}}});
  EXPECT_EQ(outcome.resolved, 2);
  EXPECT_EQ(outcome.refused_again, 1);
  EXPECT_EQ(waiting(), "1/2 2/0");
  EXPECT_EQ(store().quarantine("incidents")[1].row.corrects, (QuarantineRef{1, 1}));
  EXPECT_EQ(import({{{"", "n", 1, QuarantineRef{1, 99}}, {"", "m", 1, QuarantineRef{99, 0}}}}).resolved, 0) << "no such rows";
}

TEST_P(Quarantine, AnUndoneBatchNeitherWaitsNorSettles) {
  import({{{ "a", "1", 1 }}, { { "b", "2" } }});
  import({{{ "b", "2", 2 }}, { { "c", "3" } }});
  EXPECT_EQ(waiting(), "2/0");
  undo(2);
  EXPECT_EQ(waiting(), "1/0");
  import({{ { "b", "2", 2 } }});
  EXPECT_EQ(waiting(), "");
  undo(1);
  undo(4);
  EXPECT_EQ(waiting(), "") << "its batch is gone";
  EXPECT_EQ(store().rejected(1).size(), 1U) << "but not forgotten";
}

TEST_P(Quarantine, WhatTwoBatchesSettleStaysSettledWhenOneIsUndone) {
  import({{}, { { "a", "1" } }});
  EXPECT_EQ(import({{{"a", "1", 1}}}).resolved, 1);
  EXPECT_EQ(import({{{"a", "1", 2}}}).resolved, 0) << "it waited no longer";
  undo(2);
  EXPECT_EQ(waiting(), "");
  undo(3);
  EXPECT_EQ(waiting(), "1/0");
}

TEST_P(Quarantine, APlanSettlesNothing) {
  import({{}, { { "a", "1" } }});
  EXPECT_EQ(plan({{{"a", "1", 1}}}).resolved, 1);
  EXPECT_EQ(waiting(), "1/0");
}

INSTANTIATE_TEST_SUITE_P(Stores, Quarantine, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
