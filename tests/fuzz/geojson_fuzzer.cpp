// SPDX-License-Identifier: Apache-2.0
// The readers of GeoJSON and of JSON rows: what they read does not depend on how the bytes arrive or how much of them is in memory at once,
// and every geometry they give is well-formed WKB. The first byte chooses the reader, chunk and window.

#include "geo/geometry/wkb.hpp"
#include "importers/read/geojson_reader.hpp"
#include "importers/read/json_rows_reader.hpp"
#include "tests/fuzz/seen.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace {

using fuzz::require;
using fuzz::Seen;

std::string all_of(const importers::Record& record) {
  std::string text = std::to_string(record.line) + '|' + std::string(record.rule) + '|' + std::string(record.problem_column) + '|';
  text += record.wkb;
  return text + fuzz::cells_of(record);
}

void check(const importers::Record& record, std::size_t columns, const importers::ReadLimits& limits) {
  require(record.cells.size() == columns && columns <= limits.columns + 1 && record.line > 0);  // + 1: @id
  require((record.geometry_kind == geo::GeometryKind::none) == record.wkb.empty());
  if (!record.wkb.empty()) {
    require(record.usable());
    const std::string same = geo::map_wkb(record.wkb, [](geo::LonLat p) { return p; });  // throws what it cannot read
    require(same == record.wkb);
  }
  if (!record.usable()) { return; }
  fuzz::check_cells(record, limits);
}

enum class Kind { collection, sequence, rows };

Seen read(const std::string& text, std::size_t chunk, std::size_t window, Kind kind) {
  importers::ReadLimits limits;
  limits.columns = 10;
  limits.field_bytes = 100;
  limits.feature_bytes = 2000;
  limits.depth = 12;
  return fuzz::read_all(
      [&] {
        importers::Window bytes(importers::memory_source(text, chunk), window);
        return kind == Kind::rows ? importers::json_rows_reader(std::move(bytes), "x.json", {}, limits)
                                  : importers::geojson_reader(std::move(bytes), "x.geojson", {}, kind == Kind::sequence, limits);
      },
      [&](const importers::Record& record, std::size_t columns) { check(record, columns, limits); }, all_of);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::size_t choice = data[0];
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Kind kind = choice % 2 == 1 ? Kind::sequence : choice % 64 == 62 ? Kind::rows : Kind::collection;
  require(read(text, 0, 1 + text.size(), kind) == read(text, choice / 2 % 8, 16 + choice / 4, kind));
  return 0;
}
