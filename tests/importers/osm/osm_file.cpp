// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/osm/osm_file.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/geometry.hpp"
#include "importers/osm/object_reader.hpp"

#include <gtest/gtest.h>
#include <protozero/pbf_writer.hpp>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace importers::test {

OsmData small_town() {
  OsmData d;
  for (std::int64_t i = 1; i <= 12; ++i) {
    d.nodes.push_back({i, 40 + 0.01 * static_cast<double>(i), -13 + 0.001 * static_cast<double>(i * i), {}});
  }
  d.nodes[0].tags = {{"place", "village"}, {"name", "Mieze"},      {"alt_name", "Mieze Sede"},
                     {"name:pt", "Mieze"}, {"population", "1200"}, {"population:date", "2017-08-01"}};
  d.nodes[1].tags = {{"place", "hamlet"}};
  d.nodes[2].tags = {{"place", "state"}, {"name", "Cabo Delgado"}};
  d.nodes[3].tags = {{"amenity", "police"}, {"name", "Esquadra"}};
  d.nodes[4].tags = {{"place", "town"}, {"name:pt", "Mecúfi"}, {"official_name", "Vila de Mecúfi"}, {"population:date", "2017"}};
  d.ways = {
      {101, {1, 2, 3}, {{"highway", "primary"}, {"name", "Estrada N1"}, {"ref", "N1"}, {"surface", "asphalt"}}},
      {102, {3, 4, 5, 3}, {{"highway", "residential"}, {"junction", "roundabout"}}},
      {103, {5, 6}, {{"highway", "track"}, {"oneway", "-1"}, {"bridge", "viaduct"}, {"tunnel", "no"}, {"access", "private"}}},
      {104, {6, 7}, {{"highway", "proposed"}}},
      {105, {7, 8, 9, 7}, {{"highway", "pedestrian"}, {"area", "yes"}}},
      {106, {8, 9}, {{"waterway", "river"}}},
      {107, {9, 10, 11, 12}, {{"highway", "motorway"}, {"oneway", "reversible"}, {"name:pt", "Circular"}}},
      {108, {12, 1}, {{"highway", "path"}, {"oneway", "yes"}}},
  };
  return d;
}

namespace {

std::string describe(const Record& record) {
  std::string text;
  for (const std::string_view cell : record.cells) { text.append(cell.data() == nullptr ? "-" : std::string(cell)).append("|"); }
  if (!record.usable()) { return text + "!" + std::string(record.rule); }
  append_geojson(text, geo::Geometry::from_wkb(record.wkb));
  return text;
}

std::unique_ptr<Reader> reader_of(const std::string& pbf, OsmLayer layer, std::size_t batch_nodes) {
  osm::Blobs blobs(osm::pbf_memory(pbf), "x.osm.pbf", {});
  return layer == OsmLayer::places ? osm::places_reader(std::move(blobs), {}) : osm::roads_reader(std::move(blobs), {}, batch_nodes);
}

}  // namespace

std::vector<std::string> read_by_us(const std::string& pbf, OsmLayer layer, std::size_t batch_nodes) {
  const auto reader = reader_of(pbf, layer, batch_nodes);
  std::vector<std::string> all;
  Record record;
  double last = 0;
  while (reader->next(record)) {
    all.push_back(describe(record));
    EXPECT_EQ(record.index, static_cast<std::int64_t>(all.size()));
    EXPECT_EQ(record.cells.size(), reader->columns().size());
    EXPECT_GE(reader->progress(), last);
    EXPECT_LE(last = reader->progress(), 1);
  }
  EXPECT_EQ(reader->progress(), 1);
  EXPECT_EQ(reader->info().notes.size(), reader->info().notes_pt.size());
  return all;
}

std::string refusal_of(const std::string& pbf, OsmLayer layer) {
  try {
    const auto reader = reader_of(pbf, layer, 1000);
    Record record;
    while (reader->next(record)) {}
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::input) << error.text().en;
    EXPECT_FALSE(error.text().pt.empty());
    return error.text().en;
  }
  return "";
}

std::string frame(const std::string& type, const std::string& blob) {
  std::string head;
  protozero::pbf_writer writer(head);
  writer.add_string(1, type);
  writer.add_int32(3, static_cast<std::int32_t>(blob.size()));
  std::string out;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) { out.push_back(static_cast<char>(head.size() >> shift & 0xFFU)); }
  return out + head + blob;
}

std::string raw_blob(const std::string& content) {
  std::string blob;
  protozero::pbf_writer(blob).add_bytes(1, content);
  return blob;
}

std::string zlib_blob(const std::string& content) {
  uLongf size = compressBound(content.size());
  std::string packed(size, '\0');
  EXPECT_EQ(compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(content.data()), content.size(), 9),
            Z_OK);
  packed.resize(size);
  std::string blob;
  protozero::pbf_writer writer(blob);
  writer.add_int32(2, static_cast<std::int32_t>(content.size()));
  writer.add_bytes(3, packed);
  return blob;
}

std::string header(const std::vector<std::string>& features) {
  std::string block;
  protozero::pbf_writer writer(block);
  for (const std::string& feature : features) { writer.add_string(4, feature); }
  return frame("OSMHeader", zlib_blob(block));
}

}  // namespace importers::test
