// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/view.hpp"

#include <string>
#include <string_view>

namespace api {

/// A feature id is written one way only; 0 for anything else, which names no feature.
geo::Fid item_id(const std::string& text);

/// What a feature says to a role at one moment, in 32 hexadecimal digits: other digits when anything of it that the role may see has
/// changed. `batch`: a page of just this feature, all columns.
std::string item_state(const Call& call, const geo::View& view, const geo::BatchView& batch);

/// The strong tag of the form that the call asks for (language, coordinates, JSON or HTML): its state, and what makes the form.
std::string item_etag(const Call& call, const geo::View& view, const geo::BatchView& batch);

/// Whether an If-Match field names the state: "*", or a strong tag of any form of it, in any content coding. A client that has read
/// the feature in one form may change it whatever form another would get.
bool names_state(std::string_view if_match, std::string_view state);

}  // namespace api
