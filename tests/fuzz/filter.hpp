// SPDX-License-Identifier: Apache-2.0
// What holds of every filter that was read, from text or JSON.
#pragma once

#include "geo/cql2/parse.hpp"

#include <cstdlib>

namespace fuzz {

/// Both forms give the tree back.
inline void comes_back(const geo::Expression& tree) {
  geo::cql2::Limits wide;  // what is written out may be a little longer than what was read
  wide.bytes *= 32;
  wide.depth *= 2;
  wide.nodes *= 2;
  const bool same =
      geo::cql2::parse_text(geo::cql2::to_text(tree), wide) == tree && geo::cql2::parse_json(geo::cql2::to_json(tree), wide) == tree;
  if (!same) { std::abort(); }
}

}  // namespace fuzz
