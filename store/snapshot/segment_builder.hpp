// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/snapshot/segment.hpp"
#include "store/snapshot/stage.hpp"

namespace store {

/// Collects rows in any order and lays them out as a Segment. Memory: about 60 bytes a row of incidents.
class SegmentBuilder {
 public:
  /// `schema`: the hot fields of it become columns.
  explicit SegmentBuilder(const geo::Collection& schema);

  /// Begins a row; then one push into each column(k) for k in 0 .. hot().size()-1.
  void add(geo::Fid fid, const std::array<geo::Rev, tiers>& tier_rev, std::int32_t lon, std::int32_t lat, std::string_view wkb);
  Stage& column(std::size_t k) { return m_columns[k]; }
  /// A row of another segment over the same schema.
  void add_from(const Segment& segment, std::size_t row);

  [[nodiscard]] const std::vector<geo::Field>& hot() const { return m_hot; }
  [[nodiscard]] std::size_t size() const { return m_lon.size(); }
  /// Precondition: every column has size() cells, and size() is 1 .. max_segment_rows.
  [[nodiscard]] std::shared_ptr<const Segment> build() const;

 private:
  [[nodiscard]] std::vector<std::uint32_t> spatial_order() const;
  [[nodiscard]] std::vector<Zone> zones(const std::vector<std::uint32_t>& order) const;

  geo::Collection m_schema;
  std::vector<geo::Field> m_hot;
  Stage m_fid{geo::FieldType::integer};
  std::vector<Stage> m_tiers;
  std::vector<std::int32_t> m_lon, m_lat;
  std::vector<std::uint64_t> m_ends;
  std::string m_wkb;
  std::vector<geo::BBox> m_boxes;
  std::vector<Stage> m_columns;
};

}  // namespace store
