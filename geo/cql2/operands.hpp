// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/table/column.hpp"

#include <optional>
#include <string>
#include <string_view>

// Values for each row of a block. Private to this folder.
namespace geo::cql2 {

template <class T>
OperandPtr<T> constant_value(T value);
/// Nothing is known for any row.
template <class T>
OperandPtr<T> unknown_value();
OperandPtr<std::string_view> constant_text(std::string value);

OperandPtr<Number> numbers_of(const ColumnView& column);
OperandPtr<std::string_view> texts_of(const ColumnView& column);
/// Days or moments.
OperandPtr<Span> instants_of(const ColumnView& column);

/// `op` as expressions name it: + - * / % ^ div. What is no number (a division by zero) is unknown.
OperandPtr<Number> arithmetic(std::string_view op, OperandPtr<Number> left, OperandPtr<Number> right);
/// casei or accenti.
OperandPtr<std::string_view> folded(std::string_view op, OperandPtr<std::string_view> text);
/// From the begin of the one to the end of the other.
OperandPtr<Span> interval(OperandPtr<Span> begin, OperandPtr<Span> end);

/// Of an operand that has the same value for every row.
template <class T, class Kept = T>
std::optional<Kept> value_for_all(const Operand<T>& operand) {
  Scratch scratch;
  const auto cells = scratch.take<T>();
  operand.find({0, 1}, Mask::first(1), scratch, *cells);
  return cells->known.has(0) ? std::optional(Kept(cells->value[0])) : std::nullopt;
}

/// The instants as spans.
Span span_of_day(DayNumber day);
Span span_of_moment(TimeMs time);
Span open_begin();
Span open_end();

}  // namespace geo::cql2
