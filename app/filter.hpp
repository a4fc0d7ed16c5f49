// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/query.hpp"

#include <string>

namespace app {

/// `--bbox` and `--datetime`: the same words as in a URL, read by the same functions. Empty: no such condition.
/// Throws Error{usage} that says what is wrong.
geo::Filter filter_of(const std::string& bbox, const std::string& datetime);

}  // namespace app
