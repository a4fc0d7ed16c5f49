// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers::child {

struct OdsSheet {
  std::string name;
  bool hidden = false;
  std::vector<Merge> merges;
};

/// The sheets of an OpenDocument spreadsheet, out of its content.xml. Throws what parse_xml() throws, Refusal{"not-spreadsheet"}.
std::vector<OdsSheet> parse_ods_sheets(std::string_view xml);

/// The rows of the sheet with this place among them. Rows and cells that stand for many (`number-rows-repeated`) come as many, as long
/// as they hold anything. Refusal{"unreadable"} beyond the rows and columns a sheet can have; {"sheet-repeats"} when what is
/// repeated would be more than 200 MB.
void visit_ods_rows(std::string_view xml, std::size_t sheet, const RowVisitor& visitor);

}  // namespace importers::child
