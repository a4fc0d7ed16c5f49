// SPDX-License-Identifier: Apache-2.0
#include "importers/read/csv_reader.hpp"

#include "tests/importers/read/naive_csv.hpp"
#include "tests/importers/read/read_all.hpp"

#include <gmock/gmock.h>

#include <random>

namespace importers::test {
namespace {

using testing::HasSubstr;
using Cells = std::vector<std::vector<std::string>>;

std::string utf16(std::u16string_view text, bool little_endian) {
  std::string bytes = little_endian ? "\xff\xfe" : "\xfe\xff";
  for (const char16_t unit : text) {
    const auto high = static_cast<char>(unit >> 8U);
    const auto low = static_cast<char>(unit & 0xffU);
    bytes += little_endian ? low : high;
    bytes += little_endian ? high : low;
  }
  return bytes;
}

struct Case {
  const char* what;
  std::string text;
  std::vector<std::string> columns;
  Cells rows;
};

TEST(CsvReader, ReadsWhatFilesLookLike) {
  const std::vector<Case> cases{
      {"LF", "a,b\n1,2\n3,4\n", {"a", "b"}, {{"1", "2"}, {"3", "4"}}},
      {"no line end at the end", "a,b\n1,2", {"a", "b"}, {{"1", "2"}}},
      {"CRLF", "a,b\r\n1,2\r\n", {"a", "b"}, {{"1", "2"}}},
      {"CR alone", "a,b\r1,2\r3,4", {"a", "b"}, {{"1", "2"}, {"3", "4"}}},
      {"header only", "a,b\n", {"a", "b"}, {}},
      {"header only, no line end", "a;b", {"a", "b"}, {}},
      {"semicolon, decimal comma", "a;b\n1,5;2,5\n", {"a", "b"}, {{"1,5", "2,5"}}},
      {"tab", "a\tb\n1, 2\t3\n", {"a", "b"}, {{"1, 2", "3"}}},
      {"bar", "a|b\n1|2\n", {"a", "b"}, {{"1", "2"}}},
      {"one column", "#description\n\"Line 1\nLine 2\"\nx\n", {"#description"}, {{"Line 1\nLine 2"}, {"x"}}},
      {"all quoted (Kobo)", "\"a\";\"b\"\n\"1\";\"\"\n", {"a", "b"}, {{"1", ""}}},
      {"delimiter in quotes", "a,b\n\"1,5\",\"x;y\"\n", {"a", "b"}, {{"1,5", "x;y"}}},
      {"line ends in quotes", "a,b\n\"1\n2\r\n3\",x\ny,z\n", {"a", "b"}, {{"1\n2\r\n3", "x"}, {"y", "z"}}},
      {"doubled quotes", "a,b\n\"say \"\"x\"\"\",\"\"\"\"\n", {"a", "b"}, {{"say \"x\"", "\""}}},
      {"only doubled quotes", "a,b\n\"\"\"\"\"\",1\n", {"a", "b"}, {{"\"\"", "1"}}},
      {"quote inside an unquoted cell", "a,b\n12\" pipe,x\n", {"a", "b"}, {{"12\" pipe", "x"}}},
      {"text after a closing quote", "a,b\n\"x\"y,1\n2,3\n", {"a", "b"}, {{"!quotes"}, {"2", "3"}}},
      {"empty lines", "\n\na,b\n\n1,2\n   \n\r\n3,4\n\n", {"a", "b"}, {{"1", "2"}, {"3", "4"}}},
      {"too few and too many cells", "a,b\n1\n1,2,3\n1,2\n", {"a", "b"}, {{"!columns"}, {"!columns"}, {"1", "2"}}},
      {"trailing delimiter in the header",
       "a,b,\n1,2,\n3,4\n5,6,7\n5,6,7,\n",
       {"a", "b", "column 3"},
       {{"1", "2", ""}, {"3", "4", "-"}, {"5", "6", "7"}, {"!columns"}}},
      {"trailing delimiter in rows only", "a,b\n1,2,\n", {"a", "b"}, {{"!columns"}}},
      {"empty cells", "a,b,c\n,,\n1,,\n", {"a", "b", "c"}, {{"", "", ""}, {"1", "", ""}}},
      {"repeated and nameless columns",
       "a,a,,a,a (2)\n1,2,3,4,5\n",
       {"a", "a (2)", "column 3", "a (3)", "a (2) (2)"},
       {{"1", "2", "3", "4", "5"}}},
      {"names are cleaned", " a\xc2\xa0,\"b\n c\"\n1,2\n", {"a", "b  c"}, {{"1", "2"}}},
      {"UTF-8 BOM",
       "\xef\xbb\xbf"
       "a,b\n1,2\n",
       {"a", "b"},
       {{"1", "2"}}},
      {"BOM before quotes", "\xef\xbb\xbf\"a\",b\n1,2\n", {"a", "b"}, {{"1", "2"}}},
      {"Excel's sep= line", "sep=;\r\na;b\r\n1,5;2\r\n", {"a", "b"}, {{"1,5", "2"}}},
      {"values stay as they are", "a,b\n =1+1 , \xc3\xa9\n", {"a", "b"}, {{" =1+1 ", " \xc3\xa9"}}},
  };
  for (const Case& test : cases) {
    for (const std::size_t chunk : {0, 1, 3}) {
      SCOPED_TRACE(std::string(test.what) + ", chunk " + std::to_string(chunk));
      const Content content = read_text(test.text, "x.csv", {}, chunk);
      EXPECT_EQ(content.error, "");
      EXPECT_EQ(content.columns, test.columns);
      EXPECT_EQ(cells_of(content), test.rows);
      EXPECT_EQ(content.info.format, "CSV");
    }
  }
}

TEST(CsvReader, LinesArePhysicalLines) {
  const Content content = read_text("\nsep,b\r\n\"x\ny\rz\r\n\",1\r\n\r\n2\n3,4\n", "x.csv");
  ASSERT_EQ(content.rows.size(), 3U);
  EXPECT_EQ(content.rows[0].line, 3);
  EXPECT_EQ(content.rows[1].line, 8);
  EXPECT_EQ(content.rows[1].rule, "columns");
  EXPECT_EQ(content.rows[1].problem_value, "2");
  EXPECT_EQ(content.rows[2].line, 9);
  EXPECT_EQ(content.info.empty_lines, 2);
  EXPECT_EQ(read_text("sep=;\na;b\n1;2\n", "x.csv").rows.at(0).line, 3);
}

TEST(CsvReader, EncodingsBecomeUtf8) {
  struct Encoded {
    std::string bytes;
    std::string encoding;
    std::size_t notes;
  };
  const std::string utf16le = utf16(u"a,b\nV\u00e3,\U0001F600\n", true);
  const std::string utf16be = utf16(u"a,b\nV\u00e3,\U0001F600\n", false);
  const std::vector<Encoded> files{{utf16le, "UTF-16LE", 0}, {utf16be, "UTF-16BE", 0}, {"a,b\nV\xc3\xa3,\xf0\x9f\x98\x80\n", "UTF-8", 0}};
  for (const Encoded& file : files) {
    for (const std::size_t chunk : {0, 1, 5}) {
      const Content content = read_text(file.bytes, "x.csv", {}, chunk);
      EXPECT_EQ(cells_of(content), (Cells{{"V\xc3\xa3", "\xf0\x9f\x98\x80"}})) << file.encoding << content.error;
      EXPECT_EQ(content.info.encoding, file.encoding);
      EXPECT_EQ(content.info.notes.size(), file.notes);
    }
  }
  const Content latin = read_text("a,b\nViol\xeancia,\x80\n", "x.csv");
  EXPECT_EQ(cells_of(latin), (Cells{{"Viol\xc3\xaancia", "\xe2\x82\xac"}}));
  EXPECT_EQ(latin.info.encoding, "windows-1252");
  EXPECT_EQ(latin.info.notes.size(), 1U);
  EXPECT_EQ(latin.info.notes_pt.size(), 1U);
}

TEST(CsvReader, BrokenUtf8IsAProblemOfItsRowOnly) {
  // Enough good text before it that the file as a whole is UTF-8.
  const Content content = read_text("a,b\n\xc3\xa9\xc3\xa9,1\nx,\xe9\ny,\xc3\xa9\nz,q\n", "x.csv");
  EXPECT_EQ(cells_of(content), (Cells{{"\xc3\xa9\xc3\xa9", "1"}, {"!E1"}, {"y", "\xc3\xa9"}, {"z", "q"}}));
  EXPECT_EQ(content.rows[1].problem_column, "b");
  EXPECT_EQ(content.rows[1].problem_value, "\xe9");
  // Late in a long file, where no guess is made any more.
  std::string late = "a,b\n";
  while (late.size() < 2'000'000) { late += "one,two\n"; }
  const Content file = read_text(late + "x,\xe9\n" + "y,z\n", "x.csv");
  ASSERT_GE(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[file.rows.size() - 2].rule, "E1");
  EXPECT_EQ(file.rows.back().rule, "");
  // A lone surrogate is broken text too, and NUL is no text.
  const char16_t high_surrogate = 0xd83d;
  const std::string lone = utf16(u"a,b\nx," + std::u16string(1, high_surrogate) + u"\ny,z\n", true);
  EXPECT_EQ(cells_of(read_text(lone, "x.csv")), (Cells{{"!E1"}, {"y", "z"}}));
  const std::string nul = "a,b\n" + std::string(5000, 'x') + ",1\n" + std::string("q\0r,2\n", 6);
  EXPECT_EQ(cells_of(read_text(nul, "x.csv")).back(), (std::vector<std::string>{"!E1"}));
}

TEST(CsvReader, OptionsOverrideTheSniff) {
  ReadOptions options;
  options.delimiter = ';';
  EXPECT_EQ(read_text("a,b;c\n1,2;3\n", "x.csv", options).columns, (std::vector<std::string>{"a,b", "c"}));
  options.delimiter = '"';
  EXPECT_THAT(read_text("a,b\n", "x.csv", options).error, HasSubstr("delimiter"));
  ReadOptions latin;
  latin.encoding = "ISO-8859-1";
  EXPECT_EQ(cells_of(read_text("a,b\n\xc3\xa9,1\n", "x.csv", latin)), (Cells{{"\xc3\x83\xc2\xa9", "1"}}));
  ReadOptions bare;
  bare.has_header = false;
  const Content content = read_text("\"1\"\"\",2\n3,4\n", "x.csv", bare);
  EXPECT_EQ(content.columns, (std::vector<std::string>{"column 1", "column 2"}));
  EXPECT_EQ(cells_of(content), (Cells{{"1\"", "2"}, {"3", "4"}}));
}

TEST(CsvReader, RefusesFilesItCannotRead) {
  struct Refused {
    std::string text;
    const char* sentence;
  };
  std::string wide = "c";
  for (int i = 1; i < 201; ++i) { wide += ",c"; }
  const std::vector<Refused> cases{
      {"", "is empty"},
      {"\xef\xbb\xbf", "is empty"},
      {"\n\r\n \t\n", "is empty"},
      {wide + "\n", "201 columns in line 1; the limit is 200"},
      {"a,b\n1,\"x\ny\n", "opened in line 2 never ends"},
      {"a,b\n1,2\n\"", "opened in line 3 never ends"},
      {"\"a\"x,b\n1,2\n", "column names in line 1"},
      {std::string(100'000, 'n') + ",b\n1,2\n", "more than 65536 bytes"},
      {std::string("a,b\n\0\0,\0\n", 9), "binary"},
  };
  for (const Refused& test : cases) {
    for (const std::size_t chunk : {0, 1}) { EXPECT_THAT(read_text(test.text, "x.csv", {}, chunk).error, HasSubstr(test.sentence)); }
  }
}

TEST(CsvReader, HoldsItsLimits) {
  // 29 MB after an open quote: refused after about a megabyte, with the line of the quote.
  std::string open = "a,b\n1,2\n3,\"";
  open.append(29'000'000, 'x');
  EXPECT_THAT(read_text(open, "x.csv").error, HasSubstr("opened in line 3"));
  EXPECT_THAT(read_text("a,b\n1,2\n" + std::string(2'000'000, 'x') + "\n", "x.csv").error, HasSubstr("record in line 3"));
  // A long cell is one bad row; a long row of many cells is one, too.
  const Content cell = read_text("a,b\n1," + std::string(70'000, 'x') + "\n2,3\n", "x.csv");
  EXPECT_EQ(cells_of(cell), (Cells{{"!limit"}, {"2", "3"}}));
  EXPECT_EQ(cell.rows[0].problem_column, "b");
  const Content row = read_text("a,b\n" + std::string(100'000, ',') + "\n2,3\n", "x.csv");
  EXPECT_EQ(cells_of(row), (Cells{{"!columns"}, {"2", "3"}}));
  EXPECT_THAT(read_text(std::string(100'000, ','), "x.csv").error, HasSubstr("100001 columns"));
  // Exactly at the limits all is well.
  const std::string full = "a,b\n" + std::string(65'536, 'x') + ",\"" + std::string(65'536, 'y') + "\"\n";
  EXPECT_EQ(read_text(full, "x.csv").rows.at(0).rule, "");
}

TEST(CsvReader, SameAsTheNaiveParserOnRandomText) {
  std::mt19937 random(20240607);
  const std::string alphabet = "ab,;\"\n\r \t|\xc3\xa9";
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = "h1,h2\n";
    const std::size_t size = random() % 80;
    while (text.size() < size) {
      const std::size_t at = random() % (alphabet.size() - 1);
      if (at >= alphabet.size() - 2) {
        text += "\xc3\xa9";
      } else {
        text += alphabet[at];
      }
    }
    SCOPED_TRACE(text);
    ReadOptions options;
    options.delimiter = ',';
    const Content content = read_text(text, "x.csv", options, round % 4);
    const NaiveCsv expected = naive_csv(text, ',');
    EXPECT_EQ(!content.error.empty(), expected.open_quote);
    if (expected.open_quote) {
      ++refused;
      continue;
    }
    EXPECT_EQ(content.columns.size(), expected.rows.at(0).cells.size());
    ASSERT_EQ(content.rows.size() + 1, expected.rows.size());
    for (std::size_t i = 0; i < content.rows.size(); ++i) {
      const NaiveRow& naive = expected.rows[i + 1];
      EXPECT_EQ(content.rows[i].line, naive.line);
      const bool usable = naive.cells.size() == 2 && !naive.bad_quote;
      ASSERT_EQ(content.rows[i].rule.empty(), usable);
      if (usable) { EXPECT_EQ(cells_of(content)[i], naive.cells); }
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_LT(refused, 2000);
}

TEST(CsvReader, RecordsAcrossWindowsAreWhole) {
  // Records of growing length, so that every way of meeting the end of the 256 KB window occurs.
  std::string text = "id,text\r\n";
  std::vector<std::string> expected;
  for (int i = 0; text.size() < 3'000'000; ++i) {
    std::string value(static_cast<std::size_t>(i * 37 % 5000), static_cast<char>('a' + i % 26));
    if (i % 3 == 0) { value += ",\r\n\"\xc3\xa9"; }
    std::string quoted;
    for (const char c : value) { quoted += c == '"' ? "\"\"" : std::string(1, c); }
    text += std::to_string(i) + ",\"" + quoted + "\"\r\n";
    expected.push_back(value);
  }
  const Content content = read_text(text, "x.csv", {}, 4099);
  ASSERT_EQ(content.rows.size(), expected.size()) << content.error;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(content.rows[i].cells.at(0), std::to_string(i));
    ASSERT_EQ(content.rows[i].cells.at(1), expected[i]);
  }
}

}  // namespace
}  // namespace importers::test
