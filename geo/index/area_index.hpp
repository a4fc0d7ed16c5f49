// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace geo {

/// Many areas asked which of them cover a point: districts under a million incidents. Longitudes and latitudes are taken as a
/// plane; a border belongs to the areas on both sides of it. Exact. Immutable, safe to ask from many threads.
///
/// A grid over all areas knows, for each cell, the areas that fill it and those whose border runs through it; only for the
/// latter are edges looked at, those of one strip of latitude. Building takes about 0.3 s a million vertices, a question
/// 0.2 µs among 150 districts of 100,000 vertices (bench/area_index_bench.cpp); some 100 bytes a vertex.
class AreaIndex {
 public:
  AreaIndex() = default;
  /// Rings count as closed. Anything but polygons covers nothing, but keeps its number.
  explicit AreaIndex(std::span<const Geometry> areas);

  [[nodiscard]] std::size_t size() const { return m_areas.size(); }
  /// Calls visit(number) for each area that covers `p`, in ascending order.
  template <class Visit>
  void visit(LonLat p, Visit visit) const {
    const auto [begin, end] = entries_at(p);
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t area = m_cell_areas[i] / 2;
      if ((m_cell_areas[i] & 1U) != 0 || covers(area, p)) { visit(area); }
    }
  }
  /// The same as a list, put in place of what `covering` held.
  void find(LonLat p, std::vector<std::uint32_t>& covering) const;
  [[nodiscard]] bool covers(std::size_t area, LonLat p) const;
  /// In the area, or no farther from its border than `tolerance_m` (to 0.1 % for some kilometres). A look at every edge nearby.
  [[nodiscard]] bool is_within(std::size_t area, LonLat p, double tolerance_m) const;

 private:
  struct Edge {
    LonLat from;
    LonLat to;
  };
  /// One area's edges, in strips of latitude: an edge stands in every strip that it touches.
  struct Area {
    BBox box = BBox::empty();
    double strips_per_degree = 0;
    std::uint32_t strips = 0;
    std::size_t first_strip = 0;  ///< in m_strip_ends
  };
  struct Grid {
    BBox box = BBox::empty();
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    double columns_per_degree = 0;
    double rows_per_degree = 0;
  };

  void add_area(const std::vector<Edge>& edges);
  using CellEntry = std::pair<std::uint32_t, std::uint32_t>;  ///< cell, and what stands in m_cell_areas
  void add_cells(std::uint32_t number, const std::vector<Edge>& edges, std::vector<CellEntry>& entries) const;
  void make_grid(const std::vector<std::vector<Edge>>& edges);
  [[nodiscard]] std::vector<std::uint8_t> border_cells(const std::vector<Edge>& edges, const Area& area) const;
  [[nodiscard]] std::pair<std::size_t, std::size_t> entries_at(LonLat p) const;
  [[nodiscard]] std::uint32_t column_of(double lon) const;
  [[nodiscard]] std::uint32_t row_of(double lat) const;
  [[nodiscard]] static std::uint32_t strip_of(const Area& area, double lat);
  [[nodiscard]] std::span<const Edge> edges_at(const Area& area, std::uint32_t strip) const;

  std::vector<Area> m_areas;
  std::vector<std::size_t> m_strip_ends;
  std::vector<Edge> m_edges;
  Grid m_grid;
  std::vector<std::uint32_t> m_cell_ends;
  std::vector<std::uint32_t> m_cell_areas;  // number * 2, + 1 where the area fills the cell
};

}  // namespace geo
