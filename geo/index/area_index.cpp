// SPDX-License-Identifier: Apache-2.0
#include "geo/index/area_index.hpp"

#include "geo/geometry/orientation.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {
namespace {

constexpr double edges_per_strip = 4;
constexpr double most_strips = 100'000;
constexpr double most_copies = 2;  // of an edge, on the average: long edges stand in many strips
constexpr std::uint32_t most_cells_a_side = 1024;
constexpr double slack_deg = 1e-9;  // far above what rounding can move, far below a cell
constexpr std::uint8_t border = 1;

/// Which of `count` equal parts; grows with `at`, also where rounding is at work, and that is all that exactness needs.
std::uint32_t part_of(double at, double begin, double parts_per_degree, std::uint32_t count) {
  const double part = (at - begin) * parts_per_degree;
  if (!(part > 0)) { return 0; }
  return std::min(static_cast<std::uint32_t>(std::min(part, 4e9)), count - 1);
}

double parts_per_degree(double extent_deg, std::uint32_t parts) { return extent_deg > 0 ? parts / extent_deg : 0; }

/// Longitude of an edge at a latitude between its ends.
double lon_at(LonLat a, LonLat b, double lat) {
  if (a.lat == b.lat) { return a.lon; }
  const double lon = a.lon + (b.lon - a.lon) * ((lat - a.lat) / (b.lat - a.lat));
  return std::clamp(lon, std::min(a.lon, b.lon), std::max(a.lon, b.lon));
}

/// Metres of a degree around a latitude on the WGS 84 ellipsoid.
struct DegreeLength {
  double lat_m;
  double lon_m;

  explicit DegreeLength(double lat) {
    const double phi = lat * std::acos(-1.0) / 180;
    lat_m = 111132.954 - 559.822 * std::cos(2 * phi) + 1.175 * std::cos(4 * phi);
    lon_m = 111412.84 * std::cos(phi) - 93.5 * std::cos(3 * phi) + 0.118 * std::cos(5 * phi);
  }
};

/// Squared distance from the origin to the way from (ax, ay) to (bx, by).
double squared_distance(double ax, double ay, double bx, double by) {
  const double dx = bx - ax;
  const double dy = by - ay;
  const double length = dx * dx + dy * dy;
  const double t = length > 0 ? std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0) : 0;
  const double x = ax + t * dx;
  const double y = ay + t * dy;
  return x * x + y * y;
}

}  // namespace

AreaIndex::AreaIndex(std::span<const Geometry> areas) {
  std::vector<std::vector<Edge>> edges;
  for (const Geometry& geometry : areas) {
    std::vector<Edge>& own = edges.emplace_back();
    for (const Polygon& polygon : polygons_of(geometry)) {
      for (const Ring& ring : polygon) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const LonLat next = ring[i + 1 == ring.size() ? 0 : i + 1];
          if (ring[i] != next) { own.push_back({ring[i], next}); }
        }
      }
    }
  }
  for (const std::vector<Edge>& own : edges) { add_area(own); }
  make_grid(edges);
}

std::uint32_t AreaIndex::strip_of(const Area& area, double lat) {
  return part_of(lat, area.box.south, area.strips_per_degree, area.strips);
}
std::uint32_t AreaIndex::column_of(double lon) const { return part_of(lon, m_grid.box.west, m_grid.columns_per_degree, m_grid.columns); }
std::uint32_t AreaIndex::row_of(double lat) const { return part_of(lat, m_grid.box.south, m_grid.rows_per_degree, m_grid.rows); }

std::span<const AreaIndex::Edge> AreaIndex::edges_at(const Area& area, std::uint32_t strip) const {
  const std::size_t at = area.first_strip + strip;
  const std::size_t begin = at == 0 ? 0 : m_strip_ends[at - 1];
  return {m_edges.data() + begin, m_strip_ends[at] - begin};
}

void AreaIndex::add_area(const std::vector<Edge>& edges) {
  Area area;
  area.first_strip = m_strip_ends.size();
  for (const Edge& e : edges) { area.box.extend(e.from); }
  if (edges.empty()) {
    m_areas.push_back(area);
    return;
  }
  const double height = area.box.north - area.box.south;
  double heights = 0;
  for (const Edge& e : edges) { heights += std::fabs(e.from.lat - e.to.lat); }
  const auto count = static_cast<double>(edges.size());
  const double affordable = heights > 0 ? most_copies * count * height / heights : 1;
  area.strips = static_cast<std::uint32_t>(std::clamp(std::min(count / edges_per_strip, affordable), 1.0, most_strips));
  area.strips_per_degree = parts_per_degree(height, area.strips);
  std::vector<std::size_t> ends(area.strips, 0);
  const auto strips_of = [&](const Edge& e) {
    return std::pair(strip_of(area, std::min(e.from.lat, e.to.lat)), strip_of(area, std::max(e.from.lat, e.to.lat)));
  };
  for (const Edge& e : edges) {
    const auto [first, last] = strips_of(e);
    for (std::uint32_t s = first; s <= last; ++s) { ++ends[s]; }
  }
  std::size_t total = m_edges.size();
  for (std::size_t& end : ends) { end = total += end; }
  m_edges.resize(total);
  std::vector<std::size_t> next = ends;
  for (const Edge& e : edges) {
    const auto [first, last] = strips_of(e);
    for (std::uint32_t s = first; s <= last; ++s) { m_edges[--next[s]] = e; }
  }
  m_strip_ends.insert(m_strip_ends.end(), ends.begin(), ends.end());
  m_areas.push_back(area);
}

/// Marks the cells of the area's own part of the grid that an edge may touch; more than do is no harm.
std::vector<std::uint8_t> AreaIndex::border_cells(const std::vector<Edge>& edges, const Area& area) const {
  const std::uint32_t west = column_of(area.box.west);
  const std::uint32_t south = row_of(area.box.south);
  const std::uint32_t columns = column_of(area.box.east) - west + 1;
  std::vector<std::uint8_t> cells(std::size_t{columns} * (row_of(area.box.north) - south + 1), 0);
  for (const Edge& e : edges) {
    const auto [low, high] = std::minmax(e.from.lat, e.to.lat);
    const std::uint32_t first = row_of(low);
    const std::uint32_t last = row_of(high);
    for (std::uint32_t row = first; row <= last; ++row) {
      const double begin = m_grid.box.south + row / m_grid.rows_per_degree - slack_deg;
      const double end = m_grid.box.south + (row + 1) / m_grid.rows_per_degree + slack_deg;
      double lon_a = row == first ? lon_at(e.from, e.to, low) : lon_at(e.from, e.to, std::clamp(begin, low, high));
      double lon_b = row == last ? lon_at(e.from, e.to, high) : lon_at(e.from, e.to, std::clamp(end, low, high));
      if (low == high) {
        lon_a = e.from.lon;
        lon_b = e.to.lon;
      }
      const std::uint32_t from = column_of(std::min(lon_a, lon_b) - slack_deg);
      const std::uint32_t to = column_of(std::max(lon_a, lon_b) + slack_deg);
      for (std::uint32_t c = std::max(from, west); c <= std::min(to, west + columns - 1); ++c) {
        cells[std::size_t{row - south} * columns + (c - west)] = border;
      }
    }
  }
  return cells;
}

/// Adds the cells that the area fills and those its border runs through.
void AreaIndex::add_cells(std::uint32_t number, const std::vector<Edge>& edges, std::vector<CellEntry>& entries) const {
  const Area& area = m_areas[number];
  const std::vector<std::uint8_t> cells = border_cells(edges, area);
  const std::uint32_t west = column_of(area.box.west);
  const std::uint32_t south = row_of(area.box.south);
  const std::uint32_t columns = column_of(area.box.east) - west + 1;
  bool filled = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto column = static_cast<std::uint32_t>(west + i % columns);
    const auto row = static_cast<std::uint32_t>(south + i / columns);
    const std::uint32_t cell = row * m_grid.columns + column;
    if (cells[i] == border) {
      entries.emplace_back(cell, number * 2);
      continue;
    }
    // No edge between a cell and its neighbour: both are in or both are out.
    if (i % columns == 0 || cells[i - 1] == border) {
      filled = covers(
          number, {m_grid.box.west + (column + 0.5) / m_grid.columns_per_degree, m_grid.box.south + (row + 0.5) / m_grid.rows_per_degree});
    }
    if (filled) { entries.emplace_back(cell, number * 2 + 1); }
  }
}

void AreaIndex::make_grid(const std::vector<std::vector<Edge>>& edges) {
  std::size_t total = 0;
  for (std::size_t a = 0; a < edges.size(); ++a) {
    total += edges[a].size();
    m_grid.box.extend(m_areas[a].box);
  }
  if (total == 0) { return; }
  const double side = 2 * std::sqrt(static_cast<double>(total));
  m_grid.columns = m_grid.rows = std::clamp(static_cast<std::uint32_t>(side), 8U, most_cells_a_side);
  m_grid.columns_per_degree = parts_per_degree(m_grid.box.east - m_grid.box.west, m_grid.columns);
  m_grid.rows_per_degree = parts_per_degree(m_grid.box.north - m_grid.box.south, m_grid.rows);

  std::vector<CellEntry> entries;
  for (std::size_t a = 0; a < edges.size(); ++a) {
    if (!edges[a].empty()) { add_cells(static_cast<std::uint32_t>(a), edges[a], entries); }
  }
  std::sort(entries.begin(), entries.end());
  m_cell_ends.assign(std::size_t{m_grid.columns} * m_grid.rows, 0);
  for (const CellEntry& entry : entries) { ++m_cell_ends[entry.first]; }
  std::uint32_t sum = 0;
  for (std::uint32_t& end : m_cell_ends) { end = sum += end; }
  m_cell_areas.reserve(entries.size());
  for (const CellEntry& entry : entries) { m_cell_areas.push_back(entry.second); }
}

std::pair<std::size_t, std::size_t> AreaIndex::entries_at(LonLat p) const {
  if (m_cell_ends.empty() || !m_grid.box.contains(p)) { return {0, 0}; }
  const std::size_t cell = std::size_t{row_of(p.lat)} * m_grid.columns + column_of(p.lon);
  return {cell == 0 ? 0 : m_cell_ends[cell - 1], m_cell_ends[cell]};
}

void AreaIndex::find(LonLat p, std::vector<std::uint32_t>& covering) const {
  covering.clear();
  visit(p, [&](std::uint32_t area) { covering.push_back(area); });
}

bool AreaIndex::covers(std::size_t area, LonLat p) const {
  const Area& a = m_areas[area];
  if (!a.box.contains(p)) { return false; }
  bool odd = false;
  for (const Edge& e : edges_at(a, strip_of(a, p.lat))) {
    const bool from_above = e.from.lat > p.lat;
    const bool to_above = e.to.lat > p.lat;
    if (from_above && to_above) { continue; }
    if (e.from.lon < p.lon && e.to.lon < p.lon) { continue; }  // the ray goes east
    if (e.from.lat < p.lat && e.to.lat < p.lat) { continue; }
    const int side = orientation(e.from, e.to, p);
    if (side == 0 && (e.from.lon <= p.lon || e.to.lon <= p.lon)) { return true; }  // on the edge: within its box, on its line
    if (from_above != to_above && (side > 0) == to_above) { odd = !odd; }
  }
  return odd;
}

bool AreaIndex::is_within(std::size_t area, LonLat p, double tolerance_m) const {
  const Area& a = m_areas[area];
  if (a.strips == 0) { return false; }
  if (covers(area, p)) { return true; }
  const DegreeLength degree(p.lat);
  const double reach_lat = tolerance_m / degree.lat_m;
  const double reach_lon = tolerance_m / std::max(degree.lon_m, 1.0);
  if (p.lat < a.box.south - reach_lat || p.lat > a.box.north + reach_lat || p.lon < a.box.west - reach_lon ||
      p.lon > a.box.east + reach_lon) {
    return false;
  }
  for (std::uint32_t s = strip_of(a, p.lat - reach_lat); s <= strip_of(a, p.lat + reach_lat); ++s) {
    for (const Edge& e : edges_at(a, s)) {
      const double squared = squared_distance((e.from.lon - p.lon) * degree.lon_m, (e.from.lat - p.lat) * degree.lat_m,
                                              (e.to.lon - p.lon) * degree.lon_m, (e.to.lat - p.lat) * degree.lat_m);
      if (squared <= tolerance_m * tolerance_m) { return true; }
    }
  }
  return false;
}

}  // namespace geo
