// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkt.hpp"

#include "geo/geometry/wkb.hpp"

#include <geos_c.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace {

std::string wkt(const geo::Geometry& geometry) {
  std::string out;
  geo::append_wkt(out, geometry);
  return out;
}

geo::Geometry collection_of(const std::vector<geo::Geometry>& members) {
  std::string bytes{"\x01\x07\0\0\0", 5};
  const auto count = static_cast<std::uint32_t>(members.size());
  for (int shift = 0; shift < 32; shift += 8) { bytes += static_cast<char>((count >> shift) & 0xffU); }
  for (const geo::Geometry& g : members) { bytes += geo::to_wkb(g); }
  return geo::Geometry::from_wkb(bytes);
}

/// Any of the seven types, collections in collections too; coordinates with every number of digits.
class RandomWkb {
 public:
  explicit RandomWkb(std::uint64_t seed) : m_random(seed) {}

  geo::Geometry next() {
    m_wkb.clear();
    geometry(static_cast<geo::WkbType>(1 + below(7)), 0);
    return geo::Geometry::from_wkb(m_wkb.bytes());
  }

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
  geo::LonLat place() {
    const double scale = std::pow(10.0, static_cast<double>(below(16)));
    const auto rounded = [&](double v) { return std::round(v * scale) / scale + 0.0; };  // text has no -0
    std::uniform_real_distribution<double> share(-1, 1);
    return {rounded(180 * share(m_random)), rounded(90 * share(m_random))};
  }
  void ring() {
    m_wkb.begin_ring();
    const geo::LonLat first = place();
    m_wkb.vertex(first);
    for (std::size_t n = 2 + below(4); n > 0; --n) { m_wkb.vertex(place()); }
    m_wkb.vertex(first);
    m_wkb.end_ring();
  }
  void geometry(geo::WkbType type, int depth) {
    m_wkb.begin(type);
    switch (type) {
      case geo::WkbType::point: m_wkb.vertex(place()); break;
      case geo::WkbType::line:
        for (std::size_t n = 2 + below(4); n > 0; --n) { m_wkb.vertex(place()); }
        break;
      case geo::WkbType::polygon:
        for (std::size_t n = 1 + below(3); n > 0; --n) { ring(); }
        break;
      case geo::WkbType::collection:
        for (std::size_t n = 1 + below(3); n > 0; --n) { geometry(static_cast<geo::WkbType>(1 + below(depth < 3 ? 7 : 6)), depth + 1); }
        break;
      default:
        for (std::size_t n = 1 + below(3); n > 0; --n) {
          geometry(static_cast<geo::WkbType>(static_cast<std::uint32_t>(type) - 3), depth + 1);
        }
    }
    m_wkb.end();
  }

  std::mt19937_64 m_random;
  geo::WkbBuilder m_wkb;
};

TEST(Wkt, IsWhatPeopleWrite) {
  EXPECT_EQ(wkt({}), "");
  EXPECT_EQ(wkt(geo::Geometry::point({40.5, -12.9741})), "POINT (40.5 -12.9741)");
  const geo::Geometry square =
      geo::from_polygons({{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {{0.25, 0.25}, {0.5, 0.5}, {0.5, 0.25}, {0.25, 0.25}}}});
  EXPECT_EQ(wkt(square), "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.25 0.25, 0.5 0.5, 0.5 0.25, 0.25 0.25))");
  const geo::Geometry two = geo::from_polygons({{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}});
  EXPECT_EQ(wkt(two), "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))");
  EXPECT_EQ(wkt(collection_of({geo::Geometry::point({1, 2}), square, two})),
            "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0), (0.25 0.25, 0.5 0.5, 0.5 0.25, 0.25 0.25)), "
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5))))");
}

TEST(Wkt, GeosReadsTheSameGeometryFromIt) {
  const GEOSContextHandle_t geos = GEOS_init_r();
  GEOSWKTReader* reader = GEOSWKTReader_create_r(geos);
  RandomWkb random(20260101);
  for (int i = 0; i < 2000; ++i) {
    const geo::Geometry geometry = random.next();
    GEOSGeometry* read = GEOSWKTReader_read_r(geos, reader, wkt(geometry).c_str());
    ASSERT_NE(read, nullptr) << wkt(geometry);
    std::size_t size = 0;
    unsigned char* bytes = GEOSGeomToWKB_buf_r(geos, read, &size);
    const geo::Geometry again = geo::Geometry::from_wkb(std::string(bytes, bytes + size));
    EXPECT_TRUE(again == geometry) << wkt(geometry);
    GEOSFree_r(geos, bytes);
    GEOSGeom_destroy_r(geos, read);
  }
  GEOSWKTReader_destroy_r(geos, reader);
  GEOS_finish_r(geos);
}

}  // namespace
