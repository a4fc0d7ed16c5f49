// SPDX-License-Identifier: Apache-2.0
// The OSM PBF reader: what it reads does not depend on how many positions it holds at once, every geometry is well-formed WKB, and
// texts are texts. The first byte chooses the layer and the batch. Seeds are files without compression, so that bytes matter.

#include "geo/geometry/geometry.hpp"
#include "importers/osm/object_reader.hpp"
#include "tests/fuzz/seen.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace {

using fuzz::require;
using fuzz::Seen;

using importers::ReadLimits;

std::string all_of(const importers::Record& record) {
  std::string text = std::string(record.rule) + '|' + std::string(record.wkb);
  return text + fuzz::cells_of(record);
}

void check(const importers::Record& record, std::size_t columns, const ReadLimits& limits) {
  require(record.cells.size() == columns && record.line > 0);
  require(record.usable() == record.problem.empty() && record.usable() == record.problem_pt.empty());
  require(record.usable() == !record.wkb.empty());
  if (!record.usable()) { return; }
  require(geo::Geometry::from_wkb(record.wkb).kind() == record.geometry_kind);  // throws what it cannot read
  fuzz::check_cells(record, limits);
}

Seen read(const std::string& bytes, bool roads, std::size_t batch_nodes) {
  ReadLimits limits;
  limits.field_bytes = 100;
  return fuzz::read_all(
      [&] {
        importers::osm::Blobs blobs(importers::osm::pbf_memory(bytes), "x.osm.pbf", limits);
        return roads ? importers::osm::roads_reader(std::move(blobs), limits, batch_nodes)
                     : importers::osm::places_reader(std::move(blobs), limits);
      },
      [&](const importers::Record& record, std::size_t columns) { check(record, columns, limits); }, all_of);
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
