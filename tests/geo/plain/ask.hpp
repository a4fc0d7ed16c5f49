// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/wkb.hpp"
#include "geo/hotspots/contiguity.hpp"
#include "geo/plain/method.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

// Questions about tables that tests make up.

namespace geo {

/// A column as readers make it; nothing: an empty cell.
inline PlainColumn plain_column(const std::string& name, const std::vector<std::optional<double>>& cells) {
  PlainColumn column{name, {}, {}};
  for (const auto& one : cells) {
    column.numbers.push_back(one.value_or(0));
    column.states.push_back(one ? CellState::number : CellState::empty);
  }
  return column;
}

/// Rows named a, b, c, …; then aa and so on.
inline PlainInput plain_input(std::size_t rows) {
  PlainInput input;
  input.table.file = "places.csv";
  for (std::size_t i = 0; i < rows; ++i) {
    std::string id(1, static_cast<char>('a' + i % 26));
    for (std::size_t rest = i / 26; rest > 0; --rest) { id += 'z'; }
    input.table.ids.push_back(id);
  }
  input.table.unreadable.assign(rows, false);
  return input;
}

/// Adds the column that --`role` names.
inline void add_column(PlainInput& input, const std::string& role, const std::vector<std::optional<double>>& cells) {
  input.table.columns[role] = plain_column(role + "_column", cells);
  input.given[role] = role + "_column";
}

inline PlainResult ask(const std::string& method, const PlainInput& input, const Workers& workers = one_by_one) {
  return answer(*plain_method(method), input, workers);
}

/// What is said to whoever asks this; empty when it is answered.
inline std::string refusal(const std::string& method, const PlainInput& input) {
  try {
    ask(method, input);
  } catch (const Error& error) {
    EXPECT_FALSE(error.text().pt.empty());
    EXPECT_NE(error.text().en, error.text().pt);
    return error.text().en;
  }
  return "";
}

inline std::string polygon_wkb(const std::vector<std::vector<LonLat>>& rings) {
  WkbBuilder wkb;
  wkb.begin(WkbType::polygon);
  for (const auto& ring : rings) {
    wkb.begin_ring();
    for (const LonLat at : ring) { wkb.vertex(at); }
    wkb.end_ring();
  }
  wkb.end();
  return wkb.bytes();
}

inline std::string point_wkb(LonLat at) {
  WkbBuilder wkb;
  wkb.begin(WkbType::point);
  wkb.vertex(at);
  wkb.end();
  return wkb.bytes();
}

inline const PlainCell& cell_of(const PlainResult& result, const std::string& column, std::size_t row) {
  const auto* cells = result.rows.column(column);
  EXPECT_NE(cells, nullptr) << column;
  return cells->at(row);
}

inline const PlainCell& named(const NamedCells& cells, const std::string& name) {
  static const PlainCell none;
  for (const auto& [key, value] : cells) {
    if (key == name) { return value; }
  }
  ADD_FAILURE() << "no " << name;
  return none;
}

}  // namespace geo
