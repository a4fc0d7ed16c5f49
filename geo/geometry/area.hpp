// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"

#include <memory>

namespace geo {

/// A point that surely lies on the geometry, inside it for a polygon: its anchor on maps and in counts. The point itself for
/// a point. Throws Error{input} for none and for a polygon whose rings are not closed. Thread-safe.
LonLat point_on_surface(const Geometry& geometry);

/// Whether `p` lies in the polygon or on its edge. One look at one polygon; for many points use PreparedArea. Thread-safe.
/// Throws Error{input} for a polygon whose rings are not closed.
bool covers(const Geometry& polygon, LonLat p);

/// A polygon indexed for many questions: covers() takes about 1 µs. Longitudes and latitudes are taken as a plane. Each thread
/// needs its own: questions write into the object. Anything but a polygon covers and intersects nothing.
class PreparedArea {
 public:
  /// Throws Error{input} for a polygon whose rings are not closed. O(n log n).
  explicit PreparedArea(const Geometry& area);
  PreparedArea(const PreparedArea&) = delete;
  PreparedArea& operator=(const PreparedArea&) = delete;
  PreparedArea(PreparedArea&&) noexcept;
  PreparedArea& operator=(PreparedArea&&) noexcept;
  ~PreparedArea();

  bool covers(LonLat p);
  /// Whether they share any point, an edge or a corner too. Throws Error{input} for a polygon whose rings are not closed.
  bool intersects(const Geometry& other);
  [[nodiscard]] const BBox& box() const { return m_box; }

 private:
  struct Prepared;

  BBox m_box;
  std::unique_ptr<Prepared> m_prepared;
};

}  // namespace geo
