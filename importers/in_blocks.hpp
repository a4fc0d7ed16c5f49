// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"
#include "geo/table/batch.hpp"
#include "importers/rules/row_notes.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace importers {

/// A row that has been judged by itself, on its way to what looks beyond it and to the store.
struct CheckedRow {
  geo::StagedRow staged;
  RowNotes notes;
  std::optional<geo::RejectedRow> rejected;  ///< when it goes into quarantine
  std::int64_t line = 0;
  bool is_placed = false;  ///< see RowChecker::is_placed()
  bool is_usable = true;   ///< false: not even its cells could be read
  std::size_t bytes = 0;   ///< of the record
};

inline constexpr std::size_t rows_in_block = 1024;
inline constexpr std::size_t bytes_in_block = std::size_t{4} << 20U;

/// Hands rows from the one who checks them to the one who takes them, in their order: while a block is taken the next one is
/// filled, at the same time if `workers` are two. `check` fills in the row it is given, whose memory it may use again, and says whether
/// there was one; it is not asked again once there was none. `between` runs in the calling thread when neither of them does. What
/// any of them throws comes out, with all that was taken by then taken. Holds two blocks, each of as many rows or bytes as above.
void in_blocks(const geo::Workers& workers, const std::function<bool(CheckedRow&)>& check, const std::function<void(CheckedRow&)>& take,
               const std::function<void()>& between);

}  // namespace importers
