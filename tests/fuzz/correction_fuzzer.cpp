// SPDX-License-Identifier: Apache-2.0
// Files that come back from quarantine, which anybody may have edited: references, guarded cells, geometries. Whatever stands in
// them, the rows that are read have their columns, usable geometries, and references that this store could have written. And a
// cell that was guarded comes back as it was.

#include "importers/quarantine/correction.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/import.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/read/open.hpp"
#include "importers/report/spreadsheet_cell.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

constexpr const char* store_id = "01234567";

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void check_rows(const std::string& text) {
  const auto reader = importers::correction_reader(importers::open_source(importers::memory_source(text), "x.csv"));
  importers::Record record;
  while (reader->next(record)) {
    require(record.cells.size() == reader->columns().size());
    if (record.usable() && !record.wkb.empty()) {
      (void)geo::map_wkb(record.wkb, [](geo::LonLat p) { return p; });
    }
  }
  for (const importers::Column& column : reader->columns()) { require(!importers::service_of(column.name)); }
}

class Sink final : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow& row) override { require(!row.corrects || row.corrects->batch > 0); }
  void reject(const geo::RejectedRow& row) override { require(!row.rule.empty()); }
  geo::BatchOutcome resolve() override { return {}; }
  geo::BatchOutcome commit(const std::string&) override { return {}; }
};

void check_import(const std::string& text) {
  const auto first = importers::open_source(importers::memory_source(text), "x.csv");
  if (!importers::is_correction(first->columns())) { return; }
  const importers::Corrections corrections = importers::read_corrections(*first, store_id);
  require(corrections.rows > 0 && static_cast<std::int64_t>(corrections.by_line.size()) <= corrections.rows);
  Sink sink;
  const auto writer = importers::correction_writer(sink, corrections);
  const auto reader = importers::correction_reader(importers::open_source(importers::memory_source(text), "x.csv"));
  importers::ImportOptions options;
  options.like = importers::FileFacts{};
  options.accept_partial = true;
  const geo::Catalog& catalog = geo::builtin_catalog();
  (void)importers::import(*reader, *catalog.collection("incidents"), catalog, options, *writer, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(static_cast<const char*>(static_cast<const void*>(data)), size);
  require(importers::unguarded(importers::guarded(text)) == text);
  if (const auto ref = importers::parse_ref(text, store_id)) {
    require(importers::parse_ref(importers::ref_text(store_id, *ref), store_id) == ref);
  }
  for (void (*check)(const std::string&) : {check_rows, check_import}) {
    try {
      check(text);
    } catch (const geo::Error&) {  // refused, as it may be
    }
  }
  return 0;
}
