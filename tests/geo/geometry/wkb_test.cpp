// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkb.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geojson.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace geo {
namespace {

/// Writes WKB in any dialect, so that reading can be tested against each.
struct Dialect {
  bool big_endian = false;
  bool ewkb = false;
  bool z = false;
  bool m = false;
  bool srid = false;
};

class Foreign {
 public:
  explicit Foreign(Dialect dialect) : m_dialect(dialect) {}

  Foreign& header(std::uint32_t type) {
    m_bytes.push_back(m_dialect.big_endian ? '\0' : '\1');
    if (m_dialect.ewkb) {
      type |= (m_dialect.z ? 0x80000000U : 0U) | (m_dialect.m ? 0x40000000U : 0U) | (m_dialect.srid ? 0x20000000U : 0U);
    } else {
      type += (m_dialect.z ? 1000U : 0U) + (m_dialect.m ? 2000U : 0U);
    }
    number(type);
    if (m_dialect.ewkb && m_dialect.srid) { number(4326U); }
    return *this;
  }
  Foreign& count(std::uint32_t value) { return number(value); }
  Foreign& vertex(double x, double y) {
    number(x);
    number(y);
    if (m_dialect.z) { number(7.0); }
    if (m_dialect.m) { number(std::numeric_limits<double>::quiet_NaN()); }
    return *this;
  }
  Foreign& ring(const std::vector<LonLat>& ring) {
    count(static_cast<std::uint32_t>(ring.size()));
    for (const LonLat& p : ring) { vertex(p.lon, p.lat); }
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return m_bytes; }

 private:
  template <class Number>
  Foreign& number(Number value) {
    std::string raw(sizeof value, '\0');
    std::memcpy(raw.data(), &value, sizeof value);
    if (m_dialect.big_endian) { std::reverse(raw.begin(), raw.end()); }
    m_bytes += raw;
    return *this;
  }

  Dialect m_dialect;
  std::string m_bytes;
};

std::vector<Dialect> dialects() {
  std::vector<Dialect> all;
  for (int bits = 0; bits < 32; ++bits) {
    const Dialect d{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0};
    if (!d.srid || d.ewkb) { all.push_back(d); }
  }
  return all;
}

const Ring square = {{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}};
const Ring hole = {{0.5, 0.5}, {0.5, 1}, {1, 1}, {0.5, 0.5}};

struct Shape {
  const char* geojson;
  GeometryKind kind;
  BBox box;
  std::string (*write)(Dialect);
};

const std::vector<Shape> shapes = {
    {R"({"type":"Point","coordinates":[40.5,-12.25]})",
     GeometryKind::point,
     {40.5, -12.25, 40.5, -12.25},
     [](Dialect d) { return Foreign(d).header(1).vertex(40.5, -12.25).bytes(); }},
    {R"({"type":"LineString","coordinates":[[1,2],[3.5,-4]]})",
     GeometryKind::line,
     {1, -4, 3.5, 2},
     [](Dialect d) { return Foreign(d).header(2).count(2).vertex(1, 2).vertex(3.5, -4).bytes(); }},
    {R"({"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0.5,0.5],[0.5,1],[1,1],[0.5,0.5]]]})",
     GeometryKind::polygon,
     {0, 0, 2, 2},
     [](Dialect d) { return Foreign(d).header(3).count(2).ring(square).ring(hole).bytes(); }},
    {R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})",
     GeometryKind::other,
     {1, 2, 3, 4},
     [](Dialect d) { return Foreign(d).header(4).count(2).header(1).vertex(1, 2).header(1).vertex(3, 4).bytes(); }},
    {R"({"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]})",
     GeometryKind::line,
     {1, 2, 3, 4},
     [](Dialect d) { return Foreign(d).header(5).count(2).header(2).count(2).vertex(1, 2).vertex(3, 4).header(2).count(0).bytes(); }},
    {R"({"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[],[[],[[0.5,0.5],[0.5,1],[1,1],[0.5,0.5]]]]})",
     GeometryKind::polygon,
     {0, 0, 2, 2},
     [](Dialect d) {
       return Foreign(d)
           .header(6)
           .count(3)
           .header(3)
           .count(1)
           .ring(square)
           .header(3)
           .count(0)
           .header(3)
           .count(2)
           .count(0)
           .ring(hole)
           .bytes();
     }},
    {R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]},)"
     R"({"type":"MultiPoint","coordinates":[[5,6]]}]})",
     GeometryKind::other,
     {1, 2, 5, 6},
     [](Dialect d) {
       return Foreign(d).header(7).count(3).header(1).vertex(1, 2).header(7).count(0).header(4).count(1).header(1).vertex(5, 6).bytes();
     }},
};

std::string geojson(const Geometry& geometry) {
  std::string out;
  append_geojson(out, geometry);
  return out;
}

TEST(FromWkb, EveryTypeInEveryDialectIsTheSame) {
  for (const Shape& shape : shapes) {
    const std::string plain = shape.write({});
    for (const Dialect& dialect : dialects()) {
      const std::string wkb = shape.write(dialect);
      const Geometry geometry = Geometry::from_wkb(wkb);
      EXPECT_EQ(geometry.kind(), shape.kind) << shape.geojson;
      EXPECT_EQ(geometry.box(), shape.box) << shape.geojson;
      EXPECT_EQ(geojson(geometry), shape.geojson);
      EXPECT_EQ(to_wkb(geometry), plain) << shape.geojson;
      const WkbSummary summary = summarise_wkb(wkb);
      EXPECT_EQ(summary.kind, shape.kind);
      EXPECT_EQ(summary.box, shape.box);
    }
  }
}

TEST(FromWkb, EveryTruncationAndEveryExtraByteIsRefused) {
  for (const Shape& shape : shapes) {
    for (const Dialect& dialect : dialects()) {
      const std::string wkb = shape.write(dialect);
      for (std::size_t n = 0; n < wkb.size(); ++n) { ASSERT_THROW(Geometry::from_wkb(wkb.substr(0, n)), Error) << shape.geojson << n; }
      ASSERT_THROW(Geometry::from_wkb(wkb + '\0'), Error) << shape.geojson;
    }
  }
}

TEST(FromWkb, AnyByteChangedGivesAnErrorOrAGeometryThatHolds) {
  std::mt19937 random(1);
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string wkb = shapes[random() % shapes.size()].write(dialects()[random() % dialects().size()]);
    for (std::size_t n = 1 + random() % 2; n > 0; --n) { wkb[random() % wkb.size()] = static_cast<char>(random()); }
    try {
      const Geometry geometry = Geometry::from_wkb(wkb);
      ASSERT_EQ(Geometry::from_wkb(to_wkb(geometry)).box(), geometry.box());
      ASSERT_EQ(to_wkb(Geometry::from_wkb(to_wkb(geometry))), to_wkb(geometry));
      ++accepted;
    } catch (const Error& error) { ASSERT_EQ(error.problem(), Problem::input); }
  }
  EXPECT_GT(accepted, 1000);
}

TEST(FromWkb, CountsAreCheckedBeforeTheyAreBelieved) {
  for (const std::uint32_t type : {2U, 3U, 4U, 5U, 6U, 7U}) {
    EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(type).count(0xFFFFFFFFU).bytes()), Error) << type;
  }
  EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(3).count(1).count(0x10000000U).bytes()), Error);
}

TEST(FromWkb, NestingHasALimit) {
  const auto nested = [](int depth) {
    Foreign out({});
    for (int i = 0; i < depth; ++i) { out.header(7).count(1); }
    return out.header(1).vertex(1, 2).bytes();
  };
  EXPECT_EQ(Geometry::from_wkb(nested(8)).kind(), GeometryKind::other);
  EXPECT_THROW(Geometry::from_wkb(nested(9)), Error);
  EXPECT_THROW(Geometry::from_wkb(nested(200'000)), Error);
}

TEST(FromWkb, WhatIsNotAPlaceOnEarthIsRefused) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  const std::vector<LonLat> bad = {{nan, 1},    {1, nan},  {inf, 1},   {1, -inf},         {180.1, 0},
                                   {-180.1, 0}, {0, 90.1}, {0, -90.1}, {391554, 8562651}, {1e300, 0}};
  for (const LonLat& p : bad) {
    EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(1).vertex(p.lon, p.lat).bytes()), Error) << p.lon << ' ' << p.lat;
    EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(2).count(2).vertex(1, 1).vertex(p.lon, p.lat).bytes()), Error)
        << p.lon << ' ' << p.lat;
  }
  EXPECT_EQ(Geometry::from_wkb(Foreign({}).header(1).vertex(-180, 90).bytes()).lonlat(), (LonLat{-180, 90}));
  // Noise of rounding beyond the edge is taken for the edge.
  EXPECT_EQ(Geometry::from_wkb(Foreign({}).header(1).vertex(180.00000000000006, -90.0000000001).bytes()).lonlat(), (LonLat{180, -90}));
}

TEST(FromWkb, WhatHasNoVertexIsNone) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(Geometry::from_wkb(Foreign({}).header(1).vertex(nan, nan).bytes()).is_none());  // how WKB writes POINT EMPTY
  for (const std::uint32_t type : {2U, 3U, 4U, 5U, 6U, 7U}) {
    const std::string wkb = Foreign({}).header(type).count(0).bytes();
    EXPECT_EQ(Geometry::from_wkb(wkb), Geometry()) << type;
    EXPECT_EQ(summarise_wkb(wkb).kind, GeometryKind::none) << type;
  }
  EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(4).count(1).header(1).vertex(nan, nan).bytes()), Error);
}

TEST(FromWkb, MixedAndUnknownTypesAreRefused) {
  EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(4).count(1).header(2).count(0).bytes()), Error);
  EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(6).count(1).header(6).count(0).bytes()), Error);
  for (const std::uint32_t type : {0U, 8U, 15U, 4001U, 0x10000001U, 0x80000000U | 1001U}) {
    EXPECT_THROW(Geometry::from_wkb(Foreign({}).header(type).vertex(1, 2).vertex(1, 2).bytes()), Error) << type;
  }
  EXPECT_THROW(Geometry::from_wkb(std::string("\2\1\0\0\0", 5) + std::string(16, '\0')), Error);
}

TEST(FromWkb, PointsSnapToTheLatticeOthersKeepTheirDoubles) {
  const double digits = 40.123456789012;
  const Geometry point = Geometry::from_wkb(Foreign({}).header(1).vertex(digits, -digits).bytes());
  EXPECT_EQ(geojson(point), R"({"type":"Point","coordinates":[40.1234568,-40.1234568]})");
  EXPECT_EQ(point, Geometry::point({digits, -digits}));
  const Geometry line = Geometry::from_wkb(Foreign({}).header(2).count(2).vertex(digits, 0).vertex(0, digits).bytes());
  EXPECT_EQ(geojson(line), R"({"type":"LineString","coordinates":[[40.123456789012,0],[0,40.123456789012]]})");
}

TEST(Geojson, NoneIsNull) { EXPECT_EQ(geojson(Geometry()), "null"); }

TEST(MapWkb, TakesAnyFiniteCoordinates) {
  const std::string utm =
      Foreign({.big_endian = true, .ewkb = true, .z = true}).header(2).count(2).vertex(391554, 8562651).vertex(400000, 8500000).bytes();
  const std::string mapped = map_wkb(utm, [](LonLat p) { return LonLat{p.lon / 1e6, p.lat / 1e6}; });
  EXPECT_EQ(mapped, Foreign({}).header(2).count(2).vertex(0.391554, 8.562651).vertex(0.4, 8.5).bytes());
  EXPECT_THROW(map_wkb("", [](LonLat p) { return p; }), Error);
}

TEST(MapWkb, SwapAxes) {
  const std::string wkb = Foreign({}).header(2).count(2).vertex(-12, 40).vertex(-13, 39).bytes();
  EXPECT_EQ(swap_axes(wkb), Foreign({}).header(2).count(2).vertex(40, -12).vertex(39, -13).bytes());
  EXPECT_EQ(swap_axes(swap_axes(wkb)), wkb);
}

TEST(Polygons, AreTakenOutOfCollectionsAndPutBack) {
  const std::string wkb = Foreign({})
                              .header(7)
                              .count(3)
                              .header(1)
                              .vertex(1, 2)
                              .header(3)
                              .count(2)
                              .ring(square)
                              .ring(hole)
                              .header(6)
                              .count(1)
                              .header(3)
                              .count(1)
                              .ring(hole)
                              .bytes();
  const std::vector<Polygon> polygons = polygons_of(Geometry::from_wkb(wkb));
  EXPECT_EQ(polygons, (std::vector<Polygon>{{square, hole}, {hole}}));
  EXPECT_EQ(polygons_of(from_polygons(polygons)), polygons);
  EXPECT_EQ(from_polygons(polygons).wkb()[1], '\6');
  EXPECT_EQ(from_polygons({{square}}).wkb()[1], '\3');
  EXPECT_EQ(from_polygons({{square}}, true).wkb()[1], '\6');
  EXPECT_TRUE(from_polygons({}).is_none());
  EXPECT_TRUE(polygons_of(Geometry::point({1, 2})).empty());
  EXPECT_TRUE(polygons_of(Geometry()).empty());
}

void build(WkbBuilder& out, const Ring& ring) {
  out.begin_ring();
  for (const LonLat& p : ring) { out.vertex(p); }
  out.end_ring();
}

TEST(WkbBuilder, BuildsWhatOthersWrite) {
  WkbBuilder out;
  EXPECT_FALSE(out.complete());
  out.begin(WkbType::collection);
  out.begin(WkbType::point);
  out.vertex({1, 2});
  out.end();
  out.begin(WkbType::multi_polygon);
  out.begin(WkbType::polygon);
  build(out, square);
  build(out, hole);
  out.end();
  out.begin(WkbType::polygon);
  out.end();
  out.end();
  out.begin(WkbType::line);
  out.vertex({3, 4});
  out.vertex({5, 6});
  out.end();
  EXPECT_FALSE(out.complete());
  out.end();
  EXPECT_TRUE(out.complete());
  EXPECT_EQ(out.vertices(), 1 + square.size() + hole.size() + 2);
  EXPECT_EQ(out.bytes(), Foreign({})
                             .header(7)
                             .count(3)
                             .header(1)
                             .vertex(1, 2)
                             .header(6)
                             .count(2)
                             .header(3)
                             .count(2)
                             .ring(square)
                             .ring(hole)
                             .header(3)
                             .count(0)
                             .header(2)
                             .count(2)
                             .vertex(3, 4)
                             .vertex(5, 6)
                             .bytes());
  out.clear();
  EXPECT_FALSE(out.complete());
  EXPECT_EQ(out.vertices(), 0U);
}

TEST(WkbBuilderDeath, WrongStructureIsABug) {
  EXPECT_DEATH({ WkbBuilder().end(); }, "");
  EXPECT_DEATH({ WkbBuilder().vertex({0, 0}); }, "");
  EXPECT_DEATH(
      {
        WkbBuilder out;
        out.begin(WkbType::point);
        out.end();
      },
      "");
  EXPECT_DEATH(
      {
        WkbBuilder out;
        out.begin(WkbType::multi_point);
        out.begin(WkbType::line);
      },
      "");
}

}  // namespace
}  // namespace geo
