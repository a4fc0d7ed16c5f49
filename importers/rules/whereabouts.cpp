// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/whereabouts.hpp"

#include <algorithm>
#include <cmath>

namespace importers {
namespace {

constexpr double metres_per_degree = 111'320;
constexpr double tolerance_m = 2000;

}  // namespace

OperationArea::OperationArea(const std::optional<geo::Geometry>& area) {
  if (area) { m_area.emplace(*area); }
}

bool OperationArea::contains(geo::LonLat p) {
  if (!m_area || m_area->covers(p)) { return true; }
  const double lat_deg = tolerance_m / metres_per_degree;
  const double lon_deg = lat_deg / std::max(0.01, std::cos(p.lat * std::acos(-1.0) / 180));
  const geo::BBox& box = m_area->box();
  if (p.lat < box.south - lat_deg || p.lat > box.north + lat_deg || p.lon < box.west - lon_deg || p.lon > box.east + lon_deg) {
    return false;
  }
  for (int i = 0; i < 16; ++i) {
    const double angle = i * std::acos(-1.0) / 8;
    for (const double share : {0.5, 1.0}) {
      if (m_area->covers({p.lon + share * lon_deg * std::cos(angle), p.lat + share * lat_deg * std::sin(angle)})) { return true; }
    }
  }
  return false;
}

bool OperationArea::is_inside(const geo::BBox& box) const {
  if (!m_area) { return true; }
  const geo::BBox& own = m_area->box();
  return box.contains({own.west, own.south}) && box.contains({own.east, own.north});
}

std::optional<bool> Whereabouts::holds(geo::LonLat p) {
  const AdminAreas& areas = m_reference.areas();
  const int stated = m_stated->area();
  if (stated >= 0 && areas[stated].has_shape()) { return areas.is_within(stated, p, tolerance_m); }
  if (m_area.is_set()) { return m_area.contains(p); }
  return areas.empty() ? std::nullopt : std::optional(areas.cover(p));
}

}  // namespace importers
