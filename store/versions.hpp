// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "store/store.hpp"

#include <array>
#include <functional>
#include <vector>

// What a role may know of a row's past, whatever kind of store keeps it.
namespace store {

/// A version as it is kept.
struct KeptVersion {
  geo::Rev rev = 0;
  /// [c]: the newest commit that changed anything a reader of field clearance c can see.
  std::array<geo::Rev, geo::most_confidential + 1> seen_rev{};
  geo::BatchId content_of = 0;
  bool deleted = false;
  geo::Row row;
};

/// The batch that made a commit; nothing for a commit that made none.
using BatchOfCommit = std::function<std::optional<BatchRecord>(geo::Rev)>;

/// `versions`: all there are, oldest first. Empty when the role may not know of the row.
std::vector<RowVersion> versions_for(const geo::Collection& collection, const std::vector<KeptVersion>& versions, const geo::Role& role,
                                     const BatchOfCommit& batch_of);

/// Whether a row whose newest version is this one exists for the role, or did and may be known by it.
bool may_know_row(const geo::Collection& collection, const geo::Row& newest, bool deleted, const geo::Role& role);

/// Whether the role may look rows up by what their sources call them.
bool may_see_keys(const geo::Collection& collection, const geo::Role& role);

[[noreturn]] void throw_no_row(const std::string& collection, geo::Fid fid);

}  // namespace store
