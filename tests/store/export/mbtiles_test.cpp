// SPDX-License-Identifier: Apache-2.0
// What is in an MBTiles file, by SQL as its specification (1.3) has it. GDAL and QGIS read such files in tests/clients.
#include "store/export/mbtiles.hpp"

#include "geo/base/error.hpp"
#include "store/sqlite/database.hpp"
#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file) {
  store::Mbtiles out(file, "shown.mbtiles");
  out.add_content(0, "first");
  out.add_tile(0, 0, 0, 0);
  out.add_content(5, "second");
  out.add_tile(3, 4, 1, 5);
  out.add_tile(3, 5, 7, 5);
  out.finish({{"format", "pbf"}, {"name", "Incidentes"}});
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Mbtiles, HasTheTablesOfItsSpecification) {
  const test_support::Folder folder;
  write(folder / "a.mbtiles");
  store::Database database(folder / "a.mbtiles", store::Database::Mode::read_only);
  EXPECT_EQ(database.integer("PRAGMA application_id"), 0x4d504258);
  EXPECT_EQ(database.text("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(database.text("SELECT value FROM metadata WHERE name = 'name'"), "Incidentes");
  EXPECT_EQ(database.integer("SELECT count(*) FROM tiles"), 3);
  EXPECT_EQ(database.text("SELECT tile_data FROM tiles WHERE zoom_level = 0 AND tile_column = 0 AND tile_row = 0"), "first");
  // Row 1 from the north is 6 from the south, of eight.
  EXPECT_EQ(database.text("SELECT tile_data FROM tiles WHERE zoom_level = 3 AND tile_column = 4 AND tile_row = 6"), "second");
  EXPECT_EQ(database.text("SELECT tile_data FROM tiles WHERE zoom_level = 3 AND tile_column = 5 AND tile_row = 0"), "second");
  EXPECT_EQ(database.integer("SELECT count(*) FROM images"), 2) << "the same bytes once";
  EXPECT_EQ(database.text("SELECT typeof(tile_data) FROM tiles"), "blob");
}

TEST(Mbtiles, IsPrivateAndTheSameEachTime) {
  const test_support::Folder folder;
  write(folder / "a.mbtiles");
  write(folder / "b.mbtiles");
  EXPECT_EQ(content(folder / "a.mbtiles"), content(folder / "b.mbtiles"));
  struct stat info {};
  ASSERT_EQ(::stat((folder / "a.mbtiles").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(Mbtiles, SaysWhichFileCannotBeWritten) {
  const test_support::Folder folder;
  try {
    store::Mbtiles out(folder / "no" / "such" / "folder.mbtiles", "shown.mbtiles");
    FAIL();
  } catch (const geo::Error& error) { EXPECT_EQ(error.problem(), geo::Problem::failed); }
}

}  // namespace
