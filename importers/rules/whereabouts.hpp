// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/area.hpp"
#include "importers/reference/reference.hpp"

#include <optional>

namespace importers {

/// The area of operation, with 2 km beyond it; or none, then it contains everything.
class OperationArea {
 public:
  explicit OperationArea(const std::optional<geo::Geometry>& area);

  [[nodiscard]] bool is_set() const { return m_area.has_value(); }
  /// In it, or within about 2 km of it (tried at 32 points around, so a sliver may be missed).
  bool contains(geo::LonLat p);
  /// Whether `box` holds all of it.
  [[nodiscard]] bool is_inside(const geo::BBox& box) const;

 private:
  std::optional<geo::PreparedArea> m_area;
};

/// Where the row at hand must lie, by what is known before its position is looked at. Not thread-safe.
class Whereabouts {
 public:
  /// Both must outlive it.
  Whereabouts(OperationArea& area, const Reference& reference) : m_area(area), m_reference(reference) {}

  [[nodiscard]] OperationArea& area() const { return m_area; }
  [[nodiscard]] const Reference& reference() const { return m_reference; }
  /// What the row states; until the next call.
  void expect(const Stated& stated) { m_stated = &stated; }
  [[nodiscard]] const Stated& stated() const { return *m_stated; }

  /// In the area stated (within 2 km) where its shape is known; else in the area of operation; else in any administrative
  /// area. Nothing when none of these is known.
  std::optional<bool> holds(geo::LonLat p);

 private:
  OperationArea& m_area;
  const Reference& m_reference;
  Stated m_nowhere;
  const Stated* m_stated = &m_nowhere;
};

}  // namespace importers
