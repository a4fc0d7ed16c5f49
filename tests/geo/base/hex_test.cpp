// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Hex, EveryByteComesBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) { all += static_cast<char>(i); }
  const std::string hex = geo::to_hex(all);
  EXPECT_EQ(hex.substr(0, 8), "00010203");
  EXPECT_EQ(hex.substr(504), "fcfdfeff");
  EXPECT_EQ(geo::from_hex(hex), all);
  EXPECT_EQ(geo::from_hex("aBFf"), "\xab\xff");
  EXPECT_EQ(geo::from_hex(""), "");
}

TEST(Hex, AnythingElseIsNothing) {
  for (const char* text : {"0", "0g", "g0", " 00", "0x00", "00 ", "é"}) { EXPECT_FALSE(geo::from_hex(text)) << text; }
}

}  // namespace
