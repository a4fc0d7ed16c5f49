// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/cql2/evaluate.hpp"
#include "geo/cql2/lists.hpp"
#include "geo/cql2/range_set.hpp"
#include "geo/geometry/relation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Private to this folder.
namespace geo::cql2 {

/// Turns an expression into conditions on columns, and chooses the fastest way that there is for each part.
class Compiler {
 public:
  explicit Compiler(const Rows& rows, bool uses_dictionaries = true) : m_rows(rows), m_uses_dictionaries(uses_dictionaries) {}

  [[nodiscard]] ConditionPtr condition(const Expression& e) const;

 private:
  // compiler.cpp: what conditions there are
  [[nodiscard]] ConditionPtr call(const Expression& e) const;
  [[nodiscard]] ConditionPtr logical(const Expression& e) const;
  [[nodiscard]] ConditionPtr compare(std::string_view op, const Expression& left, const Expression& right) const;
  [[nodiscard]] ConditionPtr among(const Expression& value, const std::vector<Expression>& list) const;
  [[nodiscard]] ConditionPtr unknown(const Expression& e) const;
  [[nodiscard]] ConditionPtr spatial(const Expression& e) const;
  [[nodiscard]] ConditionPtr places(Relation relation, const Expression& a, const Expression& b) const;
  [[nodiscard]] List list(const Expression& e, std::size_t most) const;
  [[nodiscard]] Item item(const Expression& e) const;

  // compiler_fast.cpp: short ways; nothing when there is none
  [[nodiscard]] ConditionPtr once_for_all(const Expression& e) const;
  [[nodiscard]] ConditionPtr once_a_text(const Expression& e) const;
  [[nodiscard]] ConditionPtr in_ranges(std::string_view op, const Expression& value, const std::vector<const Expression*>& constants) const;

  // operands
  [[nodiscard]] OperandPtr<Number> number(const Expression& e) const;
  [[nodiscard]] OperandPtr<std::string_view> text(const Expression& e) const;
  [[nodiscard]] OperandPtr<Span> span(const Expression& e) const;

  [[nodiscard]] const Field* field_of(const Expression& e) const;
  [[nodiscard]] ColumnView column_of(const Field& field) const { return m_rows.column(field); }

  const Rows& m_rows;
  bool m_uses_dictionaries;
};

/// Whether a property occurs in it.
bool depends_on_rows(const Expression& e);

}  // namespace geo::cql2
