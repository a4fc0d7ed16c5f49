// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/mojibake.hpp"

#include "geo/base/text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <utility>

namespace {

using importers::mend_mojibake;

TEST(Mojibake, Mended) {
  const std::pair<const char*, const char*> cases[] = {
      {"ViolÃªncia domÃ©stica", "Violência doméstica"},
      {"HomicÃ\xC2\xAD"
       "dio",
       "Homicídio"},                                           // a soft hyphen
      {"Danos Ã\xC2\xA0 propriedade", "Danos à propriedade"},  // a no-break space
      {"Desordem pÃºblica", "Desordem pública"},
      {"12Â°29'", "12°29'"},
      {"â€œcitaÃ§Ã£oâ€\xC2\x9D", "“citação”"},  // the last byte is undefined in Windows-1252 and was passed on
      {"nÃ£o â€“ sim", "não – sim"},
      {"NÃ\xC2\x83O", "NÃO"},
  };
  for (const auto& [broken, whole] : cases) { EXPECT_EQ(mend_mojibake(broken), whole) << broken; }
}

TEST(Mojibake, LeftAlone) {
  for (const char* text : {"", "Roubo", "Violência", "SÃO PAULO", "«AMANHÃ»", "IRMÃ", "Ã", "Ãê", "€ 5", "Mocímboa Ã§a e Violência", "ÂÃ",
                           "中文Ã£", "Ã\xFF", "â"}) {
    EXPECT_EQ(mend_mojibake(text), std::nullopt) << text;
  }
}

/// Breaking and mending gives back any text with at least one letter that Portuguese has and ASCII has not.
TEST(Mojibake, MendsWhatWasBroken) {
  const char* letters[] = {"a", "B", " ", "ç", "ã", "é", "í", "õ", "à", "Ê", "º", "–", "”", "ñ"};
  std::mt19937 random(12);
  std::uniform_int_distribution<std::size_t> pick(0, std::size(letters) - 1);
  for (int round = 0; round < 2000; ++round) {
    std::string text = "ç";
    for (int i = 0; i < 12; ++i) { text += letters[pick(random)]; }
    std::string broken = geo::from_cp1252(text);
    if (broken.find("\xEF\xBF\xBD") != std::string::npos) { continue; }  // an undefined byte: lost for good
    EXPECT_EQ(mend_mojibake(broken), text) << broken;
  }
}

TEST(Mojibake, AnyBytes) {
  std::mt19937 random(13);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "\xC3\x83";
    for (int i = 0; i < 6; ++i) { text += static_cast<char>(byte(random)); }
    if (const auto mended = mend_mojibake(text)) { EXPECT_TRUE(geo::is_valid_utf8(*mended)); }
  }
}

}  // namespace
