// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/population_input.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/geometry/relation.hpp"

#include <optional>
#include <vector>

// What of the people lives where incidents were looked for. Private to people_shares.cpp and to those who ask it.
namespace geo {

/// The ground of a box, in two parts where it crosses the antimeridian; none for no box. Throws Error{usage} for one without a surface.
Geometry ground_of_box(const std::optional<BBox>& box);

/// Where incidents were looked for. People elsewhere are the denominator of nothing: they would pass for people to whom nothing happened.
class PeopleBounds {
 public:
  /// `looked_at`: valid polygons, none for everywhere. It must stay.
  explicit PeopleBounds(const Geometry& looked_at);

  [[nodiscard]] bool is_everywhere() const { return m_area.is_none(); }
  [[nodiscard]] bool holds(LonLat at) const;
  /// The part of some ground in it; none where that has no surface. Throws Error{input} for ground that is no area.
  [[nodiscard]] Geometry part_of(const Geometry& ground) const;

 private:
  const Geometry& m_area;
  std::optional<RelationTo> m_meets, m_holds;
};

/// Throws Error{usage} where areas of the rows lie on each other by more than a twentieth of the smaller one: their people would count
/// twice. Borders that were drawn twice do not agree to the metre. \pre rows of people_rows(). O(n log n) and an overlay for each pair of
/// areas whose boxes meet.
void refuse_overlaps(const std::vector<PeopleRow>& rows, const PeopleCounted& counted);

}  // namespace geo
