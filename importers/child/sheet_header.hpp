// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/sheet.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace importers::child {

struct SheetRow {
  std::int64_t number = 0;
  SheetCells cells;
};

/// What the first rows of a sheet are.
struct SheetHeader {
  std::vector<int> columns;        ///< those that have a name, or a cell in the rows looked at
  std::vector<std::string> names;  ///< of these; "" for none
  std::vector<std::string> tags;   ///< of these; empty when the sheet has no HXL hashtags
  std::int64_t last_row = 0;       ///< data begin behind it
  std::string title;               ///< what stands above the header; "" for nothing
};

/// How many rows it looks at.
inline constexpr std::size_t rows_for_header = 40;

/// The header of a sheet: the row above the HXL hashtags, where there are any; else the first row that is as wide as a header, rows
/// above it being titles: one cell or two beside much wider rows, or one cell over several columns. Names in two or three rows, of
/// which the upper ones go over several columns, are joined: "Vítimas/Mortos". A sheet of which all that cannot be said has its header in
/// its first row. Throws Refusal{"hxl-hashes"} for a row of hashtags without their '#'.
SheetHeader find_header(const std::vector<SheetRow>& rows, const std::vector<Merge>& merges);

}  // namespace importers::child
