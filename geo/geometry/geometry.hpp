// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace geo {

enum class GeometryKind : std::uint8_t { none, point, line, polygon, other };

/// The location of one row, in CRS84, two-dimensional. A point is held by value on the lattice of lonlat.hpp; everything
/// else as ISO WKB (little endian) with its box. A value: copy it, compare it.
class Geometry {
 public:
  Geometry() = default;
  /// Snaps to the lattice. Precondition: finite and in range.
  static Geometry point(LonLat p) {
    Geometry g;
    g.m_kind = GeometryKind::point;
    g.m_box = {from_lattice(to_lattice(p.lon)), from_lattice(to_lattice(p.lat)), 0, 0};
    g.m_box.east = g.m_box.west;
    g.m_box.north = g.m_box.south;
    return g;
  }
  /// Takes WKB (ISO or EWKB, either byte order; Z and M are dropped) of any of the seven simple feature types; a WKB point
  /// becomes point(), a geometry without a vertex none. Throws Error{input} when the bytes are not well-formed WKB (sizes
  /// checked against the buffer, nesting at most 8) or a coordinate is not finite or not within ±180, ±90 degrees;
  /// one that exceeds them by 1e-9 or less is put on the edge.
  static Geometry from_wkb(std::string_view wkb);

  [[nodiscard]] GeometryKind kind() const { return m_kind; }
  [[nodiscard]] bool is_none() const { return m_kind == GeometryKind::none; }
  [[nodiscard]] LonLat lonlat() const { return {m_box.west, m_box.south}; }  ///< of a point
  [[nodiscard]] const BBox& box() const { return m_box; }
  /// Empty for points and none; see to_wkb() in geo/geometry/wkb.hpp.
  [[nodiscard]] const std::string& wkb() const { return m_wkb; }

  bool operator==(const Geometry& o) const {
    return m_kind == o.m_kind && m_wkb == o.m_wkb && (m_kind == GeometryKind::none || m_box == o.m_box);
  }

 private:
  GeometryKind m_kind = GeometryKind::none;
  BBox m_box = BBox::empty();
  std::string m_wkb;
};

/// Box (as written, points not snapped) and kind of WKB without copying it; throws as Geometry::from_wkb.
struct WkbSummary {
  GeometryKind kind = GeometryKind::none;
  BBox box = BBox::empty();
  std::size_t vertices = 0;
};
WkbSummary summarise_wkb(std::string_view wkb);

}  // namespace geo
