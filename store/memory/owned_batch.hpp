// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace store::memory {

/// Features as a BatchView, with the memory behind it. `columns` are positions in the schema's fields.
class OwnedBatch {
 public:
  OwnedBatch(const geo::Collection& schema, const std::vector<const geo::Feature*>& rows, const std::vector<std::size_t>& columns);
  OwnedBatch(const OwnedBatch&) = delete;
  OwnedBatch& operator=(const OwnedBatch&) = delete;
  ~OwnedBatch();

  [[nodiscard]] const geo::BatchView& view() const { return m_view; }

 private:
  struct Cells;

  void add_geometry(const geo::Geometry& geometry);

  geo::BatchView m_view;
  std::vector<std::unique_ptr<Cells>> m_cells;
  std::vector<geo::ColumnView> m_columns;
  std::vector<std::int32_t> m_lon;
  std::vector<std::int32_t> m_lat;
  std::vector<std::uint64_t> m_wkb_ends;
  std::string m_wkb;
  std::vector<geo::BBox> m_boxes;
};

/// Where a row counts: the point itself, or a point on the surface. Precondition: not none.
struct Anchor {
  std::int32_t lon = 0;
  std::int32_t lat = 0;
};
Anchor anchor_of(const geo::Geometry& geometry);

}  // namespace store::memory
