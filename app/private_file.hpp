// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

namespace app {

/// Makes a file for its owner only (0600), whole or not at all: `write` fills a file beside it, which is synced and then takes its
/// name. Throws Error{conflict} when there is such a file already, Error{failed} when it cannot be written, and what `write` throws.
void write_private_file(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write);

}  // namespace app
