// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/reprojection.hpp"
#include "geo/table/column.hpp"

#include <cstddef>
#include <string>

namespace store {

/// Where rows are, as files hold it: x before y, whatever the order of the axes. Not thread-safe where there is a CRS.
class Places {
 public:
  /// In this CRS, which must outlive it; null: longitude and latitude. So are CRS84 and EPSG:4326: no digit is changed then.
  explicit Places(const geo::Reprojection* crs = nullptr);

  [[nodiscard]] bool are_lonlat() const { return m_crs == nullptr; }
  /// "4326" for longitude and latitude.
  [[nodiscard]] std::string epsg_code() const { return m_crs == nullptr ? "4326" : m_crs->crs().code; }
  /// Null for longitude and latitude.
  [[nodiscard]] const geo::Reprojection* crs() const { return m_crs; }

  /// ISO WKB, its coordinates rounded as those of web answers are; empty for none. Throws Error{usage}, naming the row, when a place
  /// has no coordinates in the CRS.
  [[nodiscard]] std::string wkb(const geo::BatchView& batch, std::size_t row) const;

 private:
  const geo::Reprojection* m_crs;
  double m_steps_per_unit = 1;
};

/// Throws the Error{usage} for a row that lies where the CRS has no coordinates.
[[noreturn]] void refuse_place(const geo::Reprojection& crs, geo::Fid fid);

}  // namespace store
