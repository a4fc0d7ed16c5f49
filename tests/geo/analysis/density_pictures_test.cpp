// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_pictures.hpp"

#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <string>

namespace geo {
namespace {

using analysis_test::row;
using analysis_test::view_of;
using Kind = DensityPictures::Kind;

DensityPicture of_bytes(bool is_sketch, std::size_t bytes) {
  DensityPicture picture;
  picture.is_sketch = is_sketch;
  picture.surface.per_km2.resize((bytes - DensityPictures::size_of(picture)) / sizeof(double));
  return picture;
}

TEST(DensityPictures, BelongToTheViewAndTheFirstOneStays) {
  const auto view = view_of("incidents", {row("incidents", {40, -12}), row("incidents", {40.1, -12})});
  const auto pictures = DensityPictures::of(*view);
  EXPECT_EQ(pictures, DensityPictures::of(*view));
  EXPECT_EQ(pictures->find(Kind::sketch, "a"), nullptr);
  const auto first = pictures->keep("a", density_sketch(*view, {}, false));
  EXPECT_EQ(pictures->keep("a", density_sketch(*view, {}, false)), first);
  EXPECT_EQ(pictures->find(Kind::sketch, "a"), first);
  EXPECT_EQ(pictures->find(Kind::exact, "a"), nullptr);
}

TEST(DensityPictures, AreKeptByTheirSizeTheLastOnesAskedForLongest) {
  const DensityPictures pictures;
  constexpr std::size_t share = 16;
  const auto keep = [&](const std::string& name) {
    return pictures.keep(name, of_bytes(false, DensityPictures::room_for_exact_bytes / share));
  };
  const auto first = keep("first");
  for (std::size_t i = 0; i < 2 * share; ++i) {
    keep(std::to_string(i));
    EXPECT_EQ(pictures.find(Kind::exact, "first"), first) << "asked for last";
  }
  std::size_t there = 0;
  for (std::size_t i = 0; i < 2 * share; ++i) { there += pictures.find(Kind::exact, std::to_string(i)) != nullptr ? 1 : 0; }
  EXPECT_EQ(there, share - 1);
  const auto huge = pictures.keep("huge", of_bytes(false, 2 * DensityPictures::room_for_exact_bytes));
  EXPECT_EQ(pictures.find(Kind::exact, "huge"), huge) << "the last one is kept, or it would be made for each tile";
  EXPECT_EQ(pictures.find(Kind::exact, "first"), nullptr);
}

TEST(DensityPictures, SketchesDoNotPushExactOnesOut) {
  const DensityPictures pictures;
  for (int i = 0; i < 8; ++i) {
    const std::string name = std::to_string(i);
    pictures.keep(name, of_bytes(true, 80'000));
    EXPECT_NE(pictures.find(Kind::sketch, name), nullptr);
    pictures.keep(name, of_bytes(false, 300'000));
    EXPECT_EQ(pictures.find(Kind::sketch, name), nullptr) << "its exact one has come";
  }
  for (int i = 0; i < 100; ++i) { pictures.keep("more" + std::to_string(i), of_bytes(true, 80'000)); }
  for (int i = 0; i < 8; ++i) { EXPECT_NE(pictures.find(Kind::exact, std::to_string(i)), nullptr) << i; }
  EXPECT_EQ(pictures.find(Kind::sketch, "more0"), nullptr);
  EXPECT_NE(pictures.find(Kind::sketch, "more99"), nullptr);
}

TEST(DensityPictures, NobodyMakesOneTwice) {
  const DensityPictures pictures;
  EXPECT_TRUE(pictures.begin(Kind::exact, "a"));
  EXPECT_FALSE(pictures.begin(Kind::exact, "a"));
  EXPECT_TRUE(pictures.begin(Kind::sketch, "a"));
  EXPECT_TRUE(pictures.begin(Kind::exact, "b"));
  pictures.end(Kind::exact, "a");
  EXPECT_TRUE(pictures.begin(Kind::exact, "a"));
}

TEST(DensityPictures, OneIsAwaitedAsLongAsAnybodyWaits) {
  const DensityPictures pictures;
  bool first = true, second = true;
  pictures.wait(Kind::exact, "a", "1", [&] { return first; });
  EXPECT_FALSE(pictures.is_awaited(Kind::exact, "a")) << "nobody makes it";
  ASSERT_TRUE(pictures.begin(Kind::exact, "a"));
  EXPECT_FALSE(pictures.is_awaited(Kind::exact, "a"));
  pictures.wait(Kind::exact, "a", "1", [&] { return first; });
  pictures.wait(Kind::exact, "a", "2", [&] { return second; });
  EXPECT_TRUE(pictures.is_awaited(Kind::exact, "a"));
  EXPECT_FALSE(pictures.is_awaited(Kind::sketch, "a"));
  first = false;
  EXPECT_TRUE(pictures.is_awaited(Kind::exact, "a"));
  second = false;
  EXPECT_FALSE(pictures.is_awaited(Kind::exact, "a"));
  second = true;
  pictures.wait(Kind::exact, "a", "2", [&] { return second; });
  EXPECT_TRUE(pictures.is_awaited(Kind::exact, "a")) << "back again";
  pictures.end(Kind::exact, "a");
  EXPECT_FALSE(pictures.is_awaited(Kind::exact, "a"));
}

}  // namespace
}  // namespace geo
