// SPDX-License-Identifier: Apache-2.0
#include "app/cli_errors.hpp"

#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

using app_test::bairro;
using testing::HasSubstr;

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

TEST(CliErrors, LettersApartAreThoseOfTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    std::string a(random() % 6, 'a');
    std::string b(random() % 6, 'a');
    for (std::string* word : {&a, &b}) {
      for (char& c : *word) { c = static_cast<char>('a' + random() % 3); }
    }
    ASSERT_EQ(app::letters_apart(a, b), by_definition(a, b)) << a << ' ' << b;
  }
}

TEST(CliErrors, SayInBothLanguagesWhatIsWrongAndWhatWasMeant) {
  struct Case {
    std::vector<std::string> words;
    const char* en;
    const char* pt;
  };
  const std::vector<Case> table{
      {{"analyse", "gistar"}, "does not know \"gistar\". Did you mean gi-star?", "não conhece \"gistar\". Queria dizer gi-star?"},
      {{"analyse", "kde", "--bandwith-m", "500"}, "\"--bandwith-m\" \"500\". Did you mean --bandwidth-m?", "Queria dizer --bandwidth-m?"},
      {{"analyse", "kde", "--xyzzy"}, "does not know \"--xyzzy\". See bairro analyse kde --help", "Veja bairro analyse kde --help"},
      {{"analyse"}, "needs one of: kde, gi-star", "precisa de um destes: kde, gi-star"},
      {{"analyse", "kde", "--bandwidth-m"}, "--bandwidth-m needs another number of values", "--bandwidth-m precisa de outro número de valores"},
      {{"analyse", "kde", "--bandwidth-m", "abc"}, "--bandwidth-m = abc is not what it takes", "não é um valor que aceite"},
  };
  for (const Case& c : table) {
    std::vector<std::string> words{"--lang", "en"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    const auto en = bairro(words);
    EXPECT_EQ(en.exit_code, 2);
    EXPECT_THAT(en.err, HasSubstr(c.en));
    words[1] = "pt";
    EXPECT_THAT(bairro(words).err, HasSubstr(c.pt));
  }
  EXPECT_EQ(bairro({"analyse", "kde", "--help"}).exit_code, 0);
}

}  // namespace
