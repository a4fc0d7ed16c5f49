// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/geo/analysis/hexagons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

// What tests of analyses on administrative areas share: a board of square districts, whose figures anybody can work out.
namespace analysis_test {

/// Columns × rows squares of a tenth of a degree, from 40 E, 12 S; A0000 the south-western one, then east, then north.
struct Board {
  int columns = 4, rows = 3;
  static constexpr double side = 0.1;

  [[nodiscard]] int size() const { return columns * rows; }
  [[nodiscard]] geo::LonLat corner(int i) const { return {40 + side * (i % columns), -12 + side * static_cast<double>(i / columns)}; }
  [[nodiscard]] std::string pcode(int i) const { return fmt::format("A{:04}", i); }
  /// Anywhere within, not near an edge.
  [[nodiscard]] geo::LonLat place(int i, std::mt19937_64& random) const {
    std::uniform_real_distribution<double> share(0.05, 0.95);
    const geo::LonLat at = corner(i);
    return geo::Geometry::point({at.lon + side * share(random), at.lat + side * share(random)}).lonlat();
  }
  [[nodiscard]] std::vector<geo::Row> areas(std::int64_t level = 2) const {
    std::vector<geo::Row> all;
    for (int i = 0; i < size(); ++i) {
      const geo::LonLat at = corner(i);
      all.push_back(row("admin_areas", box_area(at.lon, at.lat, at.lon + side, at.lat + side),
                        {{"level", level}, {"pcode", pcode(i)}, {"name", "District " + std::to_string(i)}}));
    }
    return all;
  }
};

inline bool is_null(const geo::Analysis& analysis, const geo::Row& r, const std::string& field) {
  return std::holds_alternative<std::monostate>(value(analysis, r, field));
}

inline std::string said_in(const std::vector<geo::Text>& sentences) {
  std::string said;
  for (const geo::Text& t : sentences) {
    said += t.en + "\n";
    EXPECT_NE(t.en, t.pt);
  }
  return said;
}

/// What a call throws says in English; empty when it throws nothing.
template <class Call>
std::string refusal_of(Call call) {
  try {
    call();
  } catch (const geo::Error& error) {
    EXPECT_NE(error.text().en, error.text().pt);
    return error.what();
  }
  return "";
}

}  // namespace analysis_test
