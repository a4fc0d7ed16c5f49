// SPDX-License-Identifier: Apache-2.0
#include "importers/read/json_rows_reader.hpp"

#include "geo/base/text.hpp"
#include "importers/read/json_cursor.hpp"
#include "importers/read/json_row.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace importers {
namespace {

constexpr std::array<std::string_view, 3> list_members{"\"value\"", "\"results\"", "\"data\""};
constexpr int rows_to_look_at = 1000;
constexpr std::size_t bytes_to_look_at = std::size_t{4} << 20U;

bool is_list_member(std::string_view key) { return std::find(list_members.begin(), list_members.end(), key) != list_members.end(); }

class JsonRowsReader final : public Reader {
 public:
  JsonRowsReader(Window window, const std::string& name, SourceInfo info, const ReadLimits& limits)
      : m_cursor(std::move(window), limits), m_name(name), m_limits(limits), m_parser(name, limits), m_info(std::move(info)) {
    m_info.format = "JSON";
    find_list();
    look_ahead();
  }

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_parser.columns(); }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }
  [[nodiscard]] double progress() const override { return m_cursor.progress(); }

  bool next(Record& record) override {
    if (m_closed) { return false; }
    char first = m_cursor.peek();
    if (first == ']') {
      close();
      return false;
    }
    if (m_index > 0) {
      if (first != ',') { refuse_syntax(", or ]"); }
      m_cursor.take();
      first = m_cursor.peek();
    }
    if (first == ']' || first == '}' || first == ',') { refuse_syntax("{"); }
    record.line = m_cursor.line();
    record.index = ++m_index;
    const std::string_view text = value();
    m_cursor.skip_value();
    m_parser.parse(text, record);
    return true;
  }

 private:
  /// Steps into the array of rows.
  void find_list() {
    const char first = m_cursor.peek();
    m_in_object = first == '{';
    if (first != '[' && !m_in_object) { refuse_syntax("[ or {"); }
    m_cursor.take();
    for (bool more = m_in_object; more;) { more = !step_into_member(); }
  }

  /// One member of the outer object; true when it is the list, whose array has then been stepped into.
  bool step_into_member() {
    if (m_cursor.peek() == ',') { m_cursor.take(); }
    if (m_cursor.peek() != '"') {
      refuse(fmt::format("{} is JSON, but has no list of rows (\"value\", \"results\" or \"data\").", m_name),
             fmt::format("{} é JSON, mas não tem uma lista de linhas (\"value\", \"results\" ou \"data\").", m_name));
    }
    const std::string key(value());
    m_cursor.skip_value();
    if (m_cursor.peek() != ':') { refuse_syntax(":"); }
    m_cursor.take();
    if (is_list_member(key) && m_cursor.peek() == '[') {
      m_cursor.take();
      return true;
    }
    m_cursor.peek();
    value();
    m_cursor.skip_value();
    return false;
  }

  /// The first rows name the columns.
  void look_ahead() {
    m_cursor.pin();
    Record record;
    for (int i = 0; i < rows_to_look_at && m_cursor.bytes_since_pin() < bytes_to_look_at; ++i) {
      if (!next(record)) { break; }
    }
    m_cursor.rewind();
    m_index = 0;
    m_closed = false;
  }

  void close() {
    m_cursor.take();
    while (m_in_object && m_cursor.peek() == ',') {
      m_cursor.take();
      if (m_cursor.peek() != '"') { refuse_syntax("\""); }
      value();
      m_cursor.skip_value();
      if (m_cursor.peek() != ':') { refuse_syntax(":"); }
      m_cursor.take();
      m_cursor.peek();
      value();
      m_cursor.skip_value();
    }
    if (m_in_object) {
      if (m_cursor.peek() != '}') { refuse_syntax(", or }"); }
      m_cursor.take();
    }
    m_cursor.peek();
    if (!m_cursor.at_end()) {
      refuse(fmt::format("{} has something after the end of its rows, in line {}.", m_name, m_cursor.line()),
             fmt::format("{} tem algo depois do fim das linhas, na linha {}.", m_name, m_cursor.line()));
    }
    m_closed = true;
  }

  std::string_view value() {
    std::string_view text;
    const JsonCursor::Found found = m_cursor.value(text);
    if (found == JsonCursor::Found::cut) { refuse_cut(); }
    if (found == JsonCursor::Found::too_deep) {
      refuse(fmt::format("Row {} of {} (line {}) is nested deeper than {}, the limit.", m_index, m_name, m_cursor.line(), m_limits.depth),
             fmt::format("A linha {} de {} (linha {}) tem mais de {} níveis, o limite.", m_index, m_name, m_cursor.line(), m_limits.depth));
    }
    if (found != JsonCursor::Found::value) {
      refuse(fmt::format("Row {} of {} (line {}) is longer than {} bytes, the limit.", m_index, m_name, m_cursor.line(),
                         m_limits.feature_bytes),
             fmt::format("A linha {} de {} (linha {}) tem mais de {} bytes, o limite.", m_index, m_name, m_cursor.line(),
                         m_limits.feature_bytes));
    }
    if (text.empty()) { refuse_syntax("a value"); }
    return text;
  }

  [[noreturn]] void refuse_cut() const {
    refuse(fmt::format("{} is truncated: it ends in the middle of row {} (line {}).", m_name, m_index, m_cursor.line()),
           fmt::format("{} está incompleto: termina a meio da linha {} (linha {}).", m_name, m_index, m_cursor.line()));
  }
  [[noreturn]] void refuse_syntax(std::string_view expected) const {
    if (m_cursor.at_end()) { refuse_cut(); }
    refuse(fmt::format("{} is not well-formed JSON: {} is missing after row {} (line {}).", m_name, expected, m_index, m_cursor.line()),
           fmt::format("{} não é JSON bem formado: falta {} depois da linha {} (linha {}).", m_name, expected, m_index, m_cursor.line()));
  }

  JsonCursor m_cursor;
  std::string m_name;
  ReadLimits m_limits;
  JsonRowParser m_parser;
  SourceInfo m_info;
  bool m_in_object = false;
  bool m_closed = false;
  std::int64_t m_index = 0;
};

}  // namespace

bool looks_like_json_rows(std::string_view first_text) {
  const std::size_t first = first_text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) { return false; }
  if (first_text[first] == '[') { return true; }
  if (first_text[first] != '{') { return false; }
  // GeoJSON says what it is; a list of rows is a member of the outer object.
  if (first_text.find("\"features\"") != std::string_view::npos || first_text.find("\"Feature\"") != std::string_view::npos) {
    return false;
  }
  return std::any_of(list_members.begin(), list_members.end(), [&](std::string_view key) {
    const std::size_t at = first_text.find(key);
    if (at == std::string_view::npos) { return false; }
    const std::size_t colon = first_text.find_first_not_of(" \t\r\n", at + key.size());
    if (colon == std::string_view::npos || first_text[colon] != ':') { return false; }
    const std::size_t open = first_text.find_first_not_of(" \t\r\n", colon + 1);
    return open != std::string_view::npos && first_text[open] == '[';
  });
}

std::unique_ptr<Reader> json_rows_reader(Window window, std::string name, SourceInfo info, const ReadLimits& limits) {
  return std::make_unique<JsonRowsReader>(std::move(window), geo::excerpt(name), std::move(info), limits);
}

}  // namespace importers
