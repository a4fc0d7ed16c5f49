// SPDX-License-Identifier: Apache-2.0
#include "importers/child/sheet_header.hpp"

#include "geo/base/text.hpp"
#include "importers/child/refusal.hpp"
#include "importers/read/hxl.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace importers::child {
namespace {

constexpr std::size_t rows_with_tags = 25;  // HXL: the row of tags is among the first
constexpr std::size_t most_header_rows = 3;

/// The cells of a row side by side, empty ones too. "#N/A" is no hashtag.
std::vector<std::string_view> side_by_side(const SheetRow& row) {
  std::vector<std::string_view> cells;
  for (const SheetCell& cell : row.cells) {
    cells.resize(std::max(cells.size(), static_cast<std::size_t>(cell.column) + 1));
    cells[static_cast<std::size_t>(cell.column)] = cell.kind == SheetCell::Kind::error ? "error" : std::string_view(cell.text);
  }
  return cells;
}

/// What may be a name: a text that is not only digits and what stands between them in dates and numbers.
bool is_word(const SheetCell& cell) {
  return cell.kind == SheetCell::Kind::text && cell.text.find_first_not_of("0123456789-+.,:/ ") != std::string::npos;
}

class Finder {
 public:
  Finder(const std::vector<SheetRow>& rows, const std::vector<Merge>& merges) : m_rows(rows) {
    // Only the few that begin among these rows matter.
    for (const Merge& merge : merges) {
      if (!rows.empty() && merge.first_row >= rows.front().number && merge.first_row <= rows.back().number) { m_merges.push_back(merge); }
    }
    for (const SheetRow& row : rows) { m_widest = std::max(m_widest, row.cells.size()); }
  }

  SheetHeader find() {
    SheetHeader header;
    if (m_rows.empty()) { return header; }
    const std::size_t tags = row_of_tags();
    // Tags in the first row are names and tags in one.
    const std::size_t first = tags < m_rows.size() ? tags - (tags > 0 ? 1 : 0) : first_header_row();
    const std::size_t last = tags < m_rows.size() ? first : last_header_row(first);
    header.last_row = tags == 0 ? m_rows[first].number - 1 : m_rows[last].number;
    for (std::size_t i = 0; i < first; ++i) {
      for (const SheetCell& cell : m_rows[i].cells) { header.title += (header.title.empty() ? "" : " · ") + cell.text; }
    }
    name_columns(header, first, last, tags);
    return header;
  }

 private:
  /// How many columns a row fills when cells over several columns count as these.
  [[nodiscard]] std::size_t width(const SheetRow& row) const {
    std::size_t width = 0;
    for (const SheetCell& cell : row.cells) {
      const Merge* const merge = merge_at(row.number, cell.column);
      width += merge == nullptr ? 1 : static_cast<std::size_t>(merge->last_column - merge->first_column) + 1;
    }
    return width;
  }

  /// The one that covers a cell.
  [[nodiscard]] const Merge* merge_at(std::int64_t row, int column) const {
    const auto found = std::find_if(m_merges.begin(), m_merges.end(), [&](const Merge& m) {
      return m.first_row <= row && row <= m.last_row && m.first_column <= column && column <= m.last_column;
    });
    return found == m_merges.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool is_wide_title(const SheetRow& row) const { return row.cells.size() == 1 && m_widest > 1 && width(row) > 1; }

  [[nodiscard]] bool may_be_header(const SheetRow& row) const {
    const auto words = static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), is_word));
    return !is_wide_title(row) && 3 * width(row) >= 2 * m_widest && 3 * words >= 2 * row.cells.size();
  }

  [[nodiscard]] bool may_be_title(const SheetRow& row) const {
    return is_wide_title(row) || (row.cells.size() <= 2 && m_widest > 2 && 2 * width(row) <= m_widest);
  }

  [[nodiscard]] std::size_t first_header_row() const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      if (may_be_header(m_rows[i])) { return i; }
      if (!may_be_title(m_rows[i])) { break; }
    }
    return 0;
  }

  /// Rows below belong to the header as long as a cell of the one above goes over several columns.
  [[nodiscard]] std::size_t last_header_row(std::size_t first) const {
    std::size_t last = first;
    while (last + 1 < m_rows.size() && last + 1 - first < most_header_rows) {
      const SheetRow& next = m_rows[last + 1];
      const std::int64_t above = m_rows[last].number;
      const bool goes_on = std::any_of(m_merges.begin(), m_merges.end(), [&](const Merge& m) {
        return m.first_row == above && m.last_row == above && m.last_column > m.first_column;
      });
      const bool words = std::all_of(next.cells.begin(), next.cells.end(), is_word);
      if (!goes_on || !words || next.number != above + 1) { break; }
      ++last;
    }
    return last;
  }

  /// m_rows.size() when there is none.
  [[nodiscard]] std::size_t row_of_tags() const {
    for (std::size_t i = 0; i < std::min(m_rows.size(), rows_with_tags); ++i) {
      const std::vector<std::string_view> cells = side_by_side(m_rows[i]);
      if (is_tag_row(cells)) { return i; }
      if (i > 0 && lacks_hashes(cells)) { refuse("hxl-hashes", std::to_string(m_rows[i].number)); }
    }
    return m_rows.size();
  }

  /// What a header row says of a column: its cell, or the cell that goes over it, unless that began higher up.
  [[nodiscard]] std::string word(const SheetRow& row, int column) const {
    const Merge* const merge = merge_at(row.number, column);
    if (merge != nullptr && merge->first_row < row.number) { return ""; }
    const int at = merge == nullptr ? column : merge->first_column;
    const auto found = std::find_if(row.cells.begin(), row.cells.end(), [&](const SheetCell& c) { return c.column == at; });
    return found == row.cells.end() ? "" : geo::clean(found->text);
  }

  void name_columns(SheetHeader& header, std::size_t first, std::size_t last, std::size_t tags) const {
    std::set<int> columns;
    for (std::size_t i = first; i < m_rows.size(); ++i) {
      for (const SheetCell& cell : m_rows[i].cells) { columns.insert(cell.column); }
    }
    for (const int column : columns) {
      std::string name;
      std::string before;
      for (std::size_t i = first; i <= last; ++i) {
        std::string part = word(m_rows[i], column);
        if (part.empty() || part == before) { continue; }
        name += (name.empty() ? "" : "/") + part;
        before = std::move(part);
      }
      // Above hashtags the name may stand in the row of groups alone.
      if (name.empty() && tags < m_rows.size() && first > 0) { name = word(m_rows[first - 1], column); }
      header.columns.push_back(column);
      header.names.push_back(std::move(name));
      if (tags < m_rows.size()) { header.tags.push_back(word(m_rows[tags], column)); }
    }
  }

  const std::vector<SheetRow>& m_rows;
  std::vector<Merge> m_merges;
  std::size_t m_widest = 0;
};

}  // namespace

SheetHeader find_header(const std::vector<SheetRow>& rows, const std::vector<Merge>& merges) { return Finder(rows, merges).find(); }

}  // namespace importers::child
