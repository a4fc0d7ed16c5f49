// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace importers {

/// Throws geo::Error{input}: the file cannot be accepted. One sentence in each language.
[[noreturn]] void refuse(std::string en, std::string pt);

}  // namespace importers
