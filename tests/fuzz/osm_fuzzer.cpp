// SPDX-License-Identifier: Apache-2.0
// The OSM PBF reader: what it reads does not depend on how many positions it holds at once, every geometry is well-formed WKB, and
// texts are texts. The first byte chooses the layer and the batch. Seeds are files without compression, so that bytes matter.

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/geometry/geometry.hpp"
#include "importers/osm/object_reader.hpp"

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
  std::string text = std::string(record.rule) + '|' + std::string(record.wkb);
  for (const std::string_view cell : record.cells) {
    text += cell.data() == nullptr ? '-' : '+';
    text += cell;
  }
  return text;
}

void check(const importers::Record& record, std::size_t columns, const ReadLimits& limits) {
  require(record.cells.size() == columns && record.line > 0);
  require(record.usable() == record.problem.empty() && record.usable() == record.problem_pt.empty());
  require(record.usable() == !record.wkb.empty());
  if (!record.usable()) { return; }
  require(geo::Geometry::from_wkb(record.wkb).kind() == record.geometry_kind);  // throws what it cannot read
  for (const std::string_view cell : record.cells) {
    require(cell.size() <= limits.field_bytes && geo::is_valid_utf8(cell) && cell.find('\0') == std::string_view::npos);
  }
}

Seen read(const std::string& bytes, bool roads, std::size_t batch_nodes) {
  ReadLimits limits;
  limits.field_bytes = 100;
  Seen seen;
  try {
    importers::osm::Blobs blobs(importers::osm::pbf_memory(bytes), "x.osm.pbf", limits);
    const auto reader = roads ? importers::osm::roads_reader(std::move(blobs), limits, batch_nodes)
                              : importers::osm::places_reader(std::move(blobs), limits);
    importers::Record record;
    while (reader->next(record)) {
      check(record, reader->columns().size(), limits);
      seen.records.push_back(all_of(record));
    }
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::input);
    seen.refused = true;
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::size_t choice = data[0];
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool roads = choice % 2 == 1;
  const Seen whole = read(bytes, roads, 4'000'000);
  const Seen parts = read(bytes, roads, 1 + choice / 2);
  require(whole == parts || whole.refused || parts.refused);  // a fault further on may be met before or after the first road
  require(whole.refused == parts.refused);
  return 0;
}
