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

TEST(Xlsx, NumbersWithManyDigitsKeepTheirRow) {
  const Content content =
      read_sheet({{1, {text_cell("a"), text_cell("b"), text_cell("c")}},
                  {2, {number_cell("5555555555555555555555"), number_cell("-1E+300"), number_cell("-12.345678901234567")}}});
  ASSERT_EQ(content.rows.size(), 1U) << content.error;
  EXPECT_EQ(content.rows[0].rule, "");
  EXPECT_EQ(std::stod(content.rows[0].cells[0].value()), 5555555555555555555555.0);
  EXPECT_EQ(std::stod(content.rows[0].cells[1].value()), -1e300);
  EXPECT_EQ(content.rows[0].cells[2], "-12.345678901234567");
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

std::string in_1904(const std::string& sheet) {
  BookParts parts;
  parts.from_1904 = true;
  return xlsx({{"Folha1", sheet}}, parts);
}

// 45366 is the 15 March 2024 counted from 1900, 43904 counted from 1904.
TEST(Xlsx, AWorkbookThatCountsFrom1904) {
  const Folder folder;
  const Content content = read_file(folder.write(
      "a.xlsx",
      in_1904(sheet_xml({{1, {text_cell("data"), text_cell("hora"), text_cell("n")}},
                         {2, {number_cell("43904", Style::date), number_cell("43904.604224537034", Style::moment), number_cell("43904")}},
                         {3, {number_cell("0", Style::date), number_cell("0.75", Style::time_of_day), number_cell("1")}}}))));
  ASSERT_EQ(content.error, "");
  EXPECT_TRUE(content.info.serials_from_1904);
  EXPECT_THAT(cells_of(content),
              ElementsAre(ElementsAre("2024-03-15", "2024-03-15T14:30:05", "43904"), ElementsAre("1904-01-01", "18:00:00", "1")));
}

// A serial number that nobody has formatted is found by the rules of dates, which must know the calendar too.
TEST(Xlsx, NumbersInAColumnOfDatesCountAsTheWorkbookDoes) {
  for (const bool from_1904 : {false, true}) {
    const std::string sheet = sheet_xml({{1, {text_cell("data"), text_cell("latitude"), text_cell("longitude")}},
                                         {2, {number_cell(from_1904 ? "43904" : "45366"), number_cell("-12.5"), number_cell("40.5")}}});
    const Folder folder;
    const auto reader = importers::open(folder.write("a.xlsx", from_1904 ? in_1904(sheet) : xlsx({{"x", sheet}})), read_options());
    const Imported imported = import_from(*reader, "incidents", options());
    ASSERT_EQ(imported.rows.size(), 1U);
    EXPECT_EQ(imported.value(0, "occurred_from").substr(0, 10), "2024-03-14") << from_1904;  // midnight in Maputo, as UTC
  }
}

TEST(Xlsx, SharedStringsInRunsWithEscapes) {
  const Folder folder;
  BookParts parts;
  parts.strings =
      "<si><t>nome</t></si><si><r><rPr/><t xml:space=\"preserve\">Pemba </t></r><r><t>Natite</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>x</t></rPh></si>"
      "<si><t>007</t></si><si><t>a_x000A_b_x005F_x000A_</t></si><si/>";
  const std::string sheet =
      sheet_xml({{1, {shared_cell(0), text_cell("b")}}, {2, {shared_cell(1), shared_cell(2)}}, {3, {shared_cell(3), shared_cell(4)}}});
  const Content content = read_file(folder.write("a.xlsx", xlsx({{"x", sheet}}, parts)));
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("Pemba Natite", "007"), ElementsAre("a\nb_x000A_", "-"))) << content.error;
}

TEST(Xlsx, ErrorsAreEmptyAndSaid) {
  const Content content = read_sheet({{1, {text_cell("a"), text_cell("b")}},
                                      {2, {error_cell("#N/A"), number_cell("1")}},
                                      {3, {number_cell("2"), error_cell("#DIV/0!")}},
                                      {4, {error_cell("#N/A"), ""}}});
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("-", "1"), ElementsAre("2", "-"))) << content.error;
  EXPECT_THAT(content.info.notes, ElementsAre("cells with an error of the spreadsheet count as empty: 3 (#DIV/0!, #N/A)"));
}

TEST(Xlsx, HiddenSheetsAreNamedAndNotChosen) {
  const Folder folder;
  BookParts parts;
  parts.hidden = {"Listas"};
  const std::vector<std::pair<std::string, std::string>> sheets{{"Listas", sheet_xml({{1, {text_cell("a")}}, {2, {number_cell("1")}}})},
                                                                {"Dados", sheet_xml({{1, {text_cell("b")}}, {2, {number_cell("2")}}})}};
  const auto file = folder.write("a.xlsx", xlsx(sheets, parts));
  const Content content = read_file(file);
  EXPECT_THAT(content.columns, ElementsAre("b")) << content.error;
  EXPECT_THAT(content.info.notes, ElementsAre("the layer \"Dados\" was read; the file also has \"Listas\"", "hidden sheets: \"Listas\""));
  EXPECT_THAT(read_layer(file, "Listas").columns, ElementsAre("a"));
  parts.hidden = {"Listas", "Dados"};
  EXPECT_THAT(read_file(folder.write("b.xlsx", xlsx(sheets, parts))).columns, ElementsAre("a"));
}

TEST(Xlsx, TitlesAboveTheHeaderAreNoRows) {
  const Folder folder;
  const SheetRows rows{{1, {text_cell("REGISTO DE OCORRÊNCIAS")}},
                       {2, {text_cell("Província:"), text_cell("Cabo Delgado")}},
                       {4, {text_cell("Nº"), text_cell("Data"), text_cell("Tipo"), text_cell("Distrito"), text_cell("Mortos")}},
                       {5, {number_cell("1"), number_cell("45366", Style::date), text_cell("Furto"), text_cell("Pemba"), number_cell("0")}},
                       {6, {number_cell("2"), number_cell("45367", Style::date), text_cell("Rixa"), "", number_cell("1")}}};
  const Content content = read_file(folder.write("a.xlsx", xlsx({{"x", sheet_xml(rows, {"A1:E1"})}})));
  EXPECT_THAT(content.columns, ElementsAre("Nº", "Data", "Tipo", "Distrito", "Mortos")) << content.error;
  EXPECT_THAT(cells_of(content),
              ElementsAre(ElementsAre("1", "2024-03-15", "Furto", "Pemba", "0"), ElementsAre("2", "2024-03-16", "Rixa", "-", "1")));
  EXPECT_EQ(content.rows[0].line, 5);
  EXPECT_THAT(content.info.notes,
              ElementsAre("what stands above the column names is no data: \"REGISTO DE OCORRÊNCIAS · Província: · Cabo Delgado\""));
}

TEST(Xlsx, AHeaderOfTwoRowsIsJoined) {
  const SheetRows rows{{1, {text_cell("Nome"), text_cell("Coordenadas"), "", text_cell("Vítimas"), ""}},
                       {2, {"", text_cell("Latitude"), text_cell("Longitude"), text_cell("Mulheres"), text_cell("Homens")}},
                       {3, {text_cell("Posto 1"), number_cell("-12.5"), number_cell("40.5"), number_cell("1"), number_cell("2")}}};
  const Folder folder;
  const auto file = folder.write("a.xlsx", xlsx({{"x", sheet_xml(rows, {"A1:A2", "B1:C1", "D1:E1"})}}));
  const Content content = read_file(file);
  EXPECT_THAT(content.columns, ElementsAre("Nome", "Coordenadas/Latitude", "Coordenadas/Longitude", "Vítimas/Mulheres", "Vítimas/Homens"))
      << content.error;
  EXPECT_EQ(content.rows.size(), 1U);
  const auto reader = importers::open(file, read_options());
  const Imported imported = import_from(*reader, "sites", options());
  ASSERT_EQ(imported.rows.size(), 1U);
  EXPECT_EQ(imported.fate("Coordenadas/Latitude"), "latitude");
  EXPECT_EQ(imported.value(0, "name"), "Posto 1");
}

TEST(Xlsx, CellsThatGoDownHoldInEachRow) {
  const SheetRows rows{{1, {text_cell("Distrito"), text_cell("Local")}},
                       {2, {text_cell("Pemba"), text_cell("Natite")}},
                       {3, {"", text_cell("Paquite")}},
                       {4, {"", text_cell("Wimbe")}},
                       {5, {"", text_cell("Muxara")}}};
  const Folder folder;
  const Content content = read_file(folder.write("a.xlsx", xlsx({{"x", sheet_xml(rows, {"A2:A4"})}})));
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("Pemba", "Natite"), ElementsAre("Pemba", "Paquite"), ElementsAre("Pemba", "Wimbe"),
                                             ElementsAre("-", "Muxara")))
      << content.error;
  EXPECT_THAT(content.info.notes, ElementsAre("cells that go down over several rows hold in each of them: repeated 2 times"));
  const auto reader = importers::open(folder / "a.xlsx", read_options());
  importers::Record record;
  while (reader->next(record)) {}
  EXPECT_FALSE(reader->next(record));  // asked again, it says the same
  EXPECT_EQ(reader->info().notes.size(), 1U);
}

TEST(Xlsx, HashtagsAreTheMapping) {
  const SheetRows rows{{1, {text_cell("3W de Março")}},
                       {2, {text_cell("c1"), text_cell("c2"), text_cell("c3"), text_cell("c4")}},
                       {3, {text_cell("#loc+name"), text_cell("#date+occurred"), text_cell("#geo+lat"), text_cell("#geo+lon")}},
                       {4, {text_cell("Pemba"), number_cell("45366", Style::date), number_cell("-12.97"), number_cell("40.51")}}};
  const Folder folder;
  const auto reader = importers::open(folder.write("a.xlsx", xlsx({{"x", sheet_xml(rows)}})), read_options());
  const Imported imported = import_from(*reader, "incidents", options());
  ASSERT_EQ(imported.rows.size(), 1U);
  EXPECT_EQ(imported.fate("c2"), "occurred_from");
  EXPECT_EQ(imported.value(0, "place_name"), "Pemba");
  EXPECT_EQ(imported.count("E3", importers::Action::dropped), 1);
  EXPECT_EQ(imported.rows[0].line, 4);
  EXPECT_THAT(read_sheet({{1, {text_cell("Org"), text_cell("Sector")}},
                          {2, {text_cell("org+impl"), text_cell("sector+es")}},
                          {3, {text_cell("a"), text_cell("b")}}})
                  .error,
              HasSubstr("row 2 of \"a.xlsx\" looks like HXL hashtags without their '#'"));
}

TEST(Xlsx, TotalsAtTheEndAreNoData) {
  const SheetRows rows{{1, {text_cell("data"), text_cell("local"), text_cell("mortos")}},
                       {2, {number_cell("45366", Style::date), text_cell("Pemba"), number_cell("2")}},
                       {3, {number_cell("45367", Style::date), text_cell("Palma"), number_cell("1")}},
                       {5, {"", text_cell("Total"), number_cell("3")}}};
  const Folder folder;
  const auto reader = importers::open(folder.write("a.xlsx", xlsx({{"x", sheet_xml(rows)}})), read_options());
  const Imported imported = import_from(*reader, "incidents", options());
  EXPECT_EQ(imported.report.rows.read, 3);
  EXPECT_EQ(imported.count("E5", importers::Action::dropped), 1);
}

// A row that is met late brings a column that nobody has named.
TEST(Xlsx, AColumnThatIsMetLate) {
  SheetRows rows{{1, {text_cell("a"), text_cell("b")}}};
  for (int i = 2; i < 3000; ++i) { rows.push_back({i, {number_cell(std::to_string(i)), text_cell("x")}}); }
  rows.push_back({3000, {number_cell("7"), "", "", text_cell("tarde")}});
  const Content content = read_sheet(rows);
  EXPECT_THAT(content.columns, ElementsAre("a", "b", "column 4")) << content.error;
  EXPECT_THAT(cells_of(content).back(), ElementsAre("7", "-", "tarde"));
}

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
