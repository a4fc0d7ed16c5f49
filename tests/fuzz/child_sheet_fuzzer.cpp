// SPDX-License-Identifier: Apache-2.0
// The parts of workbooks: whatever stands in them, rows and cells come in their order and number cells hold numbers; the only complaint
// is a Refusal. The first byte chooses the part.

#include "geo/base/number.hpp"
#include "importers/child/ods_content.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/sheet_header.hpp"
#include "importers/child/xlsx_parts.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace importers::child;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// Looks at each row and keeps the first ones.
class Watcher {
 public:
  void row(std::int64_t number, const SheetCells& cells) {
    require(number > m_last && number <= last_sheet_row && !cells.empty());
    m_last = number;
    int before = -1;
    for (const SheetCell& cell : cells) {
      require(cell.column > before && cell.column < last_sheet_column && !cell.text.empty());
      before = cell.column;
      if (cell.kind == SheetCell::Kind::number) { require(geo::parse_number(cell.text).has_value()); }
      if (cell.kind == SheetCell::Kind::boolean) { require(cell.text == "true" || cell.text == "false"); }
    }
    if (m_rows.size() < rows_for_header) { m_rows.push_back({number, cells}); }
  }

  void check_header(const std::vector<Merge>& merges) const {
    const SheetHeader header = find_header(m_rows, merges);
    require(header.names.size() == header.columns.size());
    require(header.tags.empty() || header.tags.size() == header.columns.size());
    require(m_rows.empty() || header.last_row <= m_rows.back().number);
  }

 private:
  std::int64_t m_last = 0;
  std::vector<SheetRow> m_rows;
};

void check_merges(const std::vector<Merge>& merges) {
  for (const Merge& m : merges) {
    require(m.first_row >= 1 && m.first_row <= m.last_row && m.last_row <= last_sheet_row);
    require(m.first_column >= 0 && m.first_column <= m.last_column && m.last_column < last_sheet_column);
  }
}

void read_xlsx_sheet(const std::string& xml) {
  const XlsxContext context{xml.size() % 2 == 0, {{}, {true, false}, {true, true}, {false, true}}, {"nome", "#geo+lat", ""}};
  Watcher watcher;
  visit_xlsx_rows(xml, context, [&](std::int64_t number, SheetCells& cells) { watcher.row(number, cells); });
  const std::vector<Merge> merges = parse_merges(xml);
  check_merges(merges);
  watcher.check_header(merges);
}

void read_ods(const std::string& xml) {
  const std::vector<OdsSheet> sheets = parse_ods_sheets(xml);
  for (std::size_t i = 0; i < sheets.size() && i < 3; ++i) {
    check_merges(sheets[i].merges);
    Watcher watcher;
    visit_ods_rows(xml, i, [&](std::int64_t number, SheetCells& cells) { watcher.row(number, cells); });
    watcher.check_header(sheets[i].merges);
  }
}

void read_book(const std::string& xml) {
  parse_workbook(xml);
  for (const XlsxLink& link : parse_links(xml)) { require(!link.target.empty() || !link.id.empty() || link.type.size() <= xml.size()); }
  parse_styles(xml);
  for (const std::string& text : parse_shared_strings(xml)) { require(text.size() <= xml.size()); }
}

void read_date(const std::string& text) {
  const std::size_t line = text.find('\n');
  const DateParts parts = format_in_words(text.substr(0, line));
  const auto serial = line == std::string::npos ? std::nullopt : geo::parse_number(text.substr(line + 1));
  if (!serial) { return; }
  const std::string date = excel_date(*serial, parts, text.size() % 2 == 0);
  require(date.empty() || date.size() >= 8);
  require(date.size() <= std::string("2024-03-15T14:30:05.123").size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0] % 4) {
      case 0: read_xlsx_sheet(text); break;
      case 1: read_ods(text); break;
      case 2: read_book(text); break;
      default: read_date(text);
    }
  } catch (const Refusal& refusal) { require(!refusal.code.empty()); }
  return 0;
}
