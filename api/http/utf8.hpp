// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace api {

/// Length of the well-formed UTF-8 sequence at the start of `text` (1 to 4 bytes), 0 when there is none: overlong forms,
/// surrogates, values above U+10FFFF and cut sequences are not well formed. `text` must not be empty.
std::size_t utf8_sequence(std::string_view text);

/// True when all of `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace api
