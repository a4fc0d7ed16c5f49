// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/importers/gdal/zip_writer.hpp"

#include <algorithm>
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
inline std::string error_cell(const std::string& error) { return " t=\"e\"><f>1/0</f><v>" + error + "</v></c>"; }
inline std::string shared_cell(int index) { return " t=\"s\"><v>" + std::to_string(index) + "</v></c>"; }
inline std::string boolean_cell(bool value) { return std::string(" t=\"b\"><v>") + (value ? "1" : "0") + "</v></c>"; }

/// Cells of one row from column A on; "" leaves one out.
using SheetRow = std::vector<std::string>;
/// Rows by their number, from 1.
using SheetRows = std::vector<std::pair<int, SheetRow>>;

/// `merged`: "A1:B1".
inline std::string sheet_xml(const SheetRows& rows, const std::vector<std::string>& merged = {}) {
  std::string xml =
      R"(<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)";
  for (const auto& [number, cells] : rows) {
    xml += "<row r=\"" + std::to_string(number) + "\">";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) { xml += std::string("<c r=\"") + static_cast<char>('A' + i) + std::to_string(number) + "\"" + cells[i]; }
    }
    xml += "</row>";
  }
  xml += "</sheetData>";
  if (!merged.empty()) {
    xml += "<mergeCells count=\"" + std::to_string(merged.size()) + "\">";
    for (const std::string& ref : merged) { xml += "<mergeCell ref=\"" + ref + "\"/>"; }
    xml += "</mergeCells>";
  }
  return xml + "</worksheet>";
}

/// What a workbook may have besides its sheets.
struct BookParts {
  bool from_1904 = false;
  std::vector<std::string> hidden = {};  ///< sheets, by name
  std::string strings = {};              ///< inside of <sst>
};

/// An XLSX file of sheets given as XML, by their names.
inline std::string xlsx(const std::vector<std::pair<std::string, std::string>>& sheets, const BookParts& parts = {}) {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string workbook =
      "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\">" + (parts.from_1904 ? "<workbookPr date1904=\"1\"/>" : "") + "<sheets>";
  std::string links = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  ZipWriter zip;
  zip.add("[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" "
          "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    const bool hidden = std::find(parts.hidden.begin(), parts.hidden.end(), sheets[i].first) != parts.hidden.end();
    workbook +=
        "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\"" + (hidden ? " state=\"hidden\"" : "") + " r:id=\"rId" + n + "\"/>";
    links += "<Relationship Id=\"rId" + n + "\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
    zip.add("xl/worksheets/sheet" + n + ".xml", sheets[i].second);
  }
  zip.add("xl/workbook.xml", workbook + "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels", links + "</Relationships>");
  zip.add("xl/styles.xml", "<styleSheet xmlns=\"" + main +
                               "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs>"
                               "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf "
                               "numFmtId=\"20\"/></cellXfs></styleSheet>");
  if (!parts.strings.empty()) { zip.add("xl/sharedStrings.xml", "<sst xmlns=\"" + main + "\">" + parts.strings + "</sst>"); }
  zip.add("docProps/app.xml", "<!DOCTYPE unread><x/>");  // not a part that makes a table: never looked at
  return zip.finish();
}

}  // namespace importers_tests
