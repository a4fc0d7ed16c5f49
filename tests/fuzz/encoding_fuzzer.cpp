// SPDX-License-Identifier: Apache-2.0
// Text in any encoding: what comes out does not depend on how the bytes arrive, is UTF-8 but for the marks of broken places, and
// text that is written in an encoding is read again as it was. The first byte chooses the cuts.

#include "importers/read/encoding.hpp"

#include "geo/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using importers::Encoding;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

std::string decode(const std::string& bytes, Encoding encoding, std::size_t chunk, std::size_t asked) {
  const auto source = importers::utf8_source(importers::memory_source(bytes, chunk), encoding);
  std::string text;
  std::string block(asked, '\0');
  for (std::size_t got = 0; (got = source->read(block.data(), asked)) > 0;) {
    require(got <= asked);
    text.append(block, 0, got);
  }
  return text;
}

/// By the book, from code points.
std::string to_utf16(const std::string& utf8, bool big) {
  std::string out;
  const auto put = [&](std::uint32_t unit) {
    const char low = static_cast<char>(unit & 0xffU);
    const char high = static_cast<char>(unit >> 8U);
    out += big ? high : low;
    out += big ? low : high;
  };
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    std::uint32_t point = length == 1 ? byte : byte & (0xffU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) { point = point << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU); }
    if (point < 0x10000) {
      put(point);
    } else {
      put(0xd800 + ((point - 0x10000) >> 10U));
      put(0xdc00 + ((point - 0x10000) & 0x3ffU));
    }
    i += length;
  }
  return out;
}

void check_guess(const std::string& bytes) {
  for (const bool whole : {false, true}) {
    const importers::EncodingGuess guess = importers::guess_encoding(bytes, whole);
    require(guess.bom_bytes <= std::min<std::size_t>(bytes.size(), 4));
    require(guess.guessed == (guess.bom_bytes == 0));
    if (guess.bom_bytes == 0 && geo::is_valid_utf8(bytes)) { require(guess.encoding == Encoding::utf8); }
  }
  const std::size_t whole = importers::whole_utf8_prefix(bytes);
  require(whole <= bytes.size() && bytes.size() - whole <= 3);
  if (geo::is_valid_utf8(bytes)) {
    require(whole == bytes.size() && geo::is_valid_utf8(bytes.substr(0, importers::whole_utf8_prefix(bytes.substr(0, bytes.size() / 2)))));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::size_t choice = data[0];
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t chunk = choice % 16;
  const std::size_t asked = 4 + choice / 16;
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be, Encoding::cp1252}) {
    std::string text = decode(bytes, encoding, 0, 65536);
    require(text == decode(bytes, encoding, chunk, asked));
    require(importers::encoding_named(importers::encoding_name(encoding)) == encoding);
    if (encoding == Encoding::utf8) {
      require(text == bytes);
      continue;
    }
    text.erase(std::remove(text.begin(), text.end(), '\xff'), text.end());
    require(geo::is_valid_utf8(text));
  }
  check_guess(bytes);
  importers::encoding_named(bytes);
  if (geo::is_valid_utf8(bytes)) {
    require(decode(to_utf16(bytes, false), Encoding::utf16le, chunk, asked) == bytes);
    require(decode(to_utf16(bytes, true), Encoding::utf16be, chunk, asked) == bytes);
  }
  return 0;
}
