// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "geo/table/schema.hpp"
#include "importers/read/record.hpp"
#include "importers/rules/location.hpp"
#include "importers/rules/row_notes.hpp"

#include <optional>
#include <string_view>

namespace importers {

/// Geometry that the reader brings as WKB, for a collection of any kind. Areas are made valid (P1, P2, P5; refused when more
/// than 10 % of their surface changes by it, or when they are none, P3); lines need a length (L1). Not thread-safe.
class ShapeRules {
 public:
  ShapeRules(geo::Transform& transform, Whereabouts& where, PointRules& points, const geo::Collection& collection, bool must_be_inside);

  /// The geometry that came with the record. None when the row was refused, see `notes`, or has no position: then
  /// `judged.is_zero`. `judged` is only given for points.
  geo::Geometry find(const Record& record, Judged& judged, RowNotes& notes);
  /// An area that stands as text in a cell: the line that a form walked round it (P6), or WKT.
  geo::Geometry from_text(std::string_view cell, std::string_view column, RowNotes& notes);
  /// Of the cell that find() last made a point of: side of a square as large. Nothing when it was none.
  [[nodiscard]] std::optional<double> cell_side_m() const { return m_cell_side_m; }

 private:
  geo::Geometry point(std::string_view wkb, Judged& judged, RowNotes& notes);
  geo::Geometry area(std::string_view wkb, const GeometryFacts& facts, RowNotes& notes);
  geo::Geometry in_degrees(std::string_view wkb, RowNotes& notes);
  geo::Geometry line(const geo::Geometry& as_given, RowNotes& notes);
  geo::Geometry boundary(const geo::Geometry& as_given, const GeometryFacts& facts, RowNotes& notes);
  geo::Geometry inside(geo::Geometry shape, RowNotes& notes);
  geo::Geometry middle(geo::Geometry shape);
  [[nodiscard]] bool is_wanted(geo::GeometryKind kind) const;

  geo::Transform& m_transform;
  Whereabouts& m_where;
  PointRules& m_points;
  const geo::Collection& m_collection;
  bool m_must_be_inside;
  bool m_takes_cells;
  std::optional<double> m_cell_side_m;
};

}  // namespace importers
