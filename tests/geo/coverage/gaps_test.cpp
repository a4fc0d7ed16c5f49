// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/gaps.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/coverage/squares.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace geo {
namespace {

using test_support::block;
using test_support::Block;
using test_support::count_in;
using test_support::squares_km2;

TEST(Catchments, AreRepairedSortedAndCountedOnce) {
  const Ring bow = {{39, -13}, {40, -12}, {40, -13}, {39, -12}, {39, -13}};
  const std::vector<Catchment> given = {{7, block({0, 0, 2, 2})}, {3, from_polygons({{bow}})},  {5, Geometry()},
                                        {7, block({4, 4, 5, 5})}, {9, Geometry::point({1, 1})}, {1, block({1, 1, 3, 3})}};
  const CatchmentSet set = prepare_catchments(given);
  ASSERT_EQ(set.used.size(), 3);
  EXPECT_EQ(set.used[0].id, 1);
  EXPECT_EQ(set.used[1].id, 3);
  EXPECT_EQ(set.used[2].id, 7);
  ASSERT_EQ(set.repaired.size(), 1);
  EXPECT_EQ(set.repaired[0].id, 3);
  EXPECT_FALSE(set.repaired[0].reason.pt.empty());
  ASSERT_EQ(set.excluded.size(), 3);
  EXPECT_EQ(set.excluded[0].id, 5);
  EXPECT_EQ(set.excluded[1].id, 7);
  EXPECT_EQ(set.excluded[1].reason.en, "Another catchment has the same number");
  EXPECT_EQ(set.excluded[2].id, 9);

  std::vector<Catchment> backwards(given.rbegin(), given.rend());
  const CatchmentSet again = prepare_catchments(backwards);
  ASSERT_EQ(again.used.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) { EXPECT_EQ(again.used[i].area, set.used[i].area); }
  EXPECT_EQ(again.excluded, set.excluded);
}

TEST(CoverageGaps, AgreeWithCountingSquares) {
  std::mt19937_64 random(21);
  std::size_t overlaps = 0;
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Block> blocks = test_support::random_blocks(random, round % 8);
    const std::vector<Block> study = test_support::random_blocks(random, 1);
    std::vector<Catchment> catchments;
    for (std::size_t i = 0; i < blocks.size(); ++i) { catchments.push_back({static_cast<std::int64_t>(100 + i), block(blocks[i])}); }
    const CoverageGaps gaps = coverage_gaps(prepare_catchments(catchments), block(study[0]));
    const auto near = [](double got, double want) { return std::abs(got - want) <= 1e-8 * (1 + want); };
    ASSERT_TRUE(near(*gaps.study_km2, squares_km2([&](int x, int y) { return count_in(study, x, y) > 0; })));
    ASSERT_TRUE(near(*gaps.gap_km2, squares_km2([&](int x, int y) { return count_in(study, x, y) > 0 && count_in(blocks, x, y) == 0; })));
    ASSERT_TRUE(
        near(*gaps.covered_km2, squares_km2([&](int x, int y) { return count_in(study, x, y) > 0 && count_in(blocks, x, y) > 0; })));
    ASSERT_TRUE(near(*gaps.covered_km2 + *gaps.gap_km2 + *gaps.sliver_km2, *gaps.study_km2));
    ASSERT_TRUE(near(gaps.shared_km2, squares_km2([&](int x, int y) { return count_in(blocks, x, y) > 1; })));
    std::size_t n = 0;
    for (std::size_t a = 0; a < blocks.size(); ++a) {
      const auto in_a = [&](int x, int y) { return count_in({blocks[a]}, x, y) > 0; };
      const double area_km2 = squares_km2(in_a);
      ASSERT_TRUE(near(gaps.catchments[a].area_km2, area_km2));
      ASSERT_TRUE(
          near(gaps.catchments[a].outside_km2, squares_km2([&](int x, int y) { return in_a(x, y) && count_in(study, x, y) == 0; })));
      ASSERT_TRUE(near(gaps.catchments[a].shared_km2, squares_km2([&](int x, int y) { return in_a(x, y) && count_in(blocks, x, y) > 1; })));
      for (std::size_t b = a + 1; b < blocks.size(); ++b) {
        const double want = squares_km2([&](int x, int y) { return in_a(x, y) && count_in({blocks[b]}, x, y) > 0; });
        if (want == 0) { continue; }
        ASSERT_LT(n, gaps.overlaps.size());
        const Overlap& overlap = gaps.overlaps[n++];
        ASSERT_EQ(overlap.a, catchments[a].id);
        ASSERT_EQ(overlap.b, catchments[b].id);
        ASSERT_TRUE(near(overlap.area_km2, want));
        ASSERT_NEAR(overlap.share_of_a, want / area_km2, 1e-9);
        ASSERT_FALSE(overlap.is_sliver);
      }
    }
    ASSERT_EQ(n, gaps.overlaps.size());
    overlaps += n;
    std::shuffle(catchments.begin(), catchments.end(), random);
    const CoverageGaps again = coverage_gaps(prepare_catchments(catchments), block(study[0]));
    ASSERT_EQ(again.gap_km2, gaps.gap_km2);
    ASSERT_EQ(again.shared_km2, gaps.shared_km2);
    ASSERT_EQ(again.parts.size(), gaps.parts.size());
    for (std::size_t i = 0; i < gaps.parts.size(); ++i) { ASSERT_EQ(again.parts[i].area, gaps.parts[i].area); }
  }
  EXPECT_GT(overlaps, 2000);
}

TEST(CoverageGaps, SliversAreMarkedAndNotDropped) {
  // Two neighbours whose borders miss each other by some 10 m over 11 km, and a real gap beside them.
  const double miss = 1e-4;
  const Geometry left = from_polygons({{{{39, -13}, {39.1, -13}, {39.1, -12.9}, {39, -12.9}, {39, -13}}}});
  const Geometry right = from_polygons({{{{39.1 + miss, -13}, {39.2, -13}, {39.2, -12.9}, {39.1 + miss, -12.9}, {39.1 + miss, -13}}}});
  const Geometry study = block({0, 0, 3, 1});
  const CoverageGaps gaps = coverage_gaps(prepare_catchments(std::vector<Catchment>{{1, left}, {2, right}}), study);
  ASSERT_EQ(gaps.parts.size(), 2);
  EXPECT_FALSE(gaps.parts[0].is_sliver);
  EXPECT_TRUE(gaps.parts[1].is_sliver);
  EXPECT_NEAR(*gaps.sliver_km2, gaps.parts[1].area_km2, 1e-12);
  EXPECT_GT(*gaps.sliver_km2, 0.1);
  EXPECT_NEAR(*gaps.gap_km2, gaps.parts[0].area_km2, 1e-12);
  EXPECT_TRUE(gaps.overlaps.empty());

  const Geometry over = from_polygons({{{{39.1 - miss, -13}, {39.2, -13}, {39.2, -12.9}, {39.1 - miss, -12.9}, {39.1 - miss, -13}}}});
  const CoverageGaps shared = coverage_gaps(prepare_catchments(std::vector<Catchment>{{1, left}, {2, over}}), study);
  ASSERT_EQ(shared.overlaps.size(), 1);
  EXPECT_TRUE(shared.overlaps[0].is_sliver);
  EXPECT_GT(shared.shared_km2, 0.1);
}

TEST(CoverageGaps, WithoutAStudyAreaGapsAreNotTold) {
  const CatchmentSet set = prepare_catchments(std::vector<Catchment>{{1, block({0, 0, 2, 2})}, {2, block({1, 0, 3, 2})}});
  const CoverageGaps gaps = coverage_gaps(set, Geometry());
  EXPECT_FALSE(gaps.study_km2 || gaps.covered_km2 || gaps.gap_km2 || gaps.sliver_km2);
  EXPECT_TRUE(gaps.parts.empty());
  EXPECT_EQ(gaps.overlaps.size(), 1);
  EXPECT_EQ(gaps.catchments[0].outside_km2, 0);
}

TEST(CoverageGaps, WithoutCatchmentsAllIsGap) {
  const CoverageGaps gaps = coverage_gaps({}, block({0, 0, 3, 3}));
  EXPECT_EQ(*gaps.gap_km2, *gaps.study_km2);
  EXPECT_EQ(*gaps.covered_km2, 0);
  ASSERT_EQ(gaps.parts.size(), 1);
  EXPECT_EQ(gaps.shared_km2, 0);
}

TEST(CoverageGaps, RefusesAndStops) {
  EXPECT_THROW(coverage_gaps({}, Geometry::point({1, 1})), Error);
  EXPECT_THROW(coverage_gaps({}, block({0, 0, 1, 1}), {-1, 0}), Error);
  EXPECT_THROW(coverage_gaps({}, block({0, 0, 1, 1}), {1, -1}), Error);
  const CatchmentSet set = prepare_catchments(std::vector<Catchment>{{1, block({0, 0, 2, 2})}, {2, block({1, 0, 3, 2})}});
  EXPECT_TRUE(coverage_gaps(set, Geometry(), {}, Progress({}, [] { return true; })).cancelled);
}

}  // namespace
}  // namespace geo
