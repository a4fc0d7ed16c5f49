// SPDX-License-Identifier: Apache-2.0
#include "api/crs_pool.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace {

const geo::CrsName utm37{"EPSG", "32737"};
const geo::CrsName utm36{"EPSG", "32736"};
const geo::CrsName web{"EPSG", "3857"};

TEST(CrsPool, LendsWhatCameBack) {
  api::CrsPool pool;
  const geo::Reprojection* first = nullptr;
  {
    const auto lease = pool.lend(utm37);
    first = lease.get();
    const auto other = pool.lend(utm37);
    EXPECT_NE(other.get(), first) << "one is lent to one at a time";
    EXPECT_EQ(other->crs(), utm37);
  }
  EXPECT_EQ(pool.lend(utm37).get(), first) << "the one that came back last";
  EXPECT_EQ(pool.lend(utm36)->crs(), utm36);
}

TEST(CrsPool, KeepsThoseUsedLast) {
  api::CrsPool pool(2);
  const geo::Reprojection* kept = nullptr;
  pool.lend(utm36);
  {
    const auto lease = pool.lend(utm37);
    kept = lease.get();
  }
  pool.lend(web);  // utm36 has to go
  EXPECT_EQ(pool.lend(utm37).get(), kept);
}

TEST(CrsPool, WhatCannotBeMadeIsRefused) {
  api::CrsPool pool;
  EXPECT_THROW(pool.lend({"EPSG", "4979"}), geo::Error);
  EXPECT_TRUE(pool.lend(utm37));
}

TEST(CrsPool, ManyThreads) {
  api::CrsPool pool(3);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 40; ++i) {
        const geo::CrsName& name = i % 3 == 0 ? utm37 : i % 3 == 1 ? utm36 : web;
        const auto lease = pool.lend(name);
        const auto image = lease->from_lonlat({40.5, -13});
        if (lease->crs() != name || !image || !lease->to_lonlat(*image)) { ++wrong; }
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
