// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/contiguity.hpp"

#include "geo/base/error.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <set>

namespace geo {
namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

Lists lists_of(const NeighbourLists& neighbours) {
  Lists lists;
  for (std::size_t i = 0; i < neighbours.size(); ++i) { lists.emplace_back(neighbours.of(i).begin(), neighbours.of(i).end()); }
  return lists;
}

AreaRings square(double x, double y, double side = 1) { return {{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}; }

TEST(Contiguity, SquaresOfABoard) {
  std::vector<AreaRings> board;
  for (int i = 0; i < 9; ++i) { board.push_back(square(i % 3, i / 3)); }
  const Lists queen = lists_of(contiguous(board, Contiguity::queen));
  EXPECT_EQ(queen[4], (std::vector<std::uint32_t>{0, 1, 2, 3, 5, 6, 7, 8}));
  EXPECT_EQ(queen[0], (std::vector<std::uint32_t>{1, 3, 4}));
  const Lists rook = lists_of(contiguous(board, Contiguity::rook));
  EXPECT_EQ(rook[4], (std::vector<std::uint32_t>{1, 3, 5, 7}));
  EXPECT_EQ(rook[0], (std::vector<std::uint32_t>{1, 3}));
}

TEST(Contiguity, AHoleAndWhatFillsIt) {
  AreaRings around = square(0, 0, 9);
  around.push_back(square(3, 3, 3)[0]);
  EXPECT_EQ(lists_of(contiguous(std::vector{around, square(3, 3, 3)}, Contiguity::rook)), (Lists{{1}, {0}}));
}

TEST(Contiguity, ARingMayBeLeftOpen) {
  AreaRings open = square(0, 0);
  open[0].pop_back();
  // What they share is the edge that closes it.
  const AreaRings left{{{0, 0}, {0, 1}, {-1, 0}}};
  EXPECT_EQ(lists_of(contiguous(std::vector{open, left}, Contiguity::rook)), (Lists{{1}, {0}}));
}

TEST(Contiguity, TwoCornersInCommonAreNoEdge) {
  // spdep's poly2nb(queen = FALSE) counts shared vertices; here the edge itself must be shared.
  const AreaRings flat{{{0, 0}, {2, 0}, {1, 1}}};
  const AreaRings bent{{{0, 0}, {1, -1}, {2, 0}, {1, -3}}};
  EXPECT_EQ(lists_of(contiguous(std::vector{flat, bent}, Contiguity::queen)), (Lists{{1}, {0}}));
  EXPECT_EQ(lists_of(contiguous(std::vector{flat, bent}, Contiguity::rook)), (Lists{{}, {}}));
}

TEST(Contiguity, SnapTakesNearVerticesForOne) {
  const std::vector<AreaRings> apart{square(0, 0), square(1.001, 0)};
  EXPECT_EQ(lists_of(contiguous(apart, Contiguity::queen)), (Lists{{}, {}}));
  EXPECT_EQ(lists_of(contiguous(apart, Contiguity::queen, 0.0005)), (Lists{{}, {}}));
  EXPECT_EQ(lists_of(contiguous(apart, Contiguity::queen, 0.01)), (Lists{{1}, {0}}));
  EXPECT_EQ(lists_of(contiguous(apart, Contiguity::rook, 0.01)), (Lists{{1}, {0}}));
}

TEST(Contiguity, AreasOfNothingAreIslands) {
  EXPECT_EQ(lists_of(contiguous(std::vector<AreaRings>{{}, {{}}, square(0, 0), {{{0, 0}}}}, Contiguity::rook)), (Lists{{}, {}, {}, {}}));
  EXPECT_EQ(contiguous({}, Contiguity::queen).size(), 0U);
}

TEST(Contiguity, RefusesWhatIsNoLengthAndNoPlace) {
  const std::vector<AreaRings> one{square(0, 0)};
  for (const double snap : {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(contiguous(one, Contiguity::queen, snap), Error) << snap;
  }
  EXPECT_THROW(contiguous(std::vector<AreaRings>{{{{0, std::numeric_limits<double>::quiet_NaN()}}}}, Contiguity::queen), Error);
}

/// By the definition: every pair of vertices, or edges, of every pair of areas. With a snap vertices are joined until nothing changes.
class Slow {
 public:
  Slow(const std::vector<AreaRings>& areas, double snap_m) : m_areas(areas) {
    for (const auto& area : areas) {
      for (const auto& ring : area) { m_places.insert(m_places.end(), ring.begin(), ring.end()); }
    }
    for (std::size_t i = 0; i < m_places.size(); ++i) { m_name.push_back(i); }
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < m_places.size(); ++i) {
        for (std::size_t j = 0; j < m_places.size(); ++j) {
          if (m_name[j] > m_name[i] && distance_m(m_places[i], m_places[j]) <= snap_m) {
            m_name[j] = m_name[i];
            changed = true;
          }
        }
      }
    }
  }

  Lists lists(Contiguity kind) const {
    std::vector<std::set<std::set<std::size_t>>> parts;
    std::size_t at = 0;
    for (const auto& area : m_areas) {
      parts.emplace_back();
      for (const auto& ring : area) {
        for (std::size_t v = 0; v < ring.size(); ++v) {
          const std::size_t here = m_name[at + v];
          const std::size_t next = m_name[at + (v + 1) % ring.size()];
          if (kind == Contiguity::queen) { parts.back().insert({here}); }
          if (kind == Contiguity::rook && here != next) { parts.back().insert({here, next}); }
        }
        at += ring.size();
      }
    }
    Lists lists(parts.size());
    for (std::uint32_t a = 0; a < parts.size(); ++a) {
      for (std::uint32_t b = 0; b < parts.size(); ++b) {
        const auto shared = [&](const auto& part) { return parts[b].contains(part); };
        if (a != b && std::any_of(parts[a].begin(), parts[a].end(), shared)) { lists[a].push_back(b); }
      }
    }
    return lists;
  }

 private:
  const std::vector<AreaRings>& m_areas;
  std::vector<Metric> m_places;
  std::vector<std::size_t> m_name;
};

TEST(Contiguity, IsWhatComparingAllPairsFinds) {
  std::mt19937 random(3);
  for (int round = 0; round < 1500; ++round) {
    const unsigned width = 2 + unsigned(random() % 6);
    std::vector<AreaRings> areas(random() % 9);
    for (auto& area : areas) {
      area.resize(random() % 3);
      for (auto& ring : area) {
        ring.resize(random() % 6);
        for (Metric& vertex : ring) { vertex = {550'000 + double(random() % width), double(random() % width)}; }
        if (!ring.empty() && random() % 2 == 0) { ring.push_back(ring.front()); }
      }
    }
    const double snap_m = random() % 3 == 0 ? 1 : 0;
    const Slow slow(areas, snap_m);
    for (const Contiguity kind : {Contiguity::queen, Contiguity::rook}) {
      const Lists found = lists_of(contiguous(areas, kind, snap_m));
      ASSERT_EQ(found, slow.lists(kind)) << "round " << round;
      auto turned = areas;
      std::reverse(turned.begin(), turned.end());
      for (auto& area : turned) {
        for (auto& ring : area) { std::reverse(ring.begin(), ring.end()); }
      }
      Lists back = lists_of(contiguous(turned, kind, snap_m));
      std::reverse(back.begin(), back.end());
      for (auto& list : back) {
        for (auto& place : list) { place = std::uint32_t(areas.size()) - 1 - place; }
        std::reverse(list.begin(), list.end());
      }
      ASSERT_EQ(found, back) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace geo
