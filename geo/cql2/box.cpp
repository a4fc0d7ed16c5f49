// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/box.hpp"

#include "geo/geometry/wkb.hpp"

namespace geo::cql2 {
namespace {

void add_polygon(WkbBuilder& wkb, double west, double south, double east, double north) {
  wkb.begin(WkbType::polygon);
  wkb.begin_ring();
  for (const LonLat p : {LonLat{west, south}, LonLat{east, south}, LonLat{east, north}, LonLat{west, north}, LonLat{west, south}}) {
    wkb.vertex(p);
  }
  wkb.end_ring();
  wkb.end();
}

}  // namespace

std::string box_wkb(const std::vector<double>& corners) {
  const std::size_t half = corners.size() / 2;
  const double west = corners[0];
  const double south = corners[1];
  const double east = corners[half];
  const double north = corners[half + 1];
  WkbBuilder wkb;
  if (west <= east) {
    add_polygon(wkb, west, south, east, north);
  } else {
    wkb.begin(WkbType::multi_polygon);
    add_polygon(wkb, west, south, 180, north);
    add_polygon(wkb, -180, south, east, north);
    wkb.end();
  }
  return wkb.bytes();
}

}  // namespace geo::cql2
