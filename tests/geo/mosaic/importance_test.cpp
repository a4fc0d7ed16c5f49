// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/importance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>

using geo::mosaic::always_kept;
using geo::mosaic::Arcs;
using geo::mosaic::Chains;
using geo::mosaic::FineChains;
using geo::mosaic::Point;

namespace {

// The book's way: look at every vertex of every arc, leave out the one that matters least and may go, and begin again.
class ByTheBook {
 public:
  ByTheBook(const std::vector<Point>& places, const Arcs& arcs) : m_places(places), m_levels(places.size(), always_kept) {
    for (std::size_t i = 0; i < arcs.size(); ++i) { m_arcs.emplace_back(arcs.arc(i).begin(), arcs.arc(i).end()); }
  }
  std::vector<std::int64_t> run(std::int64_t most_area2) {
    std::int64_t level = 0;
    for (;;) {
      std::pair<std::int64_t, std::uint32_t> least{most_area2, UINT32_MAX};
      std::vector<std::uint32_t>* whose = nullptr;
      for (auto& arc : m_arcs) {
        for (std::size_t k = 1; k + 1 < arc.size(); ++k) {
          const std::pair now{std::abs(area2(m_places[arc[k - 1]], m_places[arc[k]], m_places[arc[k + 1]])), arc[k]};
          if (now < least && may_go(arc, k)) { least = now, whose = &arc; }
        }
      }
      if (whose == nullptr) { return m_levels; }
      level = std::max(level, least.first);
      m_levels[least.second] = level;
      whose->erase(std::find(whose->begin() + 1, whose->end(), least.second));
    }
  }

 private:
  bool may_go(const std::vector<std::uint32_t>& arc, std::size_t k) const {
    if (arc.front() == arc.back() && arc.size() <= 4) { return false; }
    for (const auto& other : m_arcs) {
      const bool is_straight = other.size() == 2 && std::minmax(other[0], other[1]) == std::minmax(arc.front(), arc.back());
      if (arc.size() == 3 && is_straight) { return false; }
      for (const std::uint32_t p : other) {
        if (p != arc[k - 1] && p != arc[k] && p != arc[k + 1] && is_in(p, arc[k - 1], arc[k], arc[k + 1])) { return false; }
      }
    }
    return true;
  }
  bool is_in(std::uint32_t p, std::uint32_t a, std::uint32_t b, std::uint32_t c) const {
    const std::int64_t u = area2(m_places[a], m_places[b], m_places[p]);
    const std::int64_t v = area2(m_places[b], m_places[c], m_places[p]);
    const std::int64_t w = area2(m_places[c], m_places[a], m_places[p]);
    const bool is_flat = area2(m_places[a], m_places[b], m_places[c]) == 0;
    const auto [low_x, high_x] = std::minmax({m_places[a].x, m_places[b].x, m_places[c].x});
    const auto [low_y, high_y] = std::minmax({m_places[a].y, m_places[b].y, m_places[c].y});
    const bool is_in_box = low_x <= m_places[p].x && m_places[p].x <= high_x && low_y <= m_places[p].y && m_places[p].y <= high_y;
    if (is_flat) { return u == 0 && v == 0 && w == 0 && is_in_box; }
    return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
  }

  const std::vector<Point>& m_places;
  std::vector<std::vector<std::uint32_t>> m_arcs;
  std::vector<std::int64_t> m_levels;
};

// Squares of a grid with winding sides, and islands in them; small numbers, so that many areas are equal.
struct Country {
  FineChains fine;
  std::vector<bool> is_ring;
};
Country random_country(std::mt19937_64& random, int across, std::int64_t side, int winding) {
  Country country;
  std::map<std::array<int, 3>, std::vector<geo::mosaic::FinePoint>> sides;
  const auto number = [&](std::int64_t range) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * range + 1)) - range;
  };
  const auto chain = [&](int x, int y, int up) -> const std::vector<geo::mosaic::FinePoint>& {
    auto& made = sides[{x, y, up}];
    for (int i = static_cast<int>(made.size()); i <= winding; ++i) {
      const std::int64_t along = side * i / winding;
      const std::int64_t aside = i == 0 || i == winding ? 0 : number(std::max<std::int64_t>(1, std::min(along, side - along) / 4));
      made.push_back({x * side + (up == 1 ? aside : along), y * side + (up == 1 ? along : aside)});
    }
    return made;
  };
  const auto append = [&](const std::vector<geo::mosaic::FinePoint>& part, bool is_turned) {
    if (is_turned) {
      country.fine.points.insert(country.fine.points.end(), part.rbegin(), part.rend());
    } else {
      country.fine.points.insert(country.fine.points.end(), part.begin(), part.end());
    }
  };
  const auto close = [&] {
    country.fine.ends.push_back(static_cast<std::uint32_t>(country.fine.points.size()));
    country.is_ring.push_back(true);
  };
  for (int x = 0; x < across; ++x) {
    for (int y = 0; y < across; ++y) {
      append(chain(x, y, 0), false), append(chain(x + 1, y, 1), false), append(chain(x, y + 1, 0), true), append(chain(x, y, 1), true);
      close();
      if (random() % 2 == 0) { continue; }
      const std::size_t begin = country.fine.points.size();
      for (int k = 0; k < 12; ++k) {
        const double r = static_cast<double>(side) / 5 + static_cast<double>(number(side / 12));
        country.fine.points.push_back(
            {x * side + side / 2 + std::llround(r * std::cos(k * 0.5236)), y * side + side / 2 + std::llround(r * std::sin(k * 0.5236))});
      }
      country.fine.points.push_back(country.fine.points[begin]);
      close();
    }
  }
  return country;
}

TEST(Importance, IsWhatTheBookSays) {
  std::mt19937_64 random(8);
  int left_out = 0;
  for (int round = 0; round < 60; ++round) {
    const Country country =
        random_country(random, 1 + round % 3, 20 + static_cast<std::int64_t>(random() % 200), 2 + static_cast<int>(random() % 12));
    const Chains chains = geo::mosaic::snap(country.fine, static_cast<int>(random() % 3));
    const Arcs arcs = geo::mosaic::find_arcs(chains, country.is_ring, std::vector<bool>(chains.places.size()));
    const std::int64_t most = round % 2 == 0 ? 100 : 1'000'000;
    const auto levels = geo::mosaic::importance(chains.places, arcs, most);
    EXPECT_EQ(levels, ByTheBook(chains.places, arcs).run(most)) << "round " << round;
    left_out += static_cast<int>(std::count_if(levels.begin(), levels.end(), [](std::int64_t l) { return l != always_kept; }));
  }
  EXPECT_GT(left_out, 1000);
}

// Two shores of a narrow strait: each is in the other's way at nearly every vertex.
Country random_strait(std::mt19937_64& random, int vertices) {
  Country country;
  std::vector<geo::mosaic::FinePoint> shores[2];
  for (int x = 0; x < vertices; ++x) {
    const auto y = static_cast<std::int64_t>(random() % 100);
    shores[0].push_back({10 * x, y}), shores[1].push_back({10 * x, y + 2 + static_cast<std::int64_t>(random() % 40)});
  }
  for (const int side : {0, 1}) {
    auto ring = shores[side];
    const std::int64_t far = side == 0 ? -500 : 700;
    ring.push_back({10 * vertices, far}), ring.push_back({-10, far}), ring.push_back(ring.front());
    country.fine.points.insert(country.fine.points.end(), ring.begin(), ring.end());
    country.fine.ends.push_back(static_cast<std::uint32_t>(country.fine.points.size()));
    country.is_ring.push_back(true);
  }
  return country;
}

TEST(Importance, IsWhatTheBookSaysWhereShoresAreInEachOthersWay) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 100; ++round) {
    const Country country = random_strait(random, 5 + round % 40);
    const Chains chains = geo::mosaic::snap(country.fine, 0);
    const Arcs arcs = geo::mosaic::find_arcs(chains, country.is_ring, std::vector<bool>(chains.places.size()));
    EXPECT_EQ(geo::mosaic::importance(chains.places, arcs, 1'000'000), ByTheBook(chains.places, arcs).run(1'000'000)) << round;
  }
}

std::vector<std::int64_t> levels_of(const std::vector<std::vector<geo::mosaic::FinePoint>>& rings, Chains& chains) {
  FineChains fine;
  for (const auto& ring : rings) {
    fine.points.insert(fine.points.end(), ring.begin(), ring.end());
    fine.points.push_back(ring.front());
    fine.ends.push_back(static_cast<std::uint32_t>(fine.points.size()));
  }
  chains = geo::mosaic::snap(fine, 0);
  const Arcs arcs = geo::mosaic::find_arcs(chains, std::vector<bool>(rings.size(), true), std::vector<bool>(chains.places.size()));
  return geo::mosaic::importance(chains.places, arcs, 1'000'000);
}

std::int64_t level_at(const Chains& chains, const std::vector<std::int64_t>& levels, Point p) {
  const auto found = std::find(chains.places.begin(), chains.places.end(), p);
  return found == chains.places.end() ? -1 : levels[static_cast<std::size_t>(found - chains.places.begin())];
}

TEST(Importance, AnInletStaysWhileAnIslandLiesInIt) {
  Chains chains;
  const std::vector<geo::mosaic::FinePoint> coast{{0, 0}, {100, 0}, {100, 100}, {60, 100}, {50, 60}, {40, 100}, {0, 100}};
  EXPECT_EQ(level_at(chains, levels_of({coast}, chains), {50, 60}), 800);
  EXPECT_GT(level_at(chains, levels_of({coast, {{49, 90}, {51, 90}, {50, 92}}}, chains), {50, 60}), 800);
}

TEST(Importance, OfTwoNarrowNeighboursNeitherVanishes) {
  // Between (0, 0) and (100, 0): a district to each side of the straight line, and one border beyond each.
  Chains chains;
  const auto levels = levels_of({{{0, 0}, {100, 0}, {50, 3}}, {{0, 0}, {50, -3}, {100, 0}}}, chains);
  EXPECT_EQ(level_at(chains, levels, {50, 3}), always_kept);
  EXPECT_EQ(level_at(chains, levels, {50, -3}), always_kept);
}

}  // namespace
