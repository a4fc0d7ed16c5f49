// SPDX-License-Identifier: Apache-2.0
#include "geo/base/json.hpp"

#include "geo/base/number.hpp"
#include "geo/base/utf8.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace geo {
namespace {

/// Bytes that may be copied as they are.
constexpr std::array<bool, 256> plain_bytes() {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) { plain[c] = c != '"' && c != '\\'; }
  return plain;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  out += "\\u00";
  out += digits[code >> 4U];
  out += digits[code & 0xFU];
}

}  // namespace

void append_json_string(std::string& out, std::string_view utf8) {
  static constexpr std::array<bool, 256> plain = plain_bytes();
  out += '"';
  std::size_t run = 0;  // start of what is not yet copied
  std::size_t i = 0;
  while (i < utf8.size()) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (plain[c]) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      const DecodedCodePoint next = decode_utf8(utf8.substr(i));
      if (next.valid) {
        i += next.length;
        continue;
      }
    }
    out.append(utf8, run, i - run);
    if (c >= 0x80) {
      append_utf8(out, replacement_character);
    } else {
      append_escape(out, utf8[i]);
    }
    run = ++i;
  }
  out.append(utf8, run, i - run);
  out += '"';
}

void JsonWriter::before_value() {
  if (m_open.empty()) {
    assert(!m_has_root && "a document is one value");
    m_has_root = true;
    return;
  }
  Level& level = m_open.back();
  if (level.bracket == '{') {
    assert(level.after_key && "a member needs a key first");
    level.after_key = false;
  } else {
    if (!level.empty) { m_out += ','; }
    level.empty = false;
  }
}

JsonWriter& JsonWriter::begin(char bracket) {
  before_value();
  m_out += bracket;
  m_open.push_back({bracket});
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  assert(!m_open.empty() && m_open.back().bracket == bracket && !m_open.back().after_key);
  m_open.pop_back();
  m_out += bracket == '{' ? '}' : ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  assert(!m_open.empty() && m_open.back().bracket == '{' && !m_open.back().after_key);
  Level& level = m_open.back();
  if (!level.empty) { m_out += ','; }
  level.empty = false;
  level.after_key = true;
  append_json_string(m_out, name);
  m_out += ':';
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_json_string(m_out, text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) { return null(); }
  before_value();
  append_number(m_out, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool yes) { return raw(yes ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  m_out += json;
  return *this;
}

JsonWriter& JsonWriter::signed_value(std::int64_t number) {
  before_value();
  append_integer(m_out, number);
  return *this;
}

JsonWriter& JsonWriter::unsigned_value(std::uint64_t number) {
  before_value();
  std::array<char, 24> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  assert(error == std::errc{});
  m_out.append(buffer.data(), end);
  return *this;
}

}  // namespace geo
