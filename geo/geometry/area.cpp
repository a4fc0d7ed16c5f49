// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/area.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geos_handle.hpp"
#include "geo/geometry/wkb.hpp"

namespace geo {

struct PreparedArea::Prepared {
  geos::Context context;  // first, so that it outlives what it made
  geos::Shape shape;
  geos::Prepared index;

  explicit Prepared(const Geometry& area)
      : shape(geos::read(context, area.wkb())), index(GEOSPrepare_r(context.get(), shape.get()), {context.get()}) {
    if (!index) { context.fail(); }
  }
};

PreparedArea::PreparedArea(const Geometry& area) : m_box(area.box()) {
  if (area.kind() == GeometryKind::polygon) { m_prepared = std::make_unique<Prepared>(area); }
}
PreparedArea::PreparedArea(PreparedArea&&) noexcept = default;
PreparedArea& PreparedArea::operator=(PreparedArea&&) noexcept = default;
PreparedArea::~PreparedArea() = default;

bool PreparedArea::covers(LonLat p) {
  if (!m_prepared || !m_box.contains(p)) { return false; }
  const geos::Context& context = m_prepared->context;
  const geos::Shape point = geos::own(context, GEOSGeom_createPointFromXY_r(context.get(), p.lon, p.lat));
  const char answer = GEOSPreparedCovers_r(context.get(), m_prepared->index.get(), point.get());
  if (answer == 2) { context.fail(); }
  return answer == 1;
}

bool PreparedArea::intersects(const Geometry& other) {
  if (!m_prepared || other.is_none() || !m_box.intersects(other.box())) { return false; }
  const geos::Context& context = m_prepared->context;
  const geos::Shape shape = geos::read(context, to_wkb(other));
  const char answer = GEOSPreparedIntersects_r(context.get(), m_prepared->index.get(), shape.get());
  if (answer == 2) { context.fail(); }
  return answer == 1;
}

bool covers(const Geometry& polygon, LonLat p) {
  if (polygon.kind() != GeometryKind::polygon || !polygon.box().contains(p)) { return false; }
  return PreparedArea(polygon).covers(p);
}

LonLat point_on_surface(const Geometry& geometry) {
  if (geometry.kind() == GeometryKind::point) { return geometry.lonlat(); }
  if (geometry.is_none()) { throw Error(Problem::input, "There is no geometry.", "Não há geometria."); }
  const geos::Context context;
  const geos::Shape shape = geos::read(context, geometry.wkb());
  const geos::Shape point = geos::own(context, GEOSPointOnSurface_r(context.get(), shape.get()));
  LonLat p;
  if (GEOSGeomGetX_r(context.get(), point.get(), &p.lon) != 1 || GEOSGeomGetY_r(context.get(), point.get(), &p.lat) != 1) {
    context.fail();
  }
  return p;
}

}  // namespace geo
