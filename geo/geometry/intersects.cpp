// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/intersects.hpp"

#include "geo/geometry/geos_handle.hpp"
#include "geo/geometry/wkb.hpp"

namespace geo {
namespace {

/// A point or a line where the box has no area: GEOS does not promise to see a polygon without one.
std::string box_wkb(const BBox& b) {
  WkbBuilder wkb;
  const bool flat = b.south == b.north;
  const bool narrow = b.west == b.east;
  if (flat && narrow) {
    wkb.begin(WkbType::point);
    wkb.vertex({b.west, b.south});
  } else if (flat || narrow) {
    wkb.begin(WkbType::line);
    wkb.vertex({b.west, b.south});
    wkb.vertex({b.east, b.north});
  } else {
    wkb.begin(WkbType::polygon);
    wkb.begin_ring();
    for (const LonLat p : {LonLat{b.west, b.south}, {b.east, b.south}, {b.east, b.north}, {b.west, b.north}, {b.west, b.south}}) {
      wkb.vertex(p);
    }
    wkb.end_ring();
  }
  wkb.end();
  return wkb.bytes();
}

bool meets(const Geometry& geometry, const BBox& box) {
  const BBox& own = geometry.box();
  if (!box.intersects(own)) { return false; }
  if (own.west >= box.west && own.east <= box.east && own.south >= box.south && own.north <= box.north) { return true; }
  const geos::Context context;
  const geos::Shape shape = geos::read(context, geometry.wkb());
  const geos::Shape window = geos::read(context, box_wkb(box));
  const char answer = GEOSIntersects_r(context.get(), window.get(), shape.get());
  if (answer == 2) { context.fail(); }
  return answer == 1;
}

}  // namespace

bool intersects_box(const Geometry& geometry, const BBox& box) {
  if (geometry.is_none() || box.is_empty()) { return false; }
  if (geometry.kind() == GeometryKind::point) { return box.contains(geometry.lonlat()); }
  if (box.west <= box.east) { return meets(geometry, box); }
  return meets(geometry, {box.west, box.south, 180, box.north}) || meets(geometry, {-180, box.south, box.east, box.north});
}

}  // namespace geo
