// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

namespace geo {

/// More values at the end of a row.
inline void append(Row& row, std::initializer_list<Value> values) { row.values.insert(row.values.end(), values.begin(), values.end()); }

/// Null for no text.
inline Value text_or_null(std::string_view words) { return words.empty() ? Value() : Value(std::string(words)); }

/// Null where a number is none or has no limit.
inline Value finite_value(double value) { return std::isfinite(value) ? Value(value) : Value(); }

}  // namespace geo
