// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/pmtiles_format.hpp"

#include <span>
#include <string>

namespace tiles {

/// What is said of the tiles as a whole.
struct PmtilesFacts {
  int min_zoom = 0, max_zoom = 0;
  geo::BBox bounds;  ///< empty: the world's
  std::string metadata_json;
};

/// All of a PMTiles file but its tiles, which come behind it as they are: header, root directory, metadata, leaf directories. `tiles` has
/// one entry for each tile, ids ascending, gzip MVT; those that are the same have the same offset, new ones lie behind all before them, so
/// that the file is clustered. `tile_bytes`: of all of them together. The same tiles give the same bytes. Precondition: at least one tile.
std::string pmtiles_head(const PmtilesFacts& facts, std::span<const PmtilesEntry> tiles, std::uint64_t tile_bytes);

}  // namespace tiles
