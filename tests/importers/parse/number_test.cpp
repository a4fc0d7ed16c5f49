// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/number.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace importers {
namespace {

constexpr double nothing = std::numeric_limits<double>::infinity();

struct Case {
  const char* cell;
  double point;
  double comma;
};

TEST(ParseNumber, BothStyles) {
  const Case cases[] = {
      {"12", 12, 12},
      {"-12.5", -12.5, nothing},
      {"-75,56985400000", nothing, -75.569854},
      {" 1.5 ", 1.5, nothing},
      {"+3", 3, 3},
      {"1,234.5", 1234.5, nothing},
      {"1.234,5", nothing, 1234.5},
      {"1.234", 1.234, 1234},
      {"1,234", 1234, 1.234},
      {"1.234.567", nothing, 1234567},
      {"12,345,678", 12345678, nothing},
      {"1 234 567", 1234567, 1234567},
      {"1\xc2\xa0"
       "234,5",
       nothing, 1234.5},
      {"1'234.5", 1234.5, nothing},
      {"\xc2\xa0"
       "7\xe2\x80\xaf",
       7, 7},
      {"1e3", 1000, 1000},
      {"1,5e3", nothing, 1500},
      {".5", 0.5, nothing},
      {",5", nothing, 0.5},
      {"12,34", nothing, 12.34},
      {"1234,567.8", nothing, nothing},
      {"1,23,456", nothing, nothing},
      {"1,,234", nothing, nothing},
      {"", nothing, nothing},
      {"-", nothing, nothing},
      {"+", nothing, nothing},
      {"--1", nothing, nothing},
      {"1 2", nothing, nothing},
      {"nan", nothing, nothing},
      {"inf", nothing, nothing},
      {"1e400", nothing, nothing},
      {"0x10", nothing, nothing},
      {"12 km", nothing, nothing},
      {"1.2.3", nothing, nothing},
      {"1,2,3", nothing, nothing},
      {"- 5", nothing, nothing},
      {"5-", nothing, nothing},
      {"1e", nothing, nothing},
      {"1,234e2", nothing, 123.4},
      {"n/a", nothing, nothing},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(parse_number_cell(test.cell, NumberStyle::point).value_or(nothing), test.point) << test.cell;
    EXPECT_EQ(parse_number_cell(test.cell, NumberStyle::comma).value_or(nothing), test.comma) << test.cell;
  }
  EXPECT_FALSE(parse_number_cell(std::string(100, '1'), NumberStyle::point));
}

TEST(ParseNumber, RandomNumbersInAllDress) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    const int cents = static_cast<int>(random() % 200'000'000) - 100'000'000;
    const std::string whole = fmt::format("{}", std::abs(cents) / 100);
    std::string point = whole;
    std::string comma = whole;
    for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) {
      point.insert(static_cast<std::size_t>(at), ",");
      comma.insert(static_cast<std::size_t>(at), ".");
    }
    const std::string text = fmt::format("{:02}", std::abs(cents) % 100);
    const std::string sign = cents < 0 ? "-" : "";
    const double expected = std::stod(fmt::format("{}{}.{}", sign, whole, text));
    EXPECT_EQ(parse_number_cell(fmt::format("{}{}.{}", sign, point, text), NumberStyle::point), expected);
    EXPECT_EQ(parse_number_cell(fmt::format("{}{},{}", sign, comma, text), NumberStyle::comma), expected);
    EXPECT_EQ(parse_number_cell(fmt::format("{}{},{}", sign, whole, text), NumberStyle::comma), expected);
  }
}

TEST(NumberStyleVote, DecidesForTheFile) {
  const auto decide = [](std::initializer_list<const char*> cells) {
    NumberStyleVote vote;
    for (const char* cell : cells) { vote.add(cell); }
    return vote.decide();
  };
  EXPECT_EQ(decide({}).style, NumberStyle::point);
  EXPECT_EQ(decide({"12", "x", "1,234"}).style, NumberStyle::point);
  EXPECT_EQ(decide({"12", "x", "1,234"}).ambiguous, 1);
  EXPECT_EQ(decide({"1,234", "6,2572"}).style, NumberStyle::comma);
  EXPECT_FALSE(decide({"1,234", "6,2572"}).mixed);
  EXPECT_TRUE(decide({"-13,09", "40.37", "40.38"}).mixed);
  EXPECT_EQ(decide({"-13,09", "40.37", "40.38"}).style, NumberStyle::point);
}

}  // namespace
}  // namespace importers
