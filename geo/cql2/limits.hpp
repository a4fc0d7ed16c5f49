// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace geo::cql2 {

/// What a filter may cost before it is refused (Error{too_large}).
struct Limits {
  std::size_t bytes = std::size_t{1} << 20U;
  std::size_t depth = 100;         ///< of nested expressions; a chain of `and` or `or` is one level
  std::size_t nodes = 10'000;      ///< expressions, elements of lists too
  std::size_t vertices = 100'000;  ///< of all geometries together
};

}  // namespace geo::cql2
