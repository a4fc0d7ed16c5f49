// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

// The rows of one collection with all their history, in plain maps. Everything here is written to be read, not to be fast:
// it is what the other stores are held against.
namespace store::memory {

/// One state of one row. Never changed once written.
struct Version {
  geo::Rev rev = 0;
  geo::BatchId batch = 0;
  bool deleted = false;
  bool by_hand = false;  ///< deleted by an edit, not by an undo
  std::uint64_t source_content = 0;  ///< content_hash() of what the source last said; edits keep it; 0 for a row made by hand
  geo::Row row;
  /// [c]: the newest rev that changed anything a reader of field clearance c can see.
  std::array<geo::Rev, geo::most_confidential + 1> seen_rev{};
};

/// What a source calls a row: its key there or, for rows without one, what the row says and the how manieth of these it is.
using Key = std::pair<std::string, std::string>;
using Occurrence = std::pair<geo::Hash128, std::int64_t>;

struct Rows {
  geo::Collection collection;
  std::map<geo::Fid, std::vector<Version>> history;  ///< oldest first, never empty
  std::map<Key, geo::Fid> by_key;
  std::map<Occurrence, geo::Fid> by_occurrence;

  [[nodiscard]] geo::Fid next_fid() const { return history.empty() ? 1 : history.rbegin()->first + 1; }
  [[nodiscard]] const Version& newest(geo::Fid fid) const { return history.at(fid).back(); }
  [[nodiscard]] bool exists(geo::Fid fid) const { return history.count(fid) != 0 && !newest(fid).deleted; }
};

/// One commit on its way.
struct Commit {
  geo::Rev rev = 0;
  geo::BatchId batch = 0;
};

/// A staged row and what has become of it.
struct PlannedRow {
  geo::StagedRow staged;
  std::int64_t occurrence = 0;  ///< of rows without a key, from 1
  geo::Fid fid = 0;             ///< 0: not known yet, to be inserted
};

struct Plan {
  geo::BatchOutcome outcome;
  std::vector<PlannedRow> writes;  ///< in file order
};

/// What importing `staged` (in file order) from `source` would do.
Plan plan_import(const Rows& rows, const std::string& source, const std::vector<geo::StagedRow>& staged);
void apply_import(Rows& rows, const std::string& store_id, const std::string& source, const Plan& plan, Commit commit);

/// Each row may stand in `edits` once; those that it creates have no fid to be named by yet. Counts into `outcome`.
/// Throws Error{usage, not_found}; `rows` may then be thrown away only.
void apply_edits(Rows& rows, const std::string& store_id, const std::vector<geo::Edit>& edits, Commit commit, geo::BatchOutcome& outcome);

/// `alive[b]`: whether batch b is, the one being undone no longer. Returns the number of rows given a new version.
std::int64_t apply_undo(Rows& rows, geo::BatchId batch, const std::map<geo::BatchId, bool>& alive, Commit commit);

}  // namespace store::memory
