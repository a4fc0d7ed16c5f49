// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <vector>

namespace geo {

/// One thing that is not the same in two versions of a row.
struct Change {
  int field = -1;  ///< position in the schema's fields; -1: the geometry, which stands in the rows themselves
  Value before;
  Value after;
};

/// What makes `after` of `before`: the geometry first, then the fields in their order. Precondition: rows of one schema.
std::vector<Change> changes(const Row& before, const Row& after);

}  // namespace geo
