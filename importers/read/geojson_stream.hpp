// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/json_cursor.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace importers {

/// The layout of a GeoJSON file: finds one feature after the other without reading what is in them.
class GeoJsonStream {
 public:
  enum class Layout { collection, single, lines, separated, concatenated };

  /// One feature as text; the view is valid until the next call.
  struct Item {
    std::string_view text;
    std::size_t readable = 0;  ///< bytes that may be read from text on
    std::int64_t line = 0;
    std::int64_t index = 0;
  };

  /// Reads up to the first feature. Throws geo::Error{input} when this is no GeoJSON with features.
  GeoJsonStream(Window window, std::string name, bool sequence, const ReadLimits& limits);

  bool next(Item& item);

  [[nodiscard]] Layout layout() const { return m_layout; }
  /// Of the `crs` member met so far.
  [[nodiscard]] const std::string& crs() const { return m_crs; }
  [[nodiscard]] double progress() const { return m_cursor.progress(); }

  /// From now on everything is kept in memory until rewind() goes back to here.
  void mark();
  void rewind();
  [[nodiscard]] std::size_t bytes_since_mark() const { return m_cursor.bytes_since_pin(); }

 private:
  void open_object();
  bool read_member(bool before_features);
  void read_known_member(std::string_view key, std::string_view text, bool before_features);
  void choose_layout_of_objects();
  bool next_in_collection(Item& item);
  bool next_object(Item& item);
  bool next_record(Item& item);
  void close_collection();
  std::string_view value();
  void give(Item& item, std::string_view text, std::int64_t line);
  [[noreturn]] void refuse_cut() const;
  [[noreturn]] void refuse_syntax(std::string_view expected) const;
  [[noreturn]] void refuse_limit(JsonCursor::Found found) const;
  [[noreturn]] void refuse_type() const;

  JsonCursor m_cursor;
  std::string m_name;
  ReadLimits m_limits;
  Layout m_layout = Layout::single;
  std::string m_crs;
  std::string m_type;  ///< the top-level `type`, as JSON text
  std::int64_t m_index = 0;
  std::int64_t m_marked_index = 0;
  bool m_closed = false;
};

}  // namespace importers
