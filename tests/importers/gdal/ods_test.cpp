// SPDX-License-Identifier: Apache-2.0
// OpenDocument sheets: what GDAL's writer makes, and what LibreOffice makes by hand of the test.
#include "tests/importers/gdal/ods_writer.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Content read_tables(const std::string& tables, const std::string& layer = "", const std::string& styles = "") {
  const Folder folder;
  return read_layer(folder.write("a.ods", ods(tables, styles)), layer);
}

TEST(Ods, ReadsWhatGdalWrites) {
  const Folder folder;
  TestLayer layer = incidents_layer();
  layer.geometry = "None";
  write_with_gdal("ODS", folder / "a.ods", {layer});
  const Content content = read_file(folder / "a.ods");
  ASSERT_EQ(content.error, "");
  EXPECT_EQ(content.info.format, "ODS");
  EXPECT_EQ(content.info.unit, importers::RecordUnit::row);
  EXPECT_THAT(content.columns, ElementsAre("codigo", "data", "local", "mortos", "distancia", "confirmado"));
  ASSERT_EQ(content.rows.size(), 5U);
  EXPECT_THAT(cells_of(content)[0], ElementsAre("A-001", "2024-03-15", "Pemba, bairro Natite", "0", "1.5", testing::AnyOf("true", "1")));
  EXPECT_THAT(cells_of(content)[1], ElementsAre("A-002", "-", "Mocímboa da Praia", "3", "-", testing::AnyOf("false", "0")));
  EXPECT_EQ(content.rows[4].line, 6);
}

TEST(Ods, EachKindOfValue) {
  const Content content = read_tables(ods_table(
      "Folha1",
      {ods_row({ods_text("data"), ods_text("hora"), ods_text("n"), ods_text("p"), ods_text("sim"), ods_text("erro"), ods_text("txt")}),
       ods_row(
           {R"(<table:table-cell office:value-type="date" office:date-value="2024-03-15"><text:p>15/03/24</text:p></table:table-cell>)",
            R"(<table:table-cell office:value-type="time" office:time-value="PT14H30M05S"><text:p>14:30</text:p></table:table-cell>)",
            R"(<table:table-cell office:value-type="float" office:value="1234.50"><text:p>1.234,50</text:p></table:table-cell>)",
            R"(<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell>)",
            R"(<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VERDADEIRO</text:p></table:table-cell>)",
            R"(<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>)",
            R"(<table:table-cell office:value-type="string"><text:p>007</text:p></table:table-cell>)"}),
       ods_row(
           {R"(<table:table-cell office:value-type="date" office:date-value="2024-03-15T14:30:05.123456789"/>)",
            R"(<table:table-cell office:value-type="time" office:time-value="PT49H00M00S"><text:p>49:00</text:p></table:table-cell>)",
            R"(<table:table-cell table:formula="of:=[.A1]*2" office:value-type="currency" office:value="-3"><text:p>-3 MT</text:p></table:table-cell>)",
            "<table:table-cell/>", "<table:table-cell/>", "<table:table-cell/>",
            R"(<table:table-cell office:value-type="string"><office:annotation><text:p>uma nota</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<text:tab/>c</text:p><text:p>linha <text:span>2</text:span></text:p></table:table-cell>)"})}));
  ASSERT_EQ(content.error, "");
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("2024-03-15", "14:30:05", "1234.5", "0.25", "true", "-", "007"),
                                             ElementsAre("2024-03-15T14:30:05.123", "49:00", "-3", "-", "-", "-", "a  b\tc\nlinha 2")));
  EXPECT_THAT(content.info.notes, ElementsAre("cells with an error of the spreadsheet count as empty: 1 (#N/A)"));
}

TEST(Ods, RepeatedRowsAndCells) {
  const Content content = read_tables(ods_table(
      "x",
      {ods_row({ods_text("a"), ods_text("b"), ods_text("c")}),
       R"(<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/><table:table-cell/></table:table-row>)",
       R"(<table:table-row table:number-rows-repeated="10"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>)",
       ods_row({"<table:table-cell table:number-columns-repeated=\"2\"/>", ods_text("fim")}),
       R"(<table:table-row table:number-rows-repeated="1048561"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>)"}));
  EXPECT_THAT(cells_of(content),
              ElementsAre(ElementsAre("7", "7", "-"), ElementsAre("7", "7", "-"), ElementsAre("7", "7", "-"), ElementsAre("-", "-", "fim")))
      << content.error;
  EXPECT_EQ(content.rows[0].line, 2);
  EXPECT_EQ(content.rows[3].line, 15);
  EXPECT_EQ(content.info.empty_lines, 10);
}

TEST(Ods, MergedCellsKeepTheColumnsInPlace) {
  const Content content = read_tables(ods_table(
      "x",
      {ods_row(
           {R"(<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Lista de postos</text:p></table:table-cell>)",
            "<table:covered-table-cell table:number-columns-repeated=\"2\"/>"}),
       ods_row(
           {R"(<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Nome</text:p></table:table-cell>)",
            R"(<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>Coordenadas</text:p></table:table-cell>)",
            "<table:covered-table-cell/>"}),
       ods_row({"<table:covered-table-cell/>", ods_text("lat"), ods_text("lon")}),
       ods_row({R"(<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Posto</text:p></table:table-cell>)",
                ods_number("-12.5"), ods_number("40.5")}),
       ods_row({"<table:covered-table-cell/>", ods_number("-12.6"), ods_number("40.6")})}));
  EXPECT_THAT(content.columns, ElementsAre("Nome", "Coordenadas/lat", "Coordenadas/lon")) << content.error;
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("Posto", "-12.5", "40.5"), ElementsAre("Posto", "-12.6", "40.6")));
  EXPECT_THAT(content.info.notes, ElementsAre(HasSubstr("\"Lista de postos\""), HasSubstr("repeated 1 times")));
}

TEST(Ods, SheetsAreChosenByNameAndHiddenOnesNamed) {
  const std::string styles =
      R"(<style:style style:name="oculta" style:family="table"><style:table-properties table:display="false"/></style:style>)";
  const std::string tables = ods_table("Listas", {ods_row({ods_text("a")}), ods_row({ods_number("1")})}, "oculta") +
                             ods_table("Vazia", {}) + ods_table("Dados", {ods_row({ods_text("b")}), ods_row({ods_number("2")})});
  const Content content = read_tables(tables, "", styles);
  EXPECT_THAT(content.columns, ElementsAre("b")) << content.error;
  EXPECT_THAT(content.info.notes,
              ElementsAre("the layer \"Dados\" was read; the file also has \"Listas\", \"Vazia\"", "hidden sheets: \"Listas\""));
  EXPECT_THAT(read_tables(tables, "Listas", styles).columns, ElementsAre("a"));
  EXPECT_THAT(read_tables(tables, "Outra", styles).error, HasSubstr("has no layer \"Outra\""));
  EXPECT_THAT(read_tables(ods_table("x", {})).error, HasSubstr("no layer with rows"));
}

TEST(Ods, WhatIsNoSpreadsheet) {
  const Folder folder;
  const auto refusal = [&](const std::string& bytes) { return read_file(folder.write("a.ods", bytes)).error; };
  ZipWriter text;
  text.store("mimetype", "application/vnd.oasis.opendocument.text");
  text.add("content.xml", "<office/>");
  EXPECT_THAT(refusal(text.finish()), HasSubstr("no spreadsheet of OpenDocument"));
  ZipWriter secret;
  secret.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  secret.add("META-INF/manifest.xml",
             "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>");
  secret.add("content.xml", "\x01\x02");
  EXPECT_THAT(refusal(secret.finish()), HasSubstr("password"));
  ZipWriter empty;
  empty.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  EXPECT_THAT(refusal(empty.finish()), HasSubstr("content.xml is missing"));
}

TEST(Ods, HostileSheets) {
  const auto refusal = [](const std::string& tables) { return read_tables(tables).error; };
  const std::string header = ods_row({ods_text("a"), ods_text("b")});
  EXPECT_THAT(
      refusal(ods_table(
          "x",
          {header,
           R"(<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>)"})),
      HasSubstr("cannot be read"));
  EXPECT_THAT(
      refusal(ods_table(
          "x",
          {header,
           R"(<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="100" office:value-type="float" office:value="1"/></table:table-row>)"})),
      HasSubstr("repeats rows or cells"));
  EXPECT_THAT(
      refusal(ods_table(
          "x",
          {header, ods_row({R"(<table:table-cell table:number-columns-repeated="99999" office:value-type="float" office:value="1"/>)"})})),
      HasSubstr("column"));
  for (const char* count : {"-1", "0", "x", "99999999999999999999", "1e9"}) {
    EXPECT_THAT(refusal(ods_table("x", {header, std::string("<table:table-row table:number-rows-repeated=\"") + count + "\"/>"})),
                HasSubstr("repeated"))
        << count;
  }
  const Folder folder;
  ZipWriter laughs;
  laughs.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  laughs.add("content.xml", "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + ods_content(ods_table("x", {header}), ""));
  EXPECT_THAT(read_file(folder.write("a.ods", laughs.finish())).error, HasSubstr("DOCTYPE"));
}

}  // namespace
}  // namespace importers_tests
