// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/source.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace importers::child {

inline constexpr std::int64_t last_sheet_row = 1'048'576;
inline constexpr int last_sheet_column = 16'384;

/// A cell that holds something. Dates and times are ISO 8601, numbers JSON, booleans "true" and "false", errors "#N/A".
struct SheetCell {
  enum class Kind : std::uint8_t { text, date, number, boolean, error };
  int column = 0;  ///< from 0
  Kind kind = Kind::text;
  std::string text;
};
using SheetCells = std::vector<SheetCell>;

/// Cells that were made one; from 0 for columns, from 1 for rows, both ends included.
struct Merge {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  int first_column = 0;
  int last_column = 0;
};

/// Called for each row that is not empty, by rising numbers; its cells by rising columns. It may change them.
using RowVisitor = std::function<void(std::int64_t number, SheetCells& cells)>;

/// One sheet of a workbook, that can be gone through more than once.
struct Sheet {
  std::string name;
  bool hidden = false;
  std::function<void(const RowVisitor&)> visit;
  std::function<std::vector<Merge>()> merges;
};

/// Chooses among them: the one that was asked for, or the first that has a row and is not hidden; finds its header (sheet_header.hpp)
/// and sets what `source` says of it, and how its rows are written. Throws Refusal{"no-layers"}, {"no-such-layer"}.
void take_sheet(const Request& request, std::vector<Sheet> sheets, Source& source);

}  // namespace importers::child
