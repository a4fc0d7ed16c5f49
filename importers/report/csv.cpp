// SPDX-License-Identifier: Apache-2.0
#include "geo/base/number.hpp"
#include "importers/report/report.hpp"

namespace importers {
namespace {

// Spreadsheets run a cell that begins with one of these as a formula; the quote makes it text. Numbers stay numbers.
bool looks_like_formula(std::string_view cell) {
  if (cell.empty()) { return false; }
  constexpr std::string_view starts = "=+-@\t\r";
  constexpr std::string_view wide[] = {"＝", "＋", "－", "＠"};
  bool risky = starts.find(cell.front()) != std::string_view::npos;
  for (const std::string_view w : wide) { risky = risky || cell.substr(0, w.size()) == w; }
  return risky && !geo::parse_number(cell);
}

void append_cell(std::string& out, std::string_view cell) {
  const bool quote = looks_like_formula(cell);
  if (!quote && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  if (quote) { out += '\''; }
  for (const char c : cell) {
    if (c == '"') { out += '"'; }
    out += c;
  }
  out += '"';
}

}  // namespace

std::string to_csv(const Report& report, std::string_view file_name, std::string_view language) {
  std::string out = "file,line,column,value,new_value,rule,action,message\r\n";
  for (const Finding& f : report.findings) {
    const std::string line = std::to_string(f.line);
    const std::string_view message = language == "pt" ? f.message.pt : f.message.en;
    const std::string_view cells[] = {file_name, line, f.column, f.value, f.new_value, f.rule, to_string(f.action), message};
    for (const std::string_view& cell : cells) {
      if (&cell != &cells[0]) { out += ','; }
      append_cell(out, cell);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace importers
