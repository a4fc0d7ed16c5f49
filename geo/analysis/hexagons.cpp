// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hexagons.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {
namespace {

struct Box {
  Metric south_west{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  Metric north_east{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

  void extend(Metric p) {
    south_west = {std::min(south_west.x, p.x), std::min(south_west.y, p.y)};
    north_east = {std::max(north_east.x, p.x), std::max(north_east.y, p.y)};
  }
};

[[noreturn]] void refuse(std::size_t limit) {
  throw Error(
      Problem::too_large,
      fmt::format("The area has more than {} hexagons of this width, which are the most. Choose wider hexagons or a smaller area.", limit),
      fmt::format("A área tem mais de {} hexágonos desta largura, que são o máximo. Escolha hexágonos mais largos ou uma área menor.",
                  limit));
}

/// Edges are straight in longitude and latitude, bent in the plane: pieces of a quarter degree bend by some 30 m.
void extend(Box& box, Frame& frame, LonLat from, LonLat to) {
  const int pieces = 1 + static_cast<int>(std::max(std::fabs(to.lon - from.lon), std::fabs(to.lat - from.lat)) * 4);
  for (int i = 0; i <= pieces; ++i) {
    const double share = static_cast<double>(i) / pieces;
    const auto image = frame.projection().forward({from.lon + (to.lon - from.lon) * share, from.lat + (to.lat - from.lat) * share});
    if (!image) {
      throw Error(Problem::too_large, "The study area is too large for one plane map.",
                  "A área de estudo é demasiado grande para um só mapa plano.");
    }
    box.extend(*image);
  }
}

Box box_of(Frame& frame, const Geometry& area) {
  Box box;
  for (const Polygon& polygon : polygons_of(area)) {
    const Ring& shell = polygon.front();
    for (std::size_t i = 1; i < shell.size(); ++i) { extend(box, frame, shell[i - 1], shell[i]); }
  }
  return box;
}

}  // namespace

Geometry hexagon(Frame& frame, const HexGrid& grid, Hex hex) {
  std::vector<LonLat> ring;
  for (const Metric corner : grid.ring(hex)) { ring.push_back(frame.place(corner)); }
  return cell_polygon(ring);
}

std::vector<Hex> hexes_of(Frame& frame, const HexGrid& grid, const Geometry& area, std::size_t limit) {
  Box box = box_of(frame, area);
  const double margin_m = grid.width_m() + 100;
  box.extend({box.south_west.x - margin_m, box.south_west.y - margin_m});
  box.extend({box.north_east.x + margin_m, box.north_east.y + margin_m});
  const double in_box = (box.north_east.x - box.south_west.x) * (box.north_east.y - box.south_west.y) / 1e6 / grid.area_km2();
  constexpr double box_to_area = 10;  // an area may fill little of its box
  if (!(in_box <= box_to_area * static_cast<double>(limit))) { refuse(limit); }
  PreparedArea prepared(area);
  std::vector<Hex> found;
  for (const Hex hex : grid.in_box(box.south_west, box.north_east)) {
    if (prepared.intersects(hexagon(frame, grid, hex))) { found.push_back(hex); }
    if (found.size() > limit) { refuse(limit); }
  }
  return found;
}

std::vector<Hex> hexes_around(std::span<const Hex> hexes, int steps, std::size_t limit) {
  std::vector<Hex> found(hexes.begin(), hexes.end());
  const auto tidy = [&found] {
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
  };
  tidy();
  for (int step = 0; step < steps; ++step) {
    const std::size_t inner = found.size();
    for (std::size_t i = 0; i < inner; ++i) {
      for (const Hex neighbour : neighbours(found[i])) { found.push_back(neighbour); }
    }
    tidy();
    if (found.size() > limit) { refuse(limit); }
  }
  return found;
}

}  // namespace geo
