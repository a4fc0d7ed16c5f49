// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/query.hpp"
#include "store/snapshot/segment.hpp"

namespace store {

/// A geo::Filter made ready for one segment. Cheap to make; refers to the segment.
class Matcher {
 public:
  Matcher(const geo::Filter& filter, const geo::Collection& schema, const Segment& segment);

  enum class Verdict { none, all, some };
  /// What can be said of a whole zone without looking at its rows.
  [[nodiscard]] Verdict zone(const Zone& zone) const;
  [[nodiscard]] bool row(std::size_t i) const { return in_box(i) && in_time(i); }

 private:
  [[nodiscard]] Verdict box_verdict(const Zone& zone) const;
  [[nodiscard]] Verdict time_verdict(const Zone& zone) const;
  [[nodiscard]] bool in_box(std::size_t i) const;
  [[nodiscard]] bool in_time(std::size_t i) const;
  [[nodiscard]] bool holds(std::int32_t lon, std::int32_t lat) const;

  bool m_has_box = false;
  bool m_has_interval = false;
  geo::BBox m_box;
  std::int32_t m_west = 0, m_south = 0, m_east = 0, m_north = 0;  // the same, in lattice steps that lie inside
  bool m_wraps = false;
  geo::TimeInterval m_interval;
  geo::GeometryColumn m_geometry;
  TimeColumns m_time;
};

}  // namespace store
