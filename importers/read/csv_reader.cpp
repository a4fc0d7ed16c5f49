// SPDX-License-Identifier: Apache-2.0
#include "importers/read/csv_reader.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/read/column_names.hpp"
#include "importers/read/csv_scanner.hpp"
#include "importers/read/csv_sniff.hpp"
#include "importers/read/hxl.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t rows_with_tags = 25;  // HXL 1.1: the row of tags is among the first 25

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

/// A first line with a position in it names no columns. (Numbers alone say little: columns may be called after years.)
bool looks_like_data(const std::vector<std::string_view>& cells) {
  const auto is_degrees = [](std::string_view cell) {
    const auto number = cell.find('.') == std::string_view::npos ? std::nullopt : geo::parse_number(cell);
    return number && std::abs(*number) <= 180;
  };
  return std::count_if(cells.begin(), cells.end(), is_degrees) >= 2;
}

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

/// A row with bytes of its own, read before its turn.
class KeptRow {
 public:
  explicit KeptRow(const CsvRow& row) : m_bytes(row.raw), m_row(row) {
    for (const std::string_view cell : row.cells) {
      m_at.emplace_back(static_cast<std::size_t>(cell.data() - row.raw.data()), cell.size());
    }
  }
  void show(CsvRow& row) const {
    row = m_row;
    row.raw = m_bytes;
    row.cells = cells();
  }
  [[nodiscard]] std::vector<std::string_view> cells() const {
    std::vector<std::string_view> cells;
    for (const auto& [at, size] : m_at) { cells.push_back(std::string_view(m_bytes).substr(at, size)); }
    return cells;
  }
  [[nodiscard]] std::int64_t line() const { return m_row.line; }

 private:
  std::string m_bytes;
  CsvRow m_row;
  std::vector<std::pair<std::size_t, std::size_t>> m_at;
};

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
    if (!m_first_row_pending && !next_row()) {
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
  /// A row that was read ahead, or the next one of the file.
  bool next_row() {
    if (m_ahead.empty()) { return m_scanner.next(m_row); }
    m_kept = std::move(m_ahead.front());
    m_ahead.pop_front();
    m_kept.show(m_row);
    return true;
  }

  /// HXL: a row of hashtags among the first ones. The row above it holds the names; what stands before that is decoration.
  void look_for_tags() {
    if (is_tag_row(m_row.cells)) {
      const std::vector<std::string_view> tags = m_row.cells;
      name_columns(tags, tags);
      return;
    }
    KeptRow names(m_row);
    while (m_ahead.size() < rows_with_tags && m_scanner.next(m_row)) {
      m_ahead.emplace_back(m_row);
      if (lacks_hashes(m_row.cells)) { refuse_tags(); }
      if (!is_tag_row(m_row.cells)) { continue; }
      const std::int64_t skipped = static_cast<std::int64_t>(m_ahead.size()) - 1;
      const KeptRow tags = std::move(m_ahead.back());
      if (skipped > 0) { names = std::move(m_ahead[m_ahead.size() - 2]); }
      m_ahead.clear();
      name_columns(names.cells(), tags.cells());
      m_ahead.push_back(tags);
      note_tags(tags.line(), skipped);
      return;
    }
  }

  [[noreturn]] void refuse_tags() const {
    refuse(fmt::format("line {} looks like HXL hashtags without their '#'; write it before each of them, or take the line out", m_row.line),
           fmt::format("a linha {} parece ter etiquetas HXL sem o '#'; escreva-o antes de cada uma, ou tire a linha", m_row.line));
  }

  void name_columns(const std::vector<std::string_view>& names, const std::vector<std::string_view>& tags) {
    m_names = {};
    const std::size_t count = std::max(names.size(), tags.size());
    const auto at = [](const std::vector<std::string_view>& cells, std::size_t i) {
      return i < cells.size() ? cells[i] : std::string_view();
    };
    for (std::size_t i = 0; i < count; ++i) { m_names.add(at(names, i), at(tags, i)); }
    m_nameless_last = false;
  }

  void note_tags(std::int64_t line, std::int64_t skipped) {
    m_info.notes.push_back(fmt::format("the HXL hashtags in line {} say what the columns are", line));
    m_info.notes_pt.push_back(fmt::format("as etiquetas HXL na linha {} dizem o que são as colunas", line));
    if (skipped == 0) { return; }
    m_info.notes.push_back(fmt::format("lines above the column names that were passed over: {}", skipped));
    m_info.notes_pt.push_back(fmt::format("linhas acima dos nomes das colunas que foram passadas à frente: {}", skipped));
  }

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
    const bool has_header = options.has_header && !looks_like_data(m_row.cells);
    m_info.has_header = has_header || !options.names.empty();
    m_first_row_pending = !has_header;
    if (has_header) { m_scanner.unescape(m_row); }
    check_given_names(options);
    for (std::size_t i = 0; i < m_row.cells.size(); ++i) {
      const std::string_view given = i < options.names.size() ? std::string_view(options.names[i]) : std::string_view();
      m_names.add(has_header ? m_row.cells[i] : given);
    }
    m_nameless_last = has_header && m_row.cells.size() > 1 && is_blank(m_row.cells.back());
    if (has_header) { look_for_tags(); }
    m_scanner.set_one_column(m_names.size() == 1);
  }

  /// Names that do not fit the first row would put every value into the wrong field.
  void check_given_names(const CsvOptions& options) const {
    if (options.names.empty() || options.names.size() == m_row.cell_count) { return; }
    refuse(fmt::format("{} has {} columns in its first line, and --columns names {}.", m_name, m_row.cell_count, options.names.size()),
           fmt::format("{} tem {} colunas na primeira linha e --columns indica {}.", m_name, m_row.cell_count, options.names.size()));
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
  std::deque<KeptRow> m_ahead;
  KeptRow m_kept{CsvRow{}};
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
