// SPDX-License-Identifier: Apache-2.0
// What the writer writes the reader reads, and what strangers make of it does no harm. Programs of other people read such files in
// tests/clients.
#include "geo/base/error.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/pmtiles_reader.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>

using tiles::PmtilesEntry;
using tiles::PmtilesHeader;
using tiles::PmtilesReader;
using tiles::TileId;

namespace {

/// Tiles by id, as they are before compression.
using Archive = std::map<std::uint64_t, std::string>;

std::string file_of(const Archive& archive, const std::string& metadata = R"({"name":"x"})") {
  std::map<std::string, std::pair<std::uint64_t, std::uint32_t>> known;
  std::vector<PmtilesEntry> entries;
  std::string data;
  for (const auto& [id, tile] : archive) {
    const auto [place, is_new] = known.try_emplace(tile);
    if (is_new) {
      const std::string bytes = tiles::gzip(tile);
      place->second = {data.size(), static_cast<std::uint32_t>(bytes.size())};
      data += bytes;
    }
    entries.push_back({id, place->second.first, place->second.second, 1});
  }
  return tiles::pmtiles_head({0, 14, {30, -27, 41, -10}, metadata}, entries, data.size()) + data;
}

PmtilesReader reader_of(const std::string& file) {
  return PmtilesReader(file.size(), [&file](std::uint64_t offset, std::size_t bytes) {
    if (offset > file.size() || bytes > file.size() - offset) { throw std::logic_error("a read behind the end"); }
    return file.substr(offset, bytes);
  });
}

Archive archive_of(const PmtilesReader& reader) {
  Archive all;
  reader.for_each_entry([&](const PmtilesEntry& entry) {
    for (std::uint64_t k = 0; k < std::min<std::uint32_t>(entry.run, 100'000); ++k) {
      const auto tile = tiles::tile_of_pmtiles_id(entry.id + k);
      if (!tile) { return; }
      if (auto bytes = reader.tile(*tile)) { all[entry.id + k] = *std::move(bytes); }
    }
  });
  return all;
}

Archive random_archive(std::mt19937_64& random, std::size_t tiles) {
  Archive archive;
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < tiles; ++i) {
    id += random() % 3 == 0 ? random() % 1000 + 1 : 1;
    archive[id] = random() % 3 == 0 ? std::string("the same") : "tile " + std::to_string(random() % (tiles * 10));
  }
  return archive;
}

TEST(PmtilesFormat, AHeaderLiesAsTheSpecificationSays) {
  PmtilesHeader h;
  h.root = {127, 25};
  h.metadata = {152, 247};
  h.leaves = {0x0102030405060708, 0};
  h.tiles = {399, 69};
  h.addressed_tiles = 1;
  h.entries = 2;
  h.contents = 3;
  h.clustered = true;
  h.min_zoom = 4;
  h.max_zoom = 14;
  h.bounds = {-180, -85.0511287, 40.5, 12.25};
  h.centre_zoom = 5;
  h.centre = {-1e-7, 1e-7};
  const std::string bytes = tiles::encode(h);
  ASSERT_EQ(bytes.size(), 127U);
  const auto number = [&](std::size_t at, int width) {
    std::uint64_t value = 0;
    for (int i = width - 1; i >= 0; --i) { value = value << 8U | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]); }
    return value;
  };
  EXPECT_EQ(bytes.substr(0, 8), "PMTiles\x03");
  EXPECT_EQ(number(8, 8), 127U);
  EXPECT_EQ(number(16, 8), 25U);
  EXPECT_EQ(number(24, 8), 152U);
  EXPECT_EQ(number(32, 8), 247U);
  EXPECT_EQ(number(40, 8), 0x0102030405060708U);
  EXPECT_EQ(number(56, 8), 399U);
  EXPECT_EQ(number(64, 8), 69U);
  EXPECT_EQ(number(72, 8), 1U);
  EXPECT_EQ(number(80, 8), 2U);
  EXPECT_EQ(number(88, 8), 3U);
  EXPECT_EQ(number(96, 4), 0x01020201U) << "clustered, gzip, gzip, MVT";
  EXPECT_EQ(number(100, 1), 4U);
  EXPECT_EQ(number(101, 1), 14U);
  EXPECT_EQ(static_cast<std::int32_t>(number(102, 4)), -1'800'000'000);
  EXPECT_EQ(static_cast<std::int32_t>(number(106, 4)), -850'511'287);
  EXPECT_EQ(static_cast<std::int32_t>(number(110, 4)), 405'000'000);
  EXPECT_EQ(static_cast<std::int32_t>(number(114, 4)), 122'500'000);
  EXPECT_EQ(number(118, 1), 5U);
  EXPECT_EQ(static_cast<std::int32_t>(number(119, 4)), -1);
  EXPECT_EQ(static_cast<std::int32_t>(number(123, 4)), 1);
  EXPECT_EQ(tiles::decode_pmtiles_header(bytes), h);
}

TEST(PmtilesFormat, ADirectoryLiesAsTheSpecificationSays) {
  // Counts, steps between ids, runs, sizes, offsets + 1 or 0 for "right behind".
  const std::vector<PmtilesEntry> entries{{5, 0, 10, 1}, {42, 10, 300, 16}, {70, 0, 10, 1}};
  const std::string expected{3, 5, 37, 28, 1, 16, 1, 10, '\xac', 2, 10, 1, 0, 1};
  EXPECT_EQ(tiles::encode_directory(entries), expected);
  EXPECT_EQ(tiles::decode_directory(expected), entries);
}

TEST(PmtilesFormat, WhatIsNoDirectoryIsRefused) {
  const std::string cases[] = {
      "",
      {0},                                                      // no entry
      {1},                                                      // fewer than it says
      {1, 5, 1, 0, 1},                                          // a tile without bytes
      {1, 5, 1, 10, 0},                                         // behind nothing
      {1, 5, 1, 10, 1, 0},                                      // something behind it
      {2, 5, 0, 1, 1, 10, 10, 1, 0},                            // the same id twice
      {2, 5, 1, 2, 1, 10, 10, 1, 0},                            // an id that the run before has
      {2, 5, 1, 1, 1, 10, 10, 1},                               // cut
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",               // as many as there cannot be
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",           // no number
      std::string("\x01\x05\x01\xff\xff\xff\xff\xff\x01\x01"),  // larger than 32 bits
  };
  for (const std::string& bytes : cases) {
    try {
      (void)tiles::decode_directory(bytes);
      ADD_FAILURE() << testing::PrintToString(bytes);
    } catch (const geo::Error& error) { EXPECT_EQ(error.problem(), geo::Problem::input); }
  }
}

TEST(Pmtiles, WhatIsWrittenIsRead) {
  std::mt19937_64 random(20262);
  for (const std::size_t tiles : {1U, 2U, 50U, 3000U}) {
    const Archive archive = random_archive(random, tiles);
    const std::string file = file_of(archive);
    const PmtilesReader reader = reader_of(file);
    EXPECT_EQ(archive_of(reader), archive);
    EXPECT_EQ(reader.metadata(), R"({"name":"x"})");
    EXPECT_EQ(reader.header().addressed_tiles, tiles);
    EXPECT_TRUE(reader.header().clustered);
    EXPECT_LE(reader.header().root.offset + reader.header().root.bytes, 16'384U);
    const PmtilesHeader& h = reader.header();
    EXPECT_EQ(file.size(), h.root.offset + h.root.bytes + h.metadata.bytes + h.leaves.bytes + h.tiles.bytes) << "nothing in between";
    for (std::uint64_t id = 0; id < 2000; ++id) {
      if (archive.count(id) == 0) { EXPECT_FALSE(reader.tile(*tiles::tile_of_pmtiles_id(id)).has_value()) << id; }
    }
    EXPECT_EQ(file, file_of(archive)) << "the same bytes";
  }
}

TEST(Pmtiles, CountsWhatIsTheSame) {
  const std::string file = file_of({{1, "a"}, {2, "a"}, {3, "b"}, {4, "a"}, {9, "a"}});
  const PmtilesHeader h = reader_of(file).header();
  EXPECT_EQ(h.addressed_tiles, 5U);
  EXPECT_EQ(h.entries, 4U) << "1 and 2 are one";
  EXPECT_EQ(h.contents, 2U);
}

TEST(Pmtiles, AHundredThousandTilesHaveLeaves) {
  std::mt19937_64 random(20263);
  Archive archive;
  std::uint64_t id = tiles::first_pmtiles_id(14);
  for (int i = 0; i < 100'000; ++i) { archive[id += random() % 5 + 1] = std::to_string(random() % 60'000); }
  const std::string file = file_of(archive);
  const PmtilesReader reader = reader_of(file);
  EXPECT_GT(reader.header().leaves.bytes, 0U);
  EXPECT_LE(reader.header().root.offset + reader.header().root.bytes, 16'384U);
  std::size_t met = 0;
  reader.for_each_entry([&](const PmtilesEntry& entry) { met += entry.run; });
  EXPECT_EQ(met, archive.size());
  for (const auto& [at, tile] : archive) {
    if (random() % 200 == 0) { EXPECT_EQ(reader.tile(*tiles::tile_of_pmtiles_id(at)), tile); }
  }
}

/// Whatever happens to a file, reading it ends in tiles or in Error{input} (or of kinds that nobody reads here).
void expect_harmless(const std::string& file) {
  try {
    const PmtilesReader reader = reader_of(file);
    (void)reader.metadata();
    std::size_t visited = 0;
    reader.for_each_entry([&](const PmtilesEntry& entry) {
      if (++visited > 200) { return; }
      if (const auto tile = tiles::tile_of_pmtiles_id(entry.id)) { (void)reader.tile(*tile); }
    });
  } catch (const geo::Error& error) {
    EXPECT_TRUE(error.problem() == geo::Problem::input || error.problem() == geo::Problem::unsupported) << error.what();
  }
}

TEST(Pmtiles, CutFilesDoNoHarm) {
  std::mt19937_64 random(20264);
  const std::string file = file_of(random_archive(random, 300));
  for (std::size_t size = 0; size < file.size(); size += size < 600 ? 1 : 13) { expect_harmless(file.substr(0, size)); }
}

TEST(Pmtiles, FlippedBitsDoNoHarm) {
  std::mt19937_64 random(20265);
  const std::string small = file_of(random_archive(random, 40));
  for (std::size_t bit = 0; bit < 8 * std::min<std::size_t>(small.size(), 500); ++bit) {
    std::string damaged = small;
    damaged[bit / 8] = static_cast<char>(static_cast<unsigned char>(damaged[bit / 8]) ^ (1U << (bit % 8)));
    expect_harmless(damaged);
  }
}

/// Checksums catch most flips; here they are right and what they cover is not.
std::string hostile_file(std::string_view root, std::string_view leaves) {
  const std::string packed_root = tiles::gzip(root);
  const std::string packed_leaves = tiles::gzip(leaves);
  const std::string metadata = tiles::gzip("{}");
  const std::string tile = tiles::gzip("tile");
  PmtilesHeader h;
  h.root = {127, packed_root.size()};
  h.metadata = {h.root.offset + h.root.bytes, metadata.size()};
  h.leaves = {h.metadata.offset + h.metadata.bytes, packed_leaves.size()};
  h.tiles = {h.leaves.offset + h.leaves.bytes, tile.size()};
  return tiles::encode(h) + packed_root + metadata + packed_leaves + tile;
}

TEST(Pmtiles, DamagedDirectoriesDoNoHarm) {
  std::mt19937_64 random(20266);
  const auto size = static_cast<std::uint32_t>(tiles::gzip("tile").size());
  const std::vector<PmtilesEntry> leaf{{3, 0, size, 1}, {5, 0, size, 2}, {9, 0, size, 1}};
  const std::string leaf_bytes = tiles::encode_directory(leaf);
  const auto leaf_size = static_cast<std::uint32_t>(tiles::gzip(leaf_bytes).size());
  const std::string root_bytes =
      tiles::encode_directory(std::vector<PmtilesEntry>{{0, 0, size, 1}, {3, 0, leaf_size, 0}, {20, 0, size, 5}});
  const std::string good = hostile_file(root_bytes, leaf_bytes);
  EXPECT_EQ(archive_of(reader_of(good)).size(), 1 + 4 + 5U) << "or nothing is tried below";
  for (int round = 0; round < 20'000; ++round) {
    std::string root = root_bytes;
    std::string below = leaf_bytes;
    for (unsigned k = 0; k <= random() % 3; ++k) {
      std::string& bytes = random() % 2 == 0 ? root : below;
      bytes[random() % bytes.size()] = static_cast<char>(random() % 4 == 0 ? random() : random() % 30);
    }
    expect_harmless(hostile_file(root, below));
  }
}

TEST(Pmtiles, ALeafThatNamesItselfEnds) {
  // One leaf, which says that it lies below itself.
  for (std::uint32_t size = 20; size < 40; ++size) {
    const std::string self = tiles::encode_directory(std::vector<PmtilesEntry>{{0, 0, size, 0}});
    if (tiles::gzip(self).size() != size) { continue; }
    const std::string file = hostile_file(self, self);
    try {
      (void)reader_of(file).tile(TileId(0, 0, 0));
      ADD_FAILURE();
    } catch (const geo::Error& error) {
      EXPECT_NE(error.text().en.find("too deep"), std::string::npos) << error.text().en;
      return;
    }
  }
  FAIL() << "no size fits";
}

TEST(Gzip, GivesBackWhatItTook) {
  std::mt19937_64 random(20267);
  for (const std::size_t size : {0U, 1U, 100U, 100'000U}) {
    std::string bytes(size, '\0');
    for (char& c : bytes) { c = static_cast<char>(random() % 5); }
    for (const int level : {1, 6, 9}) {
      const std::string packed = tiles::gzip(bytes, level);
      EXPECT_EQ(packed, tiles::gzip(bytes, level));
      EXPECT_EQ(tiles::gunzip(packed, size), bytes);
      if (size > 0) { EXPECT_THROW((void)tiles::gunzip(packed, size - 1), geo::Error) << "larger than it may be"; }
      EXPECT_THROW((void)tiles::gunzip(packed + "x", size + 1), geo::Error);
    }
  }
  EXPECT_THROW((void)tiles::gunzip("", 100), geo::Error);
  // 18 bytes that say they hold 4 GB.
  EXPECT_THROW((void)tiles::gunzip(std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\xff\xff\xff\xff", 20), SIZE_MAX), geo::Error);
}

}  // namespace
