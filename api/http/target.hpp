// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/http/refusals.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

/// Splits a request target into path and query of `request` (target, path, query are set; an absolute-form target is cut
/// to its origin form and its host goes to `authority`). The method must already be set, as "*" is for OPTIONS only.
/// Returns null when it is well formed, else what is wrong; `request` is then unspecified.
const Refusal* parse_target(std::string_view raw, Request& request, std::string& authority);

/// The pairs of a query, or of a form (application/x-www-form-urlencoded), decoded, in the order sent; false when one cannot be decoded.
bool parse_pairs(std::string_view text, std::vector<std::pair<std::string, std::string>>& pairs);

/// Percent-decodes once; with `plus_is_space`, '+' becomes a space. False for an incomplete or non-hexadecimal escape,
/// for NUL and for a result that is not UTF-8.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);

/// The parts of the path of an origin-form target between its slashes, each decoded on its own, so that "%2F" cannot
/// change the shape of the path. "/" gives none; a slash at the end gives no empty part. The target must have been
/// accepted by parse_target().
std::vector<std::string> path_segments(std::string_view target);

}  // namespace api
