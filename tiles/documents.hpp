// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/look/cell_look.hpp"
#include "geo/look/look.hpp"
#include "geo/table/view.hpp"
#include "tiles/matrix_set.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// Deepest zoom that clients are told to ask for; beyond it they enlarge. Its grid squares measure 4 cm.
inline constexpr int deepest_advertised_zoom = 18;

/// Where the tiles of a collection are, and in which language to speak of them.
struct TileAddress {
  std::string url_template;  ///< absolute, with {z}, {y} and {x}
  std::string geo::Text::*language = &geo::Text::en;
  std::string glyphs = {};  ///< the template of the letters' address, with {fontstack} and {range}; empty: styles have no words
  std::string font = {};    ///< of these letters
};

using Views = std::vector<std::shared_ptr<const geo::View>>;

/// TileJSON 3.0.0: address, zooms, bounds, the layers and their fields. Clients take the tiles for those of WebMercatorQuad: it has no word
/// for another grid.
std::string tilejson(const Views& layers, const geo::Text& name, const geo::Text& description, const TileAddress& address);

/// A MapLibre (Mapbox GL) style, version 8, of the one collection, drawn as `look` says, with its legend in `metadata`. Names of areas and
/// ways, numbers of squares; no sprites and no addresses but those given. Sizes are constants chosen by filters, since QGIS reads no more.
/// `name` is its own.
std::string style(const geo::View& view, const geo::Look& look, const std::string& name, const TileAddress& address);
/// The usual one.
std::string style(const geo::View& view, const TileAddress& address);
/// The same for cells: their tiles, and classes that follow the rows; see cell_look(). \pre a collection of points
std::string style(const geo::View& view, const geo::CellLook& look, const std::string& name, const TileAddress& address);

/// What the tiles of a collection are asked for so that its usual style looks well: names of areas; squares wide enough for their circles.
/// "a=b", or empty. `drawn_px`: how wide a program draws a tile; QGIS does 256.
std::string usual_tile_query(const geo::Collection& schema, int drawn_px = 512);

/// A MapLibre style, version 8, of pictures of a surface: `address` is theirs. Nothing is asked for outside `bounds`.
std::string picture_style(const geo::Collection& schema, const geo::BBox& bounds, const TileAddress& address);

/// Bounds as map clients take them: cut where the matrix set ends. Empty when the view has no geometry.
geo::BBox tile_bounds(const geo::View& view, MatrixSet set = MatrixSet::web_mercator_quad);
/// Of all of them together.
geo::BBox tile_bounds(const Views& views, MatrixSet set = MatrixSet::web_mercator_quad);

}  // namespace tiles
