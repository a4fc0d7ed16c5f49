// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// A refused row, and where it stood first: a row that was refused again is still known by its first file.
struct WaitingRow {
  geo::QuarantineRef ref;
  geo::RejectedRow row;
  std::string file;
  std::int64_t line = 0;
};

/// A table for a person with a spreadsheet: the rows as their file had them and, behind, what is wrong with each and what to do.
struct Sheet {
  struct Line {
    std::vector<std::string> cells;
    int faulty = -1;  ///< the cell that the rule names; -1: it is about the whole row
    std::string reason;
    std::string advice;
  };
  std::vector<std::string> header;
  std::vector<Line> lines;
};

/// `columns`: those of the rows' file. Cells that were not kept, because reading had not cut the row well or because it was too
/// long, are empty, and so are then all others: half a row must not be taken for a whole one.
Sheet make_sheet(const std::vector<std::string>& columns, const std::vector<WaitingRow>& rows, std::string_view store_id,
                 std::string_view language);

/// UTF-8 with a byte order mark, CRLF line ends, cells as guarded() makes them; separated as spreadsheets of the language expect:
/// by ';' in Portuguese, by ',' in English.
std::string to_csv(const Sheet& sheet, std::string_view language);

/// A workbook of one sheet: every cell is text, faulty ones are coloured and carry the reason as a comment. A row with a cell
/// that no workbook can hold (32,767 characters) is left empty. `file` should not be there for others to read: it is made with
/// the permissions it has, and temporary files beside it. Throws Error{failed}.
void write_xlsx(const Sheet& sheet, const std::filesystem::path& file, std::string_view language);

}  // namespace importers
