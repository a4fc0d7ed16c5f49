// SPDX-License-Identifier: Apache-2.0
// The same files through libosmium: it writes them, and reads them with code that shares nothing with ours.
#include "tests/importers/osm/osm_file.hpp"

#include <fmt/format.h>
#include <osmium/builder/attr.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/sparse_mem_array.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/pbf_output.hpp>
#include <osmium/visitor.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <unistd.h>

namespace importers::test {
namespace {

/// A file that is gone with this.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bairro-osm-XXXXXX").string();
    const int fd = ::mkstemp(pattern.data());
    if (fd < 0) { throw std::runtime_error("mkstemp"); }
    ::close(fd);
    m_path = pattern;
  }
  ~TemporaryFile() { std::filesystem::remove(m_path); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

std::string number(std::int32_t lattice) {
  std::string text = fmt::format("{:.7f}", lattice / 1e7);
  while (text.back() == '0') { text.pop_back(); }
  if (text.back() == '.') { text.pop_back(); }
  return text;
}

std::string pair(const osmium::Location& p) { return "[" + number(p.x()) + "," + number(p.y()) + "]"; }

std::string value(const osmium::TagList& tags, const char* key) { return tags.get_value_by_key(key, ""); }
std::string shown(const std::string& text) { return (text.empty() ? "-" : text) + "|"; }

class Collector : public osmium::handler::Handler {
 public:
  explicit Collector(OsmLayer layer) : m_layer(layer) {}

  void node(const osmium::Node& node) {
    const osmium::TagList& tags = node.tags();
    static const std::set<std::string> lived_in{"city",   "town",    "village",       "hamlet", "isolated_dwelling", "borough",
                                                "suburb", "quarter", "neighbourhood", "farm",   "allotments",        "locality"};
    const std::string name = tags.get_value_by_key("name", value(tags, "name:pt").c_str());
    if (m_layer != OsmLayer::places || name.empty() || lived_in.count(value(tags, "place")) == 0) { return; }
    std::string others;
    std::set<std::string> seen{name};
    for (const char* key : {"name:pt", "official_name", "alt_name", "old_name", "loc_name", "name:en"}) {
      const std::string other = value(tags, key);
      if (!other.empty() && seen.insert(other).second) { others += (others.empty() ? "" : "; ") + other; }
    }
    const std::string people = value(tags, "population");
    const std::string year = people.empty() ? "" : value(tags, "population:date").substr(0, 4);
    found.push_back(fmt::format("n{}|", node.id()) + shown(name) + shown(others) + shown(value(tags, "place")) + shown(people) +
                    shown(year) + shown(people.empty() ? "" : value(tags, "source:population")) + R"({"type":"Point","coordinates":)" +
                    pair(node.location()) + "}");
  }

  void way(const osmium::Way& way) {
    const osmium::TagList& tags = way.tags();
    static const std::set<std::string> not_travelled{"", "proposed", "construction", "platform", "raceway"};
    if (m_layer != OsmLayer::roads || not_travelled.count(value(tags, "highway")) > 0 || tags.has_tag("area", "yes")) { return; }
    const auto flag = [&](const char* key) { return !tags.has_key(key) ? "" : tags.has_tag(key, "no") ? "no" : "yes"; };
    std::string oneway = value(tags, "oneway");
    if (oneway == "-1") { oneway = "reverse"; }
    if (oneway == "reversible") { oneway.clear(); }
    if (!tags.has_key("oneway") && (tags.has_tag("junction", "roundabout") || tags.has_tag("highway", "motorway"))) { oneway = "yes"; }
    std::string line = fmt::format("w{}|", way.id()) + shown(value(tags, "highway")) +
                       shown(tags.get_value_by_key("name", value(tags, "name:pt").c_str())) + shown(value(tags, "ref")) +
                       shown(value(tags, "surface")) + shown(value(tags, "access")) + shown(oneway) + shown(flag("bridge")) +
                       shown(flag("tunnel"));
    std::string points;
    for (const osmium::NodeRef& node : way.nodes()) { points += (points.empty() ? "" : ",") + pair(node.location()); }
    found.push_back(line + R"({"type":"LineString","coordinates":[)" + points + "]}");
  }

  std::vector<std::string> found;

 private:
  OsmLayer m_layer;
};

}  // namespace

std::string written_by_libosmium(const OsmData& data, const std::string& options) {
  using namespace osmium::builder::attr;
  const TemporaryFile file;
  osmium::memory::Buffer buffer(1024, osmium::memory::Buffer::auto_grow::yes);
  std::map<std::int64_t, osmium::Location> places;
  for (const OsmNode& n : data.nodes) {
    places[n.id] = {n.lon, n.lat};
    osmium::builder::add_node(buffer, _id(n.id), _version(1), _location(n.lon, n.lat), _tags(n.tags));
  }
  for (const OsmWay& w : data.ways) {
    std::vector<osmium::NodeRef> nodes;
    for (const std::int64_t id : w.nodes) { nodes.emplace_back(id, places[id]); }
    osmium::builder::add_way(buffer, _id(w.id), _version(1), _nodes(nodes), _tags(w.tags));
  }
  osmium::io::Writer writer(osmium::io::File(file.path().string(), options), osmium::io::overwrite::allow);
  writer(std::move(buffer));
  writer.close();
  std::ifstream in(file.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> read_by_libosmium(const std::string& pbf, OsmLayer layer) {
  osmium::io::Reader reader(osmium::io::File(pbf.data(), pbf.size(), "pbf"));
  osmium::index::map::SparseMemArray<osmium::unsigned_object_id_type, osmium::Location> index;
  osmium::handler::NodeLocationsForWays<decltype(index)> locations(index);
  Collector collector(layer);
  osmium::apply(reader, locations, collector);
  reader.close();
  return std::move(collector.found);
}

}  // namespace importers::test
