// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_options.hpp"

#include <algorithm>
#include <array>

namespace tiles {
namespace {

constexpr std::array<std::string_view, 5> points_names{"counts", "squares", "hexagons", "clusters", "thin"};
constexpr std::array<std::string_view, 4> bin_names{"year", "month", "week", "day"};

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) { return static_cast<Enum>(i); }
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(PointsAs as) { return points_names[static_cast<std::size_t>(as)]; }
std::optional<PointsAs> points_as(std::string_view name) { return named<PointsAs>(points_names, name); }
int default_cell_px(PointsAs as) {
  switch (as) {
    case PointsAs::counts: return 8;
    case PointsAs::squares:
    case PointsAs::hexagons: return 16;
    case PointsAs::clusters: return 32;
    case PointsAs::thin: break;
  }
  return smallest_cell_px;
}

std::uint64_t point_budget(const TileOptions& options, TileId tile) {
  constexpr int depth_of_points = 13;
  constexpr std::uint64_t apart = 300;
  const auto usual = [&]() -> std::uint64_t {
    if (options.points_as == PointsAs::squares) { return 0; }
    if (options.points_as == PointsAs::clusters) { return tile.depth() < depth_of_points ? 0 : apart; }
    return default_point_budget;
  };
  return options.point_budget.value_or(usual()) / std::max<std::uint64_t>(options.layers, 1);
}

std::string_view to_string(BinLength length) { return bin_names[static_cast<std::size_t>(length)]; }
std::optional<BinLength> bin_length(std::string_view name) { return named<BinLength>(bin_names, name); }

}  // namespace tiles
