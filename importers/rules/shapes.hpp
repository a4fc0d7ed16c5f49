// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "geo/table/schema.hpp"
#include "importers/rules/location.hpp"
#include "importers/rules/row_notes.hpp"

#include <string_view>

namespace importers {

/// Geometry that the reader brings as WKB, for a collection of any kind. Areas are made valid (P1, P2, P5; refused when more
/// than 10 % of their surface changes by it, or when they are none, P3). Not thread-safe.
class ShapeRules {
 public:
  ShapeRules(geo::Transform& transform, OperationArea& area, PointRules& points, const geo::Collection& collection, bool must_be_inside);

  /// None when the row was refused, see `notes`.
  geo::Geometry find(std::string_view wkb, geo::GeometryKind kind, RowNotes& notes);

 private:
  geo::Geometry point(std::string_view wkb, RowNotes& notes);
  geo::Geometry in_degrees(std::string_view wkb, RowNotes& notes);
  geo::Geometry boundary(const geo::Geometry& as_given, RowNotes& notes);
  geo::Geometry inside(geo::Geometry shape, RowNotes& notes);
  [[nodiscard]] bool is_wanted(geo::GeometryKind kind) const;

  geo::Transform& m_transform;
  OperationArea& m_area;
  PointRules& m_points;
  const geo::Collection& m_collection;
  bool m_must_be_inside;
};

}  // namespace importers
