// SPDX-License-Identifier: Apache-2.0
#include "api/tile_cache.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using api::DrawnTile;
using api::TileCache;

DrawnTile tile_of(std::size_t bytes) { return {std::make_shared<const std::string>(bytes, 'x'), bytes}; }

TEST(TileCache, DrawsOnceAndRemembersEmptyTiles) {
  TileCache cache(10'000);
  int drawn = 0;
  const auto draw = [&] {
    ++drawn;
    return DrawnTile{};
  };
  for (int i = 0; i < 3; ++i) { EXPECT_EQ(cache.get("\"a\"", draw).body, nullptr); }
  EXPECT_EQ(drawn, 1);
  EXPECT_EQ(cache.get("\"b\"", [] { return tile_of(7); }).rows, 7U);
  EXPECT_TRUE(cache.has("\"a\"") && cache.has("\"b\""));
  EXPECT_FALSE(cache.has("\"c\""));
}

TEST(TileCache, HoldsNothingWithoutRoom) {
  TileCache none(0);
  EXPECT_EQ(none.get("\"a\"", [] { return tile_of(5); }).rows, 5U);
  EXPECT_FALSE(none.has("\"a\""));
  EXPECT_FALSE(none.offer("\"a\"", tile_of(5)));
  TileCache little(2000);
  (void)little.get("\"a\"", [] { return tile_of(5000); });
  EXPECT_FALSE(little.has("\"a\""));
}

/// What was offered never drives out what was asked for; what is asked for drives out the one that nobody has asked for longest.
TEST(TileCache, KeepsWhatWasAskedForLast) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 50; ++round) {
    TileCache cache(50'000);
    std::vector<std::string> order;  // the truth: asked for last first, then what was only offered, the first one first
    std::map<std::string, std::size_t> sizes;
    for (int step = 0; step < 300; ++step) {
      const std::string etag = '"' + std::to_string(random() % 60) + '"';
      const std::size_t bytes = 1 + std::hash<std::string>{}(etag) % 4000;
      const bool was_there = cache.has(etag);
      ASSERT_EQ(was_there, std::find(order.begin(), order.end(), etag) != order.end());
      if (random() % 3 == 0) {
        const bool taken = cache.offer(etag, tile_of(bytes));
        ASSERT_EQ(taken, cache.has(etag));
        if (taken && !was_there) { order.push_back(etag); }
        for (const std::string& other : order) { ASSERT_TRUE(cache.has(other)) << "an offer drove out another"; }
      } else {
        (void)cache.get(etag, [&] { return tile_of(bytes); });
        ASSERT_TRUE(cache.has(etag));
        std::erase(order, etag);
        order.insert(order.begin(), etag);
        while (!cache.has(order.back())) { order.pop_back(); }
        for (const std::string& other : order) { ASSERT_TRUE(cache.has(other)) << "not the last one went"; }
      }
    }
    std::size_t bytes = 0;
    for (const std::string& etag : order) { bytes += 1 + std::hash<std::string>{}(etag) % 4000; }
    ASSERT_LE(bytes, 50'000U);
    ASSERT_GT(bytes, 30'000U);
  }
}

TEST(TileCache, KnowsWhereIsLookedMost) {
  TileCache cache(1000);
  const auto place = [](int zoom, std::uint32_t column) { return api::TilePlace{"programme", "incidents", zoom, 0, column}; };
  for (int i = 0; i < 5; ++i) { cache.looked_at(place(3, 1)); }
  for (int i = 0; i < 9; ++i) { cache.looked_at(place(2, 1)); }
  cache.looked_at(place(1, 1));
  EXPECT_EQ(cache.hottest(10), (std::vector{place(2, 1), place(3, 1)})) << "once is no reason";
  EXPECT_EQ(cache.hottest(1), (std::vector{place(2, 1)}));
  // Bounded: many that are looked at once make the others fade, and do not stay.
  for (std::uint32_t i = 0; i < 5000; ++i) { cache.looked_at(place(14, i)); }
  EXPECT_EQ(cache.hottest(10).front(), place(2, 1));
  EXPECT_LE(cache.hottest(100'000).size(), 2U);
}

}  // namespace
