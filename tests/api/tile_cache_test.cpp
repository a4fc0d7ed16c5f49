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

api::TileKey key_of(const std::string& asked) { return {{"programme", "incidents", 3, 1, 2}, asked}; }

DrawnTile tile_of(std::size_t bytes) { return {std::make_shared<const std::string>(bytes, 'x'), bytes}; }

TEST(TileCache, DrawsOnceAndRemembersEmptyTiles) {
  TileCache cache(10'000);
  int drawn = 0;
  const auto draw = [&] {
    ++drawn;
    return DrawnTile{};
  };
  for (int i = 0; i < 3; ++i) { EXPECT_EQ(cache.get(key_of("a"), "1", draw).body, nullptr); }
  EXPECT_EQ(drawn, 1);
  EXPECT_EQ(cache.get(key_of("b"), "1", [] { return tile_of(7); }).rows, 7U);
  EXPECT_TRUE(cache.has(key_of("a"), "1") && cache.has(key_of("b"), "1"));
  EXPECT_FALSE(cache.has(key_of("c"), "1"));
}

TEST(TileCache, HoldsNothingWithoutRoom) {
  TileCache none(0);
  EXPECT_EQ(none.get(key_of("a"), "1", [] { return tile_of(5); }).rows, 5U);
  EXPECT_FALSE(none.has(key_of("a"), "1"));
  EXPECT_FALSE(none.offer(key_of("a"), "1", tile_of(5)));
  TileCache little(2000);
  (void)little.get(key_of("a"), "1", [] { return tile_of(5000); });
  EXPECT_FALSE(little.has(key_of("a"), "1"));
}

/// What was offered never drives out what was asked for; what is asked for drives out the one that nobody has asked for longest.
TEST(TileCache, KeepsWhatWasAskedForLast) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 50; ++round) {
    TileCache cache(50'000);
    std::vector<std::string> order;  // the truth: asked for last first, then what was only offered, the first one first
    std::map<std::string, std::size_t> sizes;
    for (int step = 0; step < 300; ++step) {
      const std::string asked = std::to_string(random() % 60);
      const std::size_t bytes = 1 + std::hash<std::string>{}(asked) % 4000;
      const auto has = [&](const std::string& what) { return cache.has(key_of(what), "1"); };
      const bool was_there = has(asked);
      ASSERT_EQ(was_there, std::find(order.begin(), order.end(), asked) != order.end());
      if (random() % 3 == 0) {
        const bool taken = cache.offer(key_of(asked), "1", tile_of(bytes));
        ASSERT_EQ(taken, has(asked));
        if (taken && !was_there) { order.push_back(asked); }
        for (const std::string& other : order) { ASSERT_TRUE(has(other)) << "an offer drove out another"; }
      } else {
        (void)cache.get(key_of(asked), "1", [&] { return tile_of(bytes); });
        ASSERT_TRUE(has(asked));
        std::erase(order, asked);
        order.insert(order.begin(), asked);
        while (!has(order.back())) { order.pop_back(); }
        for (const std::string& other : order) { ASSERT_TRUE(has(other)) << "not the last one went"; }
      }
    }
    std::size_t bytes = 0;
    for (const std::string& asked : order) { bytes += 1 + std::hash<std::string>{}(asked) % 4000; }
    ASSERT_LE(bytes, 50'000U);
    ASSERT_GT(bytes, 30'000U);
  }
}

/// Another tag at the same place: the old tile can be had no more, by whatever way the new one came.
TEST(TileCache, OfAPlaceKeepsTheNewestAlone) {
  TileCache cache(2500);
  for (int round = 0; round < 20; ++round) {
    const std::string etag = std::to_string(round);
    if (round % 3 == 0) {
      EXPECT_EQ(cache.get(key_of("a"), etag, [&] { return tile_of(1500); }).rows, 1500U);
    } else {
      EXPECT_TRUE(cache.offer(key_of("a"), etag, tile_of(1500))) << "what is stale makes room";
    }
    EXPECT_TRUE(cache.has(key_of("a"), etag));
    EXPECT_FALSE(cache.has(key_of("a"), std::to_string(round - 1)));
  }
  EXPECT_FALSE(cache.has({{"visitor", "incidents", 3, 1, 2}, "a"}, "19")) << "the place is compared, not the tag alone";
  EXPECT_FALSE(cache.has({{"programme", "incidents", 3, 2, 1}, "a"}, "19"));
}

TEST(TileCache, APassLetsGoWhatNobodyHasAskedForSince) {
  TileCache cache(10'000);  // four of 2000 bytes and what is beside them
  const auto offer = [&](const char* asked) { return cache.offer(key_of(asked), "1", tile_of(2000)); };
  const auto has = [&](const char* asked) { return cache.has(key_of(asked), "1"); };
  const auto ask = [&](const char* asked) { (void)cache.get(key_of(asked), "1", [] { return tile_of(2000); }); };
  ask("asked");
  ask("asked before");
  ask("asked");
  EXPECT_TRUE(offer("a") && offer("b"));
  EXPECT_FALSE(offer("c")) << "full, and all of this pass";
  cache.begin_pass();
  EXPECT_TRUE(cache.confirm(key_of("a"), "1"));
  EXPECT_FALSE(cache.confirm(key_of("a"), "2"));
  EXPECT_TRUE(offer("c"));
  EXPECT_FALSE(has("b")) << "was only offered, and neither asked for nor confirmed since";
  EXPECT_TRUE(has("a") && has("asked") && has("asked before"));
  ask("asked");
  EXPECT_TRUE(offer("d"));
  EXPECT_FALSE(has("asked before"));
  EXPECT_FALSE(offer("e"));
  EXPECT_TRUE(has("a") && has("c") && has("d") && has("asked"));
}

TEST(TileCache, KnowsWhereIsLookedMost) {
  TileCache cache(1000);
  const auto place = [](int zoom, std::uint32_t column, const char* role = "programme") {
    return api::TilePlace{role, "incidents", zoom, 0, column};
  };
  for (int i = 0; i < 5; ++i) { cache.looked_at(place(3, 1)); }
  for (int i = 0; i < 9; ++i) { cache.looked_at(place(2, 1)); }
  cache.looked_at(place(1, 1));
  EXPECT_EQ(cache.hottest(10, 10), (std::vector{place(2, 1), place(3, 1)})) << "once is no reason";
  EXPECT_EQ(cache.hottest(1, 10), (std::vector{place(2, 1)}));
  // Bounded: many that are looked at once make the others fade, and do not stay.
  for (std::uint32_t i = 0; i < 1500; ++i) { cache.looked_at(place(14, i)); }
  EXPECT_EQ(cache.hottest(10, 10).front(), place(2, 1));
  EXPECT_LE(cache.hottest(100'000, 100'000).size(), 2U);
  // One role pushes nothing of another's out, and has not all the room of a pass.
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    for (int twice = 0; twice < 20; ++twice) { cache.looked_at(place(14, i % 3000, "visitor")); }
  }
  const std::vector<api::TilePlace> hottest = cache.hottest(10, 4);
  EXPECT_EQ(std::count(hottest.begin(), hottest.end(), place(2, 1)), 1);
  EXPECT_LE(std::count_if(hottest.begin(), hottest.end(), [](const auto& p) { return p.role == "visitor"; }), 4);
}

}  // namespace
