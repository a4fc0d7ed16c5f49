// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Lists and the conditions on them: the array functions of CQL2 (OGC 21-065r2, 7.10), which take lists as sets. Row by row, since a
// list may hold anything. Private to this folder.
namespace geo::cql2 {

/// One element of a list: a condition, a value of some kind, the WKB of a geometry that is the same for all rows.
using Item = std::variant<ConditionPtr, OperandPtr<Number>, OperandPtr<std::string_view>, OperandPtr<Span>, std::string>;
using List = std::vector<Item>;

/// `op`: a_equals, a_contains, a_containedBy, a_overlaps. Unknown where an element is.
ConditionPtr lists_are(std::string_view op, List left, List right);

}  // namespace geo::cql2
