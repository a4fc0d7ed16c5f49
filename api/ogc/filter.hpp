// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <memory>
#include <optional>
#include <string>

namespace api {

/// A condition that is well written, and not yet one of any collection; its geometries are in CRS84.
struct ReadFilter {
  geo::Expression expression;
  std::string text;  ///< as it was sent
  bool is_json = false;
};

// Both throw Error{usage, too_large} with the place in the filter and what would be right.

/// `filter`, `filter-lang` and `filter-crs` (OGC API - Features Part 3). Nothing when there is no filter.
std::optional<ReadFilter> filter_parameter(const Call& call);
/// The same as a condition on rows of a collection as the role sees it.
std::shared_ptr<const geo::Expression> condition_for(const ReadFilter& filter, const geo::Collection& schema);

}  // namespace api
