// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// The area a council looks after.
struct Catchment {
  std::int64_t id = 0;
  Geometry area;
};

/// A catchment that was left out, or used in a repaired shape.
struct CatchmentNote {
  std::int64_t id = 0;
  Text reason;
  double area_change_share = 0;  ///< by the repair, 0..1; see Repair

  bool operator==(const CatchmentNote&) const = default;
};

/// What analyses of coverage work on: used + excluded is the number of those given.
struct CatchmentSet {
  std::vector<Catchment> used;          ///< valid polygons, by id
  std::vector<CatchmentNote> repaired;  ///< those of `used` whose shape was wrong, by id
  std::vector<CatchmentNote> excluded;  ///< by id: no polygon, beyond repair, or an id that was there before
};

/// Repairs and sorts. Of two with one id the one whose bytes come first is used. Throws Error{too_large} as repair_polygon().
CatchmentSet prepare_catchments(std::span<const Catchment> catchments);

}  // namespace geo
