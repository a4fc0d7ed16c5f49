// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/membership.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// The same rounding for boxes and points: a point in a box never lands in a square that the box does not have.
std::size_t step(double v, double from, double to, std::size_t steps) {
  const double share = to > from ? (v - from) / (to - from) : 0;
  return std::min(static_cast<std::size_t>(share * static_cast<double>(steps)), steps - 1);
}

}  // namespace

Membership::Membership(std::span<const Catchment> catchments) {
  for (const Catchment& c : catchments) {
    m_box.extend(c.area.box());
    m_areas.emplace_back(c.area);
  }
  m_side = std::clamp<std::size_t>(static_cast<std::size_t>(2 * std::sqrt(static_cast<double>(catchments.size()))), 1, 128);
  m_squares.resize(m_side * m_side);
  for (std::uint32_t i = 0; i < m_areas.size(); ++i) {
    const BBox& box = m_areas[i].box();
    if (box.is_empty()) { continue; }
    for (std::size_t r = row(box.south); r <= row(box.north); ++r) {
      for (std::size_t c = column(box.west); c <= column(box.east); ++c) { m_squares[r * m_side + c].push_back(i); }
    }
  }
}

std::size_t Membership::column(double lon) const { return step(lon, m_box.west, m_box.east, m_side); }
std::size_t Membership::row(double lat) const { return step(lat, m_box.south, m_box.north, m_side); }

std::span<const std::uint32_t> Membership::of(LonLat p) {
  m_found.clear();
  if (m_box.is_empty() || !m_box.contains(p)) { return {}; }
  for (const std::uint32_t i : m_squares[row(p.lat) * m_side + column(p.lon)]) {
    if (m_areas[i].covers(p)) { m_found.push_back(i); }
  }
  return m_found;
}

}  // namespace geo
