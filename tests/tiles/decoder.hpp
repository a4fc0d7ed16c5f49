// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/mvt.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tiles_tests {

// A tile as the specification reads, byte by byte; nothing of the encoder is used. Whatever the specification forbids
// fails the running test: windings, repeated vertices, unclosed rings, unknown positions, keys or values stored twice.
struct DecodedFeature {
  std::uint64_t id = 0;
  int type = 0;
  std::map<std::string, tiles::TileValue> tags;
  std::vector<tiles::GridPoint> points;
  std::vector<tiles::GridLine> lines;
  std::vector<tiles::GridRing> rings;  // in the order they stand

  [[nodiscard]] std::int64_t area2() const;
};
struct DecodedLayer {
  std::string name;
  std::uint64_t version = 0, extent = 0;
  std::vector<std::string> keys;
  std::vector<tiles::TileValue> values;
  std::vector<DecodedFeature> features;
};

std::vector<DecodedLayer> decode(std::string_view tile);
// Of a tile with one layer; empty for an empty tile.
DecodedLayer decode_one(std::string_view tile);

}  // namespace tiles_tests
