// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/block.hpp"

#include <protozero/pbf_reader.hpp>

#include <cmath>
#include <cstddef>
#include <optional>

namespace importers::osm {
namespace {

using protozero::pbf_reader;
using Wire = protozero::pbf_wire_type;
using Signed = protozero::iterator_range<pbf_reader::const_sint64_iterator>;
using Unsigned = protozero::iterator_range<pbf_reader::const_uint32_iterator>;
using Strings = protozero::iterator_range<pbf_reader::const_int32_iterator>;

// Far beyond what the database of OpenStreetMap takes (2,000 nodes a way, 255 letters a text), far below what would hurt.
constexpr std::size_t most_strings = 1'000'000;
constexpr std::size_t most_tags = 10'000;
constexpr std::size_t most_nodes_of_way = 100'000;

constexpr double lattice_per_nanodegree = 0.01;

std::string_view view(protozero::data_view data) { return {data.data(), data.size()}; }

/// Adds as the format counts: ids and coordinates are written as differences, and a hostile one may overflow.
std::int64_t plus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

template <class Range>
auto take(Range& range) {
  if (range.empty()) { throw BlockReader::Damaged(); }
  const auto value = range.front();
  range.drop_front();
  return value;
}

}  // namespace

std::string_view Object::tag(std::string_view key) const {
  for (const auto& [k, v] : tags) {
    if (k == key) { return v; }
  }
  return {};
}

class BlockReader::State {
 public:
  State(std::string_view block, Wanted wanted) : m_wanted(wanted), m_block(block.data(), block.size()) {
    pbf_reader message(block.data(), block.size());
    while (message.next()) {
      switch (message.tag_and_type()) {
        case protozero::tag_and_type(1, Wire::length_delimited): read_strings(message.get_message()); break;
        case protozero::tag_and_type(17, Wire::varint): m_granularity = message.get_int32(); break;
        case protozero::tag_and_type(19, Wire::varint): m_lat_offset = message.get_int64(); break;
        case protozero::tag_and_type(20, Wire::varint): m_lon_offset = message.get_int64(); break;
        default: message.skip();
      }
    }
  }

  Kind next(Object& object) {
    for (;;) {
      if (!m_dense_ids.empty()) {
        read_dense(object);
        return Kind::node;
      }
      if (m_group) {
        const Kind kind = next_of_group(object);
        if (kind != Kind::none) { return kind; }
        if (!m_dense_ids.empty()) { continue; }
        m_group.reset();
      }
      if (!m_block.next()) { return Kind::none; }
      if (m_block.tag_and_type() == protozero::tag_and_type(2, Wire::length_delimited)) {
        m_group = m_block.get_message();
      } else {
        m_block.skip();
      }
    }
  }

 private:
  void read_strings(pbf_reader table) {
    while (table.next(1, Wire::length_delimited)) {
      if (m_strings.size() == most_strings) { throw Damaged(); }
      m_strings.push_back(view(table.get_view()));
    }
  }

  /// The next object of the group; none at its end, or when its nodes are dense and read_dense() goes on.
  Kind next_of_group(Object& object) {
    while (m_group->next()) {
      switch (m_group->tag_and_type()) {
        case protozero::tag_and_type(1, Wire::length_delimited):
          if (!m_wanted.nodes) { break; }
          read_node(m_group->get_message(), object);
          return Kind::node;
        case protozero::tag_and_type(2, Wire::length_delimited):
          if (!m_wanted.nodes) { break; }
          begin_dense(m_group->get_message());
          if (m_dense_ids.empty()) { continue; }
          return Kind::none;
        case protozero::tag_and_type(3, Wire::length_delimited):
          if (!m_wanted.ways) { break; }
          read_way(m_group->get_message(), object);
          return Kind::way;
        default: break;
      }
      m_group->skip();
    }
    return Kind::none;
  }

  void read_node(pbf_reader message, Object& object) {
    Unsigned keys;
    Unsigned values;
    std::int64_t lat = 0;
    std::int64_t lon = 0;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case protozero::tag_and_type(1, Wire::varint): object.id = message.get_sint64(); break;
        case protozero::tag_and_type(2, Wire::length_delimited): keys = message.get_packed_uint32(); break;
        case protozero::tag_and_type(3, Wire::length_delimited): values = message.get_packed_uint32(); break;
        case protozero::tag_and_type(8, Wire::varint): lat = message.get_sint64(); break;
        case protozero::tag_and_type(9, Wire::varint): lon = message.get_sint64(); break;
        default: message.skip();
      }
    }
    object.place = place(lon, lat);
    object.tags.clear();
    if (m_wanted.tags_of_nodes) { read_tags(keys, values, object); }
  }

  void begin_dense(pbf_reader message) {
    m_dense_lats = m_dense_lons = Signed();
    m_dense_tags = Strings();
    m_dense_id = m_dense_lat = m_dense_lon = 0;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case protozero::tag_and_type(1, Wire::length_delimited): m_dense_ids = message.get_packed_sint64(); break;
        case protozero::tag_and_type(8, Wire::length_delimited): m_dense_lats = message.get_packed_sint64(); break;
        case protozero::tag_and_type(9, Wire::length_delimited): m_dense_lons = message.get_packed_sint64(); break;
        case protozero::tag_and_type(10, Wire::length_delimited): m_dense_tags = message.get_packed_int32(); break;
        default: message.skip();
      }
    }
  }

  void read_dense(Object& object) {
    object.id = m_dense_id = plus(m_dense_id, take(m_dense_ids));
    m_dense_lat = plus(m_dense_lat, take(m_dense_lats));
    m_dense_lon = plus(m_dense_lon, take(m_dense_lons));
    object.place = place(m_dense_lon, m_dense_lat);
    object.tags.clear();
    if (!m_wanted.tags_of_nodes || m_dense_tags.empty()) { return; }
    while (const std::int32_t key = take(m_dense_tags)) { add_tag(object, key, take(m_dense_tags)); }
  }

  void read_way(pbf_reader message, Object& object) {
    Unsigned keys;
    Unsigned values;
    Signed lats;
    Signed lons;
    object.nodes.clear();
    while (message.next()) {
      switch (message.tag_and_type()) {
        case protozero::tag_and_type(1, Wire::varint): object.id = message.get_int64(); break;
        case protozero::tag_and_type(2, Wire::length_delimited): keys = message.get_packed_uint32(); break;
        case protozero::tag_and_type(3, Wire::length_delimited): values = message.get_packed_uint32(); break;
        case protozero::tag_and_type(8, Wire::length_delimited): read_nodes_of_way(message.get_packed_sint64(), object); break;
        case protozero::tag_and_type(9, Wire::length_delimited): lats = message.get_packed_sint64(); break;
        case protozero::tag_and_type(10, Wire::length_delimited): lons = message.get_packed_sint64(); break;
        default: message.skip();
      }
    }
    read_places_of_way(lons, lats, object);
    read_tags(keys, values, object);
  }

  static void read_nodes_of_way(Signed differences, Object& object) {
    std::int64_t id = 0;
    for (const std::int64_t difference : differences) {
      if (object.nodes.size() == most_nodes_of_way) { throw Damaged(); }
      object.nodes.push_back(id = plus(id, difference));
    }
  }

  void read_places_of_way(Signed lons, Signed lats, Object& object) const {
    object.places.clear();
    if (lats.empty()) { return; }
    std::int64_t lat = 0;
    std::int64_t lon = 0;
    for (std::size_t i = 0; i < object.nodes.size(); ++i) {
      lat = plus(lat, take(lats));
      lon = plus(lon, take(lons));
      object.places.push_back(place(lon, lat));
    }
  }

  void read_tags(Unsigned keys, Unsigned values, Object& object) const {
    object.tags.clear();
    while (!keys.empty()) { add_tag(object, take(keys), take(values)); }
  }

  template <class Index>
  void add_tag(Object& object, Index key, Index value) const {
    const auto text = [&](Index index) {
      const auto at = static_cast<std::size_t>(index);
      if (at >= m_strings.size()) { throw Damaged(); }
      return m_strings[at];
    };
    if (object.tags.size() == most_tags) { throw Damaged(); }
    object.tags.emplace_back(text(key), text(value));
  }

  [[nodiscard]] Place place(std::int64_t lon, std::int64_t lat) const {
    constexpr double widest = 180e7;
    constexpr double highest = 90e7;
    const auto on_lattice = [&](std::int64_t offset, std::int64_t steps) {
      return (static_cast<double>(offset) + static_cast<double>(m_granularity) * static_cast<double>(steps)) * lattice_per_nanodegree;
    };
    const double x = on_lattice(m_lon_offset, lon);
    const double y = on_lattice(m_lat_offset, lat);
    if (!(std::abs(x) <= widest && std::abs(y) <= highest)) { return {}; }
    return {static_cast<std::int32_t>(std::llround(x)), static_cast<std::int32_t>(std::llround(y))};
  }

  Wanted m_wanted;
  pbf_reader m_block;
  std::optional<pbf_reader> m_group;
  std::vector<std::string_view> m_strings;
  std::int32_t m_granularity = 100;
  std::int64_t m_lat_offset = 0;
  std::int64_t m_lon_offset = 0;
  Signed m_dense_ids, m_dense_lats, m_dense_lons;
  Strings m_dense_tags;
  std::int64_t m_dense_id = 0;
  std::int64_t m_dense_lat = 0;
  std::int64_t m_dense_lon = 0;
};

BlockReader::BlockReader(std::string_view block, Wanted wanted) : m_state(std::make_unique<State>(block, wanted)) {}
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;
BlockReader::~BlockReader() = default;

Kind BlockReader::next(Object& object) { return m_state->next(object); }

}  // namespace importers::osm
