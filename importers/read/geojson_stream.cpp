// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_stream.hpp"

#include "geo/base/text.hpp"
#include "importers/read/geojson_crs.hpp"
#include "importers/read/json_extent.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <utility>

namespace importers {
namespace {

constexpr std::string_view blanks = " \t\r\n\x1e";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) { return {}; }
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

}  // namespace

GeoJsonStream::GeoJsonStream(Window window, std::string name, bool sequence, const ReadLimits& limits)
    : m_cursor(std::move(window), limits), m_name(std::move(name)), m_limits(limits) {
  const char first = m_cursor.peek();
  if (first == JsonCursor::record_separator) {
    m_layout = Layout::separated;
  } else if (sequence) {
    m_layout = Layout::lines;
  } else if (first == '{') {
    open_object();
  } else if (m_cursor.at_end()) {
    refuse(fmt::format("{} is empty.", m_name), fmt::format("{} está vazio.", m_name));
  } else {
    refuse_syntax("{");
  }
}

bool GeoJsonStream::next(Item& item) {
  switch (m_layout) {
    case Layout::collection: return next_in_collection(item);
    case Layout::lines:
    case Layout::separated: return next_record(item);
    case Layout::single:
    case Layout::concatenated: break;
  }
  return next_object(item);
}

void GeoJsonStream::mark() {
  m_cursor.pin();
  m_marked_index = m_index;
}

void GeoJsonStream::rewind() {
  m_cursor.rewind();
  m_index = m_marked_index;
  m_closed = false;
}

/// Reads members of the first object until its "features" begin; an object without them must be a Feature.
void GeoJsonStream::open_object() {
  m_cursor.pin();
  m_cursor.take();
  if (m_cursor.peek() == '}') { refuse_type(); }
  while (read_member(true)) {
    const char after = m_cursor.peek();
    if (after == '}') {
      m_cursor.take();
      if (m_type != "\"Feature\"") { refuse_type(); }
      choose_layout_of_objects();
      return;
    }
    if (after != ',') { refuse_syntax(", or }"); }
    m_cursor.take();
  }
  m_cursor.unpin();
  m_layout = Layout::collection;
}

/// False when the member is "features", whose array has then been stepped into.
bool GeoJsonStream::read_member(bool before_features) {
  if (m_cursor.peek() != '"') { refuse_syntax("\""); }
  const std::string key(value());
  m_cursor.skip_value();
  if (m_cursor.peek() != ':') { refuse_syntax(":"); }
  m_cursor.take();
  const char first = m_cursor.peek();
  if (key == "\"features\"" && first == '[' && before_features) {
    m_cursor.take();
    return false;
  }
  read_known_member(key, value(), before_features);
  m_cursor.skip_value();
  return true;
}

void GeoJsonStream::read_known_member(std::string_view key, std::string_view text, bool before_features) {
  if (key == "\"type\"") {
    m_type = geo::truncate_utf8(text, 100);
  } else if (key == "\"features\"") {
    refuse(fmt::format("{} is not GeoJSON: its features are not one array.", m_name),
           fmt::format("{} não é GeoJSON: os features não são uma única lista.", m_name));
  } else if (key == "\"crs\"") {
    const std::string crs = read_geojson_crs(text, m_name);
    if (!before_features && crs != m_crs && !(is_crs84(crs) && is_crs84(m_crs))) {
      refuse(fmt::format("{} names its coordinate reference system, {}, only after the features; put the crs member first.", m_name, crs),
             fmt::format("{} indica o sistema de coordenadas, {}, só depois dos features; ponha o membro crs no início.", m_name, crs));
    }
    m_crs = crs;
  }
}

/// The first Feature has been stepped over: does another follow, and how are they divided?
void GeoJsonStream::choose_layout_of_objects() {
  const std::int64_t last_line = m_cursor.line();
  const char after = m_cursor.peek();
  const bool more = !m_cursor.at_end();
  const bool next_line = m_cursor.line() > last_line;
  m_cursor.rewind();
  const bool lines = next_line && last_line == m_cursor.line();
  if (more && !lines && after != '{' && after != JsonCursor::record_separator) {
    refuse(fmt::format("{} has something after the end of its feature, in line {}.", m_name, last_line),
           fmt::format("{} tem algo depois do fim do elemento, na linha {}.", m_name, last_line));
  }
  m_layout = !more ? Layout::single : lines ? Layout::lines : Layout::concatenated;
}

bool GeoJsonStream::next_in_collection(Item& item) {
  if (m_closed) { return false; }
  char first = m_cursor.peek();
  if (first == ']') {
    close_collection();
    return false;
  }
  if (m_index > 0) {
    if (first == JsonCursor::end_of_stream && m_cursor.at_end()) { refuse_cut(); }
    if (first != ',') { refuse_syntax(", or ]"); }
    m_cursor.take();
    first = m_cursor.peek();
  }
  if (first == ']' || first == '}' || first == ',') { refuse_syntax("{"); }
  const std::int64_t line = m_cursor.line();
  const std::string_view text = value();
  m_cursor.skip_value();
  give(item, text, line);
  return true;
}

void GeoJsonStream::close_collection() {
  m_cursor.take();
  char after = m_cursor.peek();
  while (after == ',') {
    m_cursor.take();
    read_member(false);
    after = m_cursor.peek();
  }
  if (after == JsonCursor::end_of_stream && m_cursor.at_end()) { refuse_cut(); }
  if (after != '}') { refuse_syntax(", or }"); }
  m_cursor.take();
  m_cursor.peek();
  if (!m_cursor.at_end()) {
    refuse(fmt::format("{} has something after the end of its features, in line {}.", m_name, m_cursor.line()),
           fmt::format("{} tem algo depois do fim dos features, na linha {}.", m_name, m_cursor.line()));
  }
  if (m_type != "\"FeatureCollection\"") { refuse_type(); }
  m_closed = true;
}

bool GeoJsonStream::next_object(Item& item) {
  while (m_cursor.peek() == JsonCursor::record_separator) { m_cursor.take(); }
  if (m_cursor.at_end()) { return false; }
  if (m_cursor.peek() != '{') { refuse_syntax("{"); }
  const std::int64_t line = m_cursor.line();
  const std::string_view text = value();
  m_cursor.skip_value();
  give(item, text, line);
  return true;
}

bool GeoJsonStream::next_record(Item& item) {
  const char separator = m_layout == Layout::lines ? '\n' : JsonCursor::record_separator;
  for (;;) {
    char first = m_cursor.peek();
    while (first == JsonCursor::record_separator) {
      m_cursor.take();
      first = m_cursor.peek();
    }
    if (m_cursor.at_end()) { return false; }
    const std::int64_t line = m_cursor.line();
    std::string_view text;
    bool ended = false;
    const JsonCursor::Found found = m_cursor.record(separator, text, ended);
    if (found != JsonCursor::Found::value) { refuse_limit(found); }
    text = trim(text);
    const JsonExtent extent = find_json_extent(text, true, m_limits.depth);
    if (extent.depth > m_limits.depth) { refuse_limit(JsonCursor::Found::too_deep); }
    if (!extent.closed && !ended) { refuse_cut(); }
    give(item, text, line);
    return true;
  }
}

std::string_view GeoJsonStream::value() {
  std::string_view text;
  const JsonCursor::Found found = m_cursor.value(text);
  if (found == JsonCursor::Found::cut) { refuse_cut(); }
  if (found != JsonCursor::Found::value) { refuse_limit(found); }
  if (text.empty()) { refuse_syntax("a value"); }
  return text;
}

void GeoJsonStream::give(Item& item, std::string_view text, std::int64_t line) {
  item.text = text;
  item.readable = m_cursor.readable(text);
  item.line = line;
  item.index = ++m_index;
}

void GeoJsonStream::refuse_cut() const {
  refuse(fmt::format("{} is truncated: it ends in the middle of feature {} (line {}).", m_name, m_index + 1, m_cursor.line()),
         fmt::format("{} está incompleto: termina a meio do elemento {} (linha {}).", m_name, m_index + 1, m_cursor.line()));
}

void GeoJsonStream::refuse_syntax(std::string_view expected) const {
  if (m_cursor.at_end()) { refuse_cut(); }
  refuse(fmt::format("{} is not well-formed JSON: {} is missing after feature {} (line {}).", m_name, expected, m_index, m_cursor.line()),
         fmt::format("{} não é JSON bem formado: falta {} depois do elemento {} (linha {}).", m_name, expected, m_index, m_cursor.line()));
}

void GeoJsonStream::refuse_limit(JsonCursor::Found found) const {
  if (found == JsonCursor::Found::too_deep) {
    refuse(fmt::format("Feature {} of {} (line {}) is nested deeper than {}, the limit.", m_index + 1, m_name, m_cursor.line(),
                       m_limits.depth),
           fmt::format("O elemento {} de {} (linha {}) tem mais de {} níveis, o limite.", m_index + 1, m_name, m_cursor.line(),
                       m_limits.depth));
  }
  refuse(fmt::format("Feature {} of {} (line {}) is longer than {} bytes, the limit.", m_index + 1, m_name, m_cursor.line(),
                     m_limits.feature_bytes),
         fmt::format("O elemento {} de {} (linha {}) tem mais de {} bytes, o limite.", m_index + 1, m_name, m_cursor.line(),
                     m_limits.feature_bytes));
}

void GeoJsonStream::refuse_type() const {
  if (m_type.empty()) {
    refuse(fmt::format("{} is JSON but not GeoJSON: the object has no type.", m_name),
           fmt::format("{} é JSON mas não GeoJSON: o objecto não tem tipo.", m_name));
  }
  refuse(fmt::format("{} is JSON of type {}, not a GeoJSON FeatureCollection or Feature.", m_name, geo::excerpt(m_type)),
         fmt::format("{} é JSON do tipo {}, não um FeatureCollection ou Feature GeoJSON.", m_name, geo::excerpt(m_type)));
}

}  // namespace importers
