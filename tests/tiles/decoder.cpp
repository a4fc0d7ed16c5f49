// SPDX-License-Identifier: Apache-2.0
#include "tests/tiles/decoder.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

namespace tiles_tests {
namespace {

using tiles::GridPoint;

// One field of a message: numbers in `number`, everything with a length in `bytes`.
struct Field {
  std::uint64_t number_of_field = 0, wire = 0, number = 0;
  std::string_view bytes;
};

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}

  [[nodiscard]] bool done() const { return m_bytes.empty(); }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (m_bytes.empty()) { break; }
      const auto byte = static_cast<unsigned char>(m_bytes.front());
      m_bytes.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 127U) << shift;
      if ((byte & 128U) == 0) { return value; }
    }
    ADD_FAILURE() << "varint cut off or too long";
    m_bytes = {};
    return 0;
  }
  std::string_view take(std::uint64_t size) {
    if (size > m_bytes.size()) {
      ADD_FAILURE() << "cut off";
      size = m_bytes.size();
    }
    const std::string_view taken = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return taken;
  }
  Field field() {
    Field f;
    const std::uint64_t tag = varint();
    f.number_of_field = tag >> 3U;
    f.wire = tag & 7U;
    if (f.wire == 0) {
      f.number = varint();
    } else if (f.wire == 2) {
      f.bytes = take(varint());
    } else if (f.wire == 1) {
      f.bytes = take(8);
    } else {
      ADD_FAILURE() << "wire type " << f.wire;
      m_bytes = {};
    }
    return f;
  }

 private:
  std::string_view m_bytes;
};

std::int64_t unzigzag(std::uint64_t n) { return static_cast<std::int64_t>(n >> 1U) ^ -static_cast<std::int64_t>(n & 1U); }

std::vector<std::uint64_t> packed(std::string_view bytes) {
  std::vector<std::uint64_t> numbers;
  for (Bytes in(bytes); !in.done();) { numbers.push_back(in.varint()); }
  return numbers;
}

tiles::TileValue value_of(std::string_view bytes) {
  Bytes in(bytes);
  const Field f = in.field();
  EXPECT_TRUE(in.done()) << "a value has one variant";
  switch (f.number_of_field) {
    case 1: return std::string(f.bytes);
    case 3: {
      double real = 0;
      EXPECT_EQ(f.bytes.size(), sizeof real);
      std::memcpy(&real, f.bytes.data(), std::min(f.bytes.size(), sizeof real));
      return real;
    }
    case 4:
    case 5: return static_cast<std::int64_t>(f.number);
    case 6: return unzigzag(f.number);
    case 7: return f.number != 0;
    default: ADD_FAILURE() << "value variant " << f.number_of_field; return false;
  }
}

// Commands of section 4.3 of the specification, with what it forbids.
void read_geometry(const std::vector<std::uint64_t>& words, DecodedFeature& feature) {
  GridPoint cursor;
  std::size_t i = 0;
  tiles::GridLine part;
  while (i < words.size()) {
    const std::uint64_t id = words[i] & 7U;
    const std::uint64_t count = words[i] >> 3U;
    ++i;
    ASSERT_GT(count, 0U);
    if (id == 7) {
      ASSERT_EQ(feature.type, 3);
      ASSERT_EQ(count, 1U);
      ASSERT_GE(part.size(), 3U);
      ASSERT_NE(part.front(), part.back()) << "the ring repeats its first vertex";
      feature.rings.push_back(std::move(part));
      part.clear();
      continue;
    }
    ASSERT_TRUE(id == 1 || id == 2) << id;
    if (id == 1 && feature.type == 2 && !part.empty()) {
      feature.lines.push_back(std::move(part));
      part.clear();
    }
    if (feature.type != 1) { ASSERT_EQ(id == 1, part.empty()) << "MoveTo begins a part, LineTo follows"; }
    if (id == 1 && feature.type != 1) { ASSERT_EQ(count, 1U); }
    ASSERT_LE(i + 2 * count, words.size());
    for (std::uint64_t k = 0; k < count; ++k, i += 2) {
      const std::int64_t dx = unzigzag(words[i]);
      const std::int64_t dy = unzigzag(words[i + 1]);
      if (id == 2) { ASSERT_FALSE(dx == 0 && dy == 0) << "a vertex repeats the one before"; }
      cursor = {static_cast<std::int32_t>(cursor.x + dx), static_cast<std::int32_t>(cursor.y + dy)};
      (feature.type == 1 ? feature.points : part).push_back(cursor);
    }
  }
  if (feature.type == 2) {
    ASSERT_GE(part.size(), 2U);
    feature.lines.push_back(std::move(part));
  } else {
    ASSERT_TRUE(part.empty()) << "the last ring is not closed";
  }
  for (const tiles::GridLine& line : feature.lines) { ASSERT_GE(line.size(), 2U); }
}

std::int64_t shoelace(const tiles::GridRing& ring) {
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const GridPoint a = ring[k];
    const GridPoint b = ring[(k + 1) % ring.size()];
    sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return sum;
}

DecodedFeature read_feature(std::string_view bytes, const DecodedLayer& layer) {
  DecodedFeature feature;
  std::vector<std::uint64_t> tags;
  std::vector<std::uint64_t> words;
  for (Bytes in(bytes); !in.done();) {
    const Field f = in.field();
    switch (f.number_of_field) {
      case 1: feature.id = f.number; break;
      case 2: tags = packed(f.bytes); break;
      case 3: feature.type = static_cast<int>(f.number); break;
      case 4: words = packed(f.bytes); break;
      default: ADD_FAILURE() << "feature field " << f.number_of_field;
    }
  }
  EXPECT_EQ(tags.size() % 2, 0U);
  for (std::size_t i = 0; i + 1 < tags.size(); i += 2) {
    if (tags[i] >= layer.keys.size() || tags[i + 1] >= layer.values.size()) {
      ADD_FAILURE() << "a tag points past its table";
      continue;
    }
    EXPECT_TRUE(feature.tags.emplace(layer.keys[tags[i]], layer.values[tags[i + 1]]).second) << "a key stands twice in a feature";
  }
  EXPECT_TRUE(feature.type >= 1 && feature.type <= 3);
  EXPECT_FALSE(words.empty());
  read_geometry(words, feature);
  for (std::size_t k = 0; k < feature.rings.size(); ++k) {
    EXPECT_NE(shoelace(feature.rings[k]), 0);
    EXPECT_TRUE(k > 0 || shoelace(feature.rings[k]) > 0) << "the first ring is not a shell";
  }
  return feature;
}

DecodedLayer read_layer(std::string_view bytes) {
  DecodedLayer layer;
  std::vector<std::string_view> features;
  for (Bytes in(bytes); !in.done();) {
    const Field f = in.field();
    switch (f.number_of_field) {
      case 15: layer.version = f.number; break;
      case 1: layer.name = f.bytes; break;
      case 2: features.push_back(f.bytes); break;
      case 3: layer.keys.emplace_back(f.bytes); break;
      case 4: layer.values.push_back(value_of(f.bytes)); break;
      case 5: layer.extent = f.number; break;
      default: ADD_FAILURE() << "layer field " << f.number_of_field;
    }
  }
  EXPECT_EQ(std::set<std::string>(layer.keys.begin(), layer.keys.end()).size(), layer.keys.size()) << "a key is stored twice";
  EXPECT_EQ(std::set<tiles::TileValue>(layer.values.begin(), layer.values.end()).size(), layer.values.size()) << "a value is stored twice";
  for (const std::string_view feature : features) { layer.features.push_back(read_feature(feature, layer)); }
  return layer;
}

}  // namespace

std::int64_t DecodedFeature::area2() const {
  std::int64_t sum = 0;
  for (const tiles::GridRing& ring : rings) { sum += shoelace(ring); }
  return sum;
}

std::vector<DecodedLayer> decode(std::string_view tile) {
  std::vector<DecodedLayer> layers;
  for (Bytes in(tile); !in.done();) {
    const Field f = in.field();
    EXPECT_EQ(f.number_of_field, 3U);
    layers.push_back(read_layer(f.bytes));
  }
  return layers;
}

DecodedLayer decode_one(std::string_view tile) {
  auto layers = decode(tile);
  EXPECT_LE(layers.size(), 1U);
  if (layers.empty()) { return {}; }
  EXPECT_EQ(layers[0].version, 2U);
  EXPECT_EQ(layers[0].extent, 4096U);
  EXPECT_FALSE(layers[0].features.empty());
  return std::move(layers[0]);
}

}  // namespace tiles_tests
