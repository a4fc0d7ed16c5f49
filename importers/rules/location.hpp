// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "importers/parse/number.hpp"
#include "importers/rules/grid_metres.hpp"
#include "importers/rules/row_notes.hpp"
#include "importers/rules/whereabouts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// The cells of one row that say where it is; views of nothing where the file has no such column.
struct LocationCells {
  std::string_view latitude;
  std::string_view longitude;
  std::string_view geopoint;
  std::string_view wkt;
  std::string_view latitude_column;  ///< for notes
  std::string_view longitude_column;
  std::string_view geopoint_column;
  std::string_view wkt_column;
};

/// What the rules made of one position.
struct Judged {
  std::optional<geo::LonLat> point;
  double spread_m = 0;                ///< that the point may be off, since its datum is not known (G6)
  bool is_written = true;             ///< it has the digits of the file
  const StandIn* stand_in = nullptr;  ///< the point stands for an area (G8)
  bool is_zero = false;               ///< 0,0: the row has no position (G3); not noted yet, since its place may have a name
  std::string column;                 ///< of a zero, and what stood there
  std::string text;
};

struct PointFound {
  Judged judged;
  std::optional<double> accuracy_m;  ///< as the text says it, which may be of the same position as the columns
};

/// Where a row of a collection of points is. Not thread-safe.
class PointRules {
 public:
  /// `must_be_inside`: rows outside the area are refused (G9); else the area only serves to find exchanged axes and lost signs.
  /// `knows_precision`: the collection can say that a point stands for an area (G8).
  PointRules(geo::Transform& transform, Whereabouts& where, NumberStyle style, bool must_be_inside, bool knows_precision);

  /// Columns win over the text (G12), the text over WKT. No point and no decision in `notes`: the row has no position.
  PointFound find(const LocationCells& cells, RowNotes& notes);
  /// A point given in the coordinates of the file, x first.
  Judged judge(double x, double y, std::string_view column, std::string_view text, RowNotes& notes);

 private:
  struct XY {
    double x;
    double y;
  };

  std::optional<double> angle(std::string_view cell, std::string_view column, bool latitude, RowNotes& notes);
  std::optional<XY> from_columns(const LocationCells& cells, RowNotes& notes);
  bool has_longitude(const LocationCells& cells, XY p, RowNotes& notes) const;
  PointFound from_text(const LocationCells& cells, RowNotes& notes);
  Judged place_degrees(XY p, std::string_view column, std::string_view text, RowNotes& notes);
  Judged place_metres(XY p, std::string_view column, std::string_view text, RowNotes& notes);
  Judged place_inside(geo::LonLat p, std::string_view column, std::string_view text, RowNotes& notes);
  [[nodiscard]] const StandIn* stand_in(geo::LonLat p) const;

  geo::Transform& m_transform;
  Whereabouts& m_where;
  GridMetres m_metres;
  NumberStyle m_style;
  bool m_must_be_inside;
  bool m_knows_precision;
};

/// "POINT (39.27 -12.97)", "point z(…)"; x first. Nothing for anything else.
std::optional<geo::LonLat> parse_wkt_point(std::string_view text);

}  // namespace importers
