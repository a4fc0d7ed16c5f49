// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/json.hpp"
#include "geo/crs/projection.hpp"

#include <span>
#include <vector>

namespace geo {

/// The plane in which one analysis works, centred on a whole degree: near the middle of the study area where there is one, else
/// of the incidents. As long as they do not wander, two months have the same plane, and cells and hexagons that lie on each other. A
/// stray point moves nothing: it is the middle 98 % of the incidents, along each axis, that decide.
class Frame {
 public:
  /// Throws Error{too_large} when the plane would draw lengths wrong by more than a tenth somewhere among the
  /// incidents or in the study area.
  explicit Frame(std::span<const Incident> incidents, const BBox& study = BBox::empty());

  [[nodiscard]] Projection& projection() { return m_projection; }
  [[nodiscard]] LonLat centre() const { return m_projection.centre(); }
  /// Where the incidents lie, in their order.
  [[nodiscard]] const std::vector<Metric>& points() const { return m_points; }
  /// See Projection::max_scale_error(), over the box of the incidents and the study area; to two digits, rounded up.
  [[nodiscard]] double max_scale_error() const { return m_max_scale_error; }

  /// A length to begin with: one of so many `parts` of the shorter side of the box that holds the middle 98 % of the incidents (no
  /// less than a tenth of the longer side), at least 100 m, rounded. docs/decisions/0010 has the reasons.
  [[nodiscard]] double part_of_side_m(double parts) const;

  /// Back to longitude and latitude, to 1e-7 degrees. The same corner gives the same digits in every cell that has it. Throws
  /// Error{too_large} for a place that is none on earth.
  LonLat place(Metric corner);

 private:
  Projection m_projection;
  std::vector<Metric> m_points;
  double m_max_scale_error = 0;
  double m_side_m = 0;
};

/// A polygon of corners that run counter-clockwise and end where they began. Throws Error{unsupported} across the antimeridian.
Geometry cell_polygon(std::span<const LonLat> ring);

/// The nearest of 1, 1.5, 2, 3, 5 and 7.5 times a power of ten. Precondition: positive and finite.
double round_length(double length_m);
/// The largest of 1, 2, 2.5 and 5 times a power of ten that is not above `length_m`.
double round_down(double length_m);
/// The next of those above a length that is one.
double next_length(double length_m);

/// `"projection":{…}` of parameters.
void write_projection(JsonWriter& json, const Frame& frame);

}  // namespace geo
