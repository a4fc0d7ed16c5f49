// SPDX-License-Identifier: Apache-2.0
// What an interruption leaves of a log of tiles, and what is made of it.
#include "store/export/tile_log.hpp"

#include "geo/base/error.hpp"
#include "tests/support/folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sys/stat.h>

using store::TileLog;

namespace {

namespace fs = std::filesystem;

constexpr geo::Hash128 fingerprint{1, 2};

struct Added {
  std::uint64_t id = 0, note = 0;
  std::string bytes;
};

std::vector<Added> some_tiles(std::mt19937_64& random, std::size_t amount) {
  std::vector<Added> tiles;
  for (std::size_t i = 0; i < amount; ++i) {
    std::string bytes;
    if (random() % 5 > 0) { bytes = std::string(random() % 40 + 1, static_cast<char>('a' + random() % 26)); }
    tiles.push_back({i * 3, random(), bytes});
  }
  return tiles;
}

void add_from(TileLog& log, const std::vector<Added>& tiles, std::size_t first) {
  for (std::size_t i = first; i < tiles.size(); ++i) { log.add(tiles[i].id, tiles[i].note, tiles[i].bytes); }
  log.flush();
}

/// Everything in the log is what was added, from the first on.
void expect_beginning(const TileLog& log, const std::vector<Added>& tiles) {
  ASSERT_LE(log.tiles().size(), tiles.size());
  for (std::size_t i = 0; i < log.tiles().size(); ++i) {
    const TileLog::Tile& tile = log.tiles()[i];
    EXPECT_EQ(tile.id, tiles[i].id);
    EXPECT_EQ(tile.note, tiles[i].note);
    ASSERT_EQ(tile.bytes, tiles[i].bytes.size());
    EXPECT_EQ(log.read(tile.offset, tile.bytes), tiles[i].bytes) << i;
  }
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
void put(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes; }

class TileLogs : public testing::Test {
 protected:
  [[nodiscard]] fs::path target() const { return folder / "map.pmtiles"; }
  [[nodiscard]] fs::path inside(const char* name) const { return TileLog::folder_for(target()) / name; }
  std::string all_bytes(const TileLog& log) {
    const fs::path copy = folder / ("copy" + std::to_string(++copies));
    store::PrivateWriter out(copy, copy);
    log.copy_to(out);
    out.close();
    return content(copy);
  }

  std::mt19937_64 random{20281};
  test_support::Folder folder;
  int copies = 0;
};

TEST_F(TileLogs, KeepTheSameBytesOnce) {
  TileLog log(target(), fingerprint);
  log.add(1, 0, "aaa");
  log.add(2, 0, "bb");
  log.add(3, 0, "aaa");
  log.add(4, 7, "");
  log.flush();
  EXPECT_EQ(all_bytes(log), "aaabb");
  EXPECT_EQ(log.tile_bytes(), 5U);
  EXPECT_EQ(log.tiles()[2].offset, 0U);
  expect_beginning(log, {{1, 0, "aaa"}, {2, 0, "bb"}, {3, 0, "aaa"}, {4, 7, ""}});
}

TEST_F(TileLogs, AreTakenUp) {
  const auto tiles = some_tiles(random, 500);
  const std::vector<Added> half(tiles.begin(), tiles.begin() + 250);
  {
    TileLog log(target(), fingerprint);
    add_from(log, half, 0);
  }
  TileLog log(target(), fingerprint);
  ASSERT_EQ(log.tiles().size(), 250U);
  add_from(log, tiles, 250);
  expect_beginning(log, tiles);
  TileLog other(folder / "other.pmtiles", fingerprint);
  add_from(other, tiles, 0);
  EXPECT_EQ(all_bytes(log), all_bytes(other)) << "as if there had been no interruption";
  log.remove();
  other.remove();
  EXPECT_FALSE(fs::exists(TileLog::folder_for(target())));
}

TEST_F(TileLogs, OfOtherWorkAreBegunAnew) {
  {
    TileLog log(target(), fingerprint);
    add_from(log, some_tiles(random, 50), 0);
  }
  TileLog log(target(), {1, 3});
  EXPECT_TRUE(log.tiles().empty());
  EXPECT_EQ(fs::file_size(inside("tiles")), 0U) << "nothing of the other work stays";
}

TEST_F(TileLogs, CutAnywhereAreTakenUpAsFarAsTheyAreWhole) {
  const auto tiles = some_tiles(random, 120);
  {
    TileLog log(target(), fingerprint);
    add_from(log, tiles, 0);
  }
  const std::string index = content(inside("index"));
  const std::string data = content(inside("tiles"));
  std::size_t most = 0;
  for (int round = 0; round < 300; ++round) {
    put(inside("index"), index.substr(0, random() % (index.size() + 1)));
    put(inside("tiles"), random() % 2 == 0 ? data : data.substr(0, random() % (data.size() + 1)));
    std::string expected;
    {
      TileLog log(target(), fingerprint);
      expect_beginning(log, tiles);
      most = std::max(most, log.tiles().size());
      add_from(log, tiles, log.tiles().size());
      ASSERT_EQ(all_bytes(log), data);
    }
    ASSERT_EQ(content(inside("index")), index) << "and is whole again";
  }
  EXPECT_GT(most, 60U);
}

TEST_F(TileLogs, DamagedAreTakenUpAsFarAsTheyAreWhole) {
  const auto tiles = some_tiles(random, 120);
  {
    TileLog log(target(), fingerprint);
    add_from(log, tiles, 0);
  }
  const std::string index = content(inside("index"));
  const std::string data = content(inside("tiles"));
  for (int round = 0; round < 300; ++round) {
    std::string bad_index = index;
    std::string bad_data = data;
    std::string& bad = round % 2 == 0 ? bad_index : bad_data;
    // After a power cut whole blocks may be zeroes.
    const std::size_t at = random() % bad.size();
    for (std::size_t i = at; i < std::min(bad.size(), at + 1 + random() % 200); ++i) {
      bad[i] = random() % 2 == 0 ? '\0' : static_cast<char>(random());
    }
    put(inside("index"), bad_index);
    put(inside("tiles"), bad_data);
    TileLog log(target(), fingerprint);
    expect_beginning(log, tiles);
    add_from(log, tiles, log.tiles().size());
    ASSERT_EQ(all_bytes(log), data);
  }
}

TEST_F(TileLogs, BelongToOneProcessAtATime) {
  TileLog log(target(), fingerprint);
  try {
    TileLog second(target(), fingerprint);
    FAIL() << "two at once";
  } catch (const geo::Error& error) { EXPECT_EQ(error.problem(), geo::Problem::busy); }
}

TEST_F(TileLogs, AreForTheirOwnerOnly) {
  {
    TileLog log(target(), fingerprint);
    log.add(1, 0, "secret");
    log.flush();
    struct stat info {};
    ASSERT_EQ(::stat(TileLog::folder_for(target()).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
    ASSERT_EQ(::stat(inside("tiles").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
  }
  // A folder that others may look into was not made by us.
  fs::permissions(TileLog::folder_for(target()), fs::perms::others_read, fs::perm_options::add);
  EXPECT_THROW(TileLog(target(), fingerprint), geo::Error);
}

}  // namespace
