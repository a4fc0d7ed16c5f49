// SPDX-License-Identifier: Apache-2.0
// Every code point there is, through the functions that normalise.
#include "geo/base/text.hpp"

#include "geo/base/utf8.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <cstdlib>
#include <string>

namespace geo {
namespace {

std::string utf8_of(std::uint32_t code_point) {
  std::string out;
  append_utf8(out, code_point);
  return out;
}

template <class Each>
void for_all_code_points(Each each) {
  for (std::uint32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c < 0xD800 || c > 0xDFFF) { each(c); }
  }
}

/// The library's own normalisation, to compare with.
std::string library_nfc(const std::string& text) {
  utf8proc_uint8_t* raw = utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string out(reinterpret_cast<const char*>(raw));
  std::free(raw);
  return out;
}

TEST(Fold, IsDoneAfterOneTime) {
  for_all_code_points([](std::uint32_t c) {
    const std::string once = fold("x" + utf8_of(c) + "y");
    ASSERT_EQ(fold(once), once) << std::hex << c;
    ASSERT_TRUE(is_valid_utf8(once)) << std::hex << c;
  });
}

TEST(Clean, EveryCodePointComesOutNormalisedAndIsCleanTellsWhen) {
  for_all_code_points([](std::uint32_t c) {
    for (const std::string& text : {"x" + utf8_of(c), utf8_of(c) + "x"}) {
      for (const bool lines : {false, true}) {
        const std::string once = clean(text, lines);
        ASSERT_EQ(clean(once, lines), once) << std::hex << c;
        ASSERT_EQ(library_nfc(once), once) << std::hex << c;
        ASSERT_EQ(is_clean(text, lines), once == text) << std::hex << c;
      }
    }
  });
}

}  // namespace
}  // namespace geo
