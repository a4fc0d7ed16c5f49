// SPDX-License-Identifier: Apache-2.0
#include "geo/base/number.hpp"

#include "geo/base/lonlat.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace geo {
namespace {

TEST(ParseNumber, TakesWholeTokens) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("-12.5"), -12.5);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("-.5"), -0.5);
  EXPECT_EQ(parse_number("5."), 5.0);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  EXPECT_EQ(parse_number("1E-3"), 0.001);
  EXPECT_EQ(parse_number("007"), 7.0);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), 1.7976931348623157e308);
}

TEST(ParseNumber, RefusesTheRest) {
  for (const char* text :
       {"",     "-",        ".",   "-.",   "+1",  " 1",     "1 ",    "1,5",    "1.2.3", "0x10", "0x",    "1e",    "1e+", "inf",
        "-inf", "infinity", "nan", "-nan", "NaN", "nan(1)", "1e400", "-1e400", "12abc", "--1",  "1_000", "1 000", "e5",  "١"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(ParseDecimal, OneSignOnly) {
  EXPECT_EQ(parse_decimal("12,5", ','), 12.5);
  EXPECT_EQ(parse_decimal("-40,123456", ','), -40.123456);
  EXPECT_EQ(parse_decimal("12", ','), 12.0);
  EXPECT_EQ(parse_decimal("12.5", '.'), 12.5);
  for (const char* text : {"12.5", "1.234,5", "1,2,3", ",", "", "1,5 ", "+1,5"}) { EXPECT_FALSE(parse_decimal(text, ',')) << text; }
  EXPECT_FALSE(parse_decimal("12,5", '.'));
}

TEST(ParseInteger, WholeTokensInRange) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
  for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808", "-9223372036854775809"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

/// The slow truth: what printf writes, without the zeros at the end.
std::string printed_coordinate(std::int32_t lattice) {
  char text[32];
  static_cast<void>(std::snprintf(text, sizeof text, "%.7f", from_lattice(lattice)));
  std::string out = text;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') { out.pop_back(); }
  return out;
}

std::string coordinate(std::int32_t lattice) {
  std::string out;
  append_coordinate(out, lattice);
  return out;
}

TEST(AppendCoordinate, KnownTexts) {
  EXPECT_EQ(coordinate(0), "0");
  EXPECT_EQ(coordinate(1), "0.0000001");
  EXPECT_EQ(coordinate(-1), "-0.0000001");
  EXPECT_EQ(coordinate(405000000), "40.5");
  EXPECT_EQ(coordinate(-1800000000), "-180");
  EXPECT_EQ(coordinate(INT32_MIN), "-214.7483648");
  EXPECT_EQ(coordinate(INT32_MAX), "214.7483647");
}

TEST(AppendCoordinate, EqualsPrintfAndReadsBack) {
  std::mt19937 random(5);
  std::uniform_int_distribution<std::int32_t> any(-1800000000, 1800000000);
  for (int i = 0; i < 200'000; ++i) {
    std::int32_t lattice = any(random);
    for (int zeros = i % 8; zeros > 0; --zeros) { lattice -= lattice % static_cast<std::int32_t>(std::pow(10, zeros)); }
    const std::string text = coordinate(lattice);
    if (lattice != 0) { ASSERT_EQ(text, printed_coordinate(lattice)); }
    ASSERT_EQ(to_lattice(*parse_number(text)), lattice) << text;
  }
}

std::string number(double value) {
  std::string out;
  append_number(out, value);
  return out;
}

TEST(AppendNumber, KnownTexts) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(1e6), "1000000");
  EXPECT_EQ(number(-999999999999999.0), "-999999999999999");
  EXPECT_EQ(number(1e15), "1e+15");
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(38.0000031591), "38.0000031591");
  EXPECT_EQ(number(5e-324), "5e-324");
}

std::string rounded(double value, int decimals) {
  std::string out;
  append_rounded(out, value, decimals);
  return out;
}

TEST(AppendRounded, KnownTexts) {
  EXPECT_EQ(rounded(2.50049, 3), "2.5");
  EXPECT_EQ(rounded(664583.978899837, 3), "664583.979");
  EXPECT_EQ(rounded(-0.0004, 3), "0");
  EXPECT_EQ(rounded(-0.0006, 3), "-0.001");
  EXPECT_EQ(rounded(-0.0, 3), "0");
  EXPECT_EQ(rounded(9.9996, 3), "10");
  EXPECT_EQ(rounded(1200, 3), "1200");
  EXPECT_EQ(rounded(7.5, 0), "8");
  EXPECT_EQ(rounded(54.277854707, 7), "54.2778547");
  EXPECT_EQ(rounded(1e-12, 12), "0.000000000001");
  EXPECT_EQ(rounded(1e300, 3), "1e+300");
}

TEST(AppendRounded, EqualsPrintf) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> any(-1e7, 1e7);
  for (int i = 0; i < 100'000; ++i) {
    const double value = any(random);
    for (const int decimals : {1, 3, 7}) {
      char text[40];
      static_cast<void>(std::snprintf(text, sizeof text, "%.*f", decimals, value));
      std::string want = text;
      want.erase(want.find_last_not_of('0') + 1);
      if (want.back() == '.') { want.pop_back(); }
      // A half, as far as a double can tell, may fall to either side.
      if (rounded(value, decimals) != want) {
        ASSERT_NEAR(*parse_number(rounded(value, decimals)), value, 0.52 * std::pow(10, -decimals)) << want;
      }
    }
  }
}

TEST(AppendNumber, EveryNumberReadsBackTheSame) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 300'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) { continue; }
    const std::string text = number(value);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    if (std::fpclassify(value) == FP_NORMAL) { ASSERT_EQ(parse_number(text), value) << text; }
  }
}

}  // namespace
}  // namespace geo
