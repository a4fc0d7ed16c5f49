// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/coding.hpp"

#include <string>
#include <string_view>

namespace api {

/// The entity tag of a coded form of a representation: with gzip "abc" gives "abc-gz", W/"abc" gives W/"abc-gz". One that was coded in
/// haste has other bytes, and so another tag: "abc-gz1".
std::string coded_etag(std::string_view etag, Coding coding, bool in_haste = false);

/// Weak comparison of an If-None-Match value with the tag of the bytes as they are: true for "*", for the tag itself and
/// for those of its coded forms. Malformed lists match nothing from the fault on.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

/// The same for If-Match, which compares strongly: weak tags match nothing. A coded form stands for what it is a form of, since what
/// a client holds coded it may edit.
bool etag_matches_strongly(std::string_view if_match, std::string_view etag);

}  // namespace api
