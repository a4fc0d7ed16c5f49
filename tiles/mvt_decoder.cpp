// SPDX-License-Identifier: Apache-2.0
#include "tiles/mvt_decoder.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>
#include <protozero/pbf_reader.hpp>

namespace tiles {
namespace {

[[noreturn]] void refuse(std::string_view en, std::string_view pt) {
  throw geo::Error(geo::Problem::input, fmt::format("not a vector tile: {}", en), fmt::format("não é um mosaico vectorial: {}", pt));
}

// A field of another wire type than its own is passed over, as the format of protocol buffers has it.
constexpr std::uint32_t field(std::uint32_t tag, protozero::pbf_wire_type type) { return protozero::tag_and_type(tag, type); }
constexpr std::uint32_t number(std::uint32_t tag) { return field(tag, protozero::pbf_wire_type::varint); }
constexpr std::uint32_t with_length(std::uint32_t tag) { return field(tag, protozero::pbf_wire_type::length_delimited); }
constexpr std::uint32_t four_bytes(std::uint32_t tag) { return field(tag, protozero::pbf_wire_type::fixed32); }
constexpr std::uint32_t eight_bytes(std::uint32_t tag) { return field(tag, protozero::pbf_wire_type::fixed64); }

TileValue value_of(protozero::pbf_reader message) {
  TileValue value = false;
  bool any = false;
  while (message.next()) {
    any = true;
    // Field numbers of vector_tile.proto, version 2.1.
    switch (message.tag_and_type()) {
      case with_length(1): value = message.get_string(); break;
      case four_bytes(2): value = static_cast<double>(message.get_float()); break;
      case eight_bytes(3): value = message.get_double(); break;
      case number(4): value = message.get_int64(); break;
      case number(5): value = static_cast<std::int64_t>(message.get_uint64()); break;
      case number(6): value = message.get_sint64(); break;
      case number(7): value = message.get_bool(); break;
      default: message.skip();
    }
  }
  if (!any) { refuse("a value is empty", "um valor está vazio"); }
  return value;
}

constexpr std::uint32_t move_to = 1, line_to = 2, close_path = 7;

/// Commands of section 4.3 of the specification, once their numbers are unpacked.
void draw(const std::vector<std::uint32_t>& words, TileFeature& feature) {
  GridPoint cursor;
  for (std::size_t at = 0; at < words.size();) {
    const std::uint32_t command = words[at] & 7U;
    const std::uint32_t count = words[at] >> 3U;
    ++at;
    if (command == close_path) { continue; }
    if (command != move_to && command != line_to) { refuse("a command is unknown", "um comando é desconhecido"); }
    if (count > (words.size() - at) / 2) { refuse("a command is cut off", "um comando está truncado"); }
    const bool begins = command == move_to && (feature.kind != FeatureKind::point || feature.parts.empty());
    if (begins) { feature.parts.emplace_back(); }
    if (feature.parts.empty()) { refuse("a line has no beginning", "uma linha não tem início"); }
    for (std::uint32_t i = 0; i < count; ++i, at += 2) {
      // Unsigned: what is out of range wraps round instead of being undefined.
      cursor.x = static_cast<std::int32_t>(static_cast<std::uint32_t>(cursor.x) +
                                           static_cast<std::uint32_t>(protozero::decode_zigzag32(words[at])));
      cursor.y = static_cast<std::int32_t>(static_cast<std::uint32_t>(cursor.y) +
                                           static_cast<std::uint32_t>(protozero::decode_zigzag32(words[at + 1])));
      feature.parts.back().push_back(cursor);
    }
  }
}

template <class Range>
std::vector<std::uint32_t> unpacked(const Range& range) {
  return {range.begin(), range.end()};
}

TileFeature feature_of(protozero::pbf_reader message) {
  TileFeature feature;
  std::vector<std::uint32_t> tags;
  std::vector<std::uint32_t> words;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case number(1): feature.id = message.get_uint64(); break;
      case with_length(2): tags = unpacked(message.get_packed_uint32()); break;
      case number(3): {
        const std::int32_t kind = message.get_enum();
        feature.kind = kind >= 1 && kind <= 3 ? static_cast<FeatureKind>(kind) : FeatureKind::unknown;
        break;
      }
      case with_length(4): words = unpacked(message.get_packed_uint32()); break;
      default: message.skip();
    }
  }
  if (tags.size() % 2 != 0) { refuse("a key has no value", "uma chave não tem valor"); }
  for (std::size_t i = 0; i < tags.size(); i += 2) { feature.tags.push_back({tags[i], tags[i + 1]}); }
  draw(words, feature);
  return feature;
}

TileLayer layer_of(protozero::pbf_reader message) {
  TileLayer layer;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case with_length(1): layer.name = message.get_string(); break;
      case with_length(2): layer.features.push_back(feature_of(message.get_message())); break;
      case with_length(3): layer.keys.push_back(message.get_string()); break;
      case with_length(4): layer.values.push_back(value_of(message.get_message())); break;
      case number(5): layer.extent = message.get_uint32(); break;
      case number(15): layer.version = message.get_uint32(); break;
      default: message.skip();
    }
  }
  for (const TileFeature& feature : layer.features) {
    for (const Tag& tag : feature.tags) {
      if (tag.key < layer.keys.size() && tag.value < layer.values.size()) { continue; }
      refuse("a key or a value is not in its table", "uma chave ou um valor não está na sua tabela");
    }
  }
  return layer;
}

}  // namespace

std::vector<TileLayer> decode_tile(std::string_view tile) {
  std::vector<TileLayer> layers;
  try {
    protozero::pbf_reader message(tile.data(), tile.size());
    while (message.next()) {
      if (message.tag_and_type() == with_length(3)) {
        layers.push_back(layer_of(message.get_message()));
      } else {
        message.skip();
      }
    }
  } catch (const protozero::exception& error) { refuse(error.what(), error.what()); }
  return layers;
}

}  // namespace tiles
