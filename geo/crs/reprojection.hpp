// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/crs/name.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// A position on the two axes of a CRS, in the order and units of its authority: latitude before longitude in EPSG:4326, easting
/// before northing in EPSG:32737, westing before southing in EPSG:2046.
struct AxisPair {
  double first = 0;
  double second = 0;

  bool operator==(const AxisPair&) const = default;
};

/// What the axes of a CRS are.
struct AxisFacts {
  std::array<std::string, 2> names;  ///< in English, as the register has them: "Easting", "Geodetic latitude"
  int decimals = 7;                  ///< that coordinates are written with: 7 for degrees (1 cm), 3 for metres, as fine in other units
  double millimetre = 1e-8;          ///< in units of the axes; 1e-8 degrees of a CRS that has angles
  int around = 1;                    ///< which axis goes round the earth, 0 or 1; -1: none, it is a plane
  double round = 360;                ///< units once round
  bool north_first = false;          ///< north before east: files have them the other way round
};

/// Between longitude and latitude (CRS84) and another CRS as its authority defines it, as web services exchange positions; for
/// files, which put x first whatever the CRS says, there is Transform. By PROJ, with its network off and without ballpark shifts.
///
/// Every image is checked by the way back: far outside its domain a projection may not fail but wrap round the earth to a place
/// that looks good. Not thread-safe: one object per thread at a time. Making one takes 5 to 130 ms, a point about 0.5 µs
/// (with the check; EPSG:32737).
class Reprojection {
 public:
  /// Throws Error{usage} when PROJ does not know the code, when it is no CRS of positions on a map (geographic or projected, in two
  /// dimensions), or when nothing leads there from WGS 84.
  explicit Reprojection(CrsName crs);
  Reprojection(const Reprojection&) = delete;
  Reprojection& operator=(const Reprojection&) = delete;
  Reprojection(Reprojection&&) noexcept;
  Reprojection& operator=(Reprojection&&) noexcept;
  ~Reprojection();

  [[nodiscard]] const CrsName& crs() const { return m_crs; }
  [[nodiscard]] const AxisFacts& axes() const { return m_axes; }
  /// Whether coordinates are those of CRS84, digit by digit: CRS84 itself, and EPSG:4326 with its axes exchanged.
  [[nodiscard]] bool is_exact() const { return m_pipeline == nullptr; }
  [[nodiscard]] bool is_exchanged() const { return is_exact() && !m_crs.is_crs84(); }

  /// Nothing when the position has no image.
  [[nodiscard]] std::optional<AxisPair> from_lonlat(LonLat p) const;
  /// Nothing when the position has no image within ±180, ±90 degrees. `is_vague` becomes true when from_lonlat() leads there from
  /// nowhere: between the areas of two datum shifts (right to 200 m then), or near the end of a projection (to 20 m).
  [[nodiscard]] std::optional<LonLat> to_lonlat(AxisPair p, bool* is_vague = nullptr) const;

  /// What the CRS is, for files that must say it themselves: well-known text of 2001 as GDAL writes it; empty when it has none.
  [[nodiscard]] std::string wkt1() const;

  /// Any WKB of CRS84, as ISO WKB in this CRS. Nothing when a vertex has no image; throws Error{input} for malformed bytes.
  [[nodiscard]] std::optional<std::string> from_crs84(std::string_view wkb) const;
  /// What a client wrote in this CRS (a filter's geometry under filter-crs, a body under Content-Crs), as ISO WKB in CRS84.
  /// Throws Error{usage}, naming the first position that has no image, and Error{input} for malformed bytes.
  [[nodiscard]] std::string to_crs84(std::string_view wkb) const;

 private:
  struct Pipeline;

  CrsName m_crs;
  AxisFacts m_axes;
  std::unique_ptr<Pipeline> m_pipeline;
};

}  // namespace geo
