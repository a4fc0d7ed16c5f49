// SPDX-License-Identifier: Apache-2.0
#include "app/workers.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "store/memory/memory_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

TEST(Workers, DoEachTaskOnce) {
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const geo::Workers workers = app::thread_workers(threads);
    for (const std::size_t count : {0U, 1U, 2U, 7U, 1000U}) {
      std::vector<std::atomic<int>> done(count);
      workers(count, [&](std::size_t i) { ++done[i]; });
      for (std::size_t i = 0; i < count; ++i) { ASSERT_EQ(done[i], 1) << threads << ' ' << i; }
    }
  }
}

TEST(Workers, AnExceptionComesOutAndNoTaskIsLeftRunning) {
  const geo::Workers workers = app::thread_workers(4);
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> running{0};
    EXPECT_THROW(workers(200,
                         [&](std::size_t i) {
                           ++running;
                           if (i == 20) {
                             --running;
                             throw std::runtime_error("twenty");
                           }
                           --running;
                         }),
                 std::runtime_error);
    EXPECT_EQ(running, 0);
  }
}

TEST(Workers, AnAnalysisIsTheSameForAnyNumberOfThreads) {
  store::MemoryStore store("test", [] { return geo::TimeMs{1}; });
  std::mt19937_64 random(3);
  std::normal_distribution<double> off(0, 0.1);
  std::vector<geo::Edit> edits;
  for (int i = 0; i < 400; ++i) {
    geo::Row row{geo::Geometry::point({40 + off(random), -12 + off(random)}), {}};
    row.values.resize(store.catalog().collection("incidents")->fields.size());
    edits.push_back({0, false, row});
  }
  geo::BatchInfo info;
  info.collection = "incidents";
  store.edit(info, edits);
  const auto view = store.view("incidents", geo::role_named("protection"));
  const geo::KdeParameters fine{{}, 3000.0, 150.0};
  const geo::Analysis alone = geo::kde_analysis(*view, {}, fine);
  ASSERT_GT(alone.rows.size(), 10'000U);
  for (const std::size_t threads : {2U, 5U}) {
    const geo::Analysis shared = geo::kde_analysis(*view, {}, fine, {}, app::thread_workers(threads));
    EXPECT_EQ(alone.rows, shared.rows);
    EXPECT_EQ(alone.collection, shared.collection);
  }
}

}  // namespace
