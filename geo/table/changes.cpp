// SPDX-License-Identifier: Apache-2.0
#include "geo/table/changes.hpp"

#include <cassert>

namespace geo {

std::vector<Change> changes(const Row& before, const Row& after) {
  assert(before.values.size() == after.values.size());
  std::vector<Change> found;
  if (!(before.geometry == after.geometry)) { found.emplace_back(); }
  for (std::size_t i = 0; i < before.values.size(); ++i) {
    if (before.values[i] != after.values[i]) { found.push_back({static_cast<int>(i), before.values[i], after.values[i]}); }
  }
  return found;
}

}  // namespace geo
