// SPDX-License-Identifier: Apache-2.0
#include "importers/child/ods_content.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/xml_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace importers::child {
namespace {

constexpr std::size_t most_repeated_bytes = 200'000'000;
constexpr std::size_t most_merges = 200'000;

/// An attribute that counts; 1 when there is none.
std::int64_t count_of(std::string_view text) {
  if (text.data() == nullptr) { return 1; }
  const auto number = geo::parse_integer(text);
  if (!number || *number < 1 || *number > 100 * last_sheet_row) { refuse("unreadable", "repeated " + std::string(text)); }
  return *number;
}

/// "PT14H30M05S" -> "14:30:05"; "" for a span of more than a day or none of time.
std::string time_of_day(std::string_view text) {
  if (!text.starts_with("PT")) { return ""; }
  text.remove_prefix(2);
  double parts[3] = {0, 0, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t end = text.find("HMS"[i]);
    if (end == std::string_view::npos) { continue; }
    const auto number = geo::parse_number(text.substr(0, end));
    if (!number || *number < 0) { return ""; }
    parts[i] = *number;
    text.remove_prefix(end + 1);
  }
  if (!text.empty() || !(parts[0] < 24) || !(parts[1] < 60) || !(parts[2] < 60)) { return ""; }
  return fmt::format("{:02}:{:02}:{:02}", static_cast<int>(parts[0]), static_cast<int>(parts[1]), static_cast<int>(parts[2]));
}

/// LibreOffice writes billionths of a second.
std::string moment(std::string_view text) {
  const std::size_t point = text.find('.');
  return std::string(point == std::string_view::npos ? text : text.substr(0, std::min(text.size(), point + 4)));
}

/// Goes through content.xml; what is of interest is up to who derives.
class OdsHandler : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes& a) override {
    ++m_depth;
    if (m_aside > 0) { return; }
    // Remarks and drawings of a cell hold paragraphs that are not its own; a sheet in a drawing is none of the file's.
    if (name == "annotation" || name == "frame" || name == "shapes" || name == "custom-shape") {
      m_aside = m_depth;
      return;
    }
    if (name == "spreadsheet") { m_spreadsheet = true; }
    if (name == "style" && a["style:family"] == "table") { m_style = a["style:name"]; }
    if (name == "table-properties" && a["table:display"] == "false") { m_hidden_styles.insert(m_style); }
    if (name == "table" && m_spreadsheet) {
      if (m_in_row) { refuse("unreadable", "a table in a row"); }
      m_row = 0;
      start_sheet(std::string(a["table:name"]), m_hidden_styles.contains(std::string(a["table:style-name"])));
    } else if (name == "table-row") {
      if (m_in_row) { refuse("unreadable", "a row in a row"); }
      m_in_row = true;
      m_row_count = count_of(a["table:number-rows-repeated"]);
      m_column = 0;
      m_cells.clear();
    } else if (name == "table-cell" || name == "covered-table-cell") {
      start_cell(a);
    } else if (m_in_cell && name == "p") {
      if (m_paragraphs++ > 0) { m_text += '\n'; }
      m_in_paragraph = true;
    } else if (m_in_paragraph) {
      start_in_paragraph(name, a);
    }
  }

  void end(std::string_view name) override {
    const int depth = m_depth--;
    if (m_aside > 0) {
      if (depth == m_aside) { m_aside = 0; }
      return;
    }
    if (name == "p") { m_in_paragraph = false; }
    if (name == "table-cell" || name == "covered-table-cell") { end_cell(); }
    if (name == "table-row") { end_row(); }
  }

  void text(std::string_view piece) override {
    if (m_in_paragraph && m_aside == 0) { m_text += piece; }
  }

  [[nodiscard]] bool spreadsheet() const { return m_spreadsheet; }

 protected:
  virtual void start_sheet(std::string name, bool hidden) = 0;
  virtual bool wanted() const = 0;  ///< whether the cells of the sheet at hand are
  virtual void merged(const Merge& merge) = 0;
  virtual void rows(std::int64_t first, std::int64_t count, SheetCells& cells) = 0;

 private:
  void start_cell(const XmlAttributes& a) {
    if (!m_in_row || m_in_cell) { refuse("unreadable", "a cell outside of the rows"); }
    m_in_cell = true;
    m_text.clear();
    m_paragraphs = 0;
    m_cell_count = count_of(a["table:number-columns-repeated"]);
    m_type = a["office:value-type"];
    const std::string_view error = a["calcext:value-type"];
    if (error == "error") { m_type = error; }
    m_value.clear();
    for (const char* name : {"office:value", "office:date-value", "office:time-value", "office:boolean-value", "office:string-value"}) {
      if (a[name].data() != nullptr) { m_value = a[name]; }
    }
    const std::int64_t down = count_of(a["table:number-rows-spanned"]);
    const std::int64_t across = count_of(a["table:number-columns-spanned"]);
    if ((down > 1 || across > 1) && wanted() && m_row < last_sheet_row && m_column < last_sheet_column) {
      merged({m_row + 1, std::min(m_row + down, last_sheet_row), static_cast<int>(m_column),
              static_cast<int>(std::min<std::int64_t>(m_column + across, last_sheet_column)) - 1});
    }
  }

  void start_in_paragraph(std::string_view name, const XmlAttributes& a) {
    if (name == "s") { m_text.append(static_cast<std::size_t>(std::min<std::int64_t>(count_of(a["text:c"]), 1000)), ' '); }
    if (name == "tab") { m_text += '\t'; }
    if (name == "line-break") { m_text += '\n'; }
  }

  void end_cell() {
    m_in_cell = false;
    SheetCell cell = value();
    if (!cell.text.empty() && wanted()) {
      if (m_column + m_cell_count > last_sheet_column) { refuse("unreadable", "column " + std::to_string(m_column + m_cell_count)); }
      count_repeated(cell.text.size() + sizeof cell, m_cell_count - 1);
      for (std::int64_t i = 0; i < m_cell_count; ++i) {
        cell.column = static_cast<int>(m_column + i);
        m_cells.push_back(cell);
      }
    }
    m_column = std::min<std::int64_t>(m_column + m_cell_count, last_sheet_column + 1);
  }

  void end_row() {
    m_in_row = false;
    const std::int64_t first = m_row + 1;
    m_row = std::min(m_row + m_row_count, last_sheet_row + 1);
    if (m_cells.empty() || !wanted()) { return; }
    if (first + m_row_count - 1 > last_sheet_row) { refuse("unreadable", "row " + std::to_string(first + m_row_count - 1)); }
    std::size_t bytes = 0;
    for (const SheetCell& cell : m_cells) { bytes += cell.text.size() + sizeof cell; }
    count_repeated(bytes, m_row_count - 1);
    rows(first, m_row_count, m_cells);
  }

  void count_repeated(std::size_t bytes, std::int64_t times) {
    m_repeated += bytes * static_cast<std::size_t>(times);
    if (m_repeated > most_repeated_bytes) { refuse("sheet-repeats", std::to_string(most_repeated_bytes)); }
  }

  SheetCell value() {
    using Kind = SheetCell::Kind;
    if (m_type == "error") { return {0, Kind::error, m_text}; }
    if (m_type == "float" || m_type == "percentage" || m_type == "currency") {
      const auto number = geo::parse_number(m_value);
      if (!number) { return {0, Kind::text, m_text}; }
      SheetCell cell{0, Kind::number, {}};
      geo::append_number(cell.text, *number);
      return cell;
    }
    if (m_type == "date" && !m_value.empty()) { return {0, Kind::date, moment(m_value)}; }
    if (m_type == "boolean") { return {0, Kind::boolean, m_value == "true" ? "true" : "false"}; }
    if (m_type == "time") {
      if (std::string time = time_of_day(m_value); !time.empty()) { return {0, Kind::date, std::move(time)}; }
    }
    return {0, Kind::text, m_paragraphs > 0 ? m_text : m_value};
  }

  int m_depth = 0;
  int m_aside = 0;  ///< depth of the element that is passed over; 0: none
  bool m_spreadsheet = false;
  std::string m_style;
  std::set<std::string> m_hidden_styles;
  std::int64_t m_row = 0;  ///< rows before the one at hand
  std::int64_t m_row_count = 1;
  std::int64_t m_column = 0;
  std::int64_t m_cell_count = 1;
  SheetCells m_cells;
  bool m_in_row = false;
  bool m_in_cell = false;
  bool m_in_paragraph = false;
  int m_paragraphs = 0;
  std::string m_type;
  std::string m_value;
  std::string m_text;
  std::size_t m_repeated = 0;
};

class SheetList final : public OdsHandler {
 public:
  std::vector<OdsSheet> take() { return std::move(m_sheets); }

 private:
  void start_sheet(std::string name, bool hidden) override { m_sheets.push_back({std::move(name), hidden, {}}); }
  bool wanted() const override { return !m_sheets.empty(); }
  void merged(const Merge& merge) override {
    if (m_merges++ < most_merges) { m_sheets.back().merges.push_back(merge); }
  }
  void rows(std::int64_t, std::int64_t, SheetCells&) override {}

  std::vector<OdsSheet> m_sheets;
  std::size_t m_merges = 0;
};

class SheetRows final : public OdsHandler {
 public:
  SheetRows(std::size_t sheet, const RowVisitor& visitor) : m_wanted(sheet + 1), m_visitor(visitor) {}

 private:
  void start_sheet(std::string, bool) override { ++m_sheet; }
  bool wanted() const override { return m_sheet == m_wanted; }
  void merged(const Merge&) override {}
  void rows(std::int64_t first, std::int64_t count, SheetCells& cells) override {
    for (std::int64_t i = 0; i < count - 1; ++i) {
      SheetCells copy = cells;  // a visitor may change them
      m_visitor(first + i, copy);
    }
    m_visitor(first + count - 1, cells);
  }

  std::size_t m_sheet = 0;
  std::size_t m_wanted;
  const RowVisitor& m_visitor;
};

}  // namespace

std::vector<OdsSheet> parse_ods_sheets(std::string_view xml) {
  SheetList handler;
  scan_xml(xml, handler);
  if (!handler.spreadsheet()) { refuse("not-spreadsheet"); }
  return handler.take();
}

void visit_ods_rows(std::string_view xml, std::size_t sheet, const RowVisitor& visitor) {
  SheetRows handler(sheet, visitor);
  scan_xml(xml, handler);
}

}  // namespace importers::child
