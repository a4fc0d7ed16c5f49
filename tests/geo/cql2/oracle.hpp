// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"
#include "geo/table/row.hpp"
#include "geo/table/schema.hpp"

namespace cql2_test {

enum class Truth { no, unknown, yes };

/// Whether a row meets a filter that check() took: row by row, value by value, as the standard's tables have it, and as slow as that
/// is. What the engine is compared with.
Truth holds(const geo::Expression& filter, const geo::Collection& collection, const geo::Row& row);

}  // namespace cql2_test
