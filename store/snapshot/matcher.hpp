// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/bounds.hpp"
#include "geo/cql2/evaluate.hpp"
#include "geo/table/query.hpp"
#include "store/snapshot/segment.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace store {

/// A box in degrees and the lattice steps that lie inside it.
struct LatticeBox {
  explicit LatticeBox(const geo::BBox& the_box);

  geo::BBox box;
  std::int32_t west = 0, south = 0, east = 0, north = 0;
  bool wraps = false;

  [[nodiscard]] bool holds(std::int32_t lon, std::int32_t lat) const;
  /// All places of the zone lie inside; none of them meets the box.
  [[nodiscard]] bool holds(const Zone& zone) const;
  [[nodiscard]] bool is_apart_from(const Zone& zone) const;
};

/// A geo::Filter made ready for one segment. Cheap to make unless it has a condition (see cql2::Evaluation); refers to the segment and
/// the schema. Belongs to one thread.
class Matcher {
 public:
  Matcher(const geo::Filter& filter, const geo::Collection& schema, const Segment& segment);

  enum class Verdict { none, all, some };
  /// What can be said of a whole zone without looking at its rows.
  [[nodiscard]] Verdict zone(const Zone& zone) const;
  [[nodiscard]] bool row(std::size_t i) const;
  /// The rows of a zone that match, among those asked about; `verdict` is what zone() said.
  [[nodiscard]] geo::cql2::Mask rows(const geo::cql2::Block& zone, Verdict verdict, geo::cql2::Mask asked) const;

 private:
  [[nodiscard]] Verdict without_condition(const Zone& zone) const;
  [[nodiscard]] bool may_meet_condition(const Zone& zone) const;
  [[nodiscard]] Verdict box_verdict(const Zone& zone) const;
  [[nodiscard]] Verdict time_verdict(const Zone& zone) const;
  [[nodiscard]] bool in_box(std::size_t i) const;
  [[nodiscard]] geo::cql2::Mask points_in_box(const geo::cql2::Block& zone) const;
  [[nodiscard]] bool in_time(std::size_t i) const;

  bool m_has_interval = false;
  std::optional<LatticeBox> m_box;
  geo::TimeInterval m_interval;
  geo::GeometryColumn m_geometry;
  TimeColumns m_time;
  std::unique_ptr<geo::cql2::Evaluation> m_condition;
  geo::cql2::Bounds m_bounds;  // of the condition, like the next
  std::vector<LatticeBox> m_bounding_boxes;
};

}  // namespace store
