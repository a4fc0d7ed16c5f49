// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// What a block of zone_rows neighbouring rows can hold at most: lets a filter skip it, or take it whole, unread.
struct Zone {
  std::int32_t west, south, east, north;  ///< lattice steps, rounded outwards; empty (west > east) when no row has a geometry
  std::uint32_t without_geometry;         ///< rows
  std::uint32_t without_time;             ///< rows
  std::int64_t from, to;                  ///< earliest begin, latest end of the rows that have a time
};
inline constexpr std::size_t zone_rows = 1024;
inline constexpr std::size_t max_segment_rows = 1U << 20U;
inline constexpr std::size_t tiers = 4;  ///< tier 3 is the row's own rev

/// Begin and end of a row's time out of its columns, by the rules of geo::Filter.
struct TimeColumns {
  geo::ColumnView from, to;
  bool has_time = false;  ///< the collection has a time at all
  bool same_field = false;

  [[nodiscard]] bool is_null(std::size_t i) const { return !has_time || from.is_null(i); }
  /// Precondition: not null.
  [[nodiscard]] geo::TimeInterval interval(std::size_t i) const;
};

/// Current rows of one collection, column by column, sorted by the quadkey of their anchor; rows without a geometry last.
/// Immutable: one run of bytes, on the heap or a memory-mapped file. Safe to read from many threads.
class Segment {
 public:
  /// `bytes` as SegmentBuilder made them; `owner` keeps them alive. Returns nullptr when they are not whole or of another format.
  static std::shared_ptr<const Segment> open(std::span<const char> bytes, std::shared_ptr<const void> owner);

  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] const geo::ColumnView& fid() const { return m_fid; }
  [[nodiscard]] const geo::ColumnView& tier_rev(std::size_t tier) const { return m_tier[tier]; }
  [[nodiscard]] const geo::GeometryColumn& geometry() const { return m_geometry; }
  /// A column that the segment was built without (its field is younger) is all null.
  [[nodiscard]] geo::ColumnView column(std::string_view field, geo::FieldType type) const;
  [[nodiscard]] bool has_column(std::string_view field) const;
  [[nodiscard]] TimeColumns time(const geo::Collection& schema) const;
  /// Rows in order of fid.
  [[nodiscard]] std::span<const std::uint32_t> by_fid() const { return m_by_fid; }
  /// Position in by_fid() of the first row with a fid larger than `after`.
  [[nodiscard]] std::size_t after(geo::Fid after) const;
  /// Row with this fid, or rows() when there is none.
  [[nodiscard]] std::size_t find(geo::Fid fid) const;
  [[nodiscard]] std::span<const Zone> zones() const { return m_zones; }
  [[nodiscard]] std::span<const char> bytes() const { return m_bytes; }

 private:
  std::span<const char> m_bytes;
  std::shared_ptr<const void> m_owner;
  std::size_t m_rows = 0;
  geo::ColumnView m_fid;
  std::array<geo::ColumnView, tiers> m_tier;
  geo::GeometryColumn m_geometry;
  std::vector<std::pair<std::string, geo::ColumnView>> m_columns;
  std::span<const std::uint32_t> m_by_fid;
  std::span<const Zone> m_zones;
};

}  // namespace store
