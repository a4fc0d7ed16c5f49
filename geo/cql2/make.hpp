// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"

#include <string>
#include <utility>
#include <vector>

namespace geo::cql2 {

/// Expressions made by a program instead of a parser.
inline Expression make_literal(Expression::Kind kind, Value value) {
  Expression e;
  e.kind = kind;
  e.value = std::move(value);
  return e;
}
inline Expression make_property(std::string name) {
  Expression e;
  e.kind = Expression::Kind::property;
  e.name = std::move(name);
  return e;
}
/// `op`: as Operator::name.
inline Expression make_call(std::string op, std::vector<Expression> operands) {
  Expression e;
  e.kind = Expression::Kind::call;
  e.name = std::move(op);
  e.arguments = std::move(operands);
  return e;
}
inline Expression make_array(std::vector<Expression> items) {
  Expression e;
  e.kind = Expression::Kind::array;
  e.arguments = std::move(items);
  return e;
}

}  // namespace geo::cql2
