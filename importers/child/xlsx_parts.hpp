// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/excel_date.hpp"
#include "importers/child/sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers::child {

// The parts of an XLSX workbook (ECMA-376), each out of its XML. All throw what parse_xml() throws.

struct XlsxSheet {
  std::string name;
  bool hidden = false;
  std::string link;  ///< its id among the relations
};

struct XlsxBook {
  bool from_1904 = false;
  std::vector<XlsxSheet> sheets;
};
XlsxBook parse_workbook(std::string_view xml);

struct XlsxLink {
  std::string id;
  std::string type;    ///< the last word of it: "worksheet", "sharedStrings", "styles"
  std::string target;  ///< name of the part in the archive
};
std::vector<XlsxLink> parse_links(std::string_view xml);

/// By the number of a cell's style: what it makes of numbers.
std::vector<DateParts> parse_styles(std::string_view xml);

/// Texts that cells name by their number.
std::vector<std::string> parse_shared_strings(std::string_view xml);

/// What the cells of a sheet refer to.
struct XlsxContext {
  bool from_1904 = false;
  std::vector<DateParts> styles;
  std::vector<std::string> strings;
};

/// The rows of a sheet. Refusal{"unreadable"} for rows or columns beyond those that a sheet can have, or out of order.
void visit_xlsx_rows(std::string_view xml, const XlsxContext& context, const RowVisitor& visitor);
/// Those whose references can be read; at most 200,000.
std::vector<Merge> parse_merges(std::string_view xml);

/// "_x000D_" is how a workbook writes a character that XML has not; "_x005F_" is the underscore before such a text.
std::string without_escapes(std::string text);

/// "C12": column 2 from 0, row 12. False for anything else.
bool parse_reference(std::string_view text, std::int64_t& row, int& column);

}  // namespace importers::child
