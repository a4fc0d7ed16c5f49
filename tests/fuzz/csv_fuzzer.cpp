// SPDX-License-Identifier: Apache-2.0
// The CSV reader: what it reads does not depend on how the bytes arrive or how much of them is in memory at once, rows
// have as many cells as there are columns, and cells keep to the limits. The first byte chooses chunk and window.

#include "importers/read/csv_reader.hpp"
#include "importers/read/open.hpp"
#include "tests/fuzz/seen.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace {

using fuzz::require;
using fuzz::Seen;

using importers::ReadLimits;

std::string all_of(const importers::Record& record) {
  std::string text = std::to_string(record.line) + '|' + std::string(record.rule) + '|' + std::string(record.problem_column);
  return text + fuzz::cells_of(record);
}

void check(const importers::Record& record, std::size_t columns, const ReadLimits& limits) {
  require(record.cells.size() == columns && columns <= limits.columns && record.line > 0);
  if (!record.usable()) { return; }
  fuzz::check_cells(record, limits);
}

Seen read(const std::string& text, std::size_t chunk, std::size_t window, bool has_header) {
  ReadLimits limits;
  limits.columns = 20;
  limits.field_bytes = 100;
  limits.record_bytes = 300;
  return fuzz::read_all(
      [&] {
        importers::Window bytes(importers::memory_source(text, chunk), window);
        return importers::csv_reader(std::move(bytes), "x.csv", {}, {',', has_header}, limits);
      },
      [&](const importers::Record& record, std::size_t columns) { check(record, columns, limits); }, all_of);
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
