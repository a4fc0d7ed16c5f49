// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/wkb.hpp"

#include <cmath>
#include <cstddef>

namespace geo {
namespace {

constexpr double semi_major_m = 6378137;
constexpr double flattening = 1 / 298.257223563;
constexpr double e2 = flattening * (2 - flattening);
const double eccentricity = std::sqrt(e2);

/// Area between the equator and a parallel, per radian of longitude (Snyder 1987, equation 3-12, with a²/2), in m².
double belt_m2(double lat_deg) {
  const double s = std::sin(lat_deg * (M_PI / 180));
  const double q = (1 - e2) * (s / (1 - e2 * s * s) + std::atanh(eccentricity * s) / eccentricity);
  return semi_major_m * semi_major_m / 2 * q;
}

/// Mean of belt_m2 along an edge: Gauss-Legendre with five nodes, right to 1e-15 over pieces of at most five degrees.
double mean_belt_m2(double from, double to) {
  static constexpr double node[] = {0, 0.53846931010568309, 0.90617984593866399};
  static constexpr double weight[] = {0.56888888888888889, 0.47862867049936647, 0.23692688505618909};
  const double middle = (from + to) / 2;
  const double half = (to - from) / 2;
  double sum = weight[0] * belt_m2(middle);
  for (int i = 1; i < 3; ++i) { sum += weight[i] * (belt_m2(middle - half * node[i]) + belt_m2(middle + half * node[i])); }
  return sum / 2;
}

/// The sum over edges of the ground between the edge and one parallel of the ring itself, which keeps the terms small.
double ring_area_m2(const Ring& ring) {
  double area = 0;
  const double base = ring.empty() ? 0 : belt_m2(ring.front().lat);
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const LonLat a = ring[i - 1];
    const LonLat b = ring[i];
    const int pieces = 1 + static_cast<int>(std::fabs(b.lat - a.lat) / 5);
    double mean = 0;
    for (int piece = 0; piece < pieces; ++piece) {
      const double step = (b.lat - a.lat) / pieces;
      mean += (mean_belt_m2(a.lat + step * piece, a.lat + step * (piece + 1)) - base) / pieces;
    }
    area += (b.lon - a.lon) * (M_PI / 180) * mean;
  }
  return std::fabs(area);
}

}  // namespace

double ground_area_km2(const Geometry& area) {
  double area_m2 = 0;
  for (const Polygon& polygon : polygons_of(area)) {
    double own = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) { own += (i == 0 ? 1 : -1) * ring_area_m2(polygon[i]); }
    area_m2 += std::fmax(own, 0);
  }
  return area_m2 / 1e6;
}

}  // namespace geo
