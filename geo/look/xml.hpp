// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace geo {

/// For texts and attributes in double quotes. XML 1.0 has no other control characters than tab, CR and LF; they become spaces.
std::string xml_escaped(std::string_view text);

}  // namespace geo
