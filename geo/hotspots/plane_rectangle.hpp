// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

namespace geo {

/// A rectangle of the plane along its axes, its edges included.
struct PlaneRectangle {
  Metric south_west;
  Metric north_east;

  [[nodiscard]] double width() const { return north_east.x - south_west.x; }
  [[nodiscard]] double height() const { return north_east.y - south_west.y; }
  [[nodiscard]] double area() const { return width() * height(); }
  [[nodiscard]] double perimeter() const { return 2 * (width() + height()); }
  [[nodiscard]] bool covers(Metric p) const {
    return p.x >= south_west.x && p.x <= north_east.x && p.y >= south_west.y && p.y <= north_east.y;
  }
};

/// Throws Error{usage} for one without an area.
void check_rectangle(const PlaneRectangle& rectangle);

}  // namespace geo
