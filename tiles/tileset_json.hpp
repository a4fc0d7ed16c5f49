// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/table/view.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tiles {

/// What a file of tiles says of itself.
struct TilesetWords {
  std::vector<std::shared_ptr<const geo::View>> views;  ///< its layers
  int min_zoom = 0, max_zoom = 0;
  std::string geo::Text::*language = &geo::Text::en;
  std::vector<std::pair<std::string, std::string>> facts;  ///< named "bairro:…" in the file
};

std::string tileset_name(const TilesetWords& words);
/// The array vector_layers of TileJSON 3; fields are named with their kind, as MBTiles 1.3 wants them.
std::string vector_layers_json(const TilesetWords& words);
/// The metadata of a PMTiles file.
std::string pmtiles_metadata(const TilesetWords& words);
/// The table metadata of an MBTiles file, in the order of names.
std::vector<std::pair<std::string, std::string>> mbtiles_metadata(const TilesetWords& words);

}  // namespace tiles
