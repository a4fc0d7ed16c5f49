// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/block.hpp"
#include "importers/osm/road_tags.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace importers::osm {

/// Roads that wait for the positions of their nodes. Memory: 20 bytes a node, and the texts.
class RoadBatch {
 public:
  struct Road {
    std::int64_t id = 0;
    std::size_t first = 0;  ///< of its nodes
    std::size_t count = 0;
    std::size_t text_at = 0;
    std::array<std::uint32_t, road_columns.size()> text_bytes{};  ///< absent: no data
  };
  static constexpr std::uint32_t absent = UINT32_MAX;

  void clear();
  void add(const Object& way);
  [[nodiscard]] std::size_t nodes() const { return m_nodes.size(); }
  [[nodiscard]] std::size_t text_bytes() const { return m_text.size() + m_roads.size() * sizeof(Road); }
  [[nodiscard]] std::size_t size() const { return m_roads.size(); }

  /// Call once when all roads are in, then place() for nodes in any order; in the order of their ids it is fastest. Of two positions
  /// for one node the first counts.
  void sort_nodes();
  void place(std::int64_t node, Place place);
  /// Whether some node still has no position.
  [[nodiscard]] bool wants_places() const { return m_unplaced > 0; }

  [[nodiscard]] const Road& road(std::size_t i) const { return m_roads[i]; }
  [[nodiscard]] std::span<const Place> places(const Road& road) const { return {m_places.data() + road.first, road.count}; }
  [[nodiscard]] RoadCells cells(const Road& road) const;

 private:
  std::vector<Road> m_roads;
  std::vector<std::int64_t> m_nodes;
  std::vector<Place> m_places;
  std::vector<std::uint32_t> m_order;  // of m_nodes, by id
  std::string m_text;
  std::size_t m_cursor = 0;  // in m_order
  std::size_t m_unplaced = 0;
};

}  // namespace importers::osm
