// SPDX-License-Identifier: Apache-2.0
#include "importers/report/spreadsheet_cell.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using importers::guarded;
using importers::unguarded;

TEST(SpreadsheetCell, FormulasAreGuardedAndNumbersAreNot) {
  const struct {
    const char* cell;
    const char* safe;
  } table[] = {
      {"", ""},           {"a", "a"},       {"=1+1", "'=1+1"},      {"+258 84", "'+258 84"}, {"@x", "'@x"},
      {"-x", "'-x"},      {"\tx", "'\tx"},  {"\rx", "'\rx"},        {"＝1", "'＝1"},         {"-12.5", "-12.5"},
      {"-12,5", "-12,5"}, {"+258", "+258"}, {"1e5", "1e5"},         {"-1e5", "-1e5"},        {"-", "'-"},
      {"--1", "'--1"},    {"'x", "'x"},     {"'=x", "''=x"},        {"''=x", "'''=x"},       {"'-12.5", "''-12.5"},
      {"'", "'"},         {"''", "''"},     {"O'Neill", "O'Neill"},
  };
  for (const auto& c : table) {
    EXPECT_EQ(guarded(c.cell), c.safe);
    EXPECT_EQ(unguarded(c.safe), c.cell);
  }
}

TEST(SpreadsheetCell, WhatIsGuardedIsNoFormulaAndComesBack) {
  const std::vector<std::string> pieces{"=", "+", "-", "@", "\t", "\r", "'", "1", ",", ".", "a", " ", "＝", "＋", "\"", "\n", ";", "e"};
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string cell;
    for (std::size_t n = random() % 6; n > 0; --n) { cell += pieces[random() % pieces.size()]; }
    const std::string safe = guarded(cell);
    EXPECT_EQ(unguarded(safe), cell) << cell;
    const bool risky = !safe.empty() && std::string("=+-@\t\r").find(safe.front()) != std::string::npos;
    EXPECT_TRUE(!risky || safe.find_first_not_of("0123456789.,e", 1) == std::string::npos ||
                safe.find_first_not_of("0123456789.,+-e") == std::string::npos)
        << safe;
  }
}

TEST(SpreadsheetCell, CsvQuotesWhatItMust) {
  const auto csv = [](const char* cell, char delimiter) {
    std::string out;
    importers::append_csv_cell(out, cell, delimiter);
    return out;
  };
  EXPECT_EQ(csv("a", ','), "a");
  EXPECT_EQ(csv("a,b", ','), "\"a,b\"");
  EXPECT_EQ(csv("a,b", ';'), "a,b");
  EXPECT_EQ(csv("a;b", ';'), "\"a;b\"");
  EXPECT_EQ(csv("say \"no\"\nor", ','), "\"say \"\"no\"\"\nor\"");
  EXPECT_EQ(csv("=x", ','), "\"'=x\"");
  EXPECT_EQ(csv(" x", ','), "\" x\"");
}

}  // namespace
