// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/retention.hpp"
#include "store/sqlite/writer.hpp"

namespace store {

/// In one transaction, a commit for every collection with anything to do; rolled back unless `apply`. Files are left alone.
RetentionReport retain(Writer& writer, const RetentionPolicy& policy, bool apply);

std::vector<HeldRow> held_rows(Database& database);
/// Throws Error{not_found} for a row that never was.
void hold_row(Writer& writer, const HeldRow& row, bool hold);

}  // namespace store
