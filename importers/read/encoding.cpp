// SPDX-License-Identifier: Apache-2.0
#include "importers/read/encoding.hpp"

#include "geo/base/text.hpp"
#include "geo/base/utf8.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

/// Length that the lead byte promises; 0 for a byte that cannot lead.
std::size_t sequence_length(unsigned lead) {
  if (lead < 0x80) { return 1; }
  if (lead >= 0xc2 && lead <= 0xdf) { return 2; }
  if (lead >= 0xe0 && lead <= 0xef) { return 3; }
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/// Good multi-byte sequences outnumber the bytes that belong to none.
bool mostly_utf8(std::string_view bytes) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(byte_at(bytes, at));
    if (length == 1) {
      ++at;
    } else if (length != 0 && at + length <= bytes.size() && simdjson::validate_utf8(bytes.data() + at, length)) {
      ++good;
      at += length;
    } else {
      ++bad;
      ++at;
    }
  }
  return good > bad;
}

class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool little_endian) : m_little_endian(little_endian) {}

  void decode(std::string_view bytes, std::string& out) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (!m_have_byte) {
        m_byte = byte;
        m_have_byte = true;
        continue;
      }
      m_have_byte = false;
      take(m_little_endian ? m_byte | (byte << 8U) : (m_byte << 8U) | byte, out);
    }
  }

  void finish(std::string& out) {
    if (m_have_byte || m_high != 0) { out += '\xff'; }
    m_have_byte = false;
    m_high = 0;
  }

 private:
  void take(std::uint32_t unit, std::string& out) {
    const bool low = unit >= 0xdc00 && unit <= 0xdfff;
    if (m_high != 0) {
      if (low) {
        geo::append_utf8(out, 0x10000U + ((m_high - 0xd800U) << 10U) + (unit - 0xdc00U));
        m_high = 0;
        return;
      }
      out += '\xff';
      m_high = 0;
    }
    if (low) {
      out += '\xff';
    } else if (unit >= 0xd800 && unit <= 0xdbff) {
      m_high = unit;
    } else {
      geo::append_utf8(out, unit);
    }
  }

  bool m_little_endian;
  bool m_have_byte = false;
  std::uint32_t m_byte = 0;
  std::uint32_t m_high = 0;
};

class TranscodingSource final : public ByteSource {
 public:
  TranscodingSource(std::unique_ptr<ByteSource> source, Encoding encoding)
      : m_source(std::move(source)), m_encoding(encoding), m_utf16(encoding == Encoding::utf16le), m_raw(chunk_bytes, '\0') {}

  std::size_t read(char* into, std::size_t size) override {
    while (m_given == m_text.size() && !m_done) { decode_more(); }
    const std::size_t n = std::min(size, m_text.size() - m_given);
    std::copy_n(m_text.data() + m_given, n, into);
    m_given += n;
    return n;
  }

  [[nodiscard]] double progress() const override { return m_source->progress(); }

 private:
  void decode_more() {
    m_text.clear();
    m_given = 0;
    const std::size_t got = m_source->read(m_raw.data(), m_raw.size());
    const std::string_view raw(m_raw.data(), got);
    m_done = got == 0;
    if (m_encoding == Encoding::cp1252) {
      m_text = geo::from_cp1252(raw);
    } else if (m_done) {
      m_utf16.finish(m_text);
    } else {
      m_utf16.decode(raw, m_text);
    }
  }

  std::unique_ptr<ByteSource> m_source;
  Encoding m_encoding;
  Utf16Decoder m_utf16;
  std::string m_raw;
  std::string m_text;
  std::size_t m_given = 0;
  bool m_done = false;
};

}  // namespace

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf16le: return "UTF-16LE";
    case Encoding::utf16be: return "UTF-16BE";
    case Encoding::cp1252: return "windows-1252";
  }
  return "";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, Encoding>, 11> names{{
      {"utf8", Encoding::utf8},
      {"utf16", Encoding::utf16le},
      {"utf16le", Encoding::utf16le},
      {"utf16be", Encoding::utf16be},
      {"latin1", Encoding::cp1252},
      {"iso88591", Encoding::cp1252},
      {"l1", Encoding::cp1252},
      {"cp1252", Encoding::cp1252},
      {"windows1252", Encoding::cp1252},
      {"1252", Encoding::cp1252},
      {"ansi", Encoding::cp1252},
  }};
  std::string key;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') { continue; }
    key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  for (const auto& [known, encoding] : names) {
    if (known == key) { return encoding; }
  }
  return std::nullopt;
}

std::size_t whole_utf8_prefix(std::string_view bytes) {
  const std::size_t back = std::min<std::size_t>(3, bytes.size());
  for (std::size_t i = 1; i <= back; ++i) {
    const unsigned byte = byte_at(bytes, bytes.size() - i);
    if ((byte & 0xc0U) == 0x80U) { continue; }
    return sequence_length(byte) > i ? bytes.size() - i : bytes.size();
  }
  return bytes.size();
}

EncodingGuess guess_encoding(std::string_view first_bytes, bool whole_file) {
  if (first_bytes.substr(0, 3) == "\xef\xbb\xbf") { return {Encoding::utf8, 3, false}; }
  if (first_bytes.substr(0, 2) == "\xff\xfe") { return {Encoding::utf16le, 2, false}; }
  if (first_bytes.substr(0, 2) == "\xfe\xff") { return {Encoding::utf16be, 2, false}; }
  const std::string_view text = whole_file ? first_bytes : first_bytes.substr(0, whole_utf8_prefix(first_bytes));
  if (simdjson::validate_utf8(text.data(), text.size()) || mostly_utf8(text)) { return {Encoding::utf8, 0, true}; }
  return {Encoding::cp1252, 0, true};
}

std::unique_ptr<ByteSource> utf8_source(std::unique_ptr<ByteSource> source, Encoding encoding) {
  if (encoding == Encoding::utf8) { return source; }
  return std::make_unique<TranscodingSource>(std::move(source), encoding);
}

}  // namespace importers
