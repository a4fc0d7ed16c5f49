// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace api {

/// The entity tag of the gzip form of a representation: "abc" gives "abc-gz", W/"abc" gives W/"abc-gz".
std::string gzip_etag(std::string_view etag);

/// Weak comparison of an If-None-Match value with the tag of the uncompressed form: true for "*", for the tag itself and
/// for its gzip form. Malformed lists match nothing from the fault on.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace api
