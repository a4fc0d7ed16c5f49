// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <memory>

namespace api {

/// `filter`, `filter-lang` and `filter-crs` (OGC API - Features Part 3): a condition on rows of a collection as the role sees it, its
/// geometries in CRS84. Null when there is none. Throws Error{usage, too_large} with the place in the filter and what would be right.
std::shared_ptr<const geo::Expression> filter_parameter(const Call& call, const geo::Collection& schema);

}  // namespace api
