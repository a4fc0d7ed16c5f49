// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace geo::cql2 {

/// The box of four corners (west, south, east, north) or six (with heights, which are dropped) as the WKB of a polygon; of two when
/// west is more than east, which is how a box over the antimeridian is written.
std::string box_wkb(const std::vector<double>& corners);

}  // namespace geo::cql2
