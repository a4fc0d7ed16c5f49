// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/table/schema.hpp"

#include <string>
#include <vector>

namespace store {

/// One class of a map: rows whose field has this value look so.
struct LegendEntry {
  std::string value;   ///< as text; empty: every value that no other entry has, and none
  std::string colour;  ///< #RRGGBB
  geo::Text label;
  double opacity = 0.7;  ///< of areas
  geo::GeometryType geometry = geo::GeometryType::polygon;
  bool hatched = false;
};

/// How a map of a collection is coloured.
struct Legend {
  std::string field;  ///< empty: every row looks the same
  std::vector<LegendEntry> entries;
  std::string outline;  ///< #RRGGBB around areas; empty: none; "own": of their own colour, since narrow ones are not seen without
  double outline_mm = 0;
};

/// By the method of a result: levels of density, classes of significance, kinds of gaps. No field for any other collection.
/// Colours are those of ColorBrewer (YlOrRd, RdBu) and of Okabe and Ito (2008), which people with any kind of colour vision tell apart.
Legend legend_of(const geo::Collection& schema);

}  // namespace store
