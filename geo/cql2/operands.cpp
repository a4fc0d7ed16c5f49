// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/operands.hpp"

#include "geo/base/letters.hpp"
#include "geo/cql2/column_conditions.hpp"

#include <cmath>
#include <utility>

namespace geo::cql2 {
namespace {

constexpr TimeMs day_ms = 86'400'000;

template <class T>
class Constant final : public Operand<T> {
 public:
  explicit Constant(T value) : m_value(value) {}
  void find(const Block& block, const Mask& asked, Scratch&, Cells<T>& out) const override {
    std::fill_n(out.value.begin(), block.rows, m_value);
    out.known = asked;
  }

 private:
  T m_value;
};

template <class T>
class Unknown final : public Operand<T> {
 public:
  void find(const Block&, const Mask&, Scratch&, Cells<T>& out) const override { out.known = Mask{}; }
};

class ConstantText final : public Operand<std::string_view> {
 public:
  explicit ConstantText(std::string value) : m_value(std::move(value)) {}
  void find(const Block& block, const Mask& asked, Scratch&, Cells<std::string_view>& out) const override {
    std::fill_n(out.value.begin(), block.rows, std::string_view(m_value));
    out.known = asked;
  }

 private:
  std::string m_value;
};

/// `Read` makes a value of a column's cell.
template <class T, class Read>
class OfColumn final : public Operand<T> {
 public:
  OfColumn(const ColumnView& column, Read read) : m_column(column), m_read(read) {}
  void find(const Block& block, const Mask& asked, Scratch&, Cells<T>& out) const override {
    out.known = known_in(m_column, block) & asked;
    out.known.for_each([&](std::size_t i) { out.value[i] = m_read(m_column, block.begin + i); });
  }

 private:
  ColumnView m_column;
  Read m_read;
};

template <class T, class Read>
OperandPtr<T> of_column(const ColumnView& column, Read read) {
  return std::make_unique<OfColumn<T, Read>>(column, read);
}

double add(double a, double b) { return a + b; }
double subtract(double a, double b) { return a - b; }
double multiply(double a, double b) { return a * b; }
double divide(double a, double b) { return a / b; }
double remainder_of(double a, double b) { return std::fmod(a, b); }
double power(double a, double b) { return std::pow(a, b); }
double whole_quotient(double a, double b) { return std::trunc(a / b); }

using Operation = double (*)(double, double);
Operation operation(std::string_view op) {
  if (op == "+") { return add; }
  if (op == "-") { return subtract; }
  if (op == "*") { return multiply; }
  if (op == "/") { return divide; }
  if (op == "%") { return remainder_of; }
  return op == "^" ? power : whole_quotient;
}

class Arithmetic final : public Operand<Number> {
 public:
  Arithmetic(Operation operation, OperandPtr<Number> left, OperandPtr<Number> right)
      : m_operation(operation), m_left(std::move(left)), m_right(std::move(right)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Cells<Number>& out) const override {
    m_left->find(block, asked, scratch, out);
    const auto right = scratch.take<Number>();
    m_right->find(block, out.known, scratch, *right);
    out.known = out.known & right->known;
    Mask finite;
    out.known.for_each([&](std::size_t i) {
      const double result = m_operation(static_cast<double>(out.value[i]), static_cast<double>(right->value[i]));
      out.value[i] = result;
      if (std::isfinite(result)) { finite.set(i); }
    });
    out.known = finite;
  }

 private:
  Operation m_operation;
  OperandPtr<Number> m_left;
  OperandPtr<Number> m_right;
};

class Folded final : public Operand<std::string_view> {
 public:
  Folded(bool case_only, OperandPtr<std::string_view> text) : m_case_only(case_only), m_text(std::move(text)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Cells<std::string_view>& out) const override {
    const auto raw = scratch.take<std::string_view>();
    m_text->find(block, asked, scratch, *raw);
    out.known = raw->known;
    out.owned.clear();
    out.owned.reserve(Block::most_rows);  // short texts live within the strings, which must not move
    out.known.for_each([&](std::size_t i) {
      out.owned.push_back(m_case_only ? fold_case(raw->value[i]) : strip_accents(raw->value[i]));
      out.value[i] = out.owned.back();
    });
  }

 private:
  bool m_case_only;
  OperandPtr<std::string_view> m_text;
};

class Interval final : public Operand<Span> {
 public:
  Interval(OperandPtr<Span> begin, OperandPtr<Span> end) : m_begin(std::move(begin)), m_end(std::move(end)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Cells<Span>& out) const override {
    m_begin->find(block, asked, scratch, out);
    const auto end = scratch.take<Span>();
    m_end->find(block, out.known, scratch, *end);
    out.known = out.known & end->known;
    out.known.for_each([&](std::size_t i) { out.value[i].end = end->value[i].end; });
  }

 private:
  OperandPtr<Span> m_begin;
  OperandPtr<Span> m_end;
};

}  // namespace

template <class T>
OperandPtr<T> constant_value(T value) {
  return std::make_unique<Constant<T>>(value);
}
template OperandPtr<Number> constant_value(Number);
template OperandPtr<Span> constant_value(Span);

template <class T>
OperandPtr<T> unknown_value() {
  return std::make_unique<Unknown<T>>();
}
template OperandPtr<Number> unknown_value();
template OperandPtr<Span> unknown_value();
template OperandPtr<std::string_view> unknown_value();

OperandPtr<std::string_view> constant_text(std::string value) { return std::make_unique<ConstantText>(std::move(value)); }

OperandPtr<Number> numbers_of(const ColumnView& column) {
  if (column.type == FieldType::real) {
    return of_column<Number>(column, [](const ColumnView& c, std::size_t i) { return static_cast<Number>(c.real(i)); });
  }
  return of_column<Number>(column, [](const ColumnView& c, std::size_t i) { return static_cast<Number>(c.integer(i)); });
}

OperandPtr<std::string_view> texts_of(const ColumnView& column) {
  return of_column<std::string_view>(column, [](const ColumnView& c, std::size_t i) { return c.text(i); });
}

OperandPtr<Span> instants_of(const ColumnView& column) {
  if (column.type == FieldType::date) {
    return of_column<Span>(column, [](const ColumnView& c, std::size_t i) { return span_of_day(static_cast<DayNumber>(c.integer(i))); });
  }
  return of_column<Span>(column, [](const ColumnView& c, std::size_t i) { return span_of_moment(c.integer(i)); });
}

OperandPtr<Number> arithmetic(std::string_view op, OperandPtr<Number> left, OperandPtr<Number> right) {
  return std::make_unique<Arithmetic>(operation(op), std::move(left), std::move(right));
}
OperandPtr<std::string_view> folded(std::string_view op, OperandPtr<std::string_view> text) {
  return std::make_unique<Folded>(op == "casei", std::move(text));
}
OperandPtr<Span> interval(OperandPtr<Span> begin, OperandPtr<Span> end) {
  return std::make_unique<Interval>(std::move(begin), std::move(end));
}

Span span_of_day(DayNumber day) {
  const TimeInterval whole{day * day_ms, day * day_ms + day_ms - 1};
  return {whole, whole};
}
Span span_of_moment(TimeMs time) { return {{time, time}, {time, time}}; }
Span open_begin() { return {{INT64_MIN, INT64_MIN}, {INT64_MIN, INT64_MIN}}; }
Span open_end() { return {{INT64_MAX, INT64_MAX}, {INT64_MAX, INT64_MAX}}; }

}  // namespace geo::cql2
