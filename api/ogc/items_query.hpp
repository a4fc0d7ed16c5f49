// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/query.hpp"
#include "geo/table/view.hpp"

#include <string>

namespace api {

/// What a request for items asks of a view.
struct ItemsQuery {
  geo::Query query;
  geo::Collection shown;  ///< the schema with the properties asked for alone
  bool skip_geometry = false;
};

/// Whether pages can be in order of it (`sortby`).
bool is_sortable(const geo::Field& field);

/// From all parameters of items: bbox, datetime, filter, q, sortby, properties, skipGeometry, limit, offset, next. Throws Error{usage,
/// too_large} with what would be right.
ItemsQuery items_query(const Call& call, const geo::View& view);

/// The mark of the page that follows one whose last row is `row` of `batch`; `keys` are the columns that query.sort names.
std::string next_mark(const geo::View& view, const geo::Query& query, const geo::BatchView& batch, std::size_t row);

}  // namespace api
