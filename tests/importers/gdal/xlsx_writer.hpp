// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/importers/gdal/zip_writer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace importers_tests {

/// Styles of cells: what makes a number a date.
enum class Style { general, date, moment, own_date, time_of_day };

/// A cell as it stands in the XML of a sheet, `r="…"` left out.
inline std::string number_cell(const std::string& value, Style style = Style::general) {
  return " s=\"" + std::to_string(static_cast<int>(style)) + "\"><v>" + value + "</v></c>";
}
inline std::string text_cell(const std::string& text) { return " t=\"inlineStr\"><is><t>" + text + "</t></is></c>"; }
inline std::string formula_text_cell(const std::string& text) { return " t=\"str\"><f>A1</f><v>" + text + "</v></c>"; }
inline std::string boolean_cell(bool value) { return std::string(" t=\"b\"><v>") + (value ? "1" : "0") + "</v></c>"; }

/// Cells of one row from column A on; "" leaves one out.
using SheetRow = std::vector<std::string>;
/// Rows by their number, from 1.
using SheetRows = std::vector<std::pair<int, SheetRow>>;

inline std::string sheet_xml(const SheetRows& rows) {
  std::string xml =
      R"(<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)";
  for (const auto& [number, cells] : rows) {
    xml += "<row r=\"" + std::to_string(number) + "\">";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) { xml += std::string("<c r=\"") + static_cast<char>('A' + i) + std::to_string(number) + "\"" + cells[i]; }
    }
    xml += "</row>";
  }
  return xml + "</sheetData></worksheet>";
}

/// An XLSX file of sheets given as XML, by their names.
inline std::string xlsx(const std::vector<std::pair<std::string, std::string>>& sheets) {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string workbook = "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><sheets>";
  std::string links = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  ZipWriter zip;
  zip.add("[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    workbook += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>";
    links += "<Relationship Id=\"rId" + n + "\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
    zip.add("xl/worksheets/sheet" + n + ".xml", sheets[i].second);
  }
  zip.add("xl/workbook.xml", workbook + "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels", links + "</Relationships>");
  zip.add("xl/styles.xml", "<styleSheet xmlns=\"" + main +
                               "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs>"
                               "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf "
                               "numFmtId=\"20\"/></cellXfs></styleSheet>");
  zip.add("docProps/app.xml", "<!DOCTYPE unread><x/>");  // not a part that makes a table: never looked at
  return zip.finish();
}

}  // namespace importers_tests
