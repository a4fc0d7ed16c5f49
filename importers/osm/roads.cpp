// SPDX-License-Identifier: Apache-2.0
// Roads out of an OpenStreetMap file: ways with a highway=* that people travel on. A way names its nodes, and where these lie stands
// elsewhere in the file, so it is gone through several times: for a batch of roads, then for the positions of their nodes.
#include "geo/base/lonlat.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/osm/object_reader.hpp"
#include "importers/osm/road_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers::osm {
namespace {

constexpr std::size_t most_text_bytes = std::size_t{64} << 20U;

std::vector<std::string_view> column_names() {
  std::vector<std::string_view> names{"@id"};
  names.insert(names.end(), road_columns.begin(), road_columns.end());
  return names;
}

class RoadsReader final : public ObjectReader {
 public:
  RoadsReader(Blobs blobs, const ReadLimits& limits, std::size_t batch_nodes)
      : ObjectReader(std::move(blobs), limits, column_names()),
        m_ways(file(), {false, false, true}, file().begin(), file().size()),
        m_nodes_begin(file().begin()),
        m_nodes_end(file().size()),
        m_batch_nodes(batch_nodes) {}

  bool next(Record& record) override {
    if (m_next == m_batch.size() && !fill_batch()) {
      finish();
      return false;
    }
    make(record, m_batch.road(m_next++));
    return true;
  }

  [[nodiscard]] double progress() const override {
    if (m_ended) { return 1.0; }
    const double in_batch = m_batch.size() == 0 ? 0 : static_cast<double>(m_next) / static_cast<double>(m_batch.size());
    const auto from = static_cast<double>(m_batch_from);
    return (from + in_batch * (static_cast<double>(m_ways.offset()) - from)) / static_cast<double>(file().size());
  }

 private:
  bool fill_batch() {
    m_batch.clear();
    m_next = 0;
    m_batch_from = m_ways.offset();
    while (m_batch.nodes() < m_batch_nodes && m_batch.text_bytes() < most_text_bytes && m_ways.next(m_object) != Kind::none) {
      if (is_road(m_object)) { m_batch.add(m_object); }
    }
    if (m_batch.size() == 0) { return false; }
    m_batch.sort_nodes();
    if (m_batch.wants_places()) { place_nodes(); }
    return true;
  }

  /// Goes over the nodes until all that are wanted are found; a walk to the end tells where in the file nodes are at all.
  void place_nodes() {
    Walk walk(file(), {true, false, false}, m_nodes_begin, m_nodes_end);
    Object node;
    std::uint64_t first = m_nodes_end;
    std::uint64_t last = m_nodes_end;
    while (m_batch.wants_places()) {
      if (walk.next(node) == Kind::none) {
        m_nodes_begin = first;
        m_nodes_end = last;
        return;
      }
      first = std::min(first, walk.block_at());
      last = walk.offset();
      m_batch.place(node.id, node.place);
    }
  }

  void make(Record& record, const RoadBatch::Road& road) {
    m_id = fmt::format("w{}", road.id);
    const RoadCells cells = m_batch.cells(road);
    std::vector<std::string_view> all{m_id};
    all.insert(all.end(), cells.begin(), cells.end());
    fill(record, all);
    if (!record.usable()) { return; }
    m_parts.clear();
    cut(m_batch.places(road));
    if (m_parts.empty()) {
      record.rule = "geometry";
      record.problem = "Fewer than two of its points are in the file.";
      record.problem_pt = "Menos de dois dos seus pontos estão no ficheiro.";
      return;
    }
    write_line();
    record.wkb = m_wkb.bytes();
    record.geometry_kind = geo::GeometryKind::line;
  }

  /// The road in parts: an extract may lack nodes, and nobody knows how the road runs there.
  void cut(std::span<const Place> places) {
    bool incomplete = false;
    for (std::size_t at = 0; at < places.size();) {
      const auto* const begin = places.data() + at;
      const auto* const end = std::find_if(begin, places.data() + places.size(), [](const Place& p) { return !p.is_known(); });
      const auto count = static_cast<std::size_t>(end - begin);
      incomplete = incomplete || count < places.size();
      if (count > 1) { m_parts.emplace_back(begin, count); }
      at += count + 1;
    }
    m_incomplete += incomplete ? 1 : 0;
  }

  void write_line() {
    m_wkb.clear();
    if (m_parts.size() > 1) { m_wkb.begin(geo::WkbType::multi_line); }
    for (const std::span<const Place> part : m_parts) {
      m_wkb.begin(geo::WkbType::line);
      for (const Place& p : part) { m_wkb.vertex({geo::from_lattice(p.lon), geo::from_lattice(p.lat)}); }
      m_wkb.end();
    }
    if (m_parts.size() > 1) { m_wkb.end(); }
  }

  void finish() {
    if (std::exchange(m_ended, true) || m_incomplete == 0) { return; }
    note(fmt::format("{} roads lack points that are not in the file; they were cut there", m_incomplete),
         fmt::format("a {} estradas faltam pontos que não estão no ficheiro; foram cortadas aí", m_incomplete));
  }

  Walk m_ways;
  Object m_object;
  RoadBatch m_batch;
  std::size_t m_next = 0;
  std::uint64_t m_batch_from = 0;
  std::uint64_t m_nodes_begin;
  std::uint64_t m_nodes_end;
  std::size_t m_batch_nodes;
  std::string m_id;
  std::vector<std::span<const Place>> m_parts;
  geo::WkbBuilder m_wkb;
  std::int64_t m_incomplete = 0;
  bool m_ended = false;
};

}  // namespace

std::unique_ptr<Reader> roads_reader(Blobs blobs, const ReadLimits& limits, std::size_t batch_nodes) {
  return std::make_unique<RoadsReader>(std::move(blobs), limits, batch_nodes);
}

}  // namespace importers::osm
