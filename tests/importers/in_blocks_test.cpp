// SPDX-License-Identifier: Apache-2.0
#include "importers/in_blocks.hpp"

#include "tests/importers/import_support.hpp"
#include "tests/importers/reference_support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using importers::CheckedRow;

/// Each task in a thread of its own.
void threads(std::size_t count, const std::function<void(std::size_t)>& task) {
  std::vector<std::thread> all;
  std::vector<std::exception_ptr> errors(count);
  for (std::size_t i = 0; i < count; ++i) {
    all.emplace_back([&, i] {
      try {
        task(i);
      } catch (...) { errors[i] = std::current_exception(); }
    });
  }
  for (std::thread& t : all) { t.join(); }
  for (const std::exception_ptr& e : errors) {
    if (e) { std::rethrow_exception(e); }
  }
}

class InBlocks : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static geo::Workers workers() { return GetParam() ? geo::Workers(threads) : geo::Workers(geo::one_by_one); }
};

TEST_P(InBlocks, EveryRowOnceAndInOrder) {
  for (const std::int64_t rows : {0, 1, 1023, 1024, 1025, 2048, 5000}) {
    std::int64_t made = 0;
    std::vector<std::int64_t> taken;
    bool ended = false;
    importers::in_blocks(
        workers(),
        [&](CheckedRow& row) {
          EXPECT_FALSE(ended) << "asked again after the end";
          ended = made == rows;
          row.line = ++made;
          return !ended;
        },
        [&](CheckedRow& row) { taken.push_back(row.line); }, [] {});
    ASSERT_EQ(taken.size(), static_cast<std::size_t>(rows));
    EXPECT_TRUE(std::is_sorted(taken.begin(), taken.end()));
    EXPECT_EQ(std::unique(taken.begin(), taken.end()), taken.end());
  }
}

TEST_P(InBlocks, LargeRowsMakeSmallBlocks) {
  std::int64_t made = 0;
  std::int64_t taken = 0;
  std::int64_t most = 0;
  importers::in_blocks(
      workers(),
      [&](CheckedRow& row) {
        row.bytes = std::size_t{3} << 20U;
        return ++made <= 40;
      },
      [&](CheckedRow& row) { taken += row.bytes > 0 ? 1 : 0; }, [&] { most = std::max(most, made - taken); });
  EXPECT_EQ(taken, 40);
  EXPECT_LE(most, 3) << "of 3 MB each";
}

TEST_P(InBlocks, WhatIsThrownComesOut) {
  int taken = 0;
  const auto run = [&](int bad_check, int bad_take) {
    int made = 0;
    taken = 0;
    importers::in_blocks(
        workers(),
        [&](CheckedRow&) {
          if (++made == bad_check) { throw std::runtime_error("check"); }
          return made <= 5000;
        },
        [&](CheckedRow&) {
          if (++taken == bad_take) { throw std::runtime_error("take"); }
        },
        [] {});
  };
  EXPECT_NO_THROW(run(0, 0));
  EXPECT_EQ(taken, 5000);
  EXPECT_THROW(run(3000, 0), std::runtime_error);
  EXPECT_EQ(taken, 2048) << "the blocks before";
  EXPECT_THROW(run(0, 3000), std::runtime_error);
  EXPECT_EQ(taken, 3000);
  EXPECT_THROW(importers::in_blocks(
                   workers(), [n = 0](CheckedRow&) mutable { return ++n < 10; }, [](CheckedRow&) {}, [] { throw std::logic_error("no"); }),
               std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(Workers, InBlocks, testing::Bool(), [](const auto& p) { return std::string(p.param ? "Threads" : "OneByOne"); });

/// A file with something for many rules to do, several blocks long.
std::string long_file() {
  std::string text = "id,date,latitude,longitude,distrito,localidade,categoria,accuracy\n";
  for (int i = 0; i < 12'000; ++i) {
    const std::string key = std::to_string(i % 11'000);
    const std::string day = std::to_string(i % 28 + 1);
    switch (i % 9) {
      case 0: text += key + ",2024-13-01,-12.5,38.5,Ancuabe,Nune,0401,5\n"; break;
      case 1: text += key + "," + day + "/03/2024,,,Ancuabe,Nune,Roubo,\n"; break;
      case 2: text += key + ",2024-03-01,38.5,-12.5,Balama,,x,9000\n"; break;
      case 3: text += key + ",2024-03-02,-12.5\n"; break;
      case 4: text += ",,,,,,,\n"; break;
      default: text += key + ",2024-03-" + day + ",-12." + std::to_string(i % 97) + ",38.5,Ancuabe,Mecufi,ViolÃªncia,12\n"; break;
    }
  }
  return text;
}

TEST(ImportInBlocks, SaysTheSameWithThreadsAndWithout) {
  const std::string text = long_file();
  importers::ImportOptions o = importers_tests::options();
  o.accept_partial = true;
  o.area_of_operation = importers_tests::test_area();
  o.reference = importers_tests::test_reference();
  const importers_tests::Imported one = importers_tests::import_text(text, "incidents", o);
  o.workers = threads;
  const importers_tests::Imported two = importers_tests::import_text(text, "incidents", o);
  EXPECT_TRUE(one.report.rows.balanced());
  EXPECT_EQ(one.report.rows.read, 12'000);
  EXPECT_GT(one.rows.size(), 6000U);
  EXPECT_GT(one.rejected.size(), 1000U);
  EXPECT_EQ(one.report_json, two.report_json);
  ASSERT_EQ(one.rows.size(), two.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    ASSERT_EQ(one.rows[i].row, two.rows[i].row) << i;
    ASSERT_EQ(one.rows[i].source_key, two.rows[i].source_key);
    ASSERT_EQ(one.rows[i].raw, two.rows[i].raw);
    ASSERT_EQ(one.rows[i].line, two.rows[i].line);
  }
  ASSERT_EQ(one.rejected.size(), two.rejected.size());
  for (std::size_t i = 0; i < one.rejected.size(); ++i) {
    ASSERT_EQ(one.rejected[i].raw_json, two.rejected[i].raw_json);
    ASSERT_EQ(one.rejected[i].line, two.rejected[i].line);
  }
}

}  // namespace
