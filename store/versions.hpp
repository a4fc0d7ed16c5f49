// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/role.hpp"
#include "geo/table/row_rule.hpp"
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

/// A role before one collection.
struct Reader {
  Reader(const geo::Role& role, const geo::Collection& collection, const std::vector<geo::CodeList>& code_lists)
      : grant(geo::grant_of(role, collection.id)), rule(role, collection, code_lists), is_bound(!role.areas.empty()) {}

  geo::Grant grant;
  geo::RowRule rule;
  bool is_bound;  ///< to areas
};

/// `versions`: all there are, oldest first. Empty when the reader may not know of the row.
std::vector<RowVersion> versions_for(const geo::Collection& collection, const std::vector<KeptVersion>& versions, const Reader& reader,
                                     const BatchOfCommit& batch_of);

/// Whether a row whose newest version is this one exists for the reader, or did and may be known by it.
bool may_know_row(const geo::Row& newest, bool deleted, const Reader& reader);

/// Whether the reader may look rows up by what their sources call them.
bool may_see_keys(const geo::Collection& collection, const Reader& reader);

[[noreturn]] void throw_no_row(const std::string& collection, geo::Fid fid);

}  // namespace store
