// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"

#include <memory>

namespace tiles {

/// The rows of `view` that match `filter`, as a view: whatever is asked of it is asked of those rows. `filter` must have no box, and its
/// `where` must have gone through cql2::check() with the view's schema. schema() and extents are those of the whole view; version() also
/// says nothing of the filter.
std::shared_ptr<const geo::View> filtered(std::shared_ptr<const geo::View> view, geo::Filter filter);

}  // namespace tiles
