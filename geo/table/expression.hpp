// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace geo {

/// A CQL2 expression (OGC 21-065r2) as a tree, the same for text and JSON. It is data: geo/cql2 reads, writes,
/// checks and evaluates it; a store may make something else of it.
struct Expression {
  enum class Kind {
    property,   ///< `name`
    text,       ///< `value` is a string
    number,     ///< `value` is an std::int64_t where it was written without fraction and exponent and fits, else a double
    boolean,    ///< `value` is a bool
    date,       ///< `value` is a DayNumber as std::int64_t
    timestamp,  ///< `value` is a TimeMs as std::int64_t
    open,       ///< ".." of an interval
    geometry,   ///< `value` is two-dimensional WKB, coordinates as they were written
    array,      ///< `arguments` are its elements
    call,       ///< `name` is the operator or function as JSON has it (Operator::name), `arguments` its operands
  };

  Kind kind = Kind::boolean;
  std::string name = {};
  Value value = {};
  std::vector<Expression> arguments = {};
  std::size_t position = 0;  ///< byte of the text at which it begins; 0 in what was parsed from JSON

  /// Positions apart.
  bool operator==(const Expression& other) const {
    return kind == other.kind && name == other.name && value == other.value && arguments == other.arguments;
  }
};

}  // namespace geo
