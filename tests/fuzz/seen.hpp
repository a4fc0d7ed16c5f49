// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets of the readers have in common: everything that can be seen of a file, and what holds of every record.
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

inline void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// One string per record.
struct Seen {
  std::vector<std::string> records;
  bool refused = false;

  bool operator==(const Seen&) const = default;
};

inline std::string cells_of(const importers::Record& record) {
  std::string text;
  for (const std::string_view cell : record.cells) {
    text += cell.data() == nullptr ? '-' : '+';
    text += cell;
  }
  return text;
}

inline void check_cells(const importers::Record& record, const importers::ReadLimits& limits) {
  for (const std::string_view cell : record.cells) {
    require(cell.size() <= limits.field_bytes && geo::is_valid_utf8(cell) && cell.find('\0') == std::string_view::npos);
  }
}

/// Everything that the reader which `open` gives sees. Each record goes through `check`, with the number of columns at that
/// time; `show` makes a text of it. A file may be refused, for its content.
template <class Open, class Check, class Show>
Seen read_all(Open open, Check check, Show show) {
  Seen seen;
  try {
    const auto reader = open();
    importers::Record record;
    while (reader->next(record)) {
      check(record, reader->columns().size());
      seen.records.push_back(show(record));
    }
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::input);
    seen.refused = true;
  }
  return seen;
}

}  // namespace fuzz
