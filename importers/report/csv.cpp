// SPDX-License-Identifier: Apache-2.0
#include "importers/report/report.hpp"
#include "importers/report/spreadsheet_cell.hpp"

namespace importers {

std::string to_csv(const Report& report, std::string_view file_name, std::string_view language) {
  std::string out = "file,line,column,value,new_value,rule,action,message\r\n";
  for (const Finding& f : report.findings) {
    const std::string line = std::to_string(f.line);
    const std::string_view message = language == "pt" ? f.message.pt : f.message.en;
    const std::string_view cells[] = {file_name, line, f.column, f.value, f.new_value, f.rule, to_string(f.action), message};
    for (const std::string_view& cell : cells) {
      if (&cell != &cells[0]) { out += ','; }
      append_csv_cell(out, cell, ',');
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace importers
