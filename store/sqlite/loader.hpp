// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/snapshot/snapshot.hpp"
#include "store/sqlite/database.hpp"

namespace store {

/// All current rows of a collection. The caller holds a read transaction, and says which rev it shows.
std::shared_ptr<const Snapshot> load_snapshot(Database& database, const geo::Collection& schema, geo::Rev rev);

/// What has changed after `since`, up to `rev`.
Changes load_changes(Database& database, const geo::Collection& schema, geo::Rev since, geo::Rev rev);

}  // namespace store
