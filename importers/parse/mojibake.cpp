// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/mojibake.hpp"

#include "geo/base/text.hpp"
#include "geo/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace importers {
namespace {

/// What the bytes 80 to 9F of Windows-1252 stand for; 0 where they stand for nothing.
constexpr std::array<std::uint16_t, 32> high_characters = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178};

/// The byte that was taken for this character; nothing when no single byte is.
std::optional<char> byte_of(std::uint32_t c) {
  if (c < 0x100) { return static_cast<char>(static_cast<unsigned char>(c)); }  // also C1 controls: programs pass undefined bytes on
  const auto* found = std::find(high_characters.begin(), high_characters.end(), c);
  if (found == high_characters.end()) { return std::nullopt; }
  return static_cast<char>(static_cast<unsigned char>(0x80 + (found - high_characters.begin())));
}

/// "Ã", "Â" or "â" before another byte that is not ASCII: what the lead bytes of Portuguese letters and of dashes and quotes look like.
bool may_be_broken(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] != '\xC3') { continue; }
    const char lead = text[i + 1];
    if ((lead == '\x83' || lead == '\x82' || lead == '\xA2') && static_cast<unsigned char>(text[i + 2]) >= 0x80) { return true; }
  }
  return false;
}

}  // namespace

std::optional<std::string> mend_mojibake(std::string_view utf8) {
  if (!may_be_broken(utf8)) { return std::nullopt; }
  std::string bytes;
  bytes.reserve(utf8.size());
  while (!utf8.empty()) {
    const geo::DecodedCodePoint next = geo::decode_utf8(utf8);
    const std::optional<char> byte = next.valid ? byte_of(next.code_point) : std::nullopt;
    if (!byte) { return std::nullopt; }
    bytes.push_back(*byte);
    utf8.remove_prefix(next.length);
  }
  if (!geo::is_valid_utf8(bytes)) { return std::nullopt; }
  return bytes;
}

}  // namespace importers
