// SPDX-License-Identifier: Apache-2.0
#include "api/http/utf8.hpp"

namespace api {
namespace {

/// The second byte of a sequence has a range of its own (Unicode table 3-7); that is what keeps overlong forms,
/// surrogates and values above U+10FFFF out.
struct Lead {
  std::size_t length;
  unsigned char second_from, second_to;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) { return {1, 0, 0}; }
  if (byte < 0xC2) { return {0, 0, 0}; }
  if (byte < 0xE0) { return {2, 0x80, 0xBF}; }
  if (byte == 0xE0) { return {3, 0xA0, 0xBF}; }
  if (byte == 0xED) { return {3, 0x80, 0x9F}; }
  if (byte < 0xF0) { return {3, 0x80, 0xBF}; }
  if (byte == 0xF0) { return {4, 0x90, 0xBF}; }
  if (byte < 0xF4) { return {4, 0x80, 0xBF}; }
  if (byte == 0xF4) { return {4, 0x80, 0x8F}; }
  return {0, 0, 0};
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const Lead lead = lead_of(at(0));
  if (lead.length <= 1) { return lead.length; }
  if (text.size() < lead.length || at(1) < lead.second_from || at(1) > lead.second_to) { return 0; }
  for (std::size_t i = 2; i < lead.length; ++i) {
    if (at(i) < 0x80 || at(i) > 0xBF) { return 0; }
  }
  return lead.length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0) { return false; }
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace api
