// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/arcs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using geo::mosaic::Arcs;
using geo::mosaic::ArcUse;
using geo::mosaic::Chains;

namespace {

using Chain = std::vector<std::uint32_t>;

Chains chains_of(std::uint32_t places, const std::vector<Chain>& all) {
  Chains chains;
  chains.places.resize(places);
  for (const Chain& chain : all) {
    chains.at.insert(chains.at.end(), chain.begin(), chain.end());
    chains.ends.push_back(static_cast<std::uint32_t>(chains.at.size()));
  }
  return chains;
}

std::vector<Chain> arcs_of(const Arcs& arcs) {
  std::vector<Chain> all;
  for (std::size_t i = 0; i < arcs.size(); ++i) { all.emplace_back(arcs.arc(i).begin(), arcs.arc(i).end()); }
  return all;
}

// What the arcs of a chain make again.
Chain walked(const Arcs& arcs, std::size_t chain) {
  Chain all;
  for (std::uint32_t i = chain == 0 ? 0 : arcs.use_ends[chain - 1]; i < arcs.use_ends[chain]; ++i) {
    const auto arc = arcs.arc(arcs.uses[i].arc());
    Chain part(arc.begin(), arc.end());
    if (arcs.uses[i].is_backwards()) { std::reverse(part.begin(), part.end()); }
    if (!all.empty()) {
      EXPECT_EQ(all.back(), part.front());
      all.pop_back();
    }
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

TEST(FindArcs, Cases) {
  struct Case {
    const char* what;
    std::vector<Chain> chains;
    std::vector<bool> is_ring;
    std::vector<Chain> arcs;
  };
  const std::vector<Case> cases{
      {"a ring by itself begins at its lowest place", {{3, 1, 2, 3}}, {true}, {{1, 2, 3, 1}}},
      {"the other way round, the same", {{2, 1, 3, 2}}, {true}, {{1, 2, 3, 1}}},
      {"two that share a side", {{0, 1, 2, 3, 0}, {1, 4, 5, 2, 1}}, {true, true}, {{1, 0, 3, 2}, {1, 2}, {1, 4, 5, 2}}},
      {"a hole and what is in it are one arc",
       {{0, 1, 2, 0}, {3, 4, 5, 3}, {4, 3, 5, 4}},
       {true, true, true},
       {{0, 1, 2, 0}, {3, 4, 5, 3}}},
      {"a ring that touches itself", {{0, 1, 2, 3, 4, 2, 0}}, {true}, {{2, 0, 1, 2}, {2, 3, 4, 2}}},
      {"a spike goes", {{0, 1, 5, 6, 5, 1, 2, 0}}, {true}, {{0, 1, 2, 0}}},
      {"a spike goes where the ring begins", {{6, 5, 1, 2, 0, 1, 5, 6}}, {true}, {{0, 1, 2, 0}}},
      {"nothing is left of a ring to and fro", {{0, 1, 2, 1, 0}}, {true}, {}},
      {"a line", {{4, 2, 3}}, {false}, {{3, 2, 4}}},
      {"a line that ends within a border", {{0, 1, 2, 3, 0}, {1, 2}}, {true, false}, {{1, 0, 3, 2}, {1, 2}}},
      {"a line that turns back", {{0, 1, 2, 1}}, {false}, {{0, 1}, {1, 2}}},
      {"a line that closes", {{0, 1, 2, 0}}, {false}, {{0, 1, 2, 0}}},
  };
  for (const Case& c : cases) {
    const Arcs arcs = geo::mosaic::find_arcs(chains_of(7, c.chains), c.is_ring, std::vector<bool>(7));
    std::vector<Chain> found = arcs_of(arcs);
    EXPECT_EQ(found, c.arcs) << c.what;
    for (std::size_t i = 0; i < c.chains.size(); ++i) {
      if (!c.is_ring[i]) { EXPECT_EQ(walked(arcs, i), c.chains[i]) << c.what; }
    }
  }
}

TEST(FindArcs, FixedPlacesEndThem) {
  std::vector<bool> is_fixed(4);
  is_fixed[2] = true;
  const Arcs arcs = geo::mosaic::find_arcs(chains_of(4, {{0, 1, 2, 3, 0}}), {true}, is_fixed);
  EXPECT_EQ(arcs_of(arcs), (std::vector<Chain>{{2, 1, 0, 3, 2}}));
}

// Random rings over few places: many edges are shared, in all ways there are.
TEST(FindArcs, MakeTheChainsAgain) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 500; ++round) {
    const auto places = static_cast<std::uint32_t>(4 + random() % 12);
    std::vector<Chain> rings;
    for (std::size_t i = 0; i < 1 + random() % 5; ++i) {
      Chain all(places);
      for (std::uint32_t p = 0; p < places; ++p) { all[p] = p; }
      std::shuffle(all.begin(), all.end(), random);
      all.resize(3 + random() % (places - 3));
      all.push_back(all.front());
      rings.push_back(all);
    }
    const Arcs arcs = geo::mosaic::find_arcs(chains_of(places, rings), std::vector<bool>(rings.size(), true), std::vector<bool>(places));
    for (std::size_t i = 0; i < rings.size(); ++i) {
      Chain again = walked(arcs, i);
      ASSERT_EQ(again.size(), rings[i].size());
      again.pop_back();
      Chain ring(rings[i].begin(), rings[i].end() - 1);
      std::rotate(again.begin(), std::find(again.begin(), again.end(), ring.front()), again.end());
      EXPECT_EQ(again, ring);
    }
    // Neither the order of rings nor where they begin nor which way they run matters.
    std::shuffle(rings.begin(), rings.end(), random);
    for (Chain& ring : rings) {
      ring.pop_back();
      std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(random() % ring.size()), ring.end());
      if (random() % 2 == 0) { std::reverse(ring.begin(), ring.end()); }
      ring.push_back(ring.front());
    }
    const Arcs others = geo::mosaic::find_arcs(chains_of(places, rings), std::vector<bool>(rings.size(), true), std::vector<bool>(places));
    EXPECT_EQ(arcs_of(others), arcs_of(arcs));
  }
}

}  // namespace
