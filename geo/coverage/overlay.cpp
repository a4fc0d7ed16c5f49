// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/overlay.hpp"

#include "geo/crs/projection.hpp"
#include "geo/geometry/geos_handle.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace geo {
namespace {

/// Polygons out of what an overlay gave, which may also hold the lines and points where areas touch.
Geometry areas_in(const geos::Context& context, geos::Shape shape) {
  if (GEOSNormalize_r(context.get(), shape.get()) == -1) { context.fail(); }  // the same area always has the same bytes
  std::vector<Polygon> polygons = polygons_of(Geometry::from_wkb(geos::write(context, *shape)));
  for (Polygon& polygon : polygons) {
    for (Ring& ring : polygon) { std::reverse(ring.begin(), ring.end()); }  // GEOS has shells clockwise, RFC 7946 the other way
  }
  return from_polygons(polygons);
}

Geometry only_polygons(const Geometry& geometry) { return from_polygons(polygons_of(geometry)); }

using Overlay = GEOSGeometry* (*)(GEOSContextHandle_t, const GEOSGeometry*, const GEOSGeometry*);

Geometry overlay(const Geometry& a, const Geometry& b, Overlay operation) {
  const geos::Context context;
  const geos::Shape left = geos::read(context, a.wkb());
  const geos::Shape right = geos::read(context, b.wkb());
  return areas_in(context, geos::own(context, operation(context.get(), left.get(), right.get())));
}

}  // namespace

Geometry union_of(std::span<const Geometry> areas) {
  std::vector<Polygon> all;
  for (const Geometry& area : areas) {
    for (Polygon& polygon : polygons_of(area)) { all.push_back(std::move(polygon)); }
  }
  if (all.empty()) { return {}; }
  const geos::Context context;
  const geos::Shape shape = geos::read(context, from_polygons(all, true).wkb());
  return areas_in(context, geos::own(context, GEOSUnaryUnion_r(context.get(), shape.get())));
}

Geometry intersection(const Geometry& a, const Geometry& b) {
  if (!a.box().intersects(b.box())) { return {}; }
  const Geometry left = only_polygons(a);
  const Geometry right = only_polygons(b);
  return left.is_none() || right.is_none() ? Geometry() : overlay(left, right, GEOSIntersection_r);
}

Geometry difference(const Geometry& a, const Geometry& b) {
  const Geometry left = only_polygons(a);
  const Geometry right = only_polygons(b);
  return left.is_none() || right.is_none() ? left : overlay(left, right, GEOSDifference_r);
}

std::vector<Geometry> parts_of(const Geometry& area) {
  std::vector<Geometry> parts;
  for (const Polygon& polygon : polygons_of(area)) { parts.push_back(from_polygons({polygon})); }
  std::sort(parts.begin(), parts.end(), [](const Geometry& a, const Geometry& b) {
    return std::tie(a.box().west, a.box().south, a.wkb()) < std::tie(b.box().west, b.box().south, b.wkb());
  });
  return parts;
}

bool is_narrower_than(const Geometry& area, double width_m) {
  const Geometry polygons = only_polygons(area);
  if (polygons.is_none()) { return true; }
  Projection projection = Projection::centred_on(polygons.box());
  const std::string plane = map_wkb(polygons.wkb(), [&](LonLat p) {
    const Metric image = projection.forward(p).value_or(Metric{});  // only the antipode of the area's middle has none
    return LonLat{image.x, image.y};
  });
  const geos::Context context;
  const geos::Shape shape = geos::read(context, plane);
  const geos::Shape shrunk = geos::own(context, GEOSBuffer_r(context.get(), shape.get(), -width_m / 2, 8));
  return GEOSisEmpty_r(context.get(), shrunk.get()) == 1;
}

}  // namespace geo
