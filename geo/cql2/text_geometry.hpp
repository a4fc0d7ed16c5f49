// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/budget.hpp"
#include "geo/cql2/scanner.hpp"

#include <string_view>

namespace geo::cql2 {

/// POINT, LINESTRING, …, GEOMETRYCOLLECTION, BBOX; in any case.
bool names_geometry(std::string_view word);

/// A geometry as well-known text, or BBOX(west, south, east, north): the scanner stands behind its name, at the bracket. Z is
/// read and dropped. Throws Error{usage, too_large}.
Expression read_geometry(std::string_view name, Scanner& scanner, Budget& budget);

}  // namespace geo::cql2
