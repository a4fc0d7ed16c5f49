// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/snap.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

using geo::mosaic::Chains;
using geo::mosaic::FineChains;
using geo::mosaic::FinePoint;
using geo::mosaic::Point;

namespace {

// The part of a segment inside an open square, by Liang and Barsky; in doubles, which hold these small numbers well enough.
bool passes(double ax, double ay, double bx, double by, double x, double y, double half) {
  double from = 0;
  double to = 1;
  const auto cut = [&](double way, double room) {
    if (way == 0) { return room > 0; }
    if (way < 0) {
      from = std::max(from, room / way);
    } else {
      to = std::min(to, room / way);
    }
    return from < to;
  };
  const bool is_point = ax == bx && ay == by;
  if (is_point) { return std::abs(ax - x) < half && std::abs(ay - y) < half; }
  return cut(ax - bx, ax - (x - half)) && cut(bx - ax, x + half - ax) && cut(ay - by, ay - (y - half)) && cut(by - ay, y + half - ay);
}

// As the contract reads: everything is moved to the right by next to nothing, and upwards by much less.
TEST(MeetsSquare, AgreesWithASquareThatIsOpenAndASegmentMovedALittle) {
  std::mt19937_64 random(5);
  int met = 0;
  for (int i = 0; i < 200'000; ++i) {
    const int shift = static_cast<int>(random() % 3);
    const auto coordinate = [&] { return static_cast<std::int64_t>(random() % 17) - 8; };
    const FinePoint a{coordinate(), coordinate()};
    const FinePoint b{coordinate(), coordinate()};
    const Point place{static_cast<std::int32_t>(random() % 5) - 2, static_cast<std::int32_t>(random() % 5) - 2};
    const double right = 1e-3;
    const double up = 1e-6;
    const double side = std::int64_t{1} << shift;
    const bool expected = passes(static_cast<double>(a.x) + right, static_cast<double>(a.y) + up, static_cast<double>(b.x) + right,
                                 static_cast<double>(b.y) + up, place.x * side, place.y * side, side / 2);
    ASSERT_EQ(geo::mosaic::meets_square(a, b, place, shift), expected)
        << a.x << ',' << a.y << " to " << b.x << ',' << b.y << " at " << place.x << ',' << place.y << " shift " << shift;
    EXPECT_EQ(geo::mosaic::meets_square(b, a, place, shift), expected);
    met += expected ? 1 : 0;
  }
  EXPECT_GT(met, 10'000);
}

std::int64_t turn(FinePoint a, FinePoint b, FinePoint c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }
int sign(std::int64_t v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

// Touching counts, but not a common end.
bool do_meet(FinePoint a, FinePoint b, FinePoint c, FinePoint d) {
  const auto is_on = [](FinePoint p, FinePoint q, FinePoint r) {
    return r != p && r != q && turn(p, q, r) == 0 && std::min(p.x, q.x) <= r.x && r.x <= std::max(p.x, q.x) && std::min(p.y, q.y) <= r.y &&
           r.y <= std::max(p.y, q.y);
  };
  if (is_on(a, b, c) || is_on(a, b, d) || is_on(c, d, a) || is_on(c, d, b)) { return true; }
  return sign(turn(a, b, c)) * sign(turn(a, b, d)) < 0 && sign(turn(c, d, a)) * sign(turn(c, d, b)) < 0;
}

// Segments that meet in their ends only, each a chain of its own.
std::vector<std::pair<FinePoint, FinePoint>> random_segments(std::mt19937_64& random, std::int64_t range) {
  std::vector<std::pair<FinePoint, FinePoint>> segments;
  std::vector<FinePoint> known;
  for (int tries = 0; tries < 300; ++tries) {
    const auto place = [&] {
      if (!known.empty() && random() % 3 == 0) { return known[random() % known.size()]; }
      return FinePoint{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range)),
                       static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(range))};
    };
    const FinePoint a = place();
    FinePoint b = place();
    if (random() % 2 == 0) {
      b = {a.x + static_cast<std::int64_t>(random() % 40) - 20, a.y + static_cast<std::int64_t>(random() % 40) - 20};
    }
    const bool is_free =
        a != b && std::none_of(segments.begin(), segments.end(), [&](const auto& s) { return do_meet(a, b, s.first, s.second); });
    if (!is_free) { continue; }
    segments.emplace_back(a, b);
    known.push_back(a), known.push_back(b);
  }
  return segments;
}

void expect_snapped(const std::vector<std::pair<FinePoint, FinePoint>>& segments, const Chains& chains, int shift) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges;
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::uint32_t end = chains.ends[i];
    ASSERT_LT(begin, end);
    const double side = std::int64_t{1} << shift;
    const auto near = [&](FinePoint p, Point q) {
      return std::abs(static_cast<double>(p.x) - q.x * side) <= side / 2 && std::abs(static_cast<double>(p.y) - q.y * side) <= side / 2;
    };
    EXPECT_TRUE(near(segments[i].first, chains.places[chains.at[begin]]));
    EXPECT_TRUE(near(segments[i].second, chains.places[chains.at[end - 1]]));
    for (std::uint32_t k = begin; k + 1 < end; ++k) { edges.insert(std::minmax(chains.at[k], chains.at[k + 1])); }
    begin = end;
  }
  for (const auto& [a, b] : edges) {
    const auto place = [&](std::uint32_t i) { return FinePoint{chains.places[i].x, chains.places[i].y}; };
    for (const auto& [c, d] : edges) { ASSERT_FALSE(do_meet(place(a), place(b), place(c), place(d))); }
    for (std::uint32_t p = 0; p < chains.places.size(); ++p) {
      if (p == a || p == b) { continue; }
      EXPECT_FALSE(passes(chains.places[a].x, chains.places[a].y, chains.places[b].x, chains.places[b].y, chains.places[p].x,
                          chains.places[p].y, 0.5 - 1e-9))
          << "a vertex near a segment";
    }
  }
}

TEST(Snap, LeavesNoCrossingAndNoVertexNearASegment) {
  std::mt19937_64 random(6);
  int put = 0;
  for (int round = 0; round < 150; ++round) {
    const int shift = static_cast<int>(random() % 6);
    const auto segments = random_segments(random, 40 + static_cast<std::int64_t>(random() % 400));
    FineChains fine;
    for (const auto& [a, b] : segments) {
      fine.points.push_back(a), fine.points.push_back(b);
      fine.ends.push_back(static_cast<std::uint32_t>(fine.points.size()));
    }
    const Chains chains = geo::mosaic::snap(fine, shift);
    expect_snapped(segments, chains, shift);
    put += static_cast<int>(chains.at.size()) > static_cast<int>(fine.points.size()) ? 1 : 0;
    // The same segments in another order, the other way round: the same chains, turned.
    FineChains turned;
    for (auto s = segments.rbegin(); s != segments.rend(); ++s) {
      turned.points.push_back(s->second), turned.points.push_back(s->first);
      turned.ends.push_back(static_cast<std::uint32_t>(turned.points.size()));
    }
    Chains again = geo::mosaic::snap(turned, shift);
    std::reverse(again.at.begin(), again.at.end());
    EXPECT_EQ(again.at, chains.at);
    EXPECT_EQ(again.places, chains.places);
  }
  EXPECT_GT(put, 20);
}

TEST(Snap, RefusesALineThatRunsOverItselfAgainAndAgain) {
  FineChains fine;
  constexpr std::int64_t side = 16;
  for (std::int64_t i = 0; i < 3000; ++i) { fine.points.push_back({i * side, 0}); }
  for (std::int64_t i = 0; i < 3000; ++i) { fine.points.push_back({i % 2 == 0 ? 0 : 2999 * side, 0}); }
  fine.ends = {static_cast<std::uint32_t>(fine.points.size())};
  try {
    (void)geo::mosaic::snap(fine, 4);
    FAIL() << "nine million vertices";
  } catch (const geo::Error& error) { EXPECT_EQ(error.problem(), geo::Problem::too_large); }
}

TEST(Snap, SquaresOfPlacesAreHalfOpen) {
  const FineChains fine{{{7, 8}, {8, 7}, {-8, -9}}, {1, 2, 3}};
  const Chains chains = geo::mosaic::snap(fine, 4);
  const auto place = [&](std::size_t i) { return chains.places[chains.at[i]]; };
  EXPECT_EQ(place(0), (Point{0, 1}));
  EXPECT_EQ(place(1), (Point{1, 0}));
  EXPECT_EQ(place(2), (Point{0, -1}));
}

}  // namespace
