// SPDX-License-Identifier: Apache-2.0
// The CSV reader: what it reads does not depend on how the bytes arrive or how much of them is in memory at once, rows
// have as many cells as there are columns, and cells keep to the limits. The first byte chooses chunk and window.

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/csv_reader.hpp"
#include "importers/read/open.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

using importers::ReadLimits;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// Everything that can be seen of the file, one string per record.
struct Seen {
  std::vector<std::string> records;
  bool refused = false;

  bool operator==(const Seen&) const = default;
};

std::string all_of(const importers::Record& record) {
  std::string text = std::to_string(record.line) + '|' + std::string(record.rule) + '|' + std::string(record.problem_column);
  for (const std::string_view cell : record.cells) {
    text += cell.data() == nullptr ? '-' : '+';
    text += cell;
  }
  return text;
}

void check(const importers::Record& record, std::size_t columns, const ReadLimits& limits) {
  require(record.cells.size() == columns && columns <= limits.columns && record.line > 0);
  if (!record.usable()) { return; }
  for (const std::string_view cell : record.cells) {
    require(cell.size() <= limits.field_bytes && geo::is_valid_utf8(cell) && cell.find('\0') == std::string_view::npos);
  }
}

Seen read(const std::string& text, std::size_t chunk, std::size_t window, bool has_header) {
  ReadLimits limits;
  limits.columns = 20;
  limits.field_bytes = 100;
  limits.record_bytes = 300;
  Seen seen;
  try {
    importers::Window bytes(importers::memory_source(text, chunk), window);
    const auto reader = importers::csv_reader(std::move(bytes), "x.csv", {}, {',', has_header}, limits);
    importers::Record record;
    while (reader->next(record)) {
      check(record, reader->columns().size(), limits);
      seen.records.push_back(all_of(record));
    }
  } catch (const geo::Error&) { seen.refused = true; }
  return seen;
}

void read_as_file(const std::string& text, std::size_t chunk) {
  try {
    const auto reader = importers::open_source(importers::memory_source(text, chunk), "x.csv");
    importers::Record record;
    while (reader->next(record)) { check(record, reader->columns().size(), {}); }
  } catch (const geo::Error&) {  // refused, as it may be
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::size_t choice = data[0];
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool has_header = choice % 2 == 0;
  const std::size_t window = 16 + choice / 4;
  require(read(text, 0, 1 + text.size(), has_header) == read(text, choice / 2 % 8, window, has_header));
  if (choice % 8 < 2) { read_as_file(text, choice / 8); }
  return 0;
}
