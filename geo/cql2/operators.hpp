// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace geo::cql2 {

/// The conformance class an operator comes from (OGC 21-065r2, clause 6 ff.).
enum class Family { logical, comparison, null, like, between, in, text, spatial, temporal, array, arithmetic, interval, calendar };

struct Operator {
  std::string_view name;  ///< as JSON has it: "and", "<=", "s_intersects", "isNull"; functions in text are the same but for case
  Family family;
  std::size_t least;  ///< operands
  std::size_t most;
};

inline constexpr std::size_t any_number = static_cast<std::size_t>(-1);

/// Null for a name that is none. Case does not matter.
const Operator* find_operator(std::string_view name);

/// The comparison that says the same with its operands exchanged: "<=" for ">=", "=" for "=".
std::string_view mirrored(std::string_view comparison);

/// Whether it is written name(a, b) in text: spatial, temporal and array operators, casei, accenti, functions of our own.
bool is_function(const Operator& op);

/// How many operands it takes, for whoever gave another number: "2", "1-2".
std::string operand_count(const Operator& op);

}  // namespace geo::cql2
