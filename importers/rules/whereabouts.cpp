// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/whereabouts.hpp"

#include <span>

namespace importers {
namespace {

constexpr double tolerance_m = 2000;

}  // namespace

OperationArea::OperationArea(const std::optional<geo::Geometry>& area) {
  if (!area) { return; }
  m_index = geo::AreaIndex(std::span(&*area, 1));
  m_box = area->box();
}

bool OperationArea::contains(geo::LonLat p) const { return !is_set() || m_index.is_within(0, p, tolerance_m); }

bool OperationArea::is_part_of(const geo::BBox& box) const {
  if (!is_set()) { return true; }
  const bool is_larger = box.east - box.west > m_box.east - m_box.west && box.north - box.south > m_box.north - m_box.south;
  return is_larger && box.contains({(m_box.west + m_box.east) / 2, (m_box.south + m_box.north) / 2});
}

std::optional<bool> Whereabouts::holds(geo::LonLat p) const {
  const AdminAreas& areas = m_reference.areas();
  const int stated = m_stated->area();
  if (stated >= 0 && areas[stated].has_shape()) { return areas.is_within(stated, p, tolerance_m); }
  if (m_area.is_set()) { return m_area.contains(p); }
  return areas.empty() ? std::nullopt : std::optional(areas.cover(p));
}

}  // namespace importers
