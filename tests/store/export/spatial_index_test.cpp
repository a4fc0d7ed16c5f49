// SPDX-License-Identifier: Apache-2.0
// The packed R*Tree against SQLite's own check of it, and its answers against looking at every box.
#include "store/export/spatial_index.hpp"

#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <set>
#include <vector>

namespace {

struct Box {
  std::int64_t fid = 0;
  double west = 0, east = 0, south = 0, north = 0;
  bool is_point = false;
  bool is_null = false;
};

void append(std::string& out, double value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof bytes);
}

/// A geometry in GeoPackage form, as far as an index looks at it.
std::string blob_of(const Box& box) {
  std::string out{"GP\0", 3};
  out += box.is_point ? '\x01' : '\x03';
  out += std::string("\xe6\x10\0\0", 4);
  if (box.is_point) {
    out += std::string("\x01\x01\0\0\0", 5);
    append(out, box.west);
    append(out, box.south);
    return out;
  }
  for (const double side : {box.west, box.east, box.south, box.north}) { append(out, side); }
  return out + "the rest";
}

class Boxes {
 public:
  explicit Boxes(std::uint64_t seed) : m_random(seed) {}

  std::vector<Box> make(std::size_t count, bool points) {
    std::vector<Box> boxes;
    std::int64_t fid = 0;
    for (std::size_t i = 0; i < count; ++i) {
      fid += 1 + static_cast<std::int64_t>(m_random() % 3);
      const double x = degrees(180);
      const double y = degrees(90);
      const bool is_point = points || m_random() % 4 == 0;
      boxes.push_back({fid, x, is_point ? x : x + degrees(3) + 3, y, is_point ? y : y + degrees(2) + 2, is_point, m_random() % 20 == 0});
    }
    return boxes;
  }
  /// Many at the same place, some anywhere.
  double degrees(double limit) {
    return m_random() % 3 == 0 ? std::round(limit / 3) : std::uniform_real_distribution<double>(-limit, limit)(m_random);
  }

 private:
  std::mt19937_64 m_random;
};

class Layer {
 public:
  explicit Layer(const std::vector<Box>& boxes, std::size_t rows_at_once) : m_boxes(boxes), m_database(open()) {
    m_database.execute(
        "BEGIN; CREATE TABLE \"a-b\"(fid INTEGER PRIMARY KEY, geom BLOB);"
        "CREATE VIRTUAL TABLE \"rtree_a-b_geom\" USING rtree(id, minx, maxx, miny, maxy)");
    store::Statement insert = m_database.prepare("INSERT INTO \"a-b\" VALUES(?,?)");
    for (const Box& box : boxes) {
      const std::string blob = blob_of(box);
      insert.bind(1, box.fid);
      if (!box.is_null) { insert.bind_blob(2, blob); }
      insert.run();
    }
    store::fill_spatial_index(m_database, "a-b", rows_at_once);
    m_database.execute("COMMIT");
  }

  store::Database& database() { return m_database; }

  std::set<std::int64_t> found(double west, double south, double east, double north) {
    store::Statement s = m_database.prepare("SELECT id FROM \"rtree_a-b_geom\" WHERE maxx>=? AND minx<=? AND maxy>=? AND miny<=?");
    s.bind(1, west).bind(2, east).bind(3, south).bind(4, north);
    std::set<std::int64_t> fids;
    while (s.step()) { fids.insert(s.integer(0)); }
    return fids;
  }
  /// All that must be found, and all that may be, since the tree keeps single precision.
  void check_against_every_box(double west, double south, double east, double north) {
    const std::set<std::int64_t> fids = found(west, south, east, north);
    constexpr double single = 1e-4;
    for (const Box& b : m_boxes) {
      const auto meets = [&](double slack) {
        return b.east + slack >= west && b.west - slack <= east && b.north + slack >= south && b.south - slack <= north;
      };
      if (!b.is_null && meets(0)) { EXPECT_EQ(fids.count(b.fid), 1U) << b.fid; }
      if (b.is_null || !meets(single)) { EXPECT_EQ(fids.count(b.fid), 0U) << b.fid; }
    }
  }

 private:
  store::Database open() {
    const std::string file = m_folder.path() + "/layer.gpkg";
    store::make_private_file(file);
    return {file, store::Database::Mode::scratch};
  }

  store_test::TemporaryFolder m_folder;
  std::vector<Box> m_boxes;
  store::Database m_database;
};

TEST(SpatialIndex, SqliteFindsNothingWrongAtAnySize) {
  Boxes make(7);
  for (const std::size_t size : {0U, 1U, 2U, 50U, 51U, 52U, 102U, 103U, 2601U, 2602U, 2700U, 9000U}) {
    for (const std::size_t rows_at_once : {std::size_t{1} << 20U, std::size_t{500}}) {
      Layer layer(make.make(size, size % 2 == 0), rows_at_once);
      EXPECT_EQ(layer.database().text("SELECT rtreecheck('rtree_a-b_geom')"), "ok") << size;
      EXPECT_EQ(layer.database().integer("SELECT count(*) FROM \"rtree_a-b_geom\""),
                layer.database().integer("SELECT count(geom) FROM \"a-b\""))
          << size;
    }
  }
}

TEST(SpatialIndex, FindsWhatLookingAtEveryBoxFinds) {
  Boxes make(11);
  for (const bool points : {true, false}) {
    for (const std::size_t rows_at_once : {std::size_t{1} << 20U, std::size_t{700}}) {
      Layer layer(make.make(6000, points), rows_at_once);
      for (int i = 0; i < 200; ++i) {
        const double west = make.degrees(180);
        const double south = make.degrees(90);
        layer.check_against_every_box(west, south, west + std::abs(make.degrees(10)), south + std::abs(make.degrees(10)));
      }
      layer.check_against_every_box(-181, -91, 190, 99);
    }
  }
}

TEST(SpatialIndex, SqliteGoesOnWritingToIt) {
  Boxes make(13);
  Layer layer(make.make(5000, true), std::size_t{1} << 20U);
  store::Database& db = layer.database();
  db.execute("BEGIN");
  for (int i = 0; i < 3000; ++i) {
    db.execute(
        fmt::format("INSERT INTO \"rtree_a-b_geom\" VALUES({0}, {1}, {1}, {2}, {2})", 1'000'000 + i, make.degrees(180), make.degrees(90)));
  }
  db.execute("DELETE FROM \"rtree_a-b_geom\" WHERE id % 3 = 0; UPDATE \"rtree_a-b_geom\" SET minx = minx - 1 WHERE id % 5 = 0; COMMIT");
  EXPECT_EQ(db.text("SELECT rtreecheck('rtree_a-b_geom')"), "ok");
  EXPECT_GT(db.integer("SELECT count(*) FROM \"rtree_a-b_geom\" WHERE id >= 1000000"), 1500);
}

TEST(SpatialIndex, SinglePrecisionNeverMakesABoxSmaller) {
  const std::vector<Box> boxes{{1, 40.123456789, 40.123456789, -12.987654321, -12.987654321, true, false},
                               {2, -0.1, 0.1, -1e-30, 1e-30, false, false},
                               {3, 180, 180, 90, 90, true, false},
                               {4, -179.9999999, 179.9999999, -89.9999999, 89.9999999, false, false}};
  Layer layer(boxes, 1000);
  for (const Box& b : boxes) {
    store::Statement s = layer.database().prepare("SELECT minx, maxx, miny, maxy FROM \"rtree_a-b_geom\" WHERE id=?");
    ASSERT_TRUE(s.bind(1, b.fid).step());
    EXPECT_LE(s.real(0), b.west);
    EXPECT_GE(s.real(1), b.east);
    EXPECT_LE(s.real(2), b.south);
    EXPECT_GE(s.real(3), b.north);
  }
}

}  // namespace
