// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/html/page.hpp"
#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <string_view>
#include <vector>

namespace api {

/// A system of coordinates that every collection lists, by its URI (empty: degrees, longitude first) and as people call it.
struct CrsChoice {
  std::string_view uri;
  std::string_view title;
};
std::vector<CrsChoice> crs_choices(const Call& call);

/// Above a page of features: search words, condition, order, page size. Works without scripts; what else was asked stays asked.
void append_items_form(Html& html, const Call& call, const geo::Collection& schema);

/// The place of a small map of the page's features, which a script fills; nothing where there is nothing to draw.
void append_items_map(Html& html, const Call& call, const geo::Collection& schema, const geo::BatchView& batch);

/// The same features in other forms.
void append_items_formats(Html& html, const Call& call, const geo::Collection& schema);

}  // namespace api
