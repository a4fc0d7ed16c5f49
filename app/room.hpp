// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace app {

/// Free bytes that an import of a file must find where the store lies: for the rows before they are checked in, for what SQLite
/// writes beside the store, and for what others need meanwhile.
std::uint64_t room_needed(std::uint64_t file_bytes);

/// Throws Error{failed} that says how much is missing. A file system that does not tell is taken at its word later.
void require_room(const std::filesystem::path& store, const std::filesystem::path& file);

}  // namespace app
