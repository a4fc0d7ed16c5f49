// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/query.hpp"
#include "geo/table/view.hpp"

namespace api {

/// Which rows a request means, by bbox, bbox-crs, datetime, filter, filter-lang, filter-crs and q: the same for items, downloads and tiles.
/// Throws Error{usage, too_large} with what would be right.
geo::Filter row_filter(const Call& call, const geo::View& view);

/// The same rows among those that have a place, without a bbox: it is a part of the condition.
geo::Filter with_box_as_condition(geo::Filter filter);

}  // namespace api
