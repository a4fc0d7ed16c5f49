// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "store/sqlite/database.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace store {

/// What identifies a staged row, kept in memory for all rows of the batch: 32 bytes a row.
struct Identity {
  geo::Hash128 key;          ///< of (source, source key), or the raw row when there is none
  std::uint64_t content;     ///< geo::content_hash of the row
  std::uint32_t row;         ///< position in the spool
  std::uint32_t occurrence;  ///< 1, 2, … among equal raw rows; 0: the row has a key of its own
};

enum class Action : std::uint8_t {
  insert,
  update,
  give_back,  ///< says nothing new, but the row was withdrawn
  nothing,
  superseded,
};

/// What an import is made of, beside its rows.
struct ImportParts {
  const geo::BatchInfo& info;
  const geo::Collection& collection;
  const std::vector<geo::RejectedRow>& rejected;
  const std::vector<geo::QuarantineRef>& corrected;  ///< what its rows say they take the place of
};

/// What an import will do; `outcome` has the counts.
struct ImportPlan {
  std::vector<Action> actions;                                    ///< by row
  std::vector<geo::Fid> fids;                                     ///< by row; 0 for inserts
  std::vector<geo::Fid> withdrawn;                                ///< rows of the source that a complete file no longer has
  std::vector<std::pair<std::uint64_t, std::uint32_t>> new_keys;  ///< (hash, row) of inserts
  std::vector<geo::QuarantineRef> settled;
  geo::BatchOutcome outcome;
};

/// Inside the transaction that will do it. Counts the occurrences of equal rows into `identities` and leaves these in any order.
ImportPlan plan_import(Database& database, const ImportParts& parts, std::vector<Identity>& identities, const geo::Progress& progress);

/// Throws for whoever has stopped; asks now and then only.
void stop_if_asked(const geo::Progress& progress, std::size_t row);
inline constexpr std::size_t rows_per_report = 4096;

}  // namespace store
