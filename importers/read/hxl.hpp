// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace importers {

/// Whether a row is one of HXL hashtags: nothing but cells that begin with '#', one at least.
bool is_tag_row(const std::vector<std::string_view>& cells);

/// Whether a row was meant to be one, but lacks the '#': words in small letters with attributes, "sector+es", two at least.
bool lacks_hashes(const std::vector<std::string_view>& cells);

}  // namespace importers
