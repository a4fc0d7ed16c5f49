// SPDX-License-Identifier: Apache-2.0
#include "geo/base/csv.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace std::string_literals;

std::string cell(std::string_view text) {
  std::string out = "before|";
  geo::append_csv_cell(out, text);
  return out.substr(7);
}

TEST(CsvCell, FormulasGetAQuoteAndNumbersDoNot) {
  const std::pair<std::string, std::string> table[] = {
      {"=1+1", "\"'=1+1\""},
      {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""},
      {"-2+3", "\"'-2+3\""},
      {"@SUM(A1)", "\"'@SUM(A1)\""},
      {"\t=1", "\"'\t=1\""},
      {"\r=1", "\"'\r=1\""},
      {"＝1+1", "\"'＝1+1\""},
      {"＋1", "\"'＋1\""},
      {"－1", "\"'－1\""},
      {"＠A1", "\"'＠A1\""},
      {"\0=1+1"s, "\"'=1+1\""},  // a NUL goes before anybody looks
      {"=\"a\"", "\"'=\"\"a\"\"\""},
      {"-", "\"'-\""},
      {"+258 84 000 0000", "\"'+258 84 000 0000\""},
      {"-12.9741", "-12.9741"},
      {"-5", "-5"},
      {"-1e-7", "-1e-7"},
      {"12", "12"},
      {"1=1", "1=1"},
      {" =1", " =1"},
      {"'=1", "'=1"},
      {"", ""},
      {"a-b@c=d", "a-b@c=d"},
      {"＜", "＜"},
  };
  for (const auto& [text, expected] : table) { EXPECT_EQ(cell(text), expected) << text; }
}

TEST(CsvCell, QuotesWhatWouldEndACell) {
  const std::pair<std::string, std::string> table[] = {
      {"a,b", "\"a,b\""}, {"a;b", "\"a;b\""}, {"a\tb", "\"a\tb\""}, {"two\nlines", "\"two\nlines\""}, {"two\r\nlines", "\"two\r\nlines\""},
      {"\"", "\"\"\"\""}, {"a\0b"s, "ab"},    {"\0"s, ""},          {"ação 名前", "ação 名前"},
  };
  for (const auto& [text, expected] : table) { EXPECT_EQ(cell(text), expected) << text; }
}

}  // namespace
