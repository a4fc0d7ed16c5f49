// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace geo {

/// Degrees on WGS 84, longitude first (OGC:CRS84).
struct LonLat {
  double lon = 0;
  double lat = 0;

  bool operator==(const LonLat&) const = default;
};

/// Points are kept on a lattice of 1e-7 degrees (at most 1.2 cm), so that a snapshot can hold them in 32 bits each
/// and every reader sees the same digits. Lines and polygons keep the doubles they came with.
inline constexpr double lattice_per_degree = 1e7;

inline std::int32_t to_lattice(double degrees) { return static_cast<std::int32_t>(std::llround(degrees * lattice_per_degree)); }
inline double from_lattice(std::int32_t steps) { return static_cast<double>(steps) / lattice_per_degree; }

/// Closed box in degrees; west > east means that it crosses the antimeridian. Empty when south > north.
struct BBox {
  double west = 0;
  double south = 0;
  double east = 0;
  double north = 0;

  bool operator==(const BBox&) const = default;

  static BBox empty() {
    constexpr double inf = std::numeric_limits<double>::infinity();
    return {inf, inf, -inf, -inf};
  }
  [[nodiscard]] bool is_empty() const { return !(south <= north); }

  [[nodiscard]] bool contains(LonLat p) const {
    if (!(p.lat >= south && p.lat <= north)) { return false; }
    return west <= east ? p.lon >= west && p.lon <= east : p.lon >= west || p.lon <= east;
  }

  /// Whether it meets `other`, which must not cross the antimeridian (boxes of stored geometries never do).
  [[nodiscard]] bool intersects(const BBox& other) const {
    if (other.is_empty() || !(other.south <= north && other.north >= south)) { return false; }
    return west <= east ? other.west <= east && other.east >= west : other.west <= east || other.east >= west;
  }

  void extend(LonLat p) {
    west = p.lon < west ? p.lon : west;
    east = p.lon > east ? p.lon : east;
    south = p.lat < south ? p.lat : south;
    north = p.lat > north ? p.lat : north;
  }
  void extend(const BBox& b) {
    if (b.is_empty()) { return; }
    extend(LonLat{b.west, b.south});
    extend(LonLat{b.east, b.north});
  }
};

}  // namespace geo
