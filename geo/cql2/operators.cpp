// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/operators.hpp"

#include <algorithm>

namespace geo::cql2 {
namespace {

using enum Family;

constexpr Operator operators[] = {
    {"and", logical, 2, any_number},
    {"or", logical, 2, any_number},
    {"not", logical, 1, 1},
    {"=", comparison, 2, 2},
    {"<>", comparison, 2, 2},
    {"<", comparison, 2, 2},
    {">", comparison, 2, 2},
    {"<=", comparison, 2, 2},
    {">=", comparison, 2, 2},
    {"isNull", null, 1, 1},
    {"like", like, 2, 2},
    {"between", between, 3, 3},
    {"in", in, 2, 2},
    {"casei", text, 1, 1},
    {"accenti", text, 1, 1},
    {"s_intersects", spatial, 2, 2},
    {"s_disjoint", spatial, 2, 2},
    {"s_equals", spatial, 2, 2},
    {"s_touches", spatial, 2, 2},
    {"s_within", spatial, 2, 2},
    {"s_contains", spatial, 2, 2},
    {"s_overlaps", spatial, 2, 2},
    {"s_crosses", spatial, 2, 2},
    {"t_after", temporal, 2, 2},
    {"t_before", temporal, 2, 2},
    {"t_contains", temporal, 2, 2},
    {"t_disjoint", temporal, 2, 2},
    {"t_during", temporal, 2, 2},
    {"t_equals", temporal, 2, 2},
    {"t_finishedBy", temporal, 2, 2},
    {"t_finishes", temporal, 2, 2},
    {"t_intersects", temporal, 2, 2},
    {"t_meets", temporal, 2, 2},
    {"t_metBy", temporal, 2, 2},
    {"t_overlappedBy", temporal, 2, 2},
    {"t_overlaps", temporal, 2, 2},
    {"t_startedBy", temporal, 2, 2},
    {"t_starts", temporal, 2, 2},
    {"a_equals", array, 2, 2},
    {"a_contains", array, 2, 2},
    {"a_containedBy", array, 2, 2},
    {"a_overlaps", array, 2, 2},
    {"+", arithmetic, 2, 2},
    {"-", arithmetic, 2, 2},
    {"*", arithmetic, 2, 2},
    {"/", arithmetic, 2, 2},
    {"^", arithmetic, 2, 2},
    {"%", arithmetic, 2, 2},
    {"div", arithmetic, 2, 2},
    {"interval", interval, 2, 2},
    {"year", calendar, 1, 2},
    {"month", calendar, 1, 2},
    {"day", calendar, 1, 2},
    {"weekday", calendar, 1, 2},
    {"hour", calendar, 1, 2},
};

/// Names in text are whole whatever their case, and JSON is read as kindly.
bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

}  // namespace

const Operator* find_operator(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(operators), std::end(operators), [&](const Operator& op) { return equal_but_for_case(op.name, name); });
  return found == std::end(operators) ? nullptr : found;
}

std::string_view mirrored(std::string_view comparison) {
  if (comparison == "<") { return ">"; }
  if (comparison == ">") { return "<"; }
  if (comparison == "<=") { return ">="; }
  return comparison == ">=" ? "<=" : comparison;
}

bool is_function(const Operator& op) {
  return op.family == spatial || op.family == temporal || op.family == array || op.family == text || op.family == calendar;
}

std::string operand_count(const Operator& op) {
  const bool is_range = op.most != op.least && op.most != any_number;
  return std::to_string(op.least) + (is_range ? "-" + std::to_string(op.most) : "");
}

}  // namespace geo::cql2
