// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/mvt.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

enum class FeatureKind : std::uint8_t { unknown, point, line, polygon };

/// One feature of a tile, as it stands there.
struct TileFeature {
  std::uint64_t id = 0;
  FeatureKind kind = FeatureKind::unknown;
  std::vector<Tag> tags;        ///< positions in the layer's tables, always in range
  std::vector<GridLine> parts;  ///< points: one part with all of them; lines; rings, without their first vertex repeated
};

struct TileLayer {
  std::string name;
  std::uint32_t version = 1;
  std::uint32_t extent = 4096;
  std::vector<std::string> keys;
  std::vector<TileValue> values;
  std::vector<TileFeature> features;
};

/// The layers of a Mapbox Vector Tile (2.1), for people who look inside; not for the serving path. Throws Error{input} for bytes
/// that are no such tile: a cut message, a position outside a table, a command that is none.
std::vector<TileLayer> decode_tile(std::string_view tile);

}  // namespace tiles
