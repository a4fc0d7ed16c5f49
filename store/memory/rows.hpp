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
  bool by_hand = false;              ///< deleted by an edit, not by an undo
  geo::BatchId marked = 0;           ///< whose word `withdrawn_on` is; 0: nobody has withdrawn the row yet
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
  [[nodiscard]] bool withdrawn(geo::Fid fid) const { return !geo::is_null(value(fid, "withdrawn_on")); }
  /// Of the newest version; null when there is no such field.
  [[nodiscard]] geo::Value value(geo::Fid fid, std::string_view field) const;
};

/// One commit on its way.
struct Commit {
  geo::Rev rev = 0;
  geo::BatchId batch = 0;
  geo::TimeMs at = 0;
};

/// A staged row and what has become of it.
struct PlannedRow {
  geo::StagedRow staged;
  std::int64_t occurrence = 0;  ///< of rows without a key, from 1
  geo::Fid fid = 0;             ///< 0: not known yet, to be inserted
  bool only_returns = false;    ///< says nothing new, but the row was withdrawn
};

struct Plan {
  geo::BatchOutcome outcome;
  std::vector<PlannedRow> writes;  ///< in file order
  std::vector<geo::Fid> withdrawn;
};

/// What importing these rows (in file order) would do.
Plan plan_import(const Rows& rows, const geo::BatchInfo& info, const std::vector<geo::StagedRow>& staged,
                 const std::vector<geo::RejectedRow>& rejected);
void apply_import(Rows& rows, const std::string& store_id, const std::string& source, const Plan& plan, Commit commit);

/// Each row may stand in `edits` once; those that it creates have no fid to be named by yet. Counts into `outcome`.
/// Throws Error{usage, not_found}; `rows` may then be thrown away only.
void apply_edits(Rows& rows, const std::string& store_id, const std::vector<geo::Edit>& edits, Commit commit, geo::BatchOutcome& outcome);

/// `alive[b]`: whether batch b is, the one being undone no longer. Counts into `outcome`.
void apply_undo(Rows& rows, geo::BatchId batch, const std::map<geo::BatchId, bool>& alive, Commit commit, geo::BatchOutcome& outcome);

}  // namespace store::memory
