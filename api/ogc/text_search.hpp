// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <string_view>
#include <vector>

namespace api {

/// The `q` parameter as OGC API - Records has it (20-004r1, 7.11): rows in which one of the terms between commas occurs in one of the
/// texts, or in what one of the codes means, in Portuguese or English; case and accents do not matter. Throws Error{usage} when there
/// is no term.
geo::Expression text_search(std::string_view q, const geo::Collection& schema, const std::vector<geo::CodeList>& lists);

}  // namespace api
