// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// Two small letters or digits a byte.
std::string to_hex(std::string_view bytes);
/// The bytes again, of digits in either case; nothing for anything else.
std::optional<std::string> from_hex(std::string_view hex);

}  // namespace geo
