// SPDX-License-Identifier: Apache-2.0
// OSM files of strangers: cut off, scrambled, swollen. Refused with a reason, or read; nothing else.
#include "tests/importers/osm/osm_file.hpp"

#include <gmock/gmock.h>
#include <protozero/pbf_writer.hpp>

#include <random>

namespace importers::test {
namespace {

using testing::HasSubstr;

constexpr OsmLayer layers[] = {OsmLayer::places, OsmLayer::roads};

TEST(OsmHostile, CutAnywhere) {
  const std::string whole = written_by_libosmium(small_town(), "pbf,pbf_compression=none");
  const std::size_t first_blob_end = header().size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (const OsmLayer layer : layers) {
      const std::string sentence = refusal_of(whole.substr(0, size), layer);
      // Between two blocks a cut cannot be seen; nothing here is so short that it holds two.
      if (size < first_blob_end / 2) { EXPECT_NE(sentence, "") << size; }
      if (size + 1 == whole.size()) { EXPECT_THAT(sentence, HasSubstr("ends inside a block")); }
    }
  }
}

TEST(OsmHostile, ScrambledBytes) {
  std::mt19937 random(11);
  for (const char* options : {"pbf", "pbf,pbf_compression=none", "pbf,pbf_dense_nodes=false,pbf_compression=none"}) {
    const std::string whole = written_by_libosmium(small_town(), options);
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
      std::string bytes = whole;
      for (unsigned n = 1 + random() % 4; n > 0; --n) { bytes[random() % bytes.size()] = static_cast<char>(random()); }
      for (const OsmLayer layer : layers) { refused += refusal_of(bytes, layer).empty() ? 0 : 1; }
    }
    EXPECT_GT(refused, 300) << options;
  }
}

TEST(OsmHostile, FramesTable) {
  const std::string data = frame("OSMData", raw_blob(""));
  const auto blob_of = [](std::uint32_t field) {
    std::string blob;
    protozero::pbf_writer(blob).add_bytes(field, "xxxx");
    return blob;
  };
  const auto sized = [](std::int32_t raw_size) {
    std::string blob;
    protozero::pbf_writer w(blob);
    w.add_int32(2, raw_size);
    w.add_bytes(3, "xxxx");
    return blob;
  };
  const auto datasize = [](std::int32_t size) {
    std::string head;
    protozero::pbf_writer w(head);
    w.add_string(1, "OSMData");
    w.add_int32(3, size);
    return std::string(3, '\0') + static_cast<char>(head.size()) + head;
  };
  struct Case {
    const char* what;
    std::string file;
    const char* sentence;
  };
  const Case cases[] = {
      {"nothing", "", "does not begin with a header"},
      {"data first", data, "does not begin with a header"},
      {"an unknown feature", header({"OsmSchema-V0.6", "Sorcery"}), "needs the feature \"Sorcery\""},
      {"a prefix of a known feature", header({"Osm"}), "needs the feature"},
      {"history", header({"OsmSchema-V0.6", "HistoricalInformation"}), "history of each object"},
      {"header of 64 KB and one byte", header() + std::string("\0\1\0\1", 4) + std::string(70'000, 'x'), "impossible size"},
      {"header of 0 bytes", header() + std::string(4, '\0') + data, "impossible size"},
      {"header of 4 GB", header() + std::string(4, '\xFF'), "impossible size"},
      {"blob of 32 MB and one byte", header() + datasize((32 << 20) + 1), "impossible size"},
      {"blob of -1 byte", header() + datasize(-1), "impossible size"},
      {"blob of no byte", header() + datasize(0), "impossible size"},
      {"blob longer than the file", header() + datasize(1'000'000), "ends inside a block"},
      {"inflates to 32 MB and one byte", header() + frame("OSMData", sized((32 << 20) + 1)), "impossible size"},
      {"inflates to less than nothing", header() + frame("OSMData", sized(-5)), "impossible size"},
      {"does not inflate", header() + frame("OSMData", sized(100)), "does not inflate"},
      {"lzma", header() + frame("OSMData", blob_of(4)), "compressed with lzma"},
      {"lz4", header() + frame("OSMData", blob_of(6)), "compressed with lz4"},
      {"zstd", header() + frame("OSMData", blob_of(7)), "compressed with zstd"},
      {"of the future", header() + frame("OSMData", blob_of(9)), "compressed with ?"},
      {"empty blob", header() + frame("OSMData", std::string("\x10\x00", 2)), "impossible size"},
      {"garbage block", header() + frame("OSMData", raw_blob("garbage, all of it")), "damaged"},
  };
  for (const Case& c : cases) {
    for (const OsmLayer layer : layers) { EXPECT_THAT(refusal_of(c.file, layer), HasSubstr(c.sentence)) << c.what; }
  }
  EXPECT_EQ(refusal_of(header() + data, OsmLayer::roads), "") << "an empty file is one";
}

/// A block of dense nodes with these tags (indices into the strings), all at one place.
std::string tagged_nodes(std::size_t nodes, const std::vector<std::int32_t>& tags, const std::vector<std::string>& strings) {
  const std::vector<std::int64_t> ones(nodes, 1);
  std::string dense;
  protozero::pbf_writer d(dense);
  d.add_packed_sint64(1, ones.begin(), ones.end());
  d.add_packed_sint64(8, ones.begin(), ones.end());
  d.add_packed_sint64(9, ones.begin(), ones.end());
  d.add_packed_int32(10, tags.begin(), tags.end());
  std::string table;
  protozero::pbf_writer t(table);
  for (const std::string& s : strings) { t.add_string(1, s); }
  std::string group;
  protozero::pbf_writer(group).add_message(2, dense);
  std::string block;
  protozero::pbf_writer b(block);
  b.add_message(1, table);
  b.add_message(2, group);
  return block;
}

TEST(OsmHostile, SwollenBlocks) {
  // A thousand nodes that share two texts of 1 KB a million times over: 2 GB to who copies them.
  std::vector<std::int32_t> shared;
  for (int node = 0; node < 1000; ++node) {
    for (int tag = 0; tag < 1000; ++tag) { shared.insert(shared.end(), {1, 2}); }
    shared.push_back(0);
  }
  const std::string bomb =
      header() + frame("OSMData", zlib_blob(tagged_nodes(1000, shared, {"", std::string(1000, 'k'), std::string(1000, 'v')})));
  EXPECT_LT(bomb.size(), 20'000U);
  for (const OsmLayer layer : layers) { EXPECT_EQ(refusal_of(bomb, layer), ""); }

  const auto block = [](const std::string& content) { return header() + frame("OSMData", zlib_blob(content)); };
  std::vector<std::int32_t> many;
  for (int tag = 0; tag < 10'001; ++tag) { many.insert(many.end(), {1, 1}); }
  many.push_back(0);
  EXPECT_THAT(refusal_of(block(tagged_nodes(1, many, {"", "a"})), OsmLayer::places), HasSubstr("damaged")) << "10,001 tags";
  EXPECT_THAT(refusal_of(block(tagged_nodes(1, {1, 7, 0}, {"", "a"})), OsmLayer::places), HasSubstr("damaged")) << "no such text";
  EXPECT_THAT(refusal_of(block(tagged_nodes(1, {-1, 1, 0}, {"", "a"})), OsmLayer::places), HasSubstr("damaged")) << "text -1";
  EXPECT_THAT(refusal_of(block(tagged_nodes(1, {1, 1}, {"", "a"})), OsmLayer::places), HasSubstr("damaged")) << "tags without an end";
  EXPECT_THAT(refusal_of(block(tagged_nodes(1, {}, std::vector<std::string>(1'000'001))), OsmLayer::places), HasSubstr("damaged"));

  std::string way;
  const std::vector<std::int64_t> refs(100'001, 1);
  protozero::pbf_writer(way).add_packed_sint64(8, refs.begin(), refs.end());
  std::string group;
  protozero::pbf_writer(group).add_message(3, way);
  std::string ways;
  protozero::pbf_writer(ways).add_message(2, group);
  EXPECT_THAT(refusal_of(block(ways), OsmLayer::roads), HasSubstr("damaged")) << "100,001 nodes";
}

TEST(OsmHostile, ZipBomb) {
  // Field 15 of the block, unknown and hence passed over: 16 MB of nothing, 16 KB packed.
  std::string block;
  protozero::pbf_writer(block).add_bytes(15, std::string(std::size_t{16} << 20U, '\0'));
  const std::string packed = frame("OSMData", zlib_blob(block));
  std::string file = header();
  for (int i = 0; i < 4; ++i) { file += packed; }
  for (const OsmLayer layer : layers) { EXPECT_THAT(refusal_of(file, layer), HasSubstr("inflates to more than 200 times its size")); }
}

TEST(OsmHostile, NumbersThatOverflow) {
  std::string dense;
  protozero::pbf_writer d(dense);
  const std::vector<std::int64_t> wild{INT64_MAX, INT64_MAX, INT64_MIN, 1};
  d.add_packed_sint64(1, wild.begin(), wild.end());
  d.add_packed_sint64(8, wild.begin(), wild.end());
  d.add_packed_sint64(9, wild.begin(), wild.end());
  const std::vector<std::int32_t> tags{1, 2, 3, 2, 0, 0, 0, 0};
  d.add_packed_int32(10, tags.begin(), tags.end());
  std::string table;
  protozero::pbf_writer t(table);
  for (const char* s : {"", "place", "village", "name"}) { t.add_string(1, s); }
  std::string group;
  protozero::pbf_writer(group).add_message(2, dense);
  for (const std::int32_t granularity : {100, 0, -1, INT32_MAX, INT32_MIN}) {
    std::string block;
    protozero::pbf_writer b(block);
    b.add_message(1, table);
    b.add_message(2, group);
    b.add_int32(17, granularity);
    b.add_int64(19, INT64_MAX);
    b.add_int64(20, INT64_MIN);
    const auto rows = read_by_us(header() + frame("OSMData", raw_blob(block)), OsmLayer::places);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows[0], HasSubstr("!geometry")) << granularity;
  }
}

}  // namespace
}  // namespace importers::test
