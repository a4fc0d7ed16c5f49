// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace geo {

/// Metres in the plane of a projection (geo/crs/projection.hpp), x to the east and y to the north.
struct Metric {
  double x = 0;
  double y = 0;

  bool operator==(const Metric&) const = default;
};

}  // namespace geo
