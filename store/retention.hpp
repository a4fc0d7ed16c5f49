// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace store {

/// What is kept for how long, in months since it happened (when that is not known, since it came in). PRIVACY B13.
struct RetentionPolicy {
  int text_months = 12;        ///< narratives, columns without a field of their own; of every collection refused rows and reports
  int place_months = 24;       ///< exact places of incidents; then the settlement, or the district where none is near
  int settlement_months = 60;  ///< settlements of incidents; then the district
  /// Whose texts are emptied. Minutes of dialogues and solutions of issues are records of the programme: it must say so itself.
  std::vector<std::string> text_collections = {"incidents"};
};

/// What was done, or would be.
struct RetentionReport {
  struct Rows {
    std::string collection;
    std::int64_t texts = 0;  ///< rows whose texts are emptied, in every version of theirs
    std::int64_t to_settlement = 0;
    std::int64_t to_district = 0;
    std::int64_t to_nowhere = 0;  ///< their district is not in the store, so that no place at all is left
    std::int64_t held = 0;        ///< rows that would have been changed but are held
    std::int64_t refused = 0;     ///< rows in quarantine, which are deleted
    std::int64_t reports = 0;     ///< of imports
    [[nodiscard]] bool any() const { return texts + to_settlement + to_district + to_nowhere + refused + reports > 0; }
  };
  std::vector<Rows> rows;                          ///< of collections with anything to do or held
  std::vector<std::string> results;                ///< of analyses of such rows: removed
  std::vector<std::filesystem::path> cache_files;  ///< removed
  std::vector<std::filesystem::path>
      beyond_reach;          ///< files beside the store that hold rows as they were: backups, what a reader keeps open
  std::int64_t exports = 0;  ///< files of exact rows that the audit log knows of
};

/// A row that retention leaves alone, until it is released: evidence, a complaint.
struct HeldRow {
  std::string collection;
  geo::Fid fid = 0;
  auto operator<=>(const HeldRow&) const = default;
};

}  // namespace store
