// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/html/page.hpp"
#include "geo/table/schema.hpp"

namespace api {

/// Above a page of features: search words, condition, order, page size. Works without scripts; what else was asked stays asked.
void append_items_form(Html& html, const Call& call, const geo::Collection& schema);

}  // namespace api
