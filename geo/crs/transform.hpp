// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/crs/name.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace geo {

/// From one CRS to longitude and latitude (OGC:CRS84), by PROJ with its network off. Coordinates go in as x, y: easting before
/// northing, longitude before latitude, whatever order the CRS itself prescribes (files write them so).
/// Not thread-safe: one object per thread. Making one takes milliseconds (a database is opened), a point below 1 µs.
class Transform {
 public:
  /// `crs` in a form of parse_crs_name(). Throws Error{usage} when it is in none of them, when PROJ does not know the code, or
  /// when the code has no horizontal position (a vertical or a local CRS).
  explicit Transform(std::string_view crs);
  Transform(const Transform&) = delete;
  Transform& operator=(const Transform&) = delete;
  Transform(Transform&&) noexcept;
  Transform& operator=(Transform&&) noexcept;
  ~Transform();

  [[nodiscard]] const CrsName& crs() const { return m_crs; }
  /// Whether coordinates pass unchanged: CRS84, or WGS 84 under its EPSG number.
  [[nodiscard]] bool is_identity() const { return m_pipeline == nullptr; }

  /// Nothing when the position has no image, or none within ±180, ±90 degrees.
  std::optional<LonLat> to_lonlat(double x, double y);
  /// In place, x becomes longitude and y latitude; both NaN where there is no image. Returns how many those are.
  /// Precondition: as many x as y.
  std::size_t to_lonlat(std::span<double> x, std::span<double> y);
  /// Any WKB in this CRS. Nothing when a vertex has no image; throws as Geometry::from_wkb for malformed bytes.
  std::optional<Geometry> to_lonlat(std::string_view wkb);

 private:
  struct Pipeline;

  CrsName m_crs;
  std::unique_ptr<Pipeline> m_pipeline;
};

}  // namespace geo
