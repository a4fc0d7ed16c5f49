// SPDX-License-Identifier: Apache-2.0
#include "app/cli_errors.hpp"

#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

using app_test::bairro;
using testing::HasSubstr;

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
      {{"analyse", "kde", "--bandwidth-m"},
       "--bandwidth-m needs another number of values",
       "--bandwidth-m precisa de outro número de valores"},
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
