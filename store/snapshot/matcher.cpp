// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/matcher.hpp"

#include "geo/cql2/bits_of.hpp"
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

template <class Meets>
geo::cql2::Mask rows_that(const geo::cql2::Mask& asked, Meets meets) {
  geo::cql2::Mask found;
  asked.for_each([&](std::size_t i) {
    if (meets(i)) { found.set(i); }
  });
  return found;
}

}  // namespace

LatticeBox::LatticeBox(const geo::BBox& the_box)
    : box(the_box),
      west(first_step(box.west)),
      south(first_step(box.south)),
      east(last_step(box.east)),
      north(last_step(box.north)),
      wraps(box.west > box.east) {}

bool LatticeBox::holds(std::int32_t lon, std::int32_t lat) const {
  if (lat < south || lat > north) { return false; }
  return wraps ? lon >= west || lon <= east : lon >= west && lon <= east;
}

bool LatticeBox::holds(const Zone& z) const {
  const bool lat_inside = z.south >= south && z.north <= north;
  return lat_inside && (wraps ? z.west >= west || z.east <= east : z.west >= west && z.east <= east);
}

bool LatticeBox::is_apart_from(const Zone& z) const {
  const bool lat_apart = z.south > north || z.north < south;
  return lat_apart || (wraps ? z.east < west && z.west > east : z.east < west || z.west > east);
}

Matcher::Matcher(const geo::Filter& filter, const geo::Collection& schema, const Segment& segment)
    : m_geometry(segment.geometry()), m_time(segment.time(schema)) {
  if (filter.bbox) { m_box.emplace(*filter.bbox); }
  if (filter.datetime && m_time.has_time) {
    m_has_interval = true;
    m_interval = *filter.datetime;
  }
  if (filter.where) {
    const auto column = [&](const geo::Field& field) { return segment.column(field.name, field.type); };
    m_condition = std::make_unique<geo::cql2::Evaluation>(*filter.where, geo::cql2::Rows{schema, m_geometry, column});
    m_bounds = geo::cql2::bounds_of(*filter.where, schema);
    for (const geo::BBox& box : m_bounds.boxes) { m_bounding_boxes.emplace_back(box); }
  }
}

Matcher::Verdict Matcher::box_verdict(const Zone& z) const {
  if (!m_box) { return Verdict::all; }
  if (z.west > z.east) { return Verdict::all; }  // no row has a geometry, and those match every box
  if (m_box->holds(z)) { return Verdict::all; }
  return m_box->is_apart_from(z) && z.without_geometry == 0 ? Verdict::none : Verdict::some;
}

Matcher::Verdict Matcher::time_verdict(const Zone& z) const {
  if (!m_has_interval || z.from > z.to) { return Verdict::all; }
  if (z.from >= m_interval.from && z.to <= m_interval.to) { return Verdict::all; }
  const bool apart = z.from > m_interval.to || z.to < m_interval.from;
  return apart && z.without_time == 0 ? Verdict::none : Verdict::some;
}

Matcher::Verdict Matcher::without_condition(const Zone& z) const {
  const Verdict box = box_verdict(z);
  const Verdict time = time_verdict(z);
  if (box == Verdict::none || time == Verdict::none) { return Verdict::none; }
  return box == Verdict::all && time == Verdict::all ? Verdict::all : Verdict::some;
}

/// Rows without a place or a time do not meet a condition on it, unlike a box or an interval.
bool Matcher::may_meet_condition(const Zone& z) const {
  const bool has_places = z.west <= z.east;
  for (const LatticeBox& box : m_bounding_boxes) {
    if (!has_places || box.box.is_empty() || box.is_apart_from(z)) { return false; }
  }
  if (!m_bounds.has_times()) { return true; }
  if (z.from > m_bounds.latest_begin || z.to < m_bounds.earliest_begin) { return false; }
  return z.without_time > 0 || z.to >= m_bounds.earliest_end;  // a row may say when it ended and not when it began
}

Matcher::Verdict Matcher::zone(const Zone& z) const {
  const Verdict verdict = without_condition(z);
  if (!m_condition || verdict == Verdict::none) { return verdict; }
  return may_meet_condition(z) ? Verdict::some : Verdict::none;
}

/// Without a branch: a page elsewhere each time looks at tens of thousands of points.
geo::cql2::Mask Matcher::points_in_box(const geo::cql2::Block& zone) const {
  const LatticeBox& box = *m_box;
  const std::int32_t* lon = m_geometry.lon + zone.begin;
  const std::int32_t* lat = m_geometry.lat + zone.begin;
  const auto word = [&](std::size_t from, std::size_t rows, auto holds) {
    return geo::cql2::bits_of(rows, [&](std::size_t i) { return holds(lon[from + i], lat[from + i]); });
  };
  // A row without a geometry matches every box.
  const auto plain = [box](std::int32_t x, std::int32_t y) {
    return ((x >= box.west) & (x <= box.east) & (y >= box.south) & (y <= box.north)) | (x == geo::GeometryColumn::no_point);
  };
  const auto wrapping = [box](std::int32_t x, std::int32_t y) {
    return (((x >= box.west) | (x <= box.east)) & (y >= box.south) & (y <= box.north)) | (x == geo::GeometryColumn::no_point);
  };
  geo::cql2::Mask inside;
  for (std::size_t from = 0; from < zone.rows; from += 64) {
    const std::size_t rows = std::min<std::size_t>(64, zone.rows - from);
    inside.bits[from / 64] = box.wraps ? word(from, rows, wrapping) : word(from, rows, plain);
  }
  return inside;
}

geo::cql2::Mask Matcher::rows(const geo::cql2::Block& zone, Verdict verdict, geo::cql2::Mask asked) const {
  if (verdict == Verdict::all) { return asked; }
  if (m_box && m_geometry.ends == nullptr) {
    asked = asked & points_in_box(zone);
  } else if (m_box) {
    asked = rows_that(asked, [&](std::size_t i) { return in_box(zone.begin + i); });
  }
  if (m_has_interval) {
    asked = rows_that(asked, [&](std::size_t i) { return in_time(zone.begin + i); });
  }
  return m_condition && !asked.none() ? m_condition->matching(zone, asked) : asked;
}

bool Matcher::row(std::size_t i) const {
  if (!in_box(i) || !in_time(i)) { return false; }
  return !m_condition || m_condition->matching({i, 1}, geo::cql2::Mask::first(1)).has(0);
}

bool Matcher::in_box(std::size_t i) const {
  if (!m_box || m_geometry.is_none(i)) { return true; }
  if (m_geometry.ends == nullptr) { return m_box->holds(m_geometry.lon[i], m_geometry.lat[i]); }
  const geo::BBox& box = m_box->box;
  const geo::BBox& b = m_geometry.boxes[i];
  if (!box.intersects(b)) { return false; }
  const bool whole = !m_box->wraps && b.west >= box.west && b.east <= box.east && b.south >= box.south && b.north <= box.north;
  return whole || geo::intersects_box(m_geometry.geometry(i), box);
}

bool Matcher::in_time(std::size_t i) const { return !m_has_interval || m_time.is_null(i) || m_interval.intersects(m_time.interval(i)); }

}  // namespace store
