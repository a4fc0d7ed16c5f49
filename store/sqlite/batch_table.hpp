// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/database.hpp"
#include "store/store.hpp"
#include "store/versions.hpp"

#include <optional>
#include <vector>

namespace store {

/// In order of id, without their reports: those may be long.
std::vector<BatchRecord> load_batches(Database& database);
/// With its report.
std::optional<BatchRecord> load_batch(Database& database, geo::BatchId id);
/// The one that made a commit, without its report; nothing for a commit that made none.
std::optional<BatchRecord> batch_of_commit(Database& database, geo::Rev rev);

/// See Store::history() and Store::find_row(). The caller holds a read transaction.
std::vector<RowVersion> load_history(Database& database, const geo::Collection& collection, geo::Fid fid, const Reader& reader);
std::optional<geo::Fid> find_named_row(Database& database, const geo::Collection& collection, const std::string& source,
                                       const std::string& source_key, const Reader& reader);

}  // namespace store
