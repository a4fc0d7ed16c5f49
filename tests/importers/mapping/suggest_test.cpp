// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/suggest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

std::size_t by_definition(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) { return a.size() + b.size(); }
  const std::string a1 = a.substr(1);
  const std::string b1 = b.substr(1);
  std::size_t least = std::min({by_definition(a1, b) + 1, by_definition(a, b1) + 1, by_definition(a1, b1) + (a[0] == b[0] ? 0 : 1)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0]) {
    least = std::min(least, by_definition(a.substr(2), b.substr(2)) + 1);
  }
  return least;
}

TEST(Suggest, EditDistanceIsThatOfTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    std::string a(random() % 6, 'a');
    std::string b(random() % 6, 'a');
    for (std::string* word : {&a, &b}) {
      for (char& c : *word) { c = static_cast<char>('a' + random() % 3); }
    }
    ASSERT_EQ(importers::edit_distance(a, b), by_definition(a, b)) << a << ' ' << b;
  }
}

}  // namespace
