// SPDX-License-Identifier: Apache-2.0
#include "importers/read/json_cursor.hpp"

#include "importers/read/json_extent.hpp"

#include <algorithm>
#include <cassert>

namespace importers {

bool JsonCursor::read_on() {
  if (m_window.complete()) { return false; }
  const std::size_t keep_from = m_pinned ? m_pin : m_at;
  m_window.advance(keep_from);
  m_at -= keep_from;
  m_pin = 0;
  return true;
}

char JsonCursor::peek() {
  for (;;) {
    for (; m_at < m_window.size(); ++m_at) {
      const char c = m_window.data()[m_at];
      if (c == '\n') {
        ++m_line;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return c;
      }
    }
    if (!read_on()) { return end_of_stream; }
  }
}

JsonCursor::Found JsonCursor::value(std::string_view& text) {
  for (;;) {
    const std::string_view rest = m_window.view().substr(m_at);
    const JsonExtent extent = find_json_extent(rest, false, m_limits.depth);  // something must follow
    if (extent.depth > m_limits.depth) { return Found::too_deep; }
    if (extent.size > m_limits.feature_bytes) { return Found::too_long; }
    if (extent.closed) {
      text = rest.substr(0, extent.size);
      m_value_size = extent.size;
      m_value_lines = extent.lines;
      return Found::value;
    }
    if (!read_on()) { return Found::cut; }
  }
}

void JsonCursor::skip_value() {
  m_at += m_value_size;
  m_line += m_value_lines;
}

JsonCursor::Found JsonCursor::record(char separator, std::string_view& text, bool& ended) {
  for (;;) {
    const std::string_view rest = m_window.view().substr(m_at);
    const std::size_t stop = rest.find(separator);
    ended = stop != std::string_view::npos;
    if (std::min(stop, rest.size()) > m_limits.feature_bytes) { return Found::too_long; }
    if (!ended && read_on()) { continue; }
    text = rest.substr(0, stop);
    m_line += std::count(text.begin(), text.end(), '\n') + (ended && separator == '\n' ? 1 : 0);
    m_at += text.size() + (ended ? 1 : 0);
    return Found::value;
  }
}

void JsonCursor::pin() {
  m_pinned = true;
  m_pin = m_at;
  m_pin_line = m_line;
}

void JsonCursor::rewind() {
  assert(m_pinned);
  m_at = m_pin;
  m_line = m_pin_line;
  m_pinned = false;
}

}  // namespace importers
