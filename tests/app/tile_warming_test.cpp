// SPDX-License-Identifier: Apache-2.0
// When tiles are drawn ahead: after a change that has settled, not beside people who wait, and no longer than the service lives.
#include "app/tile_warming.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using GoOn = app::WarmingParts::GoOn;

/// Whether it comes to be so before long.
bool soon(const std::function<bool()>& is_so) {
  for (int i = 0; i < 2000; ++i) {
    if (is_so()) { return true; }
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

class Warming : public testing::Test {
 protected:
  void start() {
    warming = std::make_unique<app::TileWarming>(
        app::WarmingParts{[this](const GoOn& go_on) { prepare(go_on); }, [this](const GoOn& go_on) { draw(go_on); },
                          [this] { return changes_all_the_time ? ++stamp : stamp.load(); }, [this] { return busy.load(); }, 20ms},
        log);
  }

  app::Log log{true};
  std::atomic<std::uint64_t> stamp{1};
  std::atomic<bool> busy{false}, changes_all_the_time{false};
  std::atomic<int> prepared{0}, passes{0}, tiles{0}, ended{0};
  std::function<void(const GoOn&)> prepare = [this](const GoOn&) { ++prepared; };
  std::function<void(const GoOn&)> draw = [this](const GoOn&) { ++passes; };
  std::unique_ptr<app::TileWarming> warming;
};

TEST_F(Warming, OnceWhenItStartsAndOnceForEachChange) {
  std::atomic<bool> before{true};
  draw = [&](const GoOn& go_on) {
    before = before && prepared == 1;
    EXPECT_TRUE(go_on());
    ++passes;
  };
  start();
  ASSERT_TRUE(soon([&] { return passes == 1; }));
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(passes, 1) << "nothing has changed";
  ++stamp;
  ASSERT_TRUE(soon([&] { return passes == 2; }));
  EXPECT_TRUE(before);
  EXPECT_EQ(prepared, 1);
}

TEST_F(Warming, WaitsUntilAChangeHasSettled) {
  changes_all_the_time = true;
  start();
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(passes, 0);
  changes_all_the_time = false;
  EXPECT_TRUE(soon([&] { return passes == 1; }));
}

TEST_F(Warming, GivesWayToThoseWhoWait) {
  draw = [&](const GoOn& go_on) {
    while (go_on()) {
      ++tiles;
      std::this_thread::sleep_for(1ms);
    }
    ++ended;
  };
  start();
  ASSERT_TRUE(soon([&] { return tiles > 3; }));
  busy = true;
  const int drawn = tiles;
  std::this_thread::sleep_for(300ms);
  EXPECT_LE(tiles, drawn + 1) << "the tile at hand";
  EXPECT_EQ(ended, 0) << "it waits, and does not give up";
  busy = false;
  EXPECT_TRUE(soon([&] { return tiles > drawn + 1; }));
  ++stamp;
  EXPECT_TRUE(soon([&] { return ended == 1; })) << "a change ends a pass";
}

TEST_F(Warming, EndsAlthoughSomebodyWaits) {
  draw = [&](const GoOn& go_on) {
    ++passes;
    while (go_on()) {}
    ++ended;
  };
  start();
  ASSERT_TRUE(soon([&] { return passes == 1; }));
  busy = true;
  warming->stop();
  EXPECT_TRUE(soon([&] { return ended == 1; }));
  warming.reset();
  EXPECT_EQ(passes, 1);
}

/// stop() is for those who end others first, and so does not wait for the tile at hand.
TEST_F(Warming, IsToldToStopWithoutWaiting) {
  std::atomic<bool> may_end{false};
  draw = [&](const GoOn&) {
    ++passes;
    while (!may_end) { std::this_thread::sleep_for(1ms); }
    ++ended;
  };
  start();
  ASSERT_TRUE(soon([&] { return passes == 1; }));
  warming->stop();
  EXPECT_EQ(ended, 0);
  may_end = true;
  warming.reset();
  EXPECT_EQ(ended, 1);
}

TEST_F(Warming, OutlivesWhatGoesWrong) {
  prepare = [&](const GoOn&) {
    ++prepared;
    throw std::runtime_error("preparing goes wrong");
  };
  draw = [&](const GoOn&) {
    if (++passes == 1) { throw std::runtime_error("drawing goes wrong"); }
  };
  start();
  ASSERT_TRUE(soon([&] { return passes == 1; }));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(passes, 1) << "the same would go wrong again";
  ++stamp;
  EXPECT_TRUE(soon([&] { return passes == 2; }));
  EXPECT_EQ(prepared, 1);
}

}  // namespace
