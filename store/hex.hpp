// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace store {

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
/// The bytes again; empty when the text is not hexadecimal throughout.
std::string from_hex(std::string_view hex);

}  // namespace store
