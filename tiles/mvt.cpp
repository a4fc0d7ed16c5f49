// SPDX-License-Identifier: Apache-2.0
#include "tiles/mvt.hpp"

#include "tiles/tile_id.hpp"

#include <protozero/pbf_writer.hpp>

#include <algorithm>
#include <cassert>

namespace tiles {
namespace {

// Field numbers of vector_tile.proto, version 2.1.
namespace tile_field {
constexpr std::uint32_t layers = 3;
}
namespace layer_field {
constexpr std::uint32_t name = 1, features = 2, keys = 3, values = 4, extent = 5, version = 15;
}
namespace feature_field {
constexpr std::uint32_t id = 1, tags = 2, type = 3, geometry = 4;
}
namespace value_field {
constexpr std::uint32_t text = 1, real = 3, unsigned_integer = 5, signed_integer = 6, boolean = 7;
}
enum GeomType : std::uint32_t { point = 1, line = 2, polygon = 3 };
constexpr std::uint32_t line_to_command = 2, close_path_command = 7;

struct ValueEncoder {
  protozero::pbf_writer& out;

  void operator()(bool v) const { out.add_bool(value_field::boolean, v); }
  void operator()(std::int64_t v) const {
    // Negative numbers would take ten bytes unsigned.
    if (v >= 0) {
      out.add_uint64(value_field::unsigned_integer, static_cast<std::uint64_t>(v));
    } else {
      out.add_sint64(value_field::signed_integer, v);
    }
  }
  void operator()(double v) const { out.add_double(value_field::real, v); }
  void operator()(const std::string& v) const { out.add_string(value_field::text, v); }
};

std::uint32_t position_of(const std::string& item, std::vector<std::string>& table, std::unordered_map<std::string, std::uint32_t>& at) {
  const auto [found, is_new] = at.emplace(item, static_cast<std::uint32_t>(table.size()));
  if (is_new) { table.push_back(item); }
  return found->second;
}

}  // namespace

std::int64_t area2(const GridRing& ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const GridPoint a = ring[i];
    const GridPoint b = ring[i + 1 == ring.size() ? 0 : i + 1];
    sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return sum;
}

std::uint32_t LayerWriter::key(std::string_view name) { return position_of(std::string(name), m_keys, m_key_at); }

std::uint32_t LayerWriter::value(const TileValue& value) {
  std::string encoded;
  protozero::pbf_writer writer(encoded);
  std::visit(ValueEncoder{writer}, value);
  return position_of(encoded, m_values, m_value_at);
}

void LayerWriter::vertex(GridPoint p) {
  m_geometry.push_back(protozero::encode_zigzag32(p.x - m_cursor.x));
  m_geometry.push_back(protozero::encode_zigzag32(p.y - m_cursor.y));
  m_cursor = p;
}

void LayerWriter::line_to(std::span<const GridPoint> vertices) {
  command(line_to_command, vertices.size());
  for (const GridPoint p : vertices) {
    assert(p != m_cursor);
    vertex(p);
  }
}

void LayerWriter::add_feature(std::uint64_t id, std::span<const Tag> tags, std::uint32_t type) {
  protozero::pbf_writer layer(m_features);
  protozero::pbf_writer feature(layer, layer_field::features);
  feature.add_uint64(feature_field::id, id);
  if (!tags.empty()) {
    protozero::packed_field_uint32 packed(feature, feature_field::tags);
    for (const Tag tag : tags) {
      packed.add_element(tag.key);
      packed.add_element(tag.value);
    }
  }
  feature.add_enum(feature_field::type, static_cast<std::int32_t>(type));
  feature.add_packed_uint32(feature_field::geometry, m_geometry.begin(), m_geometry.end());
  m_geometry.clear();
  m_cursor = {};
}

void LayerWriter::add_points(std::uint64_t id, std::span<const Tag> tags, std::span<const GridPoint> points) {
  assert(!points.empty());
  command(1, points.size());
  for (const GridPoint p : points) { vertex(p); }
  add_feature(id, tags, GeomType::point);
}

void LayerWriter::add_lines(std::uint64_t id, std::span<const Tag> tags, std::span<const GridLine> lines) {
  assert(!lines.empty());
  for (const GridLine& line : lines) {
    assert(line.size() >= 2);
    move_to(line.front());
    line_to(std::span(line).subspan(1));
  }
  add_feature(id, tags, GeomType::line);
}

void LayerWriter::ring(const GridRing& ring, bool is_shell) {
  const std::int64_t area = area2(ring);
  assert(ring.size() >= 3 && area != 0);
  if ((area > 0) == is_shell) {
    move_to(ring.front());
    line_to(std::span(ring).subspan(1));
  } else {
    const GridRing turned(ring.rbegin(), ring.rend());
    move_to(turned.front());
    line_to(std::span(turned).subspan(1));
  }
  command(close_path_command, 1);
}

void LayerWriter::add_polygons(std::uint64_t id, std::span<const Tag> tags, std::span<const GridPolygon> polygons) {
  assert(!polygons.empty());
  for (const GridPolygon& polygon : polygons) {
    assert(!polygon.empty());
    for (std::size_t i = 0; i < polygon.size(); ++i) { ring(polygon[i], i == 0); }
  }
  add_feature(id, tags, GeomType::polygon);
}

std::string LayerWriter::tile() const {
  if (m_features.empty()) { return {}; }
  std::string bytes;
  protozero::pbf_writer layer(bytes);
  layer.add_uint32(layer_field::version, 2);
  layer.add_string(layer_field::name, m_name);
  bytes += m_features;
  for (const std::string& key : m_keys) { layer.add_string(layer_field::keys, key); }
  for (const std::string& value : m_values) { layer.add_message(layer_field::values, value); }
  layer.add_uint32(layer_field::extent, tile_extent);
  std::string out;
  protozero::pbf_writer(out).add_message(tile_field::layers, bytes);
  return out;
}

}  // namespace tiles
