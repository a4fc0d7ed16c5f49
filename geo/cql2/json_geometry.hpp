// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/budget.hpp"

#include <simdjson.h>

#include <optional>
#include <string>

namespace geo::cql2 {

/// A GeoJSON geometry object (RFC 7946) as two-dimensional WKB. Nothing for what is none. Throws Error{too_large}.
std::optional<std::string> geometry_wkb(const simdjson::dom::object& geometry, Budget& budget);

}  // namespace geo::cql2
