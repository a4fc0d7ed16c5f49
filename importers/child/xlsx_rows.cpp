// SPDX-License-Identifier: Apache-2.0
#include "geo/base/number.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/xlsx_parts.hpp"
#include "importers/child/xml_scanner.hpp"

#include <utility>

namespace importers::child {
namespace {

class SheetRows final : public XmlHandler {
 public:
  SheetRows(const XlsxContext& context, const RowVisitor& visitor) : m_context(context), m_visitor(visitor) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    m_collecting = false;
    if (name == "c") {
      start_cell(attributes);
    } else if (name == "v") {
      m_collecting = m_in_cell && !m_inline;
    } else if (name == "t") {
      m_collecting = m_in_cell && m_inline && !m_spoken;
    } else if (name == "row") {
      start_row(attributes["r"]);
    } else if (name == "rPh") {
      m_spoken = true;
    }
  }

  void end(std::string_view name) override {
    m_collecting = false;
    if (name == "c") {
      end_cell();
    } else if (name == "row") {
      m_in_row = false;
      if (!m_cells.empty()) { m_visitor(m_row, m_cells); }
    } else if (name == "rPh") {
      m_spoken = false;
    }
  }

  void text(std::string_view piece) override {
    if (m_collecting) { m_text += piece; }
  }

 private:
  void start_row(std::string_view reference) {
    const auto number = reference.data() == nullptr ? m_row + 1 : geo::parse_integer(reference).value_or(-1);
    if (number <= m_row || number > last_sheet_row) { refuse("unreadable", "row " + std::string(reference)); }
    if (m_in_row) { refuse("unreadable", "a row in a row"); }
    m_in_row = true;
    m_row = number;
    m_column = -1;
    m_cells.clear();
  }

  void start_cell(const XmlAttributes& attributes) {
    if (!m_in_row || m_in_cell) { refuse("unreadable", "a cell outside of the rows"); }
    const std::string_view reference = attributes["r"];
    int column = m_column + 1;
    std::int64_t row = m_row;
    if (reference.data() != nullptr && (!parse_reference(reference, row, column) || row != m_row)) {
      refuse("unreadable", "cell " + std::string(reference));
    }
    if (column <= m_column || column >= last_sheet_column) { refuse("unreadable", "cell " + std::string(reference)); }
    m_column = column;
    m_type = attributes["t"];
    m_inline = m_type == "inlineStr";
    const std::string_view said = attributes["s"];
    const auto style = said.empty() ? 0 : geo::parse_integer(said).value_or(0);
    m_parts = style >= 0 && static_cast<std::size_t>(style) < m_context.styles.size() ? m_context.styles[static_cast<std::size_t>(style)]
                                                                                      : DateParts{};
    m_text.clear();
    m_in_cell = true;
  }

  void end_cell() {
    m_in_cell = false;
    if (m_text.empty()) { return; }
    using Kind = SheetCell::Kind;
    if (m_type == "s") {
      const auto index = geo::parse_integer(m_text).value_or(-1);
      if (index < 0 || static_cast<std::size_t>(index) >= m_context.strings.size()) { refuse("unreadable", "shared string " + m_text); }
      add(Kind::text, m_context.strings[static_cast<std::size_t>(index)]);
    } else if (m_type == "str" || m_inline) {
      add(Kind::text, without_escapes(m_text));
    } else if (m_type == "b") {
      add(Kind::boolean, m_text == "0" || m_text == "false" ? "false" : "true");
    } else if (m_type == "e") {
      add(Kind::error, m_text);
    } else if (m_type == "d") {
      add(Kind::date, m_text);
    } else {
      add_number();
    }
  }

  void add_number() {
    const auto number = geo::parse_number(m_text);
    if (!number) { return add(SheetCell::Kind::text, m_text); }
    if (m_parts.any()) {
      if (std::string moment = excel_date(*number, m_parts, m_context.from_1904); !moment.empty()) {
        return add(SheetCell::Kind::date, std::move(moment));
      }
    }
    m_number.clear();
    geo::append_number(m_number, *number);
    add(SheetCell::Kind::number, m_number);
  }

  void add(SheetCell::Kind kind, std::string text) {
    if (!text.empty()) { m_cells.push_back({m_column, kind, std::move(text)}); }
  }

  const XlsxContext& m_context;
  const RowVisitor& m_visitor;
  std::int64_t m_row = 0;
  int m_column = -1;
  SheetCells m_cells;
  std::string m_type;
  DateParts m_parts;
  bool m_in_row = false;
  bool m_in_cell = false;
  bool m_inline = false;
  bool m_spoken = false;
  bool m_collecting = false;
  std::string m_text;
  std::string m_number;
};

}  // namespace

void visit_xlsx_rows(std::string_view xml, const XlsxContext& context, const RowVisitor& visitor) {
  SheetRows handler(context, visitor);
  scan_xml(xml, handler);
}

}  // namespace importers::child
