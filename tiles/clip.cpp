// SPDX-License-Identifier: Apache-2.0
#include "tiles/clip.hpp"

#include "geo/geometry/grid_clip.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <algorithm>
#include <cmath>

namespace tiles {
namespace {

using geo::WkbType;
using PlaneLine = std::vector<PlanePoint>;
using PlanePolygon = std::vector<PlaneLine>;

GridPoint rounded(PlanePoint p) { return {static_cast<std::int32_t>(std::lround(p.x)), static_cast<std::int32_t>(std::lround(p.y))}; }

/// The grid point a vertex falls on, in doubles: far from the tile it would not fit into an integer.
bool same_square(PlanePoint a, PlanePoint b) { return std::round(a.x) == std::round(b.x) && std::round(a.y) == std::round(b.y); }

/// Takes geometries apart into points, lines and polygons on the tile's plane. A vertex that falls on the grid point of the
/// one before is left out: nobody could see it.
class Parts {
 public:
  explicit Parts(TileId tile) : m_tile(tile) {}

  void begin(WkbType type, std::uint32_t) {
    m_type = type;
    if (type == WkbType::line) { m_lines.emplace_back(); }
    if (type == WkbType::polygon) { m_polygons.emplace_back(); }
  }
  void ring(std::uint32_t) { m_polygons.back().emplace_back(); }
  void end() {}
  void vertex(double x, double y) {
    if (m_type == WkbType::point) {
      if (!std::isnan(x)) { m_points.push_back({x, y}); }
      return;
    }
    const PlanePoint p = m_tile.to_grid({x, y});
    PlaneLine& part = m_type == WkbType::line ? m_lines.back() : m_polygons.back().back();
    if (part.empty() || !same_square(part.back(), p)) { part.push_back(p); }
  }

  [[nodiscard]] const std::vector<geo::LonLat>& points() const { return m_points; }
  [[nodiscard]] const std::vector<PlaneLine>& lines() const { return m_lines; }
  [[nodiscard]] const std::vector<PlanePolygon>& polygons() const { return m_polygons; }

 private:
  std::vector<geo::LonLat> m_points;
  std::vector<PlaneLine> m_lines;
  std::vector<PlanePolygon> m_polygons;
  TileId m_tile;
  WkbType m_type = WkbType::point;
};

/// The part of a segment inside the box, by its ends' shares of the way (Liang and Barsky 1984). False: there is none.
bool clip_segment(PlanePoint a, PlanePoint b, const geo::PlaneBox& box, double& from, double& to) {
  from = 0;
  to = 1;
  const auto cut = [&](double way, double room) {
    if (way == 0) { return room >= 0; }
    const double share = room / way;
    if (way < 0) {
      from = std::max(from, share);
    } else {
      to = std::min(to, share);
    }
    return from <= to;
  };
  return cut(a.x - b.x, a.x - box.min_x) && cut(b.x - a.x, box.max_x - a.x) && cut(a.y - b.y, a.y - box.min_y) &&
         cut(b.y - a.y, box.max_y - a.y);
}

PlanePoint between(PlanePoint a, PlanePoint b, double share) { return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share}; }

void append(GridLine& line, GridPoint p) {
  if (line.empty() || line.back() != p) { line.push_back(p); }
}

geo::PlaneBox square_with(int buffer) {
  return {-static_cast<double>(buffer), -static_cast<double>(buffer), static_cast<double>(tile_extent + buffer),
          static_cast<double>(tile_extent + buffer)};
}

/// Rings of fewer than three places have no area.
bool add_ring(geo::WkbBuilder& wkb, const PlaneLine& ring) {
  if (ring.size() < 4) { return false; }
  wkb.begin_ring();
  for (const PlanePoint p : ring) { wkb.vertex({p.x, p.y}); }
  // The last vertex may have been left out as near the one before it.
  if (ring.front().x != ring.back().x || ring.front().y != ring.back().y) { wkb.vertex({ring.front().x, ring.front().y}); }
  wkb.end_ring();
  return true;
}

bool meets(const PlanePolygon& polygon, const geo::PlaneBox& box) {
  if (polygon.empty()) { return false; }
  geo::BBox around = geo::BBox::empty();
  for (const PlanePoint p : polygon.front()) { around.extend(geo::LonLat{p.x, p.y}); }
  return !around.is_empty() && around.west <= box.max_x && around.east >= box.min_x && around.south <= box.max_y &&
         around.north >= box.min_y;
}

std::string polygons_wkb(const std::vector<PlanePolygon>& polygons, const geo::PlaneBox& box) {
  geo::WkbBuilder wkb;
  wkb.begin(WkbType::multi_polygon);
  bool any = false;
  for (const PlanePolygon& polygon : polygons) {
    if (!meets(polygon, box) || polygon.front().size() < 4) { continue; }
    any = true;
    wkb.begin(WkbType::polygon);
    for (const PlaneLine& ring : polygon) { add_ring(wkb, ring); }
    wkb.end();
  }
  wkb.end();
  return any ? wkb.bytes() : std::string();
}

/// Collects the polygons of clip_to_grid().
struct GridCollector {
  /// Twice the area of one grid square.
  static constexpr std::int64_t smallest_area2 = 2;

  std::vector<GridPolygon> polygons;
  GridPolygon open;
  bool in_polygon = false;

  void begin(WkbType type, std::uint32_t) { in_polygon = type == WkbType::polygon; }
  void ring(std::uint32_t) { open.emplace_back(); }
  void vertex(double x, double y) {
    if (in_polygon) { append(open.back(), rounded({x, y})); }
  }
  void end() {
    if (in_polygon) { keep(); }
    in_polygon = false;
    open.clear();
  }

 private:
  void keep() {
    GridPolygon kept;
    for (GridRing& ring : open) {
      if (ring.size() > 1 && ring.front() == ring.back()) { ring.pop_back(); }
      const bool is_seen = ring.size() >= 3 && std::abs(area2(ring)) >= smallest_area2;
      if (is_seen) {
        kept.push_back(std::move(ring));
      } else if (kept.empty()) {
        return;  // no shell, no polygon
      }
    }
    if (!kept.empty()) { polygons.push_back(std::move(kept)); }
  }
};

}  // namespace

GridPoint grid_square(std::int32_t lon, std::int32_t lat, TileId tile) {
  constexpr int extent_depth = 12;
  static_assert(1 << extent_depth == tile_extent);
  const geo::TileColumnRow place = place_of(tile.set(), lon, lat);
  const int grid_depth = tile.depth() + extent_depth;
  const auto offset = [&](std::uint32_t at, std::uint32_t tile_at) {
    const std::int64_t square =
        grid_depth <= place_depth ? std::int64_t{at} >> (place_depth - grid_depth) : std::int64_t{at} << (grid_depth - place_depth);
    const std::int64_t distance = square - std::int64_t{tile_at} * tile_extent;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(distance, INT32_MIN, INT32_MAX));
  };
  return {offset(place.column, tile.column()), offset(place.row, tile.row())};
}

void clip_line(const std::vector<PlanePoint>& line, int buffer, std::vector<GridLine>& out) {
  const geo::PlaneBox box = square_with(buffer);
  GridLine part;
  const auto finish = [&] {
    if (part.size() >= 2) { out.push_back(std::move(part)); }
    part = {};
  };
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double from = 0;
    double to = 1;
    if (!clip_segment(line[i], line[i + 1], box, from, to)) {
      finish();
      continue;
    }
    append(part, rounded(between(line[i], line[i + 1], from)));
    append(part, rounded(to < 1 ? between(line[i], line[i + 1], to) : line[i + 1]));
    if (to < 1) { finish(); }
  }
  finish();
}

TileGeometry to_tile(std::string_view wkb, TileId tile, int buffer) {
  Parts parts(tile);
  geo::wkb::walk(wkb, parts);
  const geo::PlaneBox box = square_with(buffer);
  TileGeometry shown;
  for (const geo::LonLat p : parts.points()) {
    const GridPoint square = grid_square(geo::to_lattice(p.lon), geo::to_lattice(p.lat), tile);
    if (is_inside(square)) { shown.points.push_back(square); }
  }
  for (const PlaneLine& line : parts.lines()) { clip_line(line, buffer, shown.lines); }
  const std::string polygons = polygons_wkb(parts.polygons(), box);
  if (!polygons.empty()) {
    GridCollector collector;
    const std::string cut = geo::clip_to_grid(polygons, box);
    if (!cut.empty()) { geo::wkb::walk(cut, collector); }
    shown.polygons = std::move(collector.polygons);
  }
  return shown;
}

}  // namespace tiles
