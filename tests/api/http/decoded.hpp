// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace api_test {

/// `bytes` without their content coding ("gzip", "br", "zstd"), by the library's own decoder; "broken" when they are.
std::string decoded(std::string_view coding, std::string_view bytes, std::size_t size);

}  // namespace api_test
