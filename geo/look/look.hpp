// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/table/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// One class of a map: rows whose field has one of these values look so. Sizes are pixels of 1/96 inch.
struct LookClass {
  std::string part;                 ///< its name among the layers of a style
  std::vector<std::string> values;  ///< as text; none: every value that no other class has, and no value
  Text title;
  std::string colour;    ///< #RRGGBB
  double opacity = 0.7;  ///< of what is filled
  GeometryType geometry = GeometryType::polygon;
  std::string rim = {};   ///< #RRGGBB around points and areas; empty: none
  double rim_px = 0;      ///< its width
  double size_px = 0;     ///< radius of a point, width of a line
  bool dashed = false;    ///< the rim
  bool hatched = false;   ///< where a program can hatch
  bool seamless = false;  ///< not smoothed at the edges: cells beside each other would have light seams between them
};

/// How a collection is drawn: the one description that styles for MapLibre, for QGIS and in SLD are written from, so that a colour means
/// the same on every map. A value.
struct Look {
  std::string field = {};               ///< whose values tell the classes apart; empty: each class is a kind of geometry
  bool is_number = false;               ///< of that field
  std::vector<LookClass> classes = {};  ///< in the order of the legend
  std::string net = {};                 ///< #RRGGBB between all areas; empty: none
  double net_px = 0;
  int net_from_zoom = 0;    ///< from afar it would be all that one sees
  bool counts = false;      ///< where points are too many for a tile, it has squares with their number
  std::string colour = {};  ///< of the collection, for those squares
};

/// The usual look: of a result of an analysis by its method, else one colour. Ramps are YlOrRd and RdBu of Brewer (colorbrewer2.org), other
/// colours those of Okabe and Ito (2008) and some measured beside them, so that people with any kind of colour vision tell them apart.
Look look_of(const Collection& schema);

/// That of the cells of a kernel density per km², for pictures of one that is no result.
Look look_of_density();

/// The colour of a collection on every map of ours, "#RRGGBB". What belongs together on one map must differ; a collection that is
/// not built in gets its colour by its name.
std::string_view colour_of(const std::string& collection);

/// Another look: one colour for each code of one of fields_of_codes().
Look look_by_codes(const Collection& schema, const Field& field, const CodeList& codes);
/// The fields that a map can be coloured by: those of codes, kept in memory, whose list has no more codes than there are colours that one
/// can tell apart.
std::vector<const Field*> fields_of_codes(const Collection& schema, const std::vector<CodeList>& code_lists);

/// Null when there is none of that id.
const CodeList* find_list(const std::vector<CodeList>& code_lists, std::string_view id);

}  // namespace geo
