// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/block_scanner.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/window.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// One record cut into cells, not yet judged. Views point into the window.
struct CsvRow {
  std::int64_t line = 0;
  std::string_view raw;                 ///< without its line end
  std::vector<std::string_view> cells;  ///< without their quotes; at most ReadLimits::columns of them
  std::size_t cell_count = 0;           ///< how many there really are
  bool bad_quote = false;               ///< text after a closing quote; that cell keeps its quotes
  bool good_text = true;                ///< UTF-8 without NUL
  std::vector<std::size_t> escaped;     ///< indices of cells with doubled quotes, see unescape()
};

/// Cuts UTF-8 text into CSV records: LF, CRLF and CR end lines, quotes hold line ends, delimiters and doubled quotes, a quote
/// inside an unquoted cell is a letter like others.
class CsvScanner {
 public:
  /// `start`: first byte of the window to read, on line `line`. `name` is for sentences.
  CsvScanner(Window window, std::size_t start, std::int64_t line, char delimiter, std::string name, const ReadLimits& limits);

  /// The next record that is not an empty line; false at the end. Throws geo::Error{input} when a quote never ends or the
  /// record is over the limit.
  bool next(CsvRow& row);
  /// Turns "" into " in the cells of the row last given; in place, so `row.raw` is spoiled. Once per row.
  void unescape(CsvRow& row);

  /// Whether a line of blanks is an empty line (it is when there are several columns) or a value.
  void set_one_column(bool one_column) { m_one_column = one_column; }
  [[nodiscard]] std::int64_t empty_lines() const { return m_empty_lines; }
  [[nodiscard]] double progress() const { return m_window.progress(); }

 private:
  enum class Scan { record, empty_line, cut };

  [[nodiscard]] const char* end() const { return m_window.data() + m_window.size(); }
  Scan scan(CsvRow& row);
  bool scan_cell(CsvRow& row, const char* cell, const char*& stop);
  bool scan_plain(const char*& stop);
  bool scan_quoted(CsvRow& row, const char* cell, const char*& stop);
  bool find_closing_quote(const char*& close, bool& escaped);
  Scan end_record(CsvRow& row, const char* begin, const char* stop);
  void add_cell(CsvRow& row, const char* from, const char* to) const;
  void refill();
  void check_text();
  [[nodiscard]] bool is_good(std::string_view raw) const;
  void check_size(std::size_t bytes) const;
  [[noreturn]] void refuse_open_quote() const;

  Window m_window;
  std::string m_name;
  ReadLimits m_limits;
  char m_delimiter;
  BlockScanner<ByteSet<4>> m_special;
  bool m_scanner_in_place = false;
  bool m_suspect = false;  // something in the window is not good text: every record needs a look of its own
  bool m_one_column = false;
  std::size_t m_at;  // in the window: the first byte not yet given out
  std::int64_t m_line;
  std::int64_t m_record_line = 0;
  std::int64_t m_open_quote_line = 0;  // 0: no quote is open
  std::int64_t m_empty_lines = 0;
};

}  // namespace importers
