// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/catalogue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace {

TEST(Catalogue, EveryRuleHasItsSentencesAndItsLineInTheManual) {
  std::ifstream file("docs/importing.md");
  std::stringstream manual;
  manual << file.rdbuf();
  std::set<std::string> ids;
  for (const importers::Rule& rule : importers::all_rules()) {
    EXPECT_TRUE(ids.insert(std::string(rule.id)).second) << rule.id << " stands there twice";
    for (const std::string_view text : {rule.en, rule.pt, rule.advice_en, rule.advice_pt}) { EXPECT_FALSE(text.empty()) << rule.id; }
    const std::string line = fmt::format("| `{}` | {} | {} |", rule.id, rule.en, rule.advice_en);
    EXPECT_NE(manual.str().find(line), std::string::npos) << "docs/importing.md lacks: " << line;
  }
  EXPECT_GT(ids.size(), 40U);
}

TEST(Catalogue, AnUnknownRuleGetsAGeneralSentence) { EXPECT_EQ(importers::rule("nonsense").en, "see the message"); }

}  // namespace
