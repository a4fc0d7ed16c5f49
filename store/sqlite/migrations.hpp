// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/database.hpp"

namespace store {

/// Number of the newest migration this program knows.
int newest_format();

/// Brings the file up to newest_format(), one transaction a step, and checks that it is a store at all. An empty file becomes
/// a new store with a random id. A file that already holds data is copied to `<file>.before-<format>` before the first step.
/// Throws Error{input} for a database that is not a store or was written by a newer program.
void migrate(Database& database, const std::filesystem::path& file);

}  // namespace store
