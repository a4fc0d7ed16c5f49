// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/compiler.hpp"

#include "geo/base/error.hpp"
#include "geo/cql2/calendar.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/conditions.hpp"
#include "geo/cql2/operands.hpp"
#include "geo/cql2/operators.hpp"
#include "geo/cql2/spatial.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;

/// Elements of lists that are looked at again for every row, since a property is among them.
constexpr std::size_t most_items_by_row = 100;

Number as_number(const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  return whole != nullptr ? static_cast<Number>(*whole) : static_cast<Number>(std::get<double>(number));
}

[[noreturn]] void refuse_list() {
  throw Error(Problem::too_large,
              "a list of the filter with a property in it, or one compared with such a list, may have " +
                  std::to_string(most_items_by_row) + " elements at most",
              "uma lista do filtro com uma propriedade, ou comparada com uma lista assim, pode ter no máximo " +
                  std::to_string(most_items_by_row) + " elementos");
}

}  // namespace

bool depends_on_rows(const Expression& e) {
  return e.kind == Kind::property || std::any_of(e.arguments.begin(), e.arguments.end(), depends_on_rows);
}

const Field* Compiler::field_of(const Expression& e) const { return e.kind == Kind::property ? m_rows.collection.field(e.name) : nullptr; }

ConditionPtr Compiler::condition(const Expression& e) const {
  if (e.kind == Kind::boolean) { return constant_condition(std::get<bool>(e.value) ? Verdict::yes : Verdict::no); }
  if (const Field* field = field_of(e)) { return is_true(column_of(*field)); }
  if (auto fast = once_for_all(e)) { return fast; }
  if (auto fast = once_a_text(e)) { return fast; }
  return call(e);
}

ConditionPtr Compiler::call(const Expression& e) const {
  const auto& a = e.arguments;
  const Operator& op = *find_operator(e.name);
  switch (op.family) {
    case Family::logical: return logical(e);
    case Family::comparison: return compare(op.name, a[0], a[1]);
    case Family::between: {
      if (auto fast = in_ranges("between", a[0], {&a[1], &a[2]})) { return fast; }
      std::vector<ConditionPtr> parts;
      parts.push_back(compare(">=", a[0], a[1]));
      parts.push_back(compare("<=", a[0], a[2]));
      return all_of(std::move(parts));
    }
    case Family::null: return unknown(a[0]);
    case Family::in: return among(a[0], a[1].arguments);
    case Family::like: return like(text(a[0]), text(a[1]));
    case Family::spatial: return spatial(e);
    case Family::temporal: return temporal(op.name, span(a[0]), span(a[1]));
    case Family::array: {
      const bool again = depends_on_rows(e);
      const std::size_t most = again ? most_items_by_row : any_number;
      return lists_are(op.name, list(a[0], most), list(a[1], most));
    }
    case Family::text:
    case Family::arithmetic:
    case Family::calendar:
    case Family::interval: break;  // no conditions: check() refuses them here
  }
  return constant_condition(Verdict::unknown);
}

ConditionPtr Compiler::logical(const Expression& e) const {
  if (e.name == "not") { return negated(condition(e.arguments[0])); }
  std::vector<ConditionPtr> parts;
  for (const Expression& part : e.arguments) { parts.push_back(condition(part)); }
  return e.name == "and" ? all_of(std::move(parts)) : any_of(std::move(parts));
}

ConditionPtr Compiler::compare(std::string_view op, const Expression& left, const Expression& right) const {
  if (auto fast = in_ranges(op, left, {&right})) { return fast; }
  if (auto fast = in_ranges(mirrored(op), right, {&left})) { return fast; }
  switch (type_of(left, m_rows.collection)) {
    case Type::number: return comparison(op, number(left), number(right));
    case Type::text: return comparison(op, text(left), text(right));
    case Type::boolean: return comparison(op, condition(left), condition(right));
    default: return comparison(op, span(left), span(right));
  }
}

ConditionPtr Compiler::among(const Expression& value, const std::vector<Expression>& list) const {
  std::vector<const Expression*> items;
  for (const Expression& item : list) { items.push_back(&item); }
  if (auto fast = in_ranges("in", value, items)) { return fast; }
  if (list.size() > most_items_by_row) {
    const bool all_constant = std::none_of(list.begin(), list.end(), depends_on_rows);
    if (!all_constant) { refuse_list(); }
  }
  const auto operands = [&](auto make) {
    using Made = decltype(make(value));
    std::vector<Made> made;
    for (const Expression& item : list) { made.push_back(make(item)); }
    return made;
  };
  switch (type_of(value, m_rows.collection)) {
    case Type::number: return one_of(number(value), operands([&](const Expression& e) { return number(e); }));
    case Type::text: return one_of(text(value), operands([&](const Expression& e) { return text(e); }));
    case Type::boolean: {
      std::vector<ConditionPtr> parts;
      for (const Expression& item : list) { parts.push_back(comparison("=", condition(value), condition(item))); }
      return any_of(std::move(parts));
    }
    default: return one_of(span(value), operands([&](const Expression& e) { return span(e); }));
  }
}

ConditionPtr Compiler::unknown(const Expression& e) const {
  if (const Field* field = field_of(e)) { return is_null(column_of(*field)); }
  switch (type_of(e, m_rows.collection)) {
    case Type::number: return is_unknown(number(e));
    case Type::text: return is_unknown(text(e));
    case Type::boolean: return is_unknown(condition(e));
    case Type::geometry: return e.kind == Kind::property ? has_no_place(m_rows.geometry) : constant_condition(Verdict::no);
    case Type::array: return is_unknown(lists_are("a_equals", list(e, most_items_by_row), list(e, most_items_by_row)));
    default: return is_unknown(span(e));
  }
}

ConditionPtr Compiler::spatial(const Expression& e) const {
  const Relation relation = relation_of(find_operator(e.name)->name);
  return places(relation, e.arguments[0], e.arguments[1]);
}

ConditionPtr Compiler::places(Relation relation, const Expression& a, const Expression& b) const {
  const bool a_is_place = a.kind == Kind::property;
  const bool b_is_place = b.kind == Kind::property;
  if (a_is_place && b_is_place) { return place_has_to_itself(relation, m_rows.geometry); }
  if (a_is_place) { return place_has(relation, m_rows.geometry, std::get<std::string>(b.value)); }
  if (b_is_place) { return place_has(converse(relation), m_rows.geometry, std::get<std::string>(a.value)); }
  return shapes_have(relation, std::get<std::string>(a.value), std::get<std::string>(b.value));
}

List Compiler::list(const Expression& e, std::size_t most) const {
  if (e.arguments.size() > most) { refuse_list(); }
  List items;
  for (const Expression& argument : e.arguments) { items.push_back(item(argument)); }
  return items;
}

Item Compiler::item(const Expression& e) const {
  switch (type_of(e, m_rows.collection)) {
    case Type::boolean: return condition(e);
    case Type::number: return number(e);
    case Type::text: return text(e);
    case Type::array:  // parsers refuse it
    case Type::geometry:
      if (e.kind == Kind::geometry) { return std::get<std::string>(e.value); }
      throw Error(Problem::usage, "a list of the filter cannot hold the places of rows",
                  "uma lista do filtro não pode conter os lugares das linhas");
    default: return span(e);
  }
}

OperandPtr<Number> Compiler::number(const Expression& e) const {
  if (e.kind == Kind::number) { return constant_value(as_number(e.value)); }
  if (const Field* field = field_of(e)) { return numbers_of(column_of(*field)); }
  const Operator& op = *find_operator(e.name);
  auto operand = op.family == Family::calendar
                     ? calendar(op.name, span(e.arguments[0]), e.arguments.size() > 1 ? number(e.arguments[1]) : nullptr)
                     : arithmetic(op.name, number(e.arguments[0]), number(e.arguments[1]));
  if (depends_on_rows(e)) { return operand; }
  const auto value = value_for_all<Number>(*operand);
  return value ? constant_value(*value) : unknown_value<Number>();
}

OperandPtr<std::string_view> Compiler::text(const Expression& e) const {
  if (e.kind == Kind::text) { return constant_text(std::get<std::string>(e.value)); }
  if (const Field* field = field_of(e)) { return texts_of(column_of(*field)); }
  auto operand = folded(find_operator(e.name)->name, text(e.arguments[0]));
  if (depends_on_rows(e)) { return operand; }
  const auto value = value_for_all<std::string_view, std::string>(*operand);
  return value ? constant_text(*value) : unknown_value<std::string_view>();
}

OperandPtr<Span> Compiler::span(const Expression& e) const {
  if (e.kind == Kind::date) { return constant_value(span_of_day(static_cast<DayNumber>(std::get<std::int64_t>(e.value)))); }
  if (e.kind == Kind::timestamp) { return constant_value(span_of_moment(std::get<std::int64_t>(e.value))); }
  if (const Field* field = field_of(e)) { return instants_of(column_of(*field)); }
  const auto end_of = [&](const Expression& end, Span open) { return end.kind == Kind::open ? constant_value(open) : span(end); };
  return interval(end_of(e.arguments[0], open_begin()), end_of(e.arguments[1], open_end()));
}

}  // namespace geo::cql2
