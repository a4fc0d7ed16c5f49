// SPDX-License-Identifier: Apache-2.0
#include "importers/child/sheet.hpp"

#include "importers/child/refusal.hpp"
#include "importers/child/sheet_header.hpp"
#include "importers/child/values.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace importers::child {
namespace {

/// Longer ones go as text, which is the same cell over there: integers without end are no number to every reader of JSON.
constexpr std::size_t longest_number = 18;

/// Thrown by a visitor that has seen what it wanted.
struct Enough {};

std::vector<SheetRow> first_rows(const Sheet& sheet, std::size_t count) {
  std::vector<SheetRow> rows;
  try {
    sheet.visit([&](std::int64_t number, const SheetCells& cells) {
      rows.push_back({number, cells});
      if (rows.size() == count) { throw Enough{}; }
    });
  } catch (const Enough&) {}
  return rows;
}

/// The sheet that was asked for; else the first with a row, one that is hidden only when no other has any.
std::size_t choose_sheet(const std::vector<Sheet>& sheets, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Sheet& sheet : sheets) { names.push_back(sheet.name); }
  if (!wanted.empty()) { return choose(names, wanted); }
  for (const bool hidden : {false, true}) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      if (sheets[i].hidden == hidden && !first_rows(sheets[i], 1).empty()) { return i; }
    }
  }
  refuse("no-layers");
}

/// Writes the rows behind the header as Features, each on the line of its number.
class SheetWriter {
 public:
  SheetWriter(const std::vector<Column>& columns, std::vector<Merge> merges, std::int64_t header_row, Output& output)
      : m_header_row(header_row), m_merges(std::move(merges)), m_output(output), m_last_row(header_row) {
    // What goes down over several rows holds in each of them.
    m_merges.erase(std::remove_if(m_merges.begin(), m_merges.end(),
                                  [&](const Merge& m) {
                                    return m.last_row == m.first_row || m.first_column != m.last_column || m.first_row <= header_row;
                                  }),
                   m_merges.end());
    std::sort(m_merges.begin(), m_merges.end(), [](const Merge& a, const Merge& b) { return a.first_row < b.first_row; });
    for (const Column& column : columns) { add_column(column.field, column.name); }
  }

  void row(std::int64_t number, SheetCells& cells) {
    if (number <= m_header_row) { return; }
    repeat_merged(number, cells);
    std::size_t filled = 0;
    m_values.assign(m_keys.size(), nullptr);
    for (const SheetCell& cell : cells) {
      if (cell.kind == SheetCell::Kind::error) {
        ++m_errors;
        m_error_words.insert(cell.text);
        continue;
      }
      ++filled;
      m_values[place_of(cell.column)] = &cell;
    }
    if (filled == 0) { return; }
    write(number);
  }

  [[nodiscard]] Tail tail() const {
    Tail tail{m_empty_rows, {}, {}};
    if (m_errors > 0) {
      std::string words;
      for (const std::string& word : m_error_words) { words += (words.empty() ? "" : ", ") + word; }
      tail.notes.emplace_back("cell-errors", std::to_string(m_errors) + " (" + words + ")");
    }
    if (m_repeated > 0) { tail.notes.emplace_back("merged-cells", std::to_string(m_repeated)); }
    return tail;
  }

 private:
  static constexpr int none = -1;

  std::size_t add_column(int column, const std::string& name) {
    std::string& key = m_keys.emplace_back();
    append_text(key, name);
    key += ':';
    m_names.insert(name);
    if (static_cast<std::size_t>(column) >= m_places.size()) { m_places.resize(static_cast<std::size_t>(column) + 1, none); }
    m_places[static_cast<std::size_t>(column)] = static_cast<int>(m_keys.size() - 1);
    return m_keys.size() - 1;
  }

  /// Where the values of a column stand; one that is met only here becomes the last.
  std::size_t place_of(int column) {
    const auto at = static_cast<std::size_t>(column);
    if (at < m_places.size() && m_places[at] != none) { return static_cast<std::size_t>(m_places[at]); }
    const std::string base = "column " + std::to_string(column + 1);
    std::string name = base;
    for (int copy = 2; m_names.contains(name); ++copy) { name = base + " (" + std::to_string(copy) + ")"; }
    const std::size_t place = add_column(column, name);
    m_values.push_back(nullptr);
    return place;
  }

  void repeat_merged(std::int64_t number, SheetCells& cells) {
    while (m_next_merge < m_merges.size() && m_merges[m_next_merge].first_row <= number) {
      m_open[m_merges[m_next_merge].first_column] = {m_merges[m_next_merge], {}};
      ++m_next_merge;
    }
    for (auto it = m_open.begin(); it != m_open.end();) {
      auto& [merge, value] = it->second;
      if (number > merge.last_row) {
        it = m_open.erase(it);
        continue;
      }
      const auto at =
          std::lower_bound(cells.begin(), cells.end(), it->first, [](const SheetCell& c, int column) { return c.column < column; });
      const bool there = at != cells.end() && at->column == it->first;
      if (number == merge.first_row) {
        if (there) { value = *at; }
      } else if (!there && !value.text.empty()) {
        cells.insert(at, value);
        ++m_repeated;
      }
      ++it;
    }
  }

  void write(std::int64_t number) {
    std::string& out = m_output.rows();
    // Row 7 stands on line 7.
    out.append(static_cast<std::size_t>(number - m_line), '\n');
    m_empty_rows += number - m_last_row - 1;
    out += R"({"type":"Feature","properties":{)";
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
      if (i > 0) { out += ','; }
      out += m_keys[i];
      const SheetCell* const cell = m_values[i];
      if (cell == nullptr) {
        out += "null";
      } else if (cell->kind == SheetCell::Kind::text || cell->kind == SheetCell::Kind::date || cell->text.size() > longest_number) {
        append_text(out, cell->text);
      } else {
        out += cell->text;
      }
    }
    out += "},\"geometry\":null}\n";
    m_line = number + 1;
    m_last_row = number;
    m_output.row_done();
  }

  std::int64_t m_header_row;
  std::vector<Merge> m_merges;  ///< by their first row
  std::size_t m_next_merge = 0;
  std::map<int, std::pair<Merge, SheetCell>> m_open;  ///< those that may reach into the row, by column, and what they hold
  Output& m_output;
  std::vector<std::string> m_keys;  ///< as JSON, with the colon
  std::set<std::string> m_names;
  std::vector<int> m_places;               ///< by column of the sheet: where its values stand; none
  std::vector<const SheetCell*> m_values;  ///< of the row at hand
  std::int64_t m_line = 1;
  std::int64_t m_last_row;
  std::int64_t m_empty_rows = 0;
  std::int64_t m_errors = 0;
  std::set<std::string> m_error_words;
  std::int64_t m_repeated = 0;
};

}  // namespace

void take_sheet(const Request& request, std::vector<Sheet> sheets, Source& source) {
  const std::size_t at = choose_sheet(sheets, request.layer);
  std::string hidden;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (i != at) { source.others.push_back(sheets[i].name); }
    if (sheets[i].hidden) { hidden += (hidden.empty() ? "" : ", ") + sheets[i].name; }
  }
  if (!hidden.empty()) { source.notes.emplace_back("hidden-sheets", hidden); }
  source.layer_name = sheets[at].name;
  source.sheet = true;
  std::vector<Merge> merges = sheets[at].merges();
  const SheetHeader header = find_header(first_rows(sheets[at], rows_for_header), merges);
  if (!header.title.empty()) { source.notes.emplace_back("sheet-title", header.title); }
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    const std::string& name = header.names[i];
    source.columns.push_back({header.columns[i], name.empty() ? "column " + std::to_string(header.columns[i] + 1) : name});
  }
  source.tags = header.tags;
  name_columns(source.columns);
  source.write = [sheet = std::move(sheets[at]), merges = std::move(merges), last = header.last_row,
                  columns = source.columns](Output& output) {
    SheetWriter writer(columns, merges, last, output);
    sheet.visit([&](std::int64_t number, SheetCells& cells) { writer.row(number, cells); });
    return writer.tail();
  };
}

}  // namespace importers::child
