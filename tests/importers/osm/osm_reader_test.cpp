// SPDX-License-Identifier: Apache-2.0
// What the reader makes of OSM files, beside libosmium.
#include "geo/table/builtin.hpp"
#include "importers/import.hpp"
#include "importers/read/open.hpp"
#include "tests/importers/import_support.hpp"
#include "tests/importers/osm/osm_file.hpp"

#include <gmock/gmock.h>
#include <protozero/pbf_writer.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

namespace importers::test {
namespace {

using testing::HasSubstr;
using Lines = std::vector<std::string>;

TEST(OsmReader, RoadsAreWaysPeopleTravelOn) {
  const Lines roads = read_by_us(written_by_libosmium(small_town()), OsmLayer::roads);
  EXPECT_EQ(
      roads,
      (Lines{
          R"(w101|primary|Estrada N1|N1|asphalt|-|-|-|-|{"type":"LineString","coordinates":[[40.01,-12.999],[40.02,-12.996],[40.03,-12.991]]})",
          R"(w102|residential|-|-|-|-|yes|-|-|{"type":"LineString","coordinates":[[40.03,-12.991],[40.04,-12.984],[40.05,-12.975],[40.03,-12.991]]})",
          R"(w103|track|-|-|-|private|reverse|yes|no|{"type":"LineString","coordinates":[[40.05,-12.975],[40.06,-12.964]]})",
          R"(w107|motorway|Circular|-|-|-|-|-|-|{"type":"LineString","coordinates":[[40.09,-12.919],[40.1,-12.9],[40.11,-12.879],[40.12,-12.856]]})",
          R"(w108|path|-|-|-|-|yes|-|-|{"type":"LineString","coordinates":[[40.12,-12.856],[40.01,-12.999]]})",
      }));
}

TEST(OsmReader, PlacesAreWherePeopleLive) {
  const Lines places = read_by_us(written_by_libosmium(small_town()), OsmLayer::places);
  EXPECT_EQ(places, (Lines{
                        R"(n1|Mieze|Mieze Sede|village|1200|2017|-|{"type":"Point","coordinates":[40.01,-12.999]})",
                        R"(n5|Mecúfi|Vila de Mecúfi|town|-|-|-|{"type":"Point","coordinates":[40.05,-12.975]})",
                    }));
}

/// A file such as nobody mapped it, for comparison with another reader.
OsmData random_data(std::mt19937& random) {
  const auto pick = [&](std::size_t n) { return random() % n; };
  const auto some = [&](const Lines& words) { return words[pick(words.size())]; };
  OsmData data;
  std::int64_t id = 0;
  for (std::size_t n = 20 + pick(200); n > 0; --n) {
    OsmNode node{id += 1 + static_cast<std::int64_t>(pick(5)),
                 static_cast<double>(pick(3'600'000)) / 1e4 - 180,
                 static_cast<double>(pick(1'800'000)) / 1e4 - 90,
                 {}};
    if (pick(3) == 0) { node.tags.emplace_back("place", some({"village", "town", "locality", "state", "island"})); }
    if (pick(3) == 0) { node.tags.emplace_back("name", some({"Mieze", "Mecúfi", "Ximbwé 2"})); }
    if (pick(4) == 0) { node.tags.emplace_back(some({"alt_name", "name:pt", "name:en"}), some({"Mieze", "Outro", "Mais um"})); }
    if (pick(5) == 0) { node.tags.emplace_back("population", some({"12", "1 200", "about 30"})); }
    data.nodes.push_back(std::move(node));
  }
  for (std::int64_t way = 1; way < 60; ++way) {
    OsmWay w{way * 3, {}, {}};
    for (std::size_t n = 2 + pick(12); n > 0; --n) { w.nodes.push_back(data.nodes[pick(data.nodes.size())].id); }
    if (pick(5) > 0) { w.tags.emplace_back("highway", some({"primary", "track", "path", "service", "motorway", "proposed", "platform"})); }
    if (pick(3) == 0) { w.tags.emplace_back("oneway", some({"yes", "no", "-1", "reversible"})); }
    if (pick(6) == 0) { w.tags.emplace_back("junction", "roundabout"); }
    if (pick(6) == 0) { w.tags.emplace_back("area", some({"yes", "no"})); }
    for (const char* key : {"bridge", "tunnel"}) {
      if (pick(5) == 0) { w.tags.emplace_back(key, some({"yes", "no", "viaduct"})); }
    }
    for (const char* key : {"name", "ref", "surface", "access", "name:pt"}) {
      if (pick(4) == 0) { w.tags.emplace_back(key, some({"a", "b c", "ção"})); }
    }
    data.ways.push_back(std::move(w));
  }
  return data;
}

TEST(OsmReader, ReadsWhatLibosmiumReads) {
  std::mt19937 random(3);
  std::size_t roads = 0;
  for (int round = 0; round < 40; ++round) {
    const OsmData data = random_data(random);
    for (const char* options :
         {"pbf", "pbf,pbf_dense_nodes=false", "pbf,pbf_compression=none", "pbf,locations_on_ways=true", "pbf,add_metadata=all"}) {
      const std::string pbf = written_by_libosmium(data, options);
      for (const OsmLayer layer : {OsmLayer::places, OsmLayer::roads}) {
        const Lines expected = read_by_libosmium(pbf, layer);
        EXPECT_EQ(read_by_us(pbf, layer), expected) << options;
        roads += expected.size();
      }
    }
  }
  EXPECT_GT(roads, 1000U);
}

TEST(OsmReader, ReadsTheSameHoweverFewPositionsItHolds) {
  std::mt19937 random(4);
  for (int round = 0; round < 10; ++round) {
    const std::string pbf = written_by_libosmium(random_data(random));
    const Lines whole = read_by_us(pbf, OsmLayer::roads);
    for (const std::size_t batch : {1, 2, 7, 50, 400}) { EXPECT_EQ(read_by_us(pbf, OsmLayer::roads, batch), whole) << batch; }
  }
}

// By hand: what other programs may write, and libosmium does not.

std::string dense_block(const std::vector<OsmNode>& nodes, std::int32_t granularity, std::int64_t offset_nanodegrees) {
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> lats;
  std::vector<std::int64_t> lons;
  const auto add = [](std::vector<std::int64_t>& to, std::int64_t& last, std::int64_t value) {
    to.push_back(value - last);
    last = value;
  };
  std::int64_t id = 0;
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  for (const OsmNode& n : nodes) {
    add(ids, id, n.id);
    add(lats, lat, (std::llround(n.lat * 1e9) - offset_nanodegrees) / granularity);
    add(lons, lon, (std::llround(n.lon * 1e9) - offset_nanodegrees) / granularity);
  }
  std::string dense;
  protozero::pbf_writer d(dense);
  d.add_packed_sint64(1, ids.begin(), ids.end());
  d.add_packed_sint64(8, lats.begin(), lats.end());
  d.add_packed_sint64(9, lons.begin(), lons.end());
  std::string group;
  protozero::pbf_writer(group).add_message(2, dense);
  std::string block;
  protozero::pbf_writer b(block);
  b.add_message(2, group);
  b.add_int32(17, granularity);
  b.add_int64(19, offset_nanodegrees);
  b.add_int64(20, offset_nanodegrees);
  b.add_message(1, std::string());
  return frame("OSMData", zlib_blob(block));
}

std::string way_block(const std::vector<OsmWay>& ways) {
  std::string strings;
  protozero::pbf_writer s(strings);
  s.add_string(1, "");
  s.add_string(1, "highway");
  s.add_string(1, "track");
  std::string group;
  protozero::pbf_writer g(group);
  for (const OsmWay& way : ways) {
    std::string message;
    protozero::pbf_writer w(message);
    const std::uint32_t key = 1;
    const std::uint32_t value = 2;
    w.add_int64(1, way.id);
    w.add_packed_uint32(2, &key, &key + 1);
    w.add_packed_uint32(3, &value, &value + 1);
    std::vector<std::int64_t> steps;
    std::int64_t last = 0;
    for (const std::int64_t node : way.nodes) {
      steps.push_back(node - last);
      last = node;
    }
    w.add_packed_sint64(8, steps.begin(), steps.end());
    g.add_message(3, message);
  }
  std::string block;
  protozero::pbf_writer b(block);
  b.add_message(1, strings);
  b.add_message(2, group);
  return frame("OSMData", raw_blob(block));
}

TEST(OsmReader, WaysMayStandBeforeTheirNodesAndBlocksOfOtherKindsBetween) {
  const std::vector<OsmNode> a{{5, 40, -13, {}}, {9, 40.5, -13.5, {}}};
  const std::vector<OsmNode> b{{-2, 41, -12, {}}, {3, 42, -11, {}}};
  const std::string file = header() + way_block({{1, {9, 3, 5}}, {2, {-2, 9}}}) + dense_block(a, 100, 0) +
                           frame("Surprise", raw_blob("x")) + dense_block(b, 1000, 500'000'000) + way_block({{3, {5, 9}}});
  const Lines expected{R"(w1|track|-|-|-|-|-|-|-|{"type":"LineString","coordinates":[[40.5,-13.5],[42,-11],[40,-13]]})",
                       R"(w2|track|-|-|-|-|-|-|-|{"type":"LineString","coordinates":[[41,-12],[40.5,-13.5]]})",
                       R"(w3|track|-|-|-|-|-|-|-|{"type":"LineString","coordinates":[[40,-13],[40.5,-13.5]]})"};
  EXPECT_EQ(read_by_us(file, OsmLayer::roads), expected);
  EXPECT_EQ(read_by_us(file, OsmLayer::roads, 1), expected);
}

TEST(OsmReader, RoadsAreCutWhereAnExtractLacksTheirNodes) {
  const std::vector<OsmNode> nodes{{1, 1, 1, {}}, {2, 2, 2, {}}, {4, 4, 4, {}}, {5, 5, 5, {}}, {7, 7, 7, {}}, {8, 200, 8, {}}};
  const std::string file =
      header() + dense_block(nodes, 100, 0) + way_block({{1, {1, 2, 3, 4, 5, 6, 7}}, {2, {3, 1, 2}}, {3, {7, 6}}, {4, {}}, {5, {1, 2, 8}}});
  EXPECT_EQ(read_by_us(file, OsmLayer::roads),
            (Lines{R"(w1|track|-|-|-|-|-|-|-|{"type":"MultiLineString","coordinates":[[[1,1],[2,2]],[[4,4],[5,5]]]})",
                   R"(w2|track|-|-|-|-|-|-|-|{"type":"LineString","coordinates":[[1,1],[2,2]]})", "w3|track|-|-|-|-|-|-|-|!geometry",
                   "w4|track|-|-|-|-|-|-|-|!geometry", R"(w5|track|-|-|-|-|-|-|-|{"type":"LineString","coordinates":[[1,1],[2,2]]})"}));
}

TEST(OsmReader, TextsThatAreNoneAreFound) {
  OsmData data = small_town();
  data.nodes[0].tags[1].second = "Mi\xC3(ze";
  data.ways[0].tags[1].second = "N\xFF";
  const std::string pbf = written_by_libosmium(data);
  EXPECT_THAT(read_by_us(pbf, OsmLayer::places).at(0), HasSubstr("!E1"));
  EXPECT_THAT(read_by_us(pbf, OsmLayer::roads).at(0), HasSubstr("!E1"));
  EXPECT_THAT(read_by_us(pbf, OsmLayer::roads).at(1), HasSubstr("LineString"));
}

class File {
 public:
  File(const std::string& name, const std::string& bytes)
      : m_folder(std::filesystem::temp_directory_path() / ("bairro-osm-" + std::to_string(::getpid()))) {
    std::filesystem::create_directory(m_folder);
    m_path = m_folder / name;
    std::ofstream(m_path, std::ios::binary) << bytes;
  }
  ~File() { std::filesystem::remove_all(m_folder); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_folder;
  std::filesystem::path m_path;
};

Report import_file(const std::filesystem::path& path, const std::string& collection, importers_tests::RecordingWriter& writer) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  ReadOptions read;
  read.collection = collection;
  const auto reader = open(path, read);
  return import(*reader, *catalog.collection(collection), catalog, importers_tests::options(), writer, {});
}

TEST(OsmReader, GoesThroughTheImportAsAnyFile) {
  const File file("town.osm.pbf", written_by_libosmium(small_town()));
  importers_tests::RecordingWriter places;
  const Report settlements = import_file(file.path(), "settlements", places);
  EXPECT_EQ(settlements.source, "osm");
  EXPECT_EQ(settlements.rows, (RowCounts{2, 2, 0, 0, 0}));
  EXPECT_EQ(settlements.file.position, "feature");
  EXPECT_EQ(places.rows.at(0).source_key, "n1");
  bool says_what_is_missing = false;
  for (const geo::Text& note : settlements.file.notes) { says_what_is_missing |= note.en == "1 places without a name were left out"; }
  EXPECT_TRUE(says_what_is_missing);

  importers_tests::RecordingWriter ways;
  const Report roads = import_file(file.path(), "roads", ways);
  EXPECT_EQ(roads.rows, (RowCounts{5, 5, 0, 0, 0}));
  EXPECT_EQ(ways.rows.at(2).source_key, "w103");
  const geo::Collection& schema = *geo::builtin_catalog().collection("roads");
  const auto value = [&](const char* field) { return ways.rows.at(2).row.values.at(static_cast<std::size_t>(schema.index_of(field))); };
  EXPECT_EQ(value("road_class"), geo::Value(std::string("track")));
  EXPECT_EQ(value("oneway"), geo::Value(std::string("reverse")));
  EXPECT_EQ(value("bridge"), geo::Value(true));
  EXPECT_EQ(value("tunnel"), geo::Value(false));
}

TEST(OsmReader, NameContentAndCollectionMustFit) {
  const std::string pbf = written_by_libosmium(small_town());
  const auto sentence = [](const std::string& name, const std::string& bytes, const std::string& collection) {
    const File file(name, bytes);
    try {
      ReadOptions read;
      read.collection = collection;
      open(file.path(), read);
    } catch (const geo::Error& error) {
      EXPECT_EQ(error.problem(), geo::Problem::input);
      EXPECT_FALSE(error.text().pt.empty());
      return error.text().en;
    }
    return std::string();
  };
  EXPECT_EQ(sentence("a.osm.pbf", pbf, "roads"), "");
  EXPECT_EQ(sentence("a.PBF", pbf, "settlements"), "");
  EXPECT_THAT(sentence("a.osm.pbf", pbf, "incidents"), HasSubstr("settlements and roads"));
  EXPECT_THAT(sentence("a.osm.pbf", pbf, ""), HasSubstr("settlements and roads"));
  EXPECT_THAT(sentence("a.csv", pbf, "roads"), HasSubstr("name it .osm.pbf"));
  EXPECT_THAT(sentence("a.osm.pbf", "a,b\n1,2\n", "roads"), HasSubstr("does not begin as"));
  EXPECT_THAT(sentence("a.osm.pbf", "", "roads"), HasSubstr("does not begin as"));
  try {
    open_source(memory_source(pbf), "a.osm.pbf");
    FAIL();
  } catch (const geo::Error& error) { EXPECT_THAT(error.text().en, HasSubstr("as it lies on disk")); }
}

}  // namespace
}  // namespace importers::test
