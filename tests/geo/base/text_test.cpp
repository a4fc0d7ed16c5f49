// SPDX-License-Identifier: Apache-2.0
#include "geo/base/text.hpp"

#include "geo/base/utf8.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace geo {
namespace {

std::string utf8_of(std::uint32_t code_point) {
  std::string out;
  append_utf8(out, code_point);
  return out;
}

template <class Each>
void for_all_code_points(Each each) {
  for (std::uint32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c < 0xD800 || c > 0xDFFF) { each(c); }
  }
}

TEST(Utf8, EveryCodePointGoesThereAndBack) {
  for_all_code_points([](std::uint32_t c) {
    const std::string text = utf8_of(c);
    const DecodedCodePoint decoded = decode_utf8(text);
    ASSERT_TRUE(decoded.valid) << c;
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.length, text.size());
    ASSERT_TRUE(is_valid_utf8(text)) << c;
  });
}

TEST(Utf8, AgreesWithTheLibraryOnRandomBytes) {
  std::mt19937 random(7);
  // Bytes near the edges of the rules, so that valid sequences occur often.
  const std::string alphabet = "aZ\x7F\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xDF\xE0\xED\xEF\xF0\xF4\xF5\xFF";
  int valid = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 6; n > 0; --n) { text += alphabet[random() % alphabet.size()]; }
    bool library = true;
    for (std::size_t at = 0; at < text.size() && library;) {
      utf8proc_int32_t c = 0;
      const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
      const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
      library = length > 0;
      at += library ? static_cast<std::size_t>(length) : 0;
    }
    ASSERT_EQ(is_valid_utf8(text), library) << testing::PrintToString(text);
    valid += library ? 1 : 0;
  }
  EXPECT_GT(valid, 30'000);
}

TEST(Utf8, LongTextsAreLookedAtToTheEnd) {
  std::string text(1000, 'a');
  EXPECT_TRUE(is_valid_utf8(text));
  for (const std::size_t at : {0U, 63U, 64U, 65U, 998U, 999U}) {
    std::string bad = text;
    bad[at] = '\xFF';
    EXPECT_FALSE(is_valid_utf8(bad)) << at;
  }
  EXPECT_TRUE(is_valid_utf8(text + "é" + text));
}

TEST(Fold, KnownTexts) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"", ""},
      {"  Violência  DOMÉSTICA ", "violencia domestica"},
      {"Mocímboa da Praia", "mocimboa da praia"},
      {"Moci\u0301mboa\u00A0da\tPraia\r\n", "mocimboa da praia"},
      {"STRAẞE straße", "strasse strasse"},
      {"N.º 5", "n.o 5"},
      {"ﬁm", "fim"},
      {"\uFEFFid", "id"},
      {"a\u200Bb", "ab"},
      {"a\u2003\u2028 b", "a b"},
      {"ΑΣ ας", "ασ ασ"},
      {"a\xFF"
       "b",
       "ab"},
      {"\xC3", ""},
      {"a\x01\x7F"
       "b",
       "ab"},
      {"\xC2\x80x", "x"},
  };
  for (const auto& [given, want] : cases) { EXPECT_EQ(fold(given), want) << given; }
}

/// What the library alone makes of ASCII, then white space by the rule.
std::string folded_by_library(const std::string& ascii) {
  constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
  std::string out;
  bool space = false;
  for (const char c : ascii) {
    utf8proc_int32_t folded[4] = {};
    int last_class = 0;
    EXPECT_EQ(utf8proc_decompose_char(c, folded, 4, options, &last_class), 1);
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      space = !out.empty();
    } else if (c > ' ' && c != 0x7F) {
      if (space) { out += ' '; }
      space = false;
      out += static_cast<char>(folded[0]);
    }
  }
  return out;
}

TEST(Fold, ShortCutForAsciiGivesTheSame) {
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 20; n > 0; --n) { text += static_cast<char>(random() % 128); }
    ASSERT_EQ(fold(text), folded_by_library(text)) << testing::PrintToString(text);
  }
}

TEST(FoldName, KnownTexts) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"X Coordinate", "x_coordinate"},
      {"Data da Ocorrência (início)", "data_da_ocorrencia_inicio"},
      {"__id", "id"},
      {"occurred-from", "occurred_from"},
      {"#", ""},
      {"Lat/Lon", "lat_lon"},
      {"_submission.date", "submission_date"},
      {"Área_km²", "area_km2"},
      {"\uFEFFID ", "id"},
      {"日付 1", "日付_1"},
  };
  for (const auto& [given, want] : cases) { EXPECT_EQ(fold_name(given), want) << given; }
}

struct CleanCase {
  std::string given;
  std::string line;
  std::string lines;
};

TEST(Clean, KnownTexts) {
  const std::vector<CleanCase> cases = {
      {"", "", ""},
      {"  Pemba ", "Pemba", "Pemba"},
      {"a  b", "a  b", "a  b"},
      {"a\tb\nc\r\nd\re", "a b c d e", "a\tb\nc\nd\ne"},
      {"a\n\r\nb", "a  b", "a\n\nb"},
      {"a\u2028b\u0085", "a b", "a\nb"},
      {"Moci\u0301mboa", "Mocímboa", "Mocímboa"},
      {std::string("a\0b", 3), "ab", "ab"},
      {"\u00A0x\u3000", "x", "x"},
      {"\uFEFFx\u202Ey\u202C", "xy", "xy"},
      {"a\xFF", "a\uFFFD", "a\uFFFD"},
      {"\x7F", "", ""},
      {"\u00A0\xA0", "\uFFFD", "\uFFFD"},
      {"i\x01\u0301", "í", "í"},
  };
  for (const CleanCase& c : cases) {
    EXPECT_EQ(clean(c.given), c.line) << testing::PrintToString(c.given);
    EXPECT_EQ(clean(c.given, true), c.lines) << testing::PrintToString(c.given);
  }
}

TEST(Clean, IsCleanTellsOfRandomTexts) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"a",      " ",      "\t",     "\n",   "\r", "\x01",         "é", "e\u0301", "\u0301",
                                           "\u00A0", "\u2028", "\uFEFF", "\xFF", "ç",  "\u1E9B\u0323", "日"};
  int clean_ones = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 5; n > 0; --n) { text += pieces[random() % pieces.size()]; }
    const bool lines = i % 2 == 0;
    const std::string once = clean(text, lines);
    ASSERT_EQ(is_clean(text, lines), once == text) << testing::PrintToString(text);
    ASSERT_TRUE(is_clean(once, lines)) << testing::PrintToString(text);
    clean_ones += once == text ? 1 : 0;
  }
  EXPECT_GT(clean_ones, 1000);
}

TEST(Cp1252, EveryByte) {
  std::string all;
  for (int c = 0; c < 256; ++c) { all += static_cast<char>(c); }
  const std::string text = from_cp1252(all);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_EQ(from_cp1252("Viol\xEAncia \x80 \x93x\x94 \x9C\x8C\x9F"), "Violência € “x” œŒŸ");
  for (const char undefined : {'\x81', '\x8D', '\x8F', '\x90', '\x9D'}) { EXPECT_EQ(from_cp1252({&undefined, 1}), "\uFFFD"); }
  for (int c = 0xA0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    EXPECT_EQ(from_cp1252({&byte, 1}), utf8_of(static_cast<std::uint32_t>(c)));
  }
}

TEST(TruncateUtf8, NeverCutsACodePoint) {
  const std::string text = "aé€😀z";
  const std::vector<std::size_t> want = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t n = 0; n < want.size(); ++n) { EXPECT_EQ(truncate_utf8(text, n).size(), want[n]) << n; }
  EXPECT_EQ(truncate_utf8("\x80\x80\x80\x80\x80\x80", 5).size(), 5U);  // not text: cut where asked
}

TEST(Excerpt, QuotesAndShortens) {
  EXPECT_EQ(excerpt("abc"), "\"abc\"");
  EXPECT_EQ(excerpt("a\nb\x1B"), "\"a\uFFFDb\uFFFD\"");
  EXPECT_EQ(excerpt("\xFF\u202C"), "\"\uFFFD\uFFFD\"");
  EXPECT_EQ(excerpt(std::string(100, 'x')), "\"" + std::string(100, 'x') + "\"");
  EXPECT_EQ(excerpt(std::string(101, 'x')), "\"" + std::string(100, 'x') + "…\"");
  std::string accents;
  for (int i = 0; i < 150; ++i) { accents += "é"; }
  EXPECT_EQ(excerpt(accents).size(), 2 + 200 + std::string("…").size());
}

}  // namespace
}  // namespace geo
