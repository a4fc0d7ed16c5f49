// SPDX-License-Identifier: Apache-2.0
// Tile addresses and the geometry behind tiles: no crash, one address a tile, and everything drawn lies within the buffered tile.
// The input is an address "z/row/col" in each grid; whatever follows a zero byte is taken as WKB and cut to that tile.

#include "geo/base/error.hpp"
#include "geo/geometry/geometry.hpp"
#include "tiles/clip.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

constexpr int buffer = 64;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

std::string_view next_part(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

void check_ring(const std::vector<tiles::GridPoint>& vertices) {
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    const tiles::GridPoint p = vertices[i];
    require(std::min(p.x, p.y) >= -buffer && std::max(p.x, p.y) <= tiles::tile_extent + buffer);
    require(i == 0 || p != vertices[i - 1]);
  }
}

/// Such bytes as a store could hold: it keeps no geometry that Geometry::from_wkb refuses.
void check_clip(std::string_view wkb, tiles::TileId tile) {
  geo::Geometry geometry;
  try {
    geometry = geo::Geometry::from_wkb(wkb);
    if (geometry.wkb().empty()) { return; }
    const tiles::TileGeometry shown = tiles::to_tile(geometry.wkb(), tile, buffer);
    for (const tiles::GridPoint p : shown.points) { require(tiles::is_inside(p)); }
    for (const tiles::GridLine& line : shown.lines) { check_ring(line); }
    for (const tiles::GridPolygon& polygon : shown.polygons) {
      for (const tiles::GridRing& ring : polygon) {
        check_ring(ring);
        require(ring.size() >= 3 && tiles::area2(ring) != 0 && ring.front() != ring.back());
      }
    }
  } catch (const geo::Error&) { return; }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), input.size());
  std::string_view path = input.substr(0, end);
  const std::string_view zoom = next_part(path);
  const std::string_view row = next_part(path);
  for (const tiles::MatrixSet set : tiles::every_matrix_set) {
    const auto tile = tiles::TileId::parse(zoom, row, path, set);
    if (!tile) { continue; }
    require(std::to_string(tile->zoom()) == zoom && std::to_string(tile->row()) == row && std::to_string(tile->column()) == path);
    require(tile->set() == set && tiles::TileId::is_valid(tile->zoom(), tile->row(), tile->column(), set));
    require(!tile->search_box(buffer).is_empty() && tile->holds(tile->cell(), tile->depth()));
    if (end < input.size()) { check_clip(input.substr(end + 1), *tile); }
  }
  return 0;
}
