// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/base/metric.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace geo {

/// What stands in a result; nothing: undefined.
using PlainCell = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>, std::vector<double>>;

/// No number that is none gets into a result.
PlainCell nothing();
PlainCell cell(double number);
PlainCell cell(std::optional<double> number);
PlainCell cell(std::string_view word);  ///< nothing where it is empty
template <std::integral Integer>
requires(!std::same_as<Integer, bool>) PlainCell cell(Integer number) { return static_cast<std::int64_t>(number); }

using NamedCells = std::vector<std::pair<std::string, PlainCell>>;

/// Columns side by side, each as long as the first.
struct ResultTable {
  std::vector<std::pair<std::string, std::vector<PlainCell>>> columns;

  [[nodiscard]] std::size_t size() const { return columns.empty() ? 0 : columns.front().second.size(); }
  /// A column whose i-th cell is made by make(i).
  template <class Make>
  void add(std::string name, std::size_t rows, Make make) {
    std::vector<PlainCell> cells;
    cells.reserve(rows);
    for (std::size_t i = 0; i < rows; ++i) { cells.push_back(make(i)); }
    columns.emplace_back(std::move(name), std::move(cells));
  }
  /// A row of a table whose columns are named by its first row.
  void add_row(NamedCells row);
  /// Rows in another order: the i-th is what was the order[i]-th.
  void reorder(std::span<const std::uint32_t> order);
  /// Null when there is none of that name.
  [[nodiscard]] const std::vector<PlainCell>* column(std::string_view name) const;
};

/// Numbers on cells of the plane, which need not be square.
struct PlainSurface {
  Metric south_west;  ///< the corner of the first cell
  double cell_x = 0;
  double cell_y = 0;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::optional<LonLat> centre;  ///< of the plane (see Projection), where the file has longitude and latitude: lengths are then metres
  /// By row from the south, columns from the west; NaN where there is none.
  std::vector<std::pair<std::string, std::vector<double>>> values;

  [[nodiscard]] std::size_t size() const { return std::size_t{columns} * rows; }
  [[nodiscard]] Metric at(std::size_t cell) const {
    return {south_west.x + (static_cast<double>(cell % columns) + 0.5) * cell_x,
            south_west.y + (static_cast<double>(cell / columns) + 0.5) * cell_y};
  }
};

/// The answer to a question about a file.
struct PlainResult {
  std::string method;
  NamedCells parameters;                                  ///< all of them, those that were not given too
  std::size_t read = 0, used = 0;                         ///< rows of the file
  std::map<std::string, std::size_t> excluded;            ///< rows by reason; read = used + their sum
  std::size_t tests = 0;                                  ///< that have a p: the m of the adjustments
  NamedCells summary;                                     ///< what is said of all rows together
  ResultTable rows;                                       ///< of each row used, in the file's order, or of what the method finds
  std::vector<std::uint32_t> file_rows;                   ///< of each row which row of the file it is, from 0; empty: they are none
  std::vector<std::pair<std::string, ResultTable>> more;  ///< other tables by name
  std::optional<PlainSurface> grid;                       ///< of methods whose result is a surface: they have no rows
  Text says;                                              ///< one sentence: what it says, and what it does not
  std::vector<Text> warnings;
};

}  // namespace geo
