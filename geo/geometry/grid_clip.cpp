// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/grid_clip.hpp"

#include "geo/geometry/geos_handle.hpp"

namespace geo {
namespace {

constexpr double grid_size = 1;

geos::Shape rectangle(const geos::Context& context, const PlaneBox& box) {
  constexpr unsigned corners = 5;
  const double ring[2 * corners] = {box.min_x, box.min_y, box.max_x, box.min_y, box.max_x,
                                    box.max_y, box.min_x, box.max_y, box.min_x, box.min_y};
  GEOSCoordSequence* coordinates = GEOSCoordSeq_copyFromBuffer_r(context.get(), ring, corners, 0, 0);
  if (coordinates == nullptr) { context.fail(); }
  GEOSGeometry* shell = GEOSGeom_createLinearRing_r(context.get(), coordinates);  // takes the coordinates
  if (shell == nullptr) { context.fail(); }
  return geos::own(context, GEOSGeom_createPolygon_r(context.get(), shell, nullptr, 0));  // takes the shell
}

geos::Shape intersection(const geos::Context& context, const GEOSGeometry& a, const GEOSGeometry& b) {
  return {GEOSIntersectionPrec_r(context.get(), &a, &b, grid_size), {context.get()}};
}

}  // namespace

std::string clip_to_grid(std::string_view wkb, const PlaneBox& box) {
  const geos::Context context;
  const geos::Shape shape = geos::read(context, wkb);
  const geos::Shape window = rectangle(context, box);
  geos::Shape part = intersection(context, *shape, *window);
  if (!part) {
    const geos::Shape valid(GEOSMakeValid_r(context.get(), shape.get()), {context.get()});
    if (valid) { part = intersection(context, *valid, *window); }
  }
  if (!part || GEOSisEmpty_r(context.get(), part.get()) != 0) { return {}; }
  return geos::write(context, *part);
}

}  // namespace geo
