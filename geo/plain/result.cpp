// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/result.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {

PlainCell nothing() { return {}; }
PlainCell cell(double number) { return std::isfinite(number) ? PlainCell(number) : PlainCell(); }
PlainCell cell(std::optional<double> number) { return number ? cell(*number) : PlainCell(); }
PlainCell cell(std::string_view word) { return word.empty() ? PlainCell() : PlainCell(std::string(word)); }

void ResultTable::add_row(NamedCells row) {
  if (columns.empty()) {
    for (const auto& [name, value] : row) { columns.emplace_back(name, std::vector<PlainCell>()); }
  }
  assert(row.size() == columns.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    assert(row[i].first == columns[i].first);
    columns[i].second.push_back(std::move(row[i].second));
  }
}

void ResultTable::reorder(std::span<const std::uint32_t> order) {
  for (auto& [name, cells] : columns) {
    std::vector<PlainCell> moved;
    moved.reserve(order.size());
    for (const std::uint32_t from : order) { moved.push_back(std::move(cells[from])); }
    cells = std::move(moved);
  }
}

const std::vector<PlainCell>* ResultTable::column(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.first == name; });
  return found == columns.end() ? nullptr : &found->second;
}

}  // namespace geo
