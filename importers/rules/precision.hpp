// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/rules/draft.hpp"
#include "importers/rules/location.hpp"
#include "importers/rules/row_notes.hpp"

#include <string_view>

namespace importers {

/// How a row got its position, as far as that says how exact it is.
struct PositionFacts {
  bool accuracy_is_gps = false;       ///< a number in uncertainty_m is what a receiver said of its fix
  double spread_m = 0;                ///< of the datums the numbers may be on
  const StandIn* stand_in = nullptr;  ///< the point stands for an area
  bool by_name = false;               ///< it is that of the settlement named
  int stated_level = -1;              ///< without a position: innermost area that is known, 1 province … 3 post
  bool is_written = true;             ///< the point has the digits of the file, so their number tells something
  std::string_view accuracy_column;   ///< for notes
};

/// Gives every row that has the fields its location_precision and, where it has a point, its uncertainty_m. What a file says
/// is kept, except of points that stand for an area: a receiver's accuracy is not that of a middle of a country. What nobody
/// said is taken from the kind of position, and never less than half of the last digit that was written.
void settle_precision(Draft& draft, const KnownFields& known, const PositionFacts& facts, RowNotes& notes);

/// Whether a row's point is one that somebody measured or put there: not that of a settlement or a whole area.
bool is_own_point(const Draft& draft, const KnownFields& known);

/// The level of areas that a precision is good for: 3 for points and settlements, 0 for a country.
int deepest_level(const Draft& draft, const KnownFields& known);

}  // namespace importers
