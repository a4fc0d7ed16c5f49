// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_id.hpp"

#include "geo/base/number.hpp"
#include "geo/index/quadkey.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tiles {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double earth_radius_m = 6'378'137;
constexpr double half_circumference_m = pi * earth_radius_m;

std::optional<std::uint32_t> parse_part(std::string_view digits) {
  const bool is_plain = !digits.empty() && digits.front() >= '0' && digits.front() <= '9' && (digits.front() != '0' || digits.size() == 1);
  if (!is_plain) { return std::nullopt; }
  const auto number = geo::parse_integer(digits);
  if (!number || *number > UINT32_MAX) { return std::nullopt; }
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

std::optional<TileId> TileId::parse(std::string_view zoom, std::string_view row, std::string_view column, MatrixSet set) {
  const auto z = parse_part(zoom);
  const auto r = parse_part(row);
  const auto c = parse_part(column);
  if (!z || !r || !c || !is_valid(static_cast<int>(*z), *r, *c, set)) { return std::nullopt; }
  return TileId(static_cast<int>(*z), *r, *c, set);
}

MetricBox TileId::bounds_plane_m(double buffer) const {
  const double side = std::ldexp(2 * half_circumference_m, -depth());
  const double margin = side * buffer / tile_extent;
  const double west = -half_circumference_m + side * m_column;
  const double north = half_circumference_m * southern_end(m_set) - side * m_row;  // the equator lies in the middle
  return {west - margin, north - side - margin, west + side + margin, north + margin};
}

geo::BBox TileId::bounds_crs84(double buffer) const {
  const double side = std::ldexp(1.0, -depth());
  const double margin = side * buffer / tile_extent;
  const auto corner = [&](double column, double row, double sign) {
    const PlanePoint p{side * column + sign * margin, side * row + sign * margin};
    return from_unit_square({std::clamp(p.x, 0.0, 1.0), std::clamp(p.y, 0.0, southern_end(m_set))}, m_set);
  };
  const geo::LonLat north_west = corner(m_column, m_row, -1);
  const geo::LonLat south_east = corner(m_column + 1.0, m_row + 1.0, 1);
  return {north_west.lon, south_east.lat, south_east.lon, north_west.lat};
}

geo::BBox TileId::search_box(double buffer) const {
  constexpr double margin_degrees = 2 / geo::lattice_per_degree;
  const geo::BBox box = bounds_crs84(buffer);
  const bool reaches_south = m_row + 1 == rows_of(m_set, m_zoom);
  return {std::max(box.west - margin_degrees, -180.0), reaches_south ? -90 : box.south - margin_degrees,
          std::min(box.east + margin_degrees, 180.0), m_row == 0 ? 90 : box.north + margin_degrees};
}

std::uint64_t TileId::cell() const { return geo::cell_of_tile({m_column, m_row}); }

PlanePoint TileId::to_grid(geo::LonLat p) const {
  const PlanePoint unit = to_unit_square(p, m_set);
  return {(std::ldexp(unit.x, depth()) - m_column) * tile_extent, (std::ldexp(unit.y, depth()) - m_row) * tile_extent};
}

}  // namespace tiles
