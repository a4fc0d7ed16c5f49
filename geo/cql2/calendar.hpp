// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/cql2/block.hpp"

#include <string_view>
#include <vector>

// Functions of our own (OGC 21-065r2, 7.15): numbers that the calendar gives an instant.
namespace geo::cql2 {

/// What a program is told of a function.
struct CalendarFunction {
  std::string_view name;
  Text description;
};
/// year, month, day, weekday (1 Monday … 7 Sunday), hour (0 … 23).
const std::vector<CalendarFunction>& calendar_functions();

/// `function` of each instant, on a clock that is `offset_hours` ahead of UTC (null: UTC itself). Days have no clock: they stay what
/// they are, and their hour is unknown, as is whatever lies outside the years 0 to 9999. Private to this folder.
OperandPtr<Number> calendar(std::string_view function, OperandPtr<Span> instant, OperandPtr<Number> offset_hours);

}  // namespace geo::cql2
