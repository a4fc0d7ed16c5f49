// SPDX-License-Identifier: Apache-2.0
// Sheets as people keep them.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/xlsx_writer.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Content read_sheets(const std::vector<std::pair<std::string, std::string>>& sheets, const std::string& layer = "") {
  const Folder folder;
  return read_layer(folder.write("a.xlsx", xlsx(sheets)), layer);
}
Content read_sheet(const SheetRows& rows) { return read_sheets({{"Folha1", sheet_xml(rows)}}); }

TEST(Xlsx, DatesOfEveryStyleAreIso) {
  const Content content = read_sheet({{1, {text_cell("a"), text_cell("b"), text_cell("c"), text_cell("d")}},
                                      {2,
                                       {number_cell("45366", Style::date), number_cell("45366.5", Style::moment),
                                        number_cell("45351", Style::own_date), number_cell("0.75", Style::time_of_day)}},
                                      {3, {number_cell("36526", Style::date), number_cell("45366.604224537034", Style::moment), "", ""}}});
  ASSERT_EQ(content.error, "");
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("2024-03-15", "2024-03-15T12:00:00", "2024-02-29", "18:00:00"),
                                             ElementsAre("2000-01-01", "2024-03-15T14:30:05", "-", "-")));
}

TEST(Xlsx, DatesAmongTextInOneColumnKeepTheirOrder) {
  const Content content = read_sheet({{1, {text_cell("data"), text_cell("latitude"), text_cell("longitude")}},
                                      {2, {number_cell("45366", Style::own_date), number_cell("-12.5"), number_cell("40.5")}},
                                      {3, {text_cell("16/03/2024"), number_cell("-12.5"), number_cell("40.5")}},
                                      {4, {number_cell("45368", Style::own_date), number_cell("-12.5"), number_cell("40.5")}},
                                      {5, {text_cell("17 de março de 2024"), number_cell("-12.5"), number_cell("40.5")}}});
  ASSERT_EQ(content.rows.size(), 4U) << content.error;
  EXPECT_EQ(content.rows[1].cells[0], "16/03/2024");
  const Folder folder;
  const auto file =
      folder.write("a.xlsx", xlsx({{"x", sheet_xml({{1, {text_cell("data"), text_cell("latitude"), text_cell("longitude")}},
                                                    {2, {number_cell("45366", Style::own_date), number_cell("-12.5"), number_cell("40.5")}},
                                                    {3, {text_cell("16/03/2024"), number_cell("-12.5"), number_cell("40.5")}}})}}));
  const auto reader = importers::open(file, read_options());
  const Imported imported = import_from(*reader, "incidents", options());
  ASSERT_EQ(imported.rows.size(), 2U);
  EXPECT_EQ(imported.value(0, "occurred_from").substr(0, 10), "2024-03-14");  // midnight of the 15th in Maputo, as UTC
  EXPECT_EQ(imported.value(1, "occurred_from").substr(0, 10), "2024-03-15");
  EXPECT_EQ(imported.report.file.position, "row");
  EXPECT_EQ(imported.rows[1].line, 3);
}

TEST(Xlsx, NumbersTextsAndBooleansKeepTheirForm) {
  const Content content = read_sheet(
      {{1, {text_cell("codigo"), text_cell("inteiro"), text_cell("real"), text_cell("sim"), text_cell("formula"), text_cell("misto")}},
       {2,
        {text_cell("007"), number_cell("38"), number_cell("39.512300000000003"), boolean_cell(true), formula_text_cell("Pemba"),
         number_cell("5")}},
       {3,
        {text_cell("=1+1"), number_cell("12345678901234"), number_cell("1E-3"), boolean_cell(false), formula_text_cell(""),
         text_cell("cinco &amp; meio")}}});
  ASSERT_EQ(content.error, "");
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("007", "38", "39.5123", "true", "Pemba", "5"),
                                             ElementsAre("=1+1", "12345678901234", "0.001", "false", "-", "cinco & meio")));
}

TEST(Xlsx, RowNumbersAreThoseOfTheSheet) {
  const Content content = read_sheet({{1, {text_cell("a"), text_cell("b")}},
                                      {2, {number_cell("1"), ""}},
                                      {4, {}},
                                      {7, {"", text_cell("x")}},
                                      {1000, {number_cell("2"), ""}}});
  ASSERT_EQ(content.rows.size(), 3U) << content.error;
  EXPECT_EQ(content.rows[0].line, 2);
  EXPECT_EQ(content.rows[1].line, 7);
  EXPECT_EQ(content.rows[2].line, 1000);
  EXPECT_EQ(content.info.empty_lines, 996);
}

TEST(Xlsx, ColumnsWithoutAHeader) {
  const Content content = read_sheet({{1, {text_cell("a"), "", text_cell("a"), ""}},
                                      {2, {number_cell("1"), text_cell("x"), number_cell("3"), ""}},
                                      {3, {"", "", "", number_cell("", Style::date)}}});
  EXPECT_THAT(content.columns, ElementsAre("a", "column 2", "a (2)")) << content.error;
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("1", "x", "3")));
}

TEST(Xlsx, TheHeaderIsTheFirstRowThatIsNotEmpty) {
  const Content content = read_sheet({{4, {text_cell("nome"), text_cell("data"), text_cell("mortos")}},
                                      {5, {text_cell("Pemba"), number_cell("45366", Style::date), number_cell("3")}},
                                      {6, {text_cell("Palma"), "", number_cell("0")}}});
  EXPECT_THAT(content.columns, ElementsAre("nome", "data", "mortos")) << content.error;
  ASSERT_EQ(content.rows.size(), 2U);
  EXPECT_THAT(cells_of(content)[0], ElementsAre("Pemba", testing::AnyOf("2024/03/15", "2024-03-15"), "3"));
  EXPECT_EQ(content.rows[0].line, 5);
}

TEST(Xlsx, AllTextIsAHeaderAllTheSame) {
  const Content content = read_sheet({{1, {text_cell("nome"), text_cell("tipo")}}, {2, {text_cell("Pemba"), text_cell("x")}}});
  EXPECT_THAT(content.columns, ElementsAre("nome", "tipo")) << content.error;
  EXPECT_EQ(content.rows.size(), 1U);
}

TEST(Xlsx, SheetsAreChosenByNameElseTheFirstWithRows) {
  const std::string rows = sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}});
  const std::string others = sheet_xml({{1, {text_cell("b")}}, {2, {number_cell("2")}}, {3, {number_cell("3")}}});
  const std::vector<std::pair<std::string, std::string>> sheets{{"Capa", sheet_xml({})}, {"Março", rows}, {"Abril", others}};
  const Content first = read_sheets(sheets);
  ASSERT_EQ(first.rows.size(), 1U) << first.error;
  ASSERT_EQ(first.info.notes.size(), 1U);
  EXPECT_EQ(first.info.notes[0], "the layer \"Março\" was read; the file also has \"Capa\", \"Abril\"");
  EXPECT_EQ(read_sheets(sheets, "Abril").rows.size(), 2U);
  EXPECT_EQ(read_sheets(sheets, "Capa").rows.size(), 0U);
  EXPECT_THAT(read_sheets(sheets, "Maio").error, HasSubstr("has no layer \"Maio\"; it has: \"Capa\", \"Março\", \"Abril\""));
  EXPECT_THAT(read_sheets({{"x", sheet_xml({})}}).error, HasSubstr("no layer with rows"));
}

TEST(Xlsx, OnlyAHeaderIsNoRow) { EXPECT_EQ(read_sheet({{1, {text_cell("a"), text_cell("b")}}}).rows.size(), 0U); }

TEST(Xlsx, HostileSheets) {
  const Folder folder;
  const auto refused = [&](const std::string& sheet) { return read_file(folder.write("a.xlsx", xlsx({{"x", sheet}}))).error; };
  EXPECT_THAT(refused("<!DOCTYPE x [<!ENTITY a \"b\">]>" + sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}})),
              HasSubstr("DOCTYPE"));
  EXPECT_NE(refused(sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}, {900'000'000, {number_cell("1")}}})), "");
  EXPECT_NE(refused(sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}, {-5, {number_cell("1")}}})), "");
  const std::string whole = sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}, {3, {number_cell("2")}}});
  EXPECT_THAT(refused(whole.substr(0, whole.size() - 30)), HasSubstr("cannot be read as XLSX"));
}

}  // namespace
}  // namespace importers_tests
