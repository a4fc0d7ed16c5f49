// SPDX-License-Identifier: Apache-2.0
// What numbers mean in workbooks, and where the header of a sheet is.
#include "geo/base/time.hpp"
#include "importers/child/excel_date.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/sheet_header.hpp"
#include "importers/child/xlsx_parts.hpp"
#include "importers/parse/date.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace importers::child {
namespace {

using testing::ElementsAre;

constexpr DateParts day{true, false};
constexpr DateParts moment{true, true};
constexpr DateParts hour{false, true};

// The reader of cells in words knows serial numbers too, and shares no code with this.
TEST(ExcelDate, AgreesWithTheSerialNumbersOfTables) {
  for (int serial = 20000; serial <= 60000; serial += 7) {
    const auto other = parse_date(std::to_string(serial), DateOrder::day_month);
    ASSERT_TRUE(other);
    const std::string date = geo::format_date(other->from_local / 86'400'000);
    EXPECT_EQ(excel_date(serial, day, false), date);
    EXPECT_EQ(excel_date(serial - 1462, day, true), date);
    const double noon = serial + 0.5;
    EXPECT_EQ(excel_date(noon, moment, false), date + "T12:00:00");
  }
}

TEST(ExcelDate, CountsAsLotusDid) {
  EXPECT_EQ(excel_date(1, day, false), "1900-01-01");
  EXPECT_EQ(excel_date(59, day, false), "1900-02-28");
  EXPECT_EQ(excel_date(61, day, false), "1900-03-01");
  EXPECT_EQ(excel_date(0, day, true), "1904-01-01");
  EXPECT_EQ(excel_date(2958465, day, false), "9999-12-31");
  for (const double none : {-1.0, 2958466.0, 1e300, std::nan("")}) { EXPECT_EQ(excel_date(none, day, false), ""); }
}

TEST(ExcelDate, KeepsWhatTheFormatHides) {
  EXPECT_EQ(excel_date(45366.25, day, false), "2024-03-15T06:00:00");
  EXPECT_EQ(excel_date(45366, moment, false), "2024-03-15T00:00:00");
  EXPECT_EQ(excel_date(0.25, hour, false), "06:00:00");
  EXPECT_EQ(excel_date(45366.25, hour, false), "2024-03-15T06:00:00");
  EXPECT_EQ(excel_date(45365.9999999999, moment, false), "2024-03-15T00:00:00");
}

// Every second of a day comes out as it went in, through the double that a workbook keeps.
TEST(ExcelDate, SecondsAreExact) {
  for (int second = 0; second < 86'400; second += 11) {
    const double serial = 45366 + second / 86'400.0;
    EXPECT_EQ(excel_date(serial, moment, false), fmt::format("2024-03-15T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60));
  }
}

TEST(NumberFormats, DatesAreToldFromNumbers) {
  struct Case {
    const char* code;
    bool date;
    bool time;
  };
  for (const Case& c : std::initializer_list<Case>{{"dd/mm/yyyy", true, false},
                                                   {"yyyy-mm-dd hh:mm:ss", true, true},
                                                   {"[$-816]d\" de \"mmmm\" de \"yyyy;@", true, false},
                                                   {"mmm/yy", true, false},
                                                   {"MM", true, false},
                                                   {"h:mm AM/PM", false, true},
                                                   {"mm:ss.0", false, true},
                                                   {"d/m/yy h:mm", true, true},
                                                   {"[h]:mm", false, false},
                                                   {"[mm]:ss", false, false},
                                                   {"General", false, false},
                                                   {"0.00", false, false},
                                                   {"#,##0.00\\ \"MT\"", false, false},
                                                   {"[Red]-0;0", false, false},
                                                   {"0 \"dias\"", false, false},
                                                   {"0\\d", false, false},
                                                   {"_(* #,##0_)", false, false},
                                                   {"0.00E+00", false, false},
                                                   {"# ?/?", false, false},
                                                   {"@", false, false},
                                                   {"", false, false},
                                                   {"\"unclosed", false, false},
                                                   {"[unclosed", false, false},
                                                   {"0;d", false, false}}) {
    const DateParts parts = format_in_words(c.code);
    EXPECT_EQ(parts.date, c.date) << c.code;
    EXPECT_EQ(parts.time, c.time) << c.code;
  }
  for (const int id : {14, 15, 16, 17}) { EXPECT_TRUE(builtin_format(id).date && !builtin_format(id).time) << id; }
  for (const int id : {18, 19, 20, 21, 45, 47}) { EXPECT_TRUE(!builtin_format(id).date && builtin_format(id).time) << id; }
  EXPECT_TRUE(builtin_format(22).date && builtin_format(22).time);
  for (const int id : {0, 1, 4, 9, 10, 11, 12, 37, 44, 46, 48, 49, 164}) { EXPECT_FALSE(builtin_format(id).any()) << id; }
}

TEST(References, ColumnsAndRows) {
  std::int64_t row = 0;
  int column = -1;
  ASSERT_TRUE(parse_reference("A1", row, column));
  EXPECT_EQ(column, 0);
  EXPECT_EQ(row, 1);
  ASSERT_TRUE(parse_reference("XFD1048576", row, column));
  EXPECT_EQ(column, 16'383);
  EXPECT_EQ(row, 1'048'576);
  ASSERT_TRUE(parse_reference("AA10", row, column));
  EXPECT_EQ(column, 26);
  for (const char* bad : {"", "A", "1", "A0", "XFE1", "AAAA1", "a1", "A1048577", "A-1", "$A$1", "A1x"}) {
    EXPECT_FALSE(parse_reference(bad, row, column)) << bad;
  }
}

// --- the header

SheetRow texts(std::int64_t number, const std::vector<std::string>& words) {
  SheetRow row{number, {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) { continue; }
    const bool is_number = words[i].find_first_not_of("0123456789") == std::string::npos;
    row.cells.push_back({static_cast<int>(i), is_number ? SheetCell::Kind::number : SheetCell::Kind::text, words[i]});
  }
  return row;
}

std::vector<std::string> names_of(const std::vector<SheetRow>& rows, const std::vector<Merge>& merges = {}) {
  return find_header(rows, merges).names;
}

TEST(SheetHeaders, TheFirstRowWhereNothingSaysOtherwise) {
  EXPECT_THAT(names_of({texts(1, {"a", "b"}), texts(2, {"1", "2"})}), ElementsAre("a", "b"));
  EXPECT_THAT(names_of({texts(3, {"a"}), texts(4, {"1"})}), ElementsAre("a"));
  EXPECT_THAT(names_of({texts(1, {"a"}), texts(2, {"x", "y"})}), ElementsAre("a", ""));
  EXPECT_THAT(names_of({texts(1, {"a", "2020", "2021"}), texts(2, {"x", "1", "2"})}), ElementsAre("a", "2020", "2021"));
  EXPECT_THAT(names_of({texts(1, {"1. Nome", "2. Idade"}), texts(2, {"x", "30"})}), ElementsAre("1. Nome", "2. Idade"));
  EXPECT_THAT(names_of({texts(1, {"1", "2", "3"}), texts(2, {"4", "5", "6"})}), ElementsAre("1", "2", "3"));
  EXPECT_TRUE(names_of({}).empty());
}

TEST(SheetHeaders, TitlesArePassedOver) {
  const SheetHeader header =
      find_header({texts(1, {"Registo"}), texts(2, {"Mês", "Março"}), texts(5, {"a", "b", "c", "d"}), texts(6, {"1", "2", "3", "4"})}, {});
  EXPECT_THAT(header.names, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(header.last_row, 5);
  EXPECT_EQ(header.title, "Registo · Mês · Março");
  // No row looks like a header: the first is taken, and nothing passed over.
  EXPECT_EQ(find_header({texts(1, {"a"}), texts(2, {"1", "2", "3", "4"})}, {}).last_row, 1);
  // A title over all columns is none of their names.
  EXPECT_EQ(find_header({texts(1, {"Lista"}), texts(2, {"a", "b"}), texts(3, {"1", "2"})}, {{1, 1, 0, 1}}).last_row, 2);
}

TEST(SheetHeaders, NamesOverSeveralColumnsGoWithThoseBelow) {
  const std::vector<SheetRow> rows{texts(1, {"nome", "local", "", "vítimas", ""}), texts(2, {"", "lat", "lon", "f", "m"}),
                                   texts(3, {"x", "1", "2", "3", "4"})};
  const SheetHeader header = find_header(rows, {{1, 2, 0, 0}, {1, 1, 1, 2}, {1, 1, 3, 4}});
  EXPECT_THAT(header.names, ElementsAre("nome", "local/lat", "local/lon", "vítimas/f", "vítimas/m"));
  EXPECT_EQ(header.last_row, 2);
  // Without cells that were made one, a row is a row.
  EXPECT_EQ(find_header(rows, {}).last_row, 1);
  // A cell over two columns and data below it, which begin with a number or a day.
  EXPECT_EQ(find_header({texts(1, {"data", ""}), texts(2, {"15/03/2024", "x"}), texts(3, {"16/03/2024", "y"})}, {{1, 1, 0, 1}}).last_row,
            1);
}

TEST(SheetHeaders, HashtagsSayWhereItIs) {
  const SheetHeader header =
      find_header({texts(1, {"x"}), texts(2, {"um", "dois"}), texts(3, {"#geo+lat", "#geo+lon"}), texts(4, {"1", "2"})}, {});
  EXPECT_THAT(header.names, ElementsAre("um", "dois"));
  EXPECT_THAT(header.tags, ElementsAre("#geo+lat", "#geo+lon"));
  EXPECT_EQ(header.last_row, 2);  // the row of tags is a row, which a rule drops
  const std::vector<SheetRow> grouped{texts(1, {"Onde", "", "Quando"}), texts(2, {"lat", "lon", ""}),
                                      texts(3, {"#geo+lat", "#geo+lon", "#date"}), texts(4, {"1", "2", "3"})};
  EXPECT_THAT(names_of(grouped, {{1, 1, 0, 1}}), ElementsAre("lat", "lon", "Quando"));
  const SheetHeader first = find_header({texts(1, {"#a", "#b"}), texts(2, {"1", "2"})}, {});
  EXPECT_THAT(first.names, ElementsAre("#a", "#b"));
  EXPECT_EQ(first.last_row, 0);
  EXPECT_THROW(find_header({texts(1, {"x", "y"}), texts(2, {"org+impl", "sector+es"})}, {}), Refusal);
}

}  // namespace
}  // namespace importers::child
