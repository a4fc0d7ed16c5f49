// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "geo/geometry/area.hpp"
#include "importers/parse/number.hpp"
#include "importers/rules/row_notes.hpp"

#include <optional>
#include <string_view>

namespace importers {

/// The cells of one row that say where it is; views of nothing where the file has no such column.
struct LocationCells {
  std::string_view latitude;
  std::string_view longitude;
  std::string_view geopoint;
  std::string_view wkt;
  std::string_view latitude_column;  ///< for notes
  std::string_view geopoint_column;
  std::string_view wkt_column;
};

struct PointFound {
  std::optional<geo::LonLat> point;
  std::optional<double> accuracy_m;  ///< of a geopoint text that was used
};

/// The area of operation, with 2 km beyond it; or none, then it contains everything.
class OperationArea {
 public:
  explicit OperationArea(const std::optional<geo::Geometry>& area);

  [[nodiscard]] bool is_set() const { return m_area.has_value(); }
  /// In it, or within about 2 km of it (tried at 32 points around, so a sliver may be missed).
  bool contains(geo::LonLat p);

 private:
  std::optional<geo::PreparedArea> m_area;
};

/// Where a row of a collection of points is. Not thread-safe.
class PointRules {
 public:
  /// `must_be_inside`: rows outside the area are refused (G9); else the area only serves to find exchanged axes and lost signs.
  PointRules(geo::Transform& transform, OperationArea& area, NumberStyle style, bool must_be_inside);

  /// Columns win over the text (G12), the text over WKT. Nothing in `point` and no decision in `notes`: the row has no position.
  PointFound find(const LocationCells& cells, RowNotes& notes);
  /// A point given in the coordinates of the file, x first.
  std::optional<geo::LonLat> judge(double x, double y, std::string_view column, std::string_view text, RowNotes& notes);

 private:
  struct XY {
    double x;
    double y;
  };

  std::optional<double> angle(std::string_view cell, std::string_view column, bool latitude, RowNotes& notes);
  std::optional<XY> from_columns(const LocationCells& cells, RowNotes& notes);
  std::optional<geo::LonLat> place_degrees(XY p, std::string_view column, std::string_view text, RowNotes& notes);
  std::optional<geo::LonLat> place_inside(geo::LonLat p, std::string_view column, std::string_view text, RowNotes& notes);

  geo::Transform& m_transform;
  OperationArea& m_area;
  NumberStyle m_style;
  bool m_must_be_inside;
};

/// "POINT (39.27 -12.97)", "point z(…)"; x first. Nothing for anything else.
std::optional<geo::LonLat> parse_wkt_point(std::string_view text);

}  // namespace importers
