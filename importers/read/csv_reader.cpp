// SPDX-License-Identifier: Apache-2.0
#include "importers/read/csv_reader.hpp"

#include "geo/base/text.hpp"
#include "importers/read/column_names.hpp"
#include "importers/read/csv_scanner.hpp"
#include "importers/read/csv_sniff.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace importers {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

/// Excel's own hint to itself, "sep=;" in the first line. It is not data.
struct DelimiterHint {
  char delimiter = 0;
  std::size_t bytes = 0;
};

DelimiterHint find_hint(std::string_view text) {
  if (text.size() < 6 || text.substr(0, 4) != "sep=") { return {}; }
  const std::string_view line_end = text.substr(5, 2);
  if (line_end == "\r\n") { return {text[4], 7}; }
  return line_end[0] == '\r' || line_end[0] == '\n' ? DelimiterHint{text[4], 6} : DelimiterHint{};
}

char choose_delimiter(const Window& window, const DelimiterHint& hint, const CsvOptions& options, const std::string& name) {
  if (!options.delimiter && hint.bytes == 0) {
    const bool cut = window.size() > csv_sniff_bytes || !window.complete();
    return sniff_delimiter(window.view().substr(0, csv_sniff_bytes), cut);
  }
  const char delimiter = options.delimiter ? *options.delimiter : hint.delimiter;
  if (delimiter == '"' || (delimiter >= 0 && delimiter < ' ' && delimiter != '\t') || static_cast<unsigned char>(delimiter) >= 0x7f) {
    refuse(fmt::format("{} cannot be read with a quote, a control character or a non-ASCII letter as the delimiter.", name),
           fmt::format("{} não pode ser lido com aspas, um carácter de controlo ou uma letra não ASCII como separador.", name));
  }
  return delimiter;
}

class CsvReader final : public Reader {
 public:
  CsvReader(Window window, std::size_t start, std::string name, SourceInfo info, const CsvOptions& options, const ReadLimits& limits)
      : m_scanner(std::move(window), start, start == 0 ? 1 : 2, info.delimiter, name, limits),
        m_name(std::move(name)),
        m_info(std::move(info)),
        m_limits(limits) {
    read_header(options);
  }

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_names.columns(); }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }
  [[nodiscard]] double progress() const override { return m_scanner.progress(); }

  bool next(Record& record) override {
    if (!m_first_row_pending && !m_scanner.next(m_row)) {
      m_info.empty_lines = m_scanner.empty_lines();
      return false;
    }
    m_first_row_pending = false;
    m_info.empty_lines = m_scanner.empty_lines();
    record.line = m_row.line;
    record.index = ++m_index;
    record.wkb = {};
    record.geometry_kind = geo::GeometryKind::none;
    record.rule = record.problem = record.problem_pt = record.problem_column = record.problem_value = {};
    judge(record);
    record.cells.assign(m_row.cells.begin(), m_row.cells.end());
    record.cells.resize(columns().size());
    return true;
  }

 private:
  void read_header(const CsvOptions& options) {
    if (!m_scanner.next(m_row)) {
      refuse(fmt::format("{} is empty: there is no line with column names.", m_name),
             fmt::format("{} está vazio: não há linha com os nomes das colunas.", m_name));
    }
    if (m_row.cell_count > m_limits.columns) {
      refuse(fmt::format("{} has {} columns in line {}; the limit is {}.", m_name, m_row.cell_count, m_row.line, m_limits.columns),
             fmt::format("{} tem {} colunas na linha {}; o limite é {}.", m_name, m_row.cell_count, m_row.line, m_limits.columns));
    }
    if (m_row.bad_quote || !m_row.good_text || m_row.raw.size() > m_limits.field_bytes) {
      refuse(fmt::format("The column names in line {} of {} are broken: stray quotes, bytes that are not {}, or more than {} bytes.",
                         m_row.line, m_name, m_info.encoding, m_limits.field_bytes),
             fmt::format("Os nomes das colunas na linha {} de {} estão corrompidos: aspas a mais, bytes que não são {}, ou mais "
                         "de {} bytes.",
                         m_row.line, m_name, m_info.encoding, m_limits.field_bytes));
    }
    m_first_row_pending = !options.has_header;
    if (options.has_header) { m_scanner.unescape(m_row); }
    for (const std::string_view cell : m_row.cells) { m_names.add(options.has_header ? cell : std::string_view()); }
    m_nameless_last = options.has_header && m_row.cells.size() > 1 && is_blank(m_row.cells.back());
    m_scanner.set_one_column(m_names.size() == 1);
  }

  void judge(Record& record) {
    const bool one_short = m_nameless_last && m_row.cell_count + 1 == columns().size();
    if (m_row.cell_count != columns().size() && !one_short) {
      return set_problem(record, "columns", m_row.raw,
                         fmt::format("The row has {} cells, the header {}.", m_row.cell_count, columns().size()),
                         fmt::format("A linha tem {} células, o cabeçalho {}.", m_row.cell_count, columns().size()));
    }
    if (m_row.bad_quote) {
      return set_problem(record, "quotes", m_row.raw, "There is text after a closing quote.", "Há texto depois de aspas de fecho.");
    }
    if (!m_row.good_text) { return report_bad_text(record); }
    if (m_row.raw.size() > m_limits.field_bytes && !fields_fit(record)) { return; }
    m_scanner.unescape(m_row);
  }

  void report_bad_text(Record& record) {
    std::string_view value = m_row.raw;
    for (std::size_t i = 0; i < m_row.cells.size(); ++i) {
      const std::string_view cell = m_row.cells[i];
      if (geo::is_valid_utf8(cell) && cell.find('\0') == std::string_view::npos) { continue; }
      record.problem_column = columns()[i].name;
      value = cell;
      break;
    }
    set_problem(record, "E1", value, fmt::format("The cell has bytes that are not {} text.", m_info.encoding),
                fmt::format("A célula tem bytes que não são texto {}.", m_info.encoding));
  }

  bool fields_fit(Record& record) {
    for (std::size_t i = 0; i < m_row.cells.size(); ++i) {
      if (m_row.cells[i].size() <= m_limits.field_bytes) { continue; }
      record.problem_column = columns()[i].name;
      set_problem(record, "limit", m_row.cells[i], fmt::format("The cell is longer than {} bytes, the limit.", m_limits.field_bytes),
                  fmt::format("A célula tem mais de {} bytes, o limite.", m_limits.field_bytes));
      return false;
    }
    return true;
  }

  void set_problem(Record& record, std::string_view rule, std::string_view value, std::string en, std::string pt) {
    m_problem_en = std::move(en);
    m_problem_pt = std::move(pt);
    record.rule = rule;
    record.problem = m_problem_en;
    record.problem_pt = m_problem_pt;
    record.problem_value = value;
  }

  CsvScanner m_scanner;
  std::string m_name;
  SourceInfo m_info;
  ReadLimits m_limits;
  ColumnNames m_names;
  CsvRow m_row;
  bool m_nameless_last = false;
  bool m_first_row_pending = false;
  std::int64_t m_index = 0;
  std::string m_problem_en;
  std::string m_problem_pt;
};

}  // namespace

std::unique_ptr<Reader> csv_reader(Window window, std::string name, SourceInfo info, const CsvOptions& options, const ReadLimits& limits) {
  name = geo::excerpt(name);
  const DelimiterHint hint = find_hint(window.view());
  info.format = "CSV";
  info.delimiter = choose_delimiter(window, hint, options, name);
  return std::make_unique<CsvReader>(std::move(window), hint.bytes, std::move(name), std::move(info), options, limits);
}

}  // namespace importers
