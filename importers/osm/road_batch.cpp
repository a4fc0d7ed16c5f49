// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/road_batch.hpp"

#include <algorithm>
#include <numeric>

namespace importers::osm {

void RoadBatch::clear() {
  m_roads.clear();
  m_nodes.clear();
  m_places.clear();
  m_order.clear();
  m_text.clear();
  m_cursor = m_unplaced = 0;
}

void RoadBatch::add(const Object& way) {
  Road road;
  road.id = way.id;
  road.first = m_nodes.size();
  road.count = way.nodes.size();
  road.text_at = m_text.size();
  const RoadCells cells = road_cells(way);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    road.text_bytes[i] = cells[i].data() == nullptr ? absent : static_cast<std::uint32_t>(cells[i].size());
    m_text += cells[i];
  }
  m_nodes.insert(m_nodes.end(), way.nodes.begin(), way.nodes.end());
  m_places.insert(m_places.end(), way.places.begin(), way.places.end());
  m_places.resize(m_nodes.size());
  m_roads.push_back(road);
}

void RoadBatch::sort_nodes() {
  m_order.resize(m_nodes.size());
  std::iota(m_order.begin(), m_order.end(), std::uint32_t{0});
  m_order.erase(std::remove_if(m_order.begin(), m_order.end(), [&](std::uint32_t i) { return m_places[i].is_known(); }), m_order.end());
  std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) { return m_nodes[a] < m_nodes[b]; });
  m_unplaced = m_order.size();
}

void RoadBatch::place(std::int64_t node, Place place) {
  const auto id = [&](std::size_t at) { return m_nodes[m_order[at]]; };
  // Files give nodes in the order of their ids: what is wanted next stands at the cursor, or after it.
  const bool went_back = m_cursor > 0 && id(m_cursor - 1) >= node;
  if (went_back || (m_cursor < m_order.size() && id(m_cursor) < node)) {
    const auto from = m_order.begin() + (went_back ? 0 : static_cast<std::ptrdiff_t>(m_cursor));
    const auto to = went_back ? m_order.begin() + static_cast<std::ptrdiff_t>(m_cursor) : m_order.end();
    m_cursor = static_cast<std::size_t>(std::lower_bound(from, to, node, [&](std::uint32_t i, std::int64_t n) { return m_nodes[i] < n; }) -
                                        m_order.begin());
  }
  for (; m_cursor < m_order.size() && id(m_cursor) == node; ++m_cursor) {
    Place& target = m_places[m_order[m_cursor]];
    if (target.is_known() || !place.is_known()) { continue; }
    target = place;
    --m_unplaced;
  }
}

RoadCells RoadBatch::cells(const Road& road) const {
  RoadCells cells;
  std::size_t at = road.text_at;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (road.text_bytes[i] == absent) { continue; }
    cells[i] = std::string_view(m_text).substr(at, road.text_bytes[i]);
    at += road.text_bytes[i];
  }
  return cells;
}

}  // namespace importers::osm
