// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace geo::cql2 {

/// Whether a pattern of LIKE fits the whole text: '%' any characters, '_' one (of Unicode), '\' before a character takes it as it is
/// (OGC 21-065r2, 7.1). At most (bytes of the text) x (bytes of the pattern) steps, usually one a byte.
bool is_like(std::string_view text, std::string_view pattern);

}  // namespace geo::cql2
