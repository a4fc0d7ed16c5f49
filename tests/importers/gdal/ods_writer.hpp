// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/importers/gdal/zip_writer.hpp"

#include <string>
#include <vector>

namespace importers_tests {

inline std::string ods_text(const std::string& text) {
  return "<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>" + text + "</text:p></table:table-cell>";
}
inline std::string ods_number(const std::string& number) {
  return "<table:table-cell office:value-type=\"float\" office:value=\"" + number + "\"><text:p>" + number + "</text:p></table:table-cell>";
}
inline std::string ods_row(const std::vector<std::string>& cells) {
  std::string row = "<table:table-row>";
  for (const std::string& cell : cells) { row += cell; }
  return row + "</table:table-row>";
}
inline std::string ods_table(const std::string& name, const std::vector<std::string>& rows, const std::string& style = "ta1") {
  std::string table = "<table:table table:name=\"" + name + "\" table:style-name=\"" + style + "\"><table:table-column/>";
  for (const std::string& row : rows) { table += row; }
  return table + "</table:table>";
}

/// content.xml around tables.
inline std::string ods_content(const std::string& tables, const std::string& styles) {
  const std::string urn = "urn:oasis:names:tc:opendocument:xmlns:";
  return "<office:document-content xmlns:office=\"" + urn + "office:1.0\" xmlns:table=\"" + urn + "table:1.0\" xmlns:text=\"" + urn +
         "text:1.0\" xmlns:style=\"" + urn +
         "style:1.0\" xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\">" +
         "<office:automatic-styles>" + styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
         "</office:spreadsheet></office:body></office:document-content>";
}

/// An ODS file.
inline std::string ods(const std::string& tables, const std::string& styles = "") {
  ZipWriter zip;
  zip.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  zip.add("content.xml", ods_content(tables, styles));
  zip.add("META-INF/manifest.xml", "<!DOCTYPE unread><manifest/>");  // never parsed
  zip.add("Thumbnails/thumbnail.png", "not a picture");
  return zip.finish();
}

}  // namespace importers_tests
