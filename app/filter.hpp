// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/query.hpp"
#include "geo/table/schema.hpp"

#include <memory>
#include <string>

namespace app {

/// `--bbox` and `--datetime`: the same words as in a URL, read by the same functions. Empty: no such condition.
/// Throws Error{usage} that says what is wrong.
geo::Filter filter_of(const std::string& bbox, const std::string& datetime);

/// `--filter`: CQL2, as text or, beginning with a brace, as JSON; checked against a collection as a role sees it. Empty: none. Throws
/// Error{usage} with the place where it makes no sense.
std::shared_ptr<const geo::Expression> where_of(const std::string& filter, const geo::Collection& schema);

}  // namespace app
