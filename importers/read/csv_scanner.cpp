// SPDX-License-Identifier: Apache-2.0
#include "importers/read/csv_scanner.hpp"

#include "importers/read/encoding.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

namespace importers {
namespace {

ByteSet<4> special_bytes(char delimiter) {
  const char wanted[4] = {delimiter, '"', '\n', '\r'};
  return ByteSet<4>(wanted);
}

/// CR LF ends one line, at its LF.
bool ends_line(char c, char after) { return c == '\n' || (c == '\r' && after != '\n'); }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

CsvScanner::CsvScanner(Window window, std::size_t start, std::int64_t line, char delimiter, std::string name, const ReadLimits& limits)
    : m_window(std::move(window)),
      m_name(std::move(name)),
      m_limits(limits),
      m_delimiter(delimiter),
      m_special(special_bytes(delimiter)),
      m_at(start),
      m_line(line) {
  check_text();
}

bool CsvScanner::next(CsvRow& row) {
  for (;;) {
    if (m_at == m_window.size()) {
      if (m_window.complete()) { return false; }
      refill();
      continue;
    }
    if (!m_scanner_in_place) { m_special.reset(m_window.data() + m_at, end()); }
    m_record_line = m_line;
    const Scan result = scan(row);
    if (result == Scan::record) { return true; }
    if (result == Scan::cut) {
      m_line = m_record_line;
      check_size(m_window.size() - m_at);
      refill();
    }
    m_empty_lines += result == Scan::empty_line ? 1 : 0;
  }
}

void CsvScanner::refill() {
  m_window.advance(m_at);
  m_at = 0;
  m_scanner_in_place = false;
  check_text();
}

void CsvScanner::check_text() {
  const std::string_view text = m_window.view().substr(m_at);
  const std::size_t whole = m_window.complete() ? text.size() : whole_utf8_prefix(text);
  m_suspect = !simdjson::validate_utf8(text.data(), whole) || text.find('\0') != std::string_view::npos;
}

bool CsvScanner::is_good(std::string_view raw) const {
  return !m_suspect || (simdjson::validate_utf8(raw.data(), raw.size()) && raw.find('\0') == std::string_view::npos);
}

CsvScanner::Scan CsvScanner::scan(CsvRow& row) {
  row.cells.clear();
  row.escaped.clear();
  row.cell_count = 0;
  row.bad_quote = false;
  m_open_quote_line = 0;
  const char* const begin = m_window.data() + m_at;
  for (const char* cell = begin;;) {
    const char* stop = nullptr;  // the delimiter or line end after the cell; nullptr: the file ends
    if (!scan_cell(row, cell, stop)) { return Scan::cut; }
    if (stop == nullptr || *stop != m_delimiter) { return end_record(row, begin, stop == nullptr ? end() : stop); }
    cell = stop + 1;
  }
}

/// False, here and below: the window ends first, and the file goes on.
bool CsvScanner::scan_cell(CsvRow& row, const char* cell, const char*& stop) {
  if (cell < end() && *cell == '"') { return scan_quoted(row, cell, stop); }
  if (!scan_plain(stop)) { return false; }
  add_cell(row, cell, stop == nullptr ? end() : stop);
  return true;
}

bool CsvScanner::scan_plain(const char*& stop) {
  do { stop = m_special.next(); } while (stop != nullptr && *stop == '"');
  return stop != nullptr || m_window.complete();
}

bool CsvScanner::scan_quoted(CsvRow& row, const char* cell, const char*& stop) {
  m_special.next();  // the opening quote
  m_open_quote_line = m_line;
  bool escaped = false;
  const char* close = nullptr;
  if (!find_closing_quote(close, escaped)) { return false; }
  m_open_quote_line = 0;
  const char* const after = close + 1;
  if (after < end() && *after != m_delimiter && *after != '\n' && *after != '\r') {
    row.bad_quote = true;
    if (!scan_plain(stop)) { return false; }
    add_cell(row, cell, stop == nullptr ? end() : stop);
    return true;
  }
  stop = after < end() ? m_special.next() : nullptr;
  if (escaped && row.cells.size() < m_limits.columns) { row.escaped.push_back(row.cells.size()); }
  add_cell(row, cell + 1, close);
  return true;
}

bool CsvScanner::find_closing_quote(const char*& close, bool& escaped) {
  while (const char* const at = m_special.next()) {
    const bool last = at + 1 == end();
    if (last && !m_window.complete()) { return false; }
    const char after = last ? '\0' : at[1];
    if (*at != '"') {
      m_line += ends_line(*at, after) ? 1 : 0;
      continue;
    }
    if (after != '"') {
      close = at;
      return true;
    }
    escaped = true;
    m_special.next();
  }
  if (m_window.complete()) { refuse_open_quote(); }
  return false;
}

CsvScanner::Scan CsvScanner::end_record(CsvRow& row, const char* begin, const char* stop) {
  const char* after = stop;
  if (stop < end() && *stop == '\r') {
    if (stop + 1 == end() && !m_window.complete()) { return Scan::cut; }  // CR or CR LF?
    ++after;
  }
  if (after < end() && *after == '\n') {
    if (after != stop) { m_special.next(); }
    ++after;
  }
  row.line = m_record_line;
  row.raw = {begin, static_cast<std::size_t>(stop - begin)};
  row.good_text = is_good(row.raw);
  check_size(row.raw.size());
  m_at += static_cast<std::size_t>(after - begin);
  m_scanner_in_place = true;
  ++m_line;
  const bool empty = row.cell_count == 1 && (row.raw.empty() || (!m_one_column && is_blank(row.raw)));
  return empty ? Scan::empty_line : Scan::record;
}

void CsvScanner::add_cell(CsvRow& row, const char* from, const char* to) const {
  ++row.cell_count;
  if (row.cells.size() < m_limits.columns) { row.cells.emplace_back(from, static_cast<std::size_t>(to - from)); }
}

void CsvScanner::unescape(CsvRow& row) {
  for (const std::size_t index : row.escaped) {
    const std::string_view cell = row.cells[index];
    char* const begin = m_window.data() + (cell.data() - m_window.data());
    char* out = begin;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      *out++ = cell[i];
      if (cell[i] == '"') { ++i; }  // its double
    }
    row.cells[index] = {begin, static_cast<std::size_t>(out - begin)};
  }
  row.escaped.clear();
}

void CsvScanner::check_size(std::size_t bytes) const {
  const std::size_t limit = m_limits.record_bytes;
  if (bytes <= limit) { return; }
  if (m_open_quote_line != 0) {
    refuse(fmt::format("The quote opened in line {} of {} does not end within {} bytes, the limit for one record.", m_open_quote_line,
                       m_name, limit),
           fmt::format("As aspas abertas na linha {} de {} não fecham em {} bytes, o limite para um registo.", m_open_quote_line, m_name,
                       limit));
  }
  refuse(fmt::format("The record in line {} of {} is longer than {} bytes, the limit.", m_record_line, m_name, limit),
         fmt::format("O registo na linha {} de {} tem mais de {} bytes, o limite.", m_record_line, m_name, limit));
}

void CsvScanner::refuse_open_quote() const {
  check_size(m_window.size() - m_at);
  refuse(fmt::format("{} is truncated or has a stray quote: the quote opened in line {} never ends.", m_name, m_open_quote_line),
         fmt::format("{} está incompleto ou tem aspas a mais: as aspas abertas na linha {} não fecham.", m_name, m_open_quote_line));
}

}  // namespace importers
