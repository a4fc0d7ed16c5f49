// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/intersects.hpp"

#include "geo/geometry/wkb.hpp"

#include <geos_c.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

namespace {

using geo::BBox;
using geo::Geometry;
using geo::LonLat;
using geo::WkbType;

// POLYGON ((0 0, 4 0, 0 4, 0 0)): the box's corner (4 4) is not in it.
Geometry triangle() { return geo::from_polygons({{{{0, 0}, {4, 0}, {0, 4}, {0, 0}}}}); }

// POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 9 1, 9 9, 1 9, 1 1))
Geometry ring() { return geo::from_polygons({{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}}}); }

Geometry line(std::initializer_list<LonLat> vertices) {
  geo::WkbBuilder wkb;
  wkb.begin(WkbType::line);
  for (const LonLat p : vertices) { wkb.vertex(p); }
  wkb.end();
  return Geometry::from_wkb(wkb.bytes());
}

// GEOMETRYCOLLECTION (POINT (50 50), LINESTRING (0 0, 4 4))
Geometry collection() {
  geo::WkbBuilder wkb;
  wkb.begin(WkbType::collection);
  wkb.begin(WkbType::point);
  wkb.vertex({50, 50});
  wkb.end();
  wkb.begin(WkbType::line);
  wkb.vertex({0, 0});
  wkb.vertex({4, 4});
  wkb.end();
  wkb.end();
  return Geometry::from_wkb(wkb.bytes());
}

struct Case {
  const char* what;
  Geometry geometry;
  BBox box;
  bool expected;
};

TEST(IntersectsBox, KnowsShapesFromTheirBoxes) {
  const Case cases[] = {
      {"around", triangle(), {-1, -1, 5, 5}, true},
      {"corner of its box only", triangle(), {3, 3, 5, 5}, false},
      {"touches the long side", triangle(), {2, 2, 5, 5}, true},
      {"apart", triangle(), {5, 5, 6, 6}, false},
      {"inside the triangle", triangle(), {0.5, 0.5, 0.6, 0.6}, true},
      {"a point inside", triangle(), {1, 1, 1, 1}, true},
      {"a point on the edge", triangle(), {2, 2, 2, 2}, true},
      {"a point in its box only", triangle(), {3, 3, 3, 3}, false},
      {"a flat box through", triangle(), {-1, 1, 9, 1}, true},
      {"a flat box in its box only", triangle(), {2, 3, 9, 3}, false},
      {"a narrow box through", triangle(), {1, -5, 1, 9}, true},
      {"in the hole", ring(), {2, 2, 8, 8}, false},
      {"from hole to rim", ring(), {2, 2, 9, 8}, true},
      {"line through", line({{-10, -10}, {10, 10}}), {-1, -1, 1, 1}, true},
      {"line past", line({{-10, -10}, {10, 10}}), {1, -2, 3, 0.5}, false},
      {"line along the edge", line({{0, 0}, {10, 0}}), {2, 0, 3, 5}, true},
      {"collection's point", collection(), {49, 49, 51, 51}, true},
      {"collection's line", collection(), {1, 1, 2, 2}, true},
      {"between the collection's parts", collection(), {10, 10, 40, 40}, false},
      {"collection and a point", collection(), {3, 3, 3, 3}, true},
      {"point on the corner", Geometry::point({1, 1}), {1, 1, 2, 2}, true},
      {"point outside", Geometry::point({0.9999999, 1}), {1, 1, 2, 2}, false},
      {"none", Geometry(), {-180, -90, 180, 90}, false},
      {"an empty box", triangle(), BBox::empty(), false},
      {"an upside-down box", triangle(), {0, 4, 4, 0}, false},
  };
  for (const Case& c : cases) { EXPECT_EQ(geo::intersects_box(c.geometry, c.box), c.expected) << c.what; }
}

TEST(IntersectsBox, GoesOverTheAntimeridian) {
  const Geometry east = geo::from_polygons({{{{178, 0}, {180, 0}, {180, 2}, {178, 0}}}});
  const Geometry west = geo::from_polygons({{{{-180, 0}, {-178, 0}, {-180, 2}, {-180, 0}}}});
  const BBox over{179, -1, -179, 3};
  EXPECT_TRUE(geo::intersects_box(east, over));
  EXPECT_TRUE(geo::intersects_box(west, over));
  EXPECT_TRUE(geo::intersects_box(Geometry::point({180, 0}), over));
  EXPECT_TRUE(geo::intersects_box(Geometry::point({-180, 0}), over));
  EXPECT_FALSE(geo::intersects_box(Geometry::point({178.9, 0}), over));
  EXPECT_FALSE(geo::intersects_box(triangle(), over));
  EXPECT_FALSE(geo::intersects_box(west, {179, -1, -179, -0.5}));
}

// A valid polygon is asked of GEOS too. Coordinates are eighths, so that both calculate exactly.
class Geos {
 public:
  Geos() : m_context(GEOS_init_r(), GEOS_finish_r), m_reader(GEOSWKBReader_create_r(m_context.get())) {}
  ~Geos() { GEOSWKBReader_destroy_r(m_context.get(), m_reader); }
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  bool is_valid(const Geometry& g) { return GEOSisValid_r(m_context.get(), read(g).get()) == 1; }
  bool intersect(const Geometry& a, const Geometry& b) { return GEOSIntersects_r(m_context.get(), read(a).get(), read(b).get()) == 1; }

 private:
  struct Destroy {
    GEOSContextHandle_t context;
    void operator()(GEOSGeometry* shape) const { GEOSGeom_destroy_r(context, shape); }
  };
  std::unique_ptr<GEOSGeometry, Destroy> read(const Geometry& g) {
    const std::string wkb = geo::to_wkb(g);
    const auto* bytes = reinterpret_cast<const unsigned char*>(wkb.data());
    return {GEOSWKBReader_read_r(m_context.get(), m_reader, bytes, wkb.size()), Destroy{m_context.get()}};
  }

  std::unique_ptr<std::remove_pointer_t<GEOSContextHandle_t>, void (*)(GEOSContextHandle_t)> m_context;
  GEOSWKBReader* m_reader;
};

class Eighths {
 public:
  double below(int limit) { return std::uniform_int_distribution<int>(0, limit * 8)(m_random) / 8.0; }
  LonLat point(int limit) { return {below(limit), below(limit)}; }
  geo::Ring ring(int limit, std::size_t corners) {
    geo::Ring ring;
    for (std::size_t i = 0; i < corners; ++i) { ring.push_back(point(limit)); }
    ring.push_back(ring.front());
    return ring;
  }
  std::size_t pick(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }

 private:
  std::mt19937_64 m_random{11};
};

/// As a shape of its own kind: GEOS does not promise to see a polygon without an area.
Geometry shape_of(const BBox& b) {
  if (b.west == b.east && b.south == b.north) { return Geometry::point({b.west, b.south}); }
  if (b.west == b.east || b.south == b.north) { return line({{b.west, b.south}, {b.east, b.north}}); }
  return geo::from_polygons({{{{b.west, b.south}, {b.east, b.south}, {b.east, b.north}, {b.west, b.north}, {b.west, b.south}}}});
}

TEST(IntersectsBox, AgreesWithGeosOnValidShapes) {
  Geos geos;
  Eighths make;
  int compared = 0;
  int met = 0;
  while (compared < 20'000) {
    Geometry shape = geo::from_polygons({{make.ring(6, 3 + make.pick(4))}});
    if (make.pick(4) == 0) { shape = geo::from_polygons({{make.ring(6, 3)}, {make.ring(6, 3)}}); }
    if (make.pick(4) == 0) { shape = geo::from_polygons({{make.ring(6, 3), make.ring(3, 3)}}); }
    if (make.pick(4) == 0) { shape = line({make.point(6), make.point(6), make.point(6)}); }
    if (!geos.is_valid(shape)) { continue; }
    const LonLat a = make.point(6);
    const LonLat b = make.pick(8) == 0 ? a : make.point(6);
    const BBox box{std::min(a.lon, b.lon), std::min(a.lat, b.lat), std::max(a.lon, b.lon), std::max(a.lat, b.lat)};
    const bool expected = geos.intersect(shape, shape_of(box));
    ASSERT_EQ(geo::intersects_box(shape, box), expected)
        << a.lon << ' ' << a.lat << ' ' << b.lon << ' ' << b.lat << ", shape in " << shape.box().west << ' ' << shape.box().south;
    ++compared;
    met += expected ? 1 : 0;
  }
  EXPECT_GT(met, compared / 10);
  EXPECT_LT(met, compared * 9 / 10);
}

TEST(IntersectsBox, AnswersForShapesThatAreNotValid) {
  const Geometry bow_tie = geo::from_polygons({{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}});
  EXPECT_TRUE(geo::intersects_box(bow_tie, {3, 1.9, 3.1, 2.1}));
  EXPECT_FALSE(geo::intersects_box(bow_tie, {1.9, 3, 2.1, 3.1}));
  const Geometry open_ring = geo::from_polygons({{{{0, 0}, {4, 0}, {0, 4}}}});
  EXPECT_TRUE(geo::intersects_box(open_ring, {0.5, 0.5, 0.6, 0.6}));
  EXPECT_TRUE(geo::intersects_box(open_ring, {0, 1, 0, 1}));
  const Geometry overlapping = geo::from_polygons({{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}, {{{1, 1}, {5, 1}, {5, 5}, {1, 5}, {1, 1}}}});
  EXPECT_TRUE(geo::intersects_box(overlapping, {2, 2, 3, 3}));
}

}  // namespace
