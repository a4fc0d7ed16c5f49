// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/cql2/column_conditions.hpp"

#include <string_view>
#include <vector>

// Conditions made of values and of other conditions. Private to this folder. Three-valued (OGC 21-065r2, table 2): where a value is
// unknown, so is what is said of it.
namespace geo::cql2 {

/// Every one, or at least one, of the parts: the cheap ones are asked first, the others only about rows that are not decided.
ConditionPtr all_of(std::vector<ConditionPtr> parts);
ConditionPtr any_of(std::vector<ConditionPtr> parts);
ConditionPtr negated(ConditionPtr condition);
ConditionPtr constant_condition(Verdict verdict);

/// `op`: = <> < > <= >=. Texts in order of their code points, no before yes. Spans by their begins; what overlaps is equal, so that
/// every moment of a day is equal to the day.
template <class T>
ConditionPtr comparison(std::string_view op, OperandPtr<T> left, OperandPtr<T> right);
ConditionPtr comparison(std::string_view op, ConditionPtr left, ConditionPtr right);
template <class T>
ConditionPtr one_of(OperandPtr<T> value, std::vector<OperandPtr<T>> list);
ConditionPtr like(OperandPtr<std::string_view> text, OperandPtr<std::string_view> pattern);
template <class T>
ConditionPtr is_unknown(OperandPtr<T> value);
ConditionPtr is_unknown(ConditionPtr condition);
/// `op`: t_after, t_before, … (OGC 21-065r2, 7.9, after Allen 1983).
ConditionPtr temporal(std::string_view op, OperandPtr<Span> left, OperandPtr<Span> right);

/// Less than, equal to or more than 0.
int order_of(const TimeInterval& a, const TimeInterval& b);

}  // namespace geo::cql2
