// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/base/error.hpp"
#include "tiles/documents.hpp"
#include "tiles/matrix_set.hpp"

#include <string>

namespace api {

/// Most collections in one tile.
inline constexpr std::size_t most_tile_layers = 16;

/// What the tiles at an address show: the layer of one collection, or one for each of several.
struct TileLayers {
  tiles::Views views;              ///< in the order of the layers; each has places
  std::string path;                ///< of the list of tilesets
  std::string named;               ///< collections that were asked for by name, with commas between them
  geo::Text title, description;    ///< of all together
  bool is_of_dataset = false;      ///< and not of one collection
  std::size_t first_of_place = 1;  ///< in Call::path: the matrix set, behind which zoom, row and column stand

  /// Of a tileset.
  [[nodiscard]] std::string path_of(tiles::MatrixSet set) const { return path + '/' + std::string(to_string(set)); }
  /// Absolute: tiles of a set by three names in braces, "{z}/{y}/{x}".
  [[nodiscard]] std::string url_template(const Call& call, tiles::MatrixSet set, std::string_view place) const;
};

/// Of /collections/{collectionId}/tiles the collection; of /tiles those that `collections` names, in that order, or without it all that
/// the role sees, but for results of analyses; that may be none. Throws Error{not_found}: in the same words for a collection that is hidden
/// and one that is unknown, in others for one without places.
TileLayers tile_layers(const Call& call);

/// The same of what is in one tile. Throws also Error{not_found} where there are none, Error{usage} where there are more than
/// most_tile_layers.
TileLayers layers_of_tile(const Call& call);

}  // namespace api
