// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"

#include <memory>
#include <vector>

namespace store::memory {

/// A view that looks at every row for every question. `rows` are what the role may see, in order of fid, their values
/// against `schema`, which is what the role may see of the collection.
std::shared_ptr<const geo::View> make_memory_view(geo::Collection schema, std::vector<geo::Feature> rows);

}  // namespace store::memory
