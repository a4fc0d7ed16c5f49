// SPDX-License-Identifier: Apache-2.0
// Short ways: what is the same for all rows is found once, what is the same for all rows of one text once for each distinct text, and
// numbers, days and moments are looked up in ranges as they lie in memory.
#include "geo/cql2/check.hpp"
#include "geo/cql2/compiler.hpp"
#include "geo/cql2/conditions.hpp"
#include "geo/cql2/operands.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace geo::cql2 {
namespace {

using Kind = Expression::Kind;
using Whole = RangeSet<std::int64_t>;
using Real = RangeSet<double>;

constexpr TimeMs day_ms = 86'400'000;
/// Beyond it every row may have a text of its own, and asking row by row costs no more.
constexpr std::uint32_t most_texts = 1U << 17U;

Verdict verdict_of(const Truths& truths, std::size_t i) {
  return truths.yes.has(i) ? Verdict::yes : truths.no.has(i) ? Verdict::no : Verdict::unknown;
}

/// The one field of text that everything said depends on; nullptr when there is more, or another kind.
struct OneText {
  const Field* field = nullptr;
  bool other = false;
};
void find_properties(const Expression& e, const Collection& collection, OneText& found) {
  if (e.kind == Kind::property) {
    const Field* field = collection.field(e.name);
    const bool is_text =
        field != nullptr && (field->type == FieldType::text || field->type == FieldType::code || field->type == FieldType::json);
    if (!is_text || (found.field != nullptr && found.field != field)) { found.other = true; }
    found.field = field;
  }
  for (const Expression& argument : e.arguments) {
    if (!found.other) { find_properties(argument, collection, found); }
  }
}

/// The strings of a dictionary as a column: string i in row i, and a row without any at the end.
class DictionaryColumn {
 public:
  explicit DictionaryColumn(const ColumnView& column)
      : m_positions(column.strings.size + std::size_t{1}), m_present((m_positions.size() + 63) / 64, ~std::uint64_t{0}) {
    std::iota(m_positions.begin(), m_positions.end(), std::uint32_t{0});
    m_present[(m_positions.size() - 1) / 64] &= ~(std::uint64_t{1} << ((m_positions.size() - 1) % 64));
    m_view = column;
    m_view.width = 4;
    m_view.base = 0;
    m_view.step = 1;
    m_view.data = m_positions.data();
    m_view.present = m_present.data();
  }
  [[nodiscard]] const ColumnView& view() const { return m_view; }
  [[nodiscard]] std::size_t rows() const { return m_positions.size(); }

 private:
  std::vector<std::uint32_t> m_positions;
  std::vector<std::uint64_t> m_present;
  ColumnView m_view;
};

std::int64_t floor_day(TimeMs time) { return time >= 0 ? time / day_ms : -((-(time + 1)) / day_ms) - 1; }

/// A number against a column of whole numbers.
Whole whole_values(std::string_view op, const Value& number) {
  constexpr std::int64_t least = INT64_MIN;
  constexpr std::int64_t most = INT64_MAX;
  const auto around = [&](std::int64_t low, std::int64_t high) {
    return values_that_are<std::int64_t>(op, low, high, low == least ? std::nullopt : std::optional(low - 1),
                                         high == most ? std::nullopt : std::optional(high + 1));
  };
  if (const auto* whole = std::get_if<std::int64_t>(&number)) { return around(*whole, *whole); }
  const double value = std::get<double>(number);
  constexpr double beyond = 9223372036854775808.0;  // 2^63
  if (value >= beyond) { return values_that_are<std::int64_t>(op, 1, 0, most, std::nullopt); }
  if (value < -beyond) { return values_that_are<std::int64_t>(op, 1, 0, std::nullopt, least); }
  const auto floor = static_cast<std::int64_t>(std::floor(value));
  if (static_cast<double>(floor) == value) { return around(floor, floor); }
  return values_that_are<std::int64_t>(op, 1, 0, floor, floor + 1);
}

/// A number against a column of doubles, not all of which whole numbers of 64 bits are.
Real real_values(std::string_view op, const Value& number) {
  const auto* whole = std::get_if<std::int64_t>(&number);
  const double nearest = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(number);
  const Number exact = whole != nullptr ? static_cast<Number>(*whole) : Number{nearest};
  const double below = Number{nearest} < exact ? nearest : std::nextafter(nearest, -INFINITY);
  const double above = Number{nearest} > exact ? nearest : std::nextafter(nearest, INFINITY);
  if (Number{nearest} != exact) { return values_that_are<double>(op, 1, 0, below, above); }
  return values_that_are<double>(op, nearest, nearest, below, above);
}

/// An instant against a column of days or moments.
Whole instant_values(std::string_view op, const TimeInterval& instant, FieldType type) {
  const std::int64_t low = type == FieldType::date ? floor_day(instant.from) : instant.from;
  const std::int64_t high = type == FieldType::date ? floor_day(instant.to) : instant.to;
  return values_that_are<std::int64_t>(op, low, high, low - 1, high + 1);
}

/// What `op` with the constants says of values, when `values_of(op, k)` are those of a comparison with constant k.
template <class Set, class ValuesOf>
Set combined(std::string_view op, std::size_t constants, ValuesOf values_of) {
  if (op == "between") {
    Set set = values_of(">=", 0);
    set.intersect(values_of("<=", 1));
    return set;
  }
  std::vector<typename Set::Range> ranges;
  for (std::size_t k = 0; k < constants; ++k) {
    const Set set = values_of(op == "in" ? "=" : op, k);
    ranges.insert(ranges.end(), set.ranges().begin(), set.ranges().end());
  }
  return Set::of(std::move(ranges));
}

}  // namespace

ConditionPtr Compiler::once_for_all(const Expression& e) const {
  if (depends_on_rows(e)) { return nullptr; }
  Scratch scratch;
  Truths truths;
  call(e)->find({0, 1}, Mask::first(1), scratch, truths);
  return constant_condition(verdict_of(truths, 0));
}

ConditionPtr Compiler::once_a_text(const Expression& e) const {
  if (!m_uses_dictionaries) { return nullptr; }
  OneText found;
  find_properties(e, m_rows.collection, found);
  if (found.other || found.field == nullptr) { return nullptr; }
  const ColumnView column = column_of(*found.field);
  if (column.strings.size > most_texts) { return nullptr; }
  const DictionaryColumn dictionary(column);
  const Rows texts{m_rows.collection, {}, [&](const Field&) { return dictionary.view(); }};
  const ConditionPtr condition = Compiler(texts, false).condition(e);
  Scratch scratch;
  std::vector<Verdict> verdicts;
  verdicts.reserve(dictionary.rows());
  for (std::size_t begin = 0; begin < dictionary.rows(); begin += Block::most_rows) {
    const Block block{begin, std::min(Block::most_rows, dictionary.rows() - begin)};
    Truths truths;
    condition->find(block, Mask::first(block.rows), scratch, truths);
    for (std::size_t i = 0; i < block.rows; ++i) { verdicts.push_back(verdict_of(truths, i)); }
  }
  const Verdict of_null = verdicts.back();
  verdicts.pop_back();
  return by_dictionary(column, std::move(verdicts), of_null);
}

ConditionPtr Compiler::in_ranges(std::string_view op, const Expression& value, const std::vector<const Expression*>& constants) const {
  const Field* field = field_of(value);
  if (field == nullptr || std::any_of(constants.begin(), constants.end(), [](const Expression* e) { return depends_on_rows(*e); })) {
    return nullptr;
  }
  if (field->type == FieldType::date || field->type == FieldType::time) {
    std::vector<TimeInterval> instants;
    for (const Expression* e : constants) { instants.push_back(value_for_all<Span>(*span(*e))->begin); }
    const auto values_of = [&](std::string_view o, std::size_t k) { return instant_values(o, instants[k], field->type); };
    return integer_in(column_of(*field), combined<Whole>(op, constants.size(), values_of));
  }
  if (field->type != FieldType::integer && field->type != FieldType::real) { return nullptr; }
  std::vector<Value> numbers;
  for (const Expression* e : constants) {
    const auto number_of_it = value_for_all<Number>(*number(*e));
    if (!number_of_it) { return nullptr; }  // a division by zero: three-valued logic does the rest
    numbers.push_back(e->kind == Kind::number ? e->value : Value(static_cast<double>(*number_of_it)));
  }
  if (field->type == FieldType::integer) {
    const auto values_of = [&](std::string_view o, std::size_t k) { return whole_values(o, numbers[k]); };
    return integer_in(column_of(*field), combined<Whole>(op, constants.size(), values_of));
  }
  const auto values_of = [&](std::string_view o, std::size_t k) { return real_values(o, numbers[k]); };
  return real_in(column_of(*field), combined<Real>(op, constants.size(), values_of));
}

}  // namespace geo::cql2
