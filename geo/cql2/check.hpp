// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <string_view>

namespace geo::cql2 {

enum class Type { boolean, number, text, instant, interval, geometry, array };

/// The names under which a filter asks for the place of a row, unless the collection has a field so named.
inline constexpr const char* geometry_names[] = {"geometry", "geom"};

/// Whether the filter has a meaning for rows of `collection`: every property is one of its fields, every operator gets what it can
/// work on, every geometry has an inside and lies on the Earth (longitudes and latitudes), and the whole is a condition. A text that stands
/// where an instant is asked for and can be read as one becomes it, as clients write dates that way; a property written in capitals gets
/// the field's own name. Throws Error{usage} with the position and what would be right: the character, where the expression was parsed from
/// `text`; empty: from JSON. Linear, but for geometries (n log n).
void check(Expression& filter, const Collection& collection, std::string_view text = {});

/// How many parts of an expression have to be looked at for every row; those without a property are looked at once.
std::size_t parts_by_row(const Expression& e);

/// Of an expression that has been checked. Does not look further down.
Type type_of(const Expression& e, const Collection& collection);

}  // namespace geo::cql2
