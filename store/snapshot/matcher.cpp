// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/matcher.hpp"

#include "geo/geometry/intersects.hpp"

#include <algorithm>
#include <cmath>

namespace store {
namespace {

/// Smallest lattice step that is not below `degrees`, exactly as a comparison of doubles would have it.
std::int32_t first_step(double degrees) {
  const double wanted = std::clamp(degrees, -200.0, 200.0);
  auto step = static_cast<std::int32_t>(std::ceil(wanted * geo::lattice_per_degree));
  while (geo::from_lattice(step - 1) >= wanted) { --step; }
  while (geo::from_lattice(step) < wanted) { ++step; }
  return step;
}
std::int32_t last_step(double degrees) { return -first_step(-degrees); }

}  // namespace

Matcher::Matcher(const geo::Filter& filter, const geo::Collection& schema, const Segment& segment)
    : m_geometry(segment.geometry()), m_time(segment.time(schema)) {
  if (filter.bbox) {
    m_has_box = true;
    m_box = *filter.bbox;
    m_wraps = m_box.west > m_box.east;
    m_west = first_step(m_box.west);
    m_south = first_step(m_box.south);
    m_east = last_step(m_box.east);
    m_north = last_step(m_box.north);
  }
  if (filter.datetime && m_time.has_time) {
    m_has_interval = true;
    m_interval = *filter.datetime;
  }
}

bool Matcher::holds(std::int32_t lon, std::int32_t lat) const {
  if (lat < m_south || lat > m_north) { return false; }
  return m_wraps ? lon >= m_west || lon <= m_east : lon >= m_west && lon <= m_east;
}

Matcher::Verdict Matcher::box_verdict(const Zone& z) const {
  if (!m_has_box) { return Verdict::all; }
  if (z.west > z.east) { return Verdict::all; }  // no row has a geometry, and those match every box
  const bool lat_inside = z.south >= m_south && z.north <= m_north;
  const bool lon_inside = m_wraps ? z.west >= m_west || z.east <= m_east : z.west >= m_west && z.east <= m_east;
  if (lat_inside && lon_inside) { return Verdict::all; }
  const bool lat_apart = z.south > m_north || z.north < m_south;
  const bool lon_apart = m_wraps ? z.east < m_west && z.west > m_east : z.east < m_west || z.west > m_east;
  return (lat_apart || lon_apart) && z.without_geometry == 0 ? Verdict::none : Verdict::some;
}

Matcher::Verdict Matcher::time_verdict(const Zone& z) const {
  if (!m_has_interval || z.from > z.to) { return Verdict::all; }
  if (z.from >= m_interval.from && z.to <= m_interval.to) { return Verdict::all; }
  const bool apart = z.from > m_interval.to || z.to < m_interval.from;
  return apart && z.without_time == 0 ? Verdict::none : Verdict::some;
}

Matcher::Verdict Matcher::zone(const Zone& z) const {
  const Verdict box = box_verdict(z);
  const Verdict time = time_verdict(z);
  if (box == Verdict::none || time == Verdict::none) { return Verdict::none; }
  return box == Verdict::all && time == Verdict::all ? Verdict::all : Verdict::some;
}

bool Matcher::in_box(std::size_t i) const {
  if (!m_has_box || m_geometry.is_none(i)) { return true; }
  if (m_geometry.ends == nullptr) { return holds(m_geometry.lon[i], m_geometry.lat[i]); }
  const geo::BBox& b = m_geometry.boxes[i];
  if (!m_box.intersects(b)) { return false; }
  const bool whole = !m_wraps && b.west >= m_box.west && b.east <= m_box.east && b.south >= m_box.south && b.north <= m_box.north;
  return whole || geo::intersects_box(m_geometry.geometry(i), m_box);
}

bool Matcher::in_time(std::size_t i) const { return !m_has_interval || m_time.is_null(i) || m_interval.intersects(m_time.interval(i)); }

}  // namespace store
