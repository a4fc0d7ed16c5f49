// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tiles {

/// Most layers of a pyramid.
inline constexpr std::size_t most_pyramid_layers = 64;

/// Bounds of the deepest zoom that is chosen when nobody says one. At zoom 12 a square of a tile's grid measures 2.4 m at the equator: what
/// is enlarged from there still lies where it belongs.
inline constexpr int least_deepest_zoom = 12, most_deepest_zoom = 14;

/// All tiles of some views, from min_zoom to max_zoom, one layer for each view.
struct PyramidPlan {
  std::vector<std::shared_ptr<const geo::View>> views;  ///< of collections with places, each once
  int min_zoom = 0;
  int max_zoom = most_deepest_zoom;
  int level = 6;  ///< of gzip
};

/// A tile of the pyramid. Those that show nothing are handed on only when there may be something below them.
struct PyramidTile {
  std::uint64_t id = 0;     ///< pmtiles_id()
  std::uint64_t below = 0;  ///< bit k: view k may show something in the tiles below
  std::string bytes;        ///< all layers, compressed by gzip; empty: it shows nothing, or lies above min_zoom
};

/// What is known of a tile when its bytes are not at hand.
struct PyramidPlace {
  std::uint64_t id = 0;
  std::uint64_t below = 0;
};

/// Draws the pyramid from the top, and below a tile only where the tile or the shapes that reach into it say that there may be something.
/// Hands tiles on in the order of their ids; `finished` are those that were handed on before an interruption, of the same plan, from the
/// first on: it goes on behind them. Where it stands is told as work done of all, zoom by zoom. Throws Error{failed} when `progress` says
/// that somebody has cancelled it, between two blocks of some hundred tiles. The tiles do not depend on the workers, nor on `finished`.
void build_pyramid(const PyramidPlan& plan, const std::vector<PyramidPlace>& finished, const geo::Workers& workers,
                   const geo::Progress& progress, const std::function<void(const PyramidTile&)>& take);

/// The smallest zoom, within the bounds above, from which every tile shows each of the view's points and lines.
int deepest_zoom_of(const geo::View& view);
/// The smallest zoom from which on all tiles show all lines, as far as can be reckoned beforehand: see LineLengths. One more than
/// most_deepest_zoom: none of them.
int all_lines_from(const geo::View& view);

}  // namespace tiles
