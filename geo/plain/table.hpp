// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

// A file that is analysed as it is, without a store: its rows, and the columns that the question names.

namespace geo {

enum class CellState : std::uint8_t { number, empty, no_number };

/// What a date says, on the clock and the calendar of its place.
struct WallClock {
  std::int32_t day = 0;      ///< since 1970
  std::int32_t minute = -1;  ///< of the day; below 0: it does not say
};

/// A column that numbers are taken from. Times are days: as they stand where they are numbers, since 1970 where they are dates.
struct PlainColumn {
  std::string name;             ///< as in the file
  std::vector<double> numbers;  ///< of each row; meaningless where there is none
  std::vector<CellState> states;
  std::vector<WallClock> clocks = {};  ///< of a column of dates
};

struct PlainTable {
  std::string file;                                         ///< its name, without folders
  std::vector<std::string> ids;                             ///< of each row, what names it: a column's text, or the row's number from 1
  std::vector<bool> unreadable;                             ///< of each row: the file has something there, but no row
  std::map<std::string, PlainColumn, std::less<>> columns;  ///< by what they are for: x, y, value, population, time, …
  std::vector<std::string> shapes;  ///< of each row its geometry as WKB, in the file's coordinates; no element: the file is a table
  std::string crs;                  ///< that the file names; "" when it names none
  std::vector<Text> notes;          ///< of what was done to read it

  [[nodiscard]] std::size_t size() const { return ids.size(); }
};

/// All that one question is made of.
struct PlainInput {
  PlainTable table;
  std::map<std::string, std::string, std::less<>> given;  ///< options by name, as they were typed
  std::string weights_json;                               ///< what the file of weights holds; "" without one
  std::map<std::string, PlainTable, std::less<>> others;  ///< files that options name: window, controls
};

}  // namespace geo
