// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace test_support {

/// RFC 4648, section 4, with padding.
std::string base64(const std::string& bytes);

}  // namespace test_support
