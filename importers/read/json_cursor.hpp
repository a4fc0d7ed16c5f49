// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/limits.hpp"
#include "importers/read/window.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace importers {

/// Steps over the structure of a JSON stream and hands out the byte range of each value. Views are valid until the next
/// call that may read on (peek, value, line).
class JsonCursor {
 public:
  static constexpr char end_of_stream = '\0';
  static constexpr char record_separator = '\x1e';

  enum class Found { value, too_deep, too_long, cut };

  JsonCursor(Window window, const ReadLimits& limits) : m_window(std::move(window)), m_limits(limits) {}

  /// Skips white space; the next byte, or end_of_stream. (A NUL byte in the stream reads as its end; callers find the
  /// difference with at_end().)
  char peek();
  [[nodiscard]] bool at_end() const { return m_at == m_window.size() && m_window.complete(); }
  /// Steps over the byte that peek() gave.
  void take() { ++m_at; }

  /// The value that begins here, which is stepped over only by skip_value().
  Found value(std::string_view& text);
  void skip_value();

  /// The text up to `separator` (a line feed or RS) or the end of the stream, stepped over together with it.
  /// `ended` says that the separator was there.
  Found record(char separator, std::string_view& text, bool& ended);

  /// Keeps everything from here on in memory until rewind() or unpin().
  void pin();
  void unpin() { m_pinned = false; }
  void rewind();
  [[nodiscard]] std::size_t bytes_since_pin() const { return m_at - m_pin; }

  [[nodiscard]] std::int64_t line() const { return m_line; }
  [[nodiscard]] double progress() const { return m_window.progress(); }
  /// How many bytes may be read from `text` on, its own size included.
  [[nodiscard]] std::size_t readable(std::string_view text) const {
    return static_cast<std::size_t>(m_window.data() + m_window.size() - text.data()) + Window::slack;
  }

 private:
  /// False when nothing follows.
  bool read_on();

  Window m_window;
  ReadLimits m_limits;
  std::size_t m_at = 0;
  std::int64_t m_line = 1;
  std::size_t m_value_size = 0;
  std::int64_t m_value_lines = 0;
  bool m_pinned = false;
  std::size_t m_pin = 0;
  std::int64_t m_pin_line = 0;
};

}  // namespace importers
