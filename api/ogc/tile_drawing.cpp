// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_drawing.hpp"

#include "api/headers.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace api {

std::string tile_etag(const geo::Role& role, const geo::View& view, tiles::TileId id, const tiles::TileOptions& options,
                      std::string_view asked) {
  return etag_of(fmt::format("{} {} {} {:016x} {}/{}/{} {}", tiles::drawing_edition, geo::role_text(role), view.schema().id,
                             tiles::tile_stamp(view, id, options), id.zoom(), id.row(), id.column(), asked));
}

TileKey tile_key(const geo::Role& role, const geo::View& view, tiles::TileId id, std::string_view asked) {
  return {{geo::role_text(role), view.schema().id, id.zoom(), id.row(), id.column()}, std::string(asked)};
}

DrawnTile draw_tile(const geo::View& view, tiles::TileId id, const tiles::TileOptions& options) {
  std::string body = tiles::make_tile(view, id, options);
  if (body.empty()) { return {}; }
  body.shrink_to_fit();
  geo::Filter shown = options.filter;
  shown.bbox = id.search_box(tiles::tile_reach(view, id, options));
  return {std::make_shared<const std::string>(std::move(body)), std::max<std::uint64_t>(view.count(shown), 1)};
}

}  // namespace api
