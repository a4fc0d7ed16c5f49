// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/query.hpp"
#include "geo/table/view.hpp"

#include <memory>
#include <vector>

namespace api {

/// Which rows a request means, by bbox, bbox-crs, datetime, filter, filter-lang, filter-crs and q: the same for items, downloads and tiles.
/// Throws Error{usage, too_large} with what would be right.
geo::Filter row_filter(const Call& call, const geo::View& view);

/// The same of several views, one for each. A condition is refused for the one that it does not fit, by name, and where it would have to be
/// looked at too often in all of them together.
std::vector<geo::Filter> row_filters(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);

/// The same rows among those that have a place, without a bbox: it is a part of the condition.
geo::Filter with_box_as_condition(geo::Filter filter);

}  // namespace api
