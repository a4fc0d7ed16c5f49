// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/geodesic.hpp"

#include "geo/geometry/wkb.hpp"

#include <geodesic.h>

#include <cmath>

namespace geo {
namespace {

const geod_geodesic& wgs84() {
  static const geod_geodesic ellipsoid = [] {
    geod_geodesic made{};
    geod_init(&made, 6378137, 1 / 298.257223563);
    return made;
  }();
  return ellipsoid;
}

double ring_area_m2(const Ring& ring) {
  geod_polygon sum{};
  geod_polygon_init(&sum, 0);
  for (const LonLat& p : ring) { geod_polygon_addpoint(&wgs84(), &sum, p.lat, p.lon); }
  double area = 0;
  double perimeter = 0;
  geod_polygon_compute(&wgs84(), &sum, 0, 1, &area, &perimeter);
  return std::fabs(area);
}

}  // namespace

double distance_m(LonLat a, LonLat b) {
  double distance = 0;
  geod_inverse(&wgs84(), a.lat, a.lon, b.lat, b.lon, &distance, nullptr, nullptr);
  return distance;
}

double area_km2(const Geometry& geometry) {
  double area_m2 = 0;
  for (const Polygon& polygon : polygons_of(geometry)) {
    double own = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) { own += (i == 0 ? 1 : -1) * ring_area_m2(polygon[i]); }
    area_m2 += std::fmax(own, 0);
  }
  return area_m2 / 1e6;
}

}  // namespace geo
