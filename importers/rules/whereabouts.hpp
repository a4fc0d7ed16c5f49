// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/index/area_index.hpp"
#include "importers/reference/reference.hpp"

#include <optional>

namespace importers {

/// The area of operation, with 2 km beyond it; or none, then it contains everything.
class OperationArea {
 public:
  explicit OperationArea(const std::optional<geo::Geometry>& area);

  [[nodiscard]] bool is_set() const { return m_index.size() > 0; }
  /// In it, or within 2 km of it.
  [[nodiscard]] bool contains(geo::LonLat p) const;
  /// Whether `box` could be that of an area around it: it is larger, and holds its middle. (Not all of it: areas of operation are
  /// drawn generously, over coasts and borders.)
  [[nodiscard]] bool is_part_of(const geo::BBox& box) const;

 private:
  geo::AreaIndex m_index;
  geo::BBox m_box;
};

/// Where the row at hand must lie, by what is known before its position is looked at. Not thread-safe.
class Whereabouts {
 public:
  /// Both must outlive it.
  Whereabouts(const OperationArea& area, const Reference& reference) : m_area(area), m_reference(reference) {}

  [[nodiscard]] const OperationArea& area() const { return m_area; }
  [[nodiscard]] const Reference& reference() const { return m_reference; }
  /// What the row states; until the next call.
  void expect(const Stated& stated) { m_stated = &stated; }
  [[nodiscard]] const Stated& stated() const { return *m_stated; }

  /// In the area stated (within 2 km) where its shape is known; else in the area of operation; else in any administrative
  /// area. Nothing when none of these is known.
  [[nodiscard]] std::optional<bool> holds(geo::LonLat p) const;

 private:
  const OperationArea& m_area;
  const Reference& m_reference;
  Stated m_nowhere;
  const Stated* m_stated = &m_nowhere;
};

}  // namespace importers
