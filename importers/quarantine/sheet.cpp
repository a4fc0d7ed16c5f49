// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/sheet.hpp"

#include "importers/quarantine/geometry_cell.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/report/spreadsheet_cell.hpp"
#include "importers/rules/catalogue.hpp"
#include "importers/rules/row_checker.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>

namespace importers {
namespace {

using CellsByName = std::map<std::string, std::string, std::less<>>;

CellsByName cells_of(const geo::RejectedRow& row) {
  CellsByName cells;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (!row.whole || parser.parse(row.raw_json).get(object) != simdjson::SUCCESS) { return cells; }
  for (const auto& [name, value] : object) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) { cells.emplace(name, text); }
  }
  return cells;
}

std::string advice_for(const geo::RejectedRow& row, bool pt) {
  const Rule& r = rule(row.rule);
  std::string advice(pt ? r.advice_pt : r.advice_en);
  if (!row.whole) {
    advice += pt ? "; a linha não pôde ser guardada: corrija-a no ficheiro de origem e importe-o de novo, ou escreva aqui a linha toda"
                 : "; the row could not be kept: correct it in its file and import that again, or write the whole row here";
  }
  return advice;
}

}  // namespace

Sheet make_sheet(const std::vector<std::string>& columns, const std::vector<WaitingRow>& rows, std::string_view store_id,
                 std::string_view language) {
  const bool pt = language == "pt";
  Sheet sheet;
  sheet.header = columns;
  std::vector<CellsByName> cells;
  for (const WaitingRow& waiting : rows) { cells.push_back(cells_of(waiting.row)); }
  // Of rows from a map file: their properties are its columns, their geometry is not.
  const bool has_geometry = std::any_of(cells.begin(), cells.end(), [](const CellsByName& c) { return c.count(geometry_column) != 0; });
  if (has_geometry) { sheet.header.emplace_back(shape_column); }
  const std::size_t width = sheet.header.size();
  for (const ServiceColumn& column : service_columns) { sheet.header.emplace_back(pt ? column.pt : column.en); }

  for (std::size_t i = 0; i < rows.size(); ++i) {
    const geo::RejectedRow& row = rows[i].row;
    Sheet::Line line;
    for (std::size_t c = 0; c < width; ++c) {
      const bool is_shape = has_geometry && c + 1 == width;
      const auto cell = cells[i].find(is_shape ? geometry_column : std::string_view(sheet.header[c]));
      line.cells.push_back(cell == cells[i].end() ? std::string() : is_shape ? shape_cell(cell->second) : cell->second);
      if (sheet.header[c] == row.column) { line.faulty = static_cast<int>(c); }
    }
    line.reason = pt ? row.message.pt : row.message.en;
    line.advice = advice_for(row, pt);
    for (const std::string& text :
         {ref_text(store_id, rows[i].ref), rows[i].file, std::to_string(rows[i].line), row.column, row.rule, line.reason, line.advice}) {
      line.cells.push_back(text);
    }
    sheet.lines.push_back(std::move(line));
  }
  return sheet;
}

std::string to_csv(const Sheet& sheet, std::string_view language) {
  const char delimiter = language == "pt" ? ';' : ',';
  std::string out = "\xEF\xBB\xBF";
  const auto add = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) { out += delimiter; }
      append_csv_cell(out, cells[c], delimiter);
    }
    out += "\r\n";
  };
  add(sheet.header);
  for (const Sheet::Line& line : sheet.lines) { add(line.cells); }
  return out;
}

}  // namespace importers
