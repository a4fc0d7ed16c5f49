// SPDX-License-Identifier: Apache-2.0
// Vector tiles (OGC API - Tiles, Part 1): of a collection, or with a layer for each of several.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/ogc/matrix_sets.hpp"
#include "api/ogc/tile_layers.hpp"
#include "api/ogc/tile_options.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {
namespace {

constexpr std::string_view mvt = "application/vnd.mapbox-vector-tile";

tiles::TileId tile_named(const Call& call, const TileLayers& layers) {
  const auto* const at = &call.path[layers.first_of_place];
  const auto id = tiles::TileId::parse(at[1], at[2], at[3], matrix_set_named(at[0]));
  if (!id) { throw geo::Error(geo::Problem::not_found, "There is no such tile.", "Não existe tal mosaico."); }
  return *id;
}

/// The query as it was read. With lengths: a decoded value may hold '&' and '=', and no two queries may become one text.
std::string asked_of(const Request& request) {
  std::string asked;
  for (const auto& [name, value] : request.query) { asked += fmt::format("{}:{}={}:{}&", name.size(), name, value.size(), value); }
  return asked;
}

/// Known before the tile is drawn, from all that shapes it: what changes elsewhere leaves it as it is.
std::string tile_etag(const Call& call, const tiles::Views& views, tiles::TileId id, const std::vector<tiles::TileOptions>& options) {
  std::string all = fmt::format("{} {} {} {}/{}/{} {}", tiles::drawing_edition, geo::role_text(call.site.role()), to_string(id.set()),
                                id.zoom(), id.row(), id.column(), views.size());
  for (std::size_t i = 0; i < views.size(); ++i) {
    all += fmt::format(" {} {:016x}", views[i]->schema().id, tiles::tile_stamp(*views[i], id, options[i]));
  }
  return etag_of(all + ' ' + asked_of(call.request));
}

/// How many rows of a layer that is not empty are shown. What was shown leaves a trace, whatever the box says.
std::uint64_t rows_shown(const geo::View& view, tiles::TileId id, const tiles::TileOptions& options) {
  geo::Filter shown = options.filter;
  shown.bbox = id.search_box(tiles::tile_reach(view, id, options));
  return std::max<std::uint64_t>(view.count(shown), 1);
}

}  // namespace

Response tile(const Call& call) {
  const TileLayers layers = layers_of_tile(call);
  const tiles::TileId id = tile_named(call, layers);
  const std::vector<tiles::TileOptions> options = tile_options(call, layers.views);
  const std::string etag = tile_etag(call, layers.views, id, options);
  if (call.kept) {
    if (auto kept = call.kept(etag)) { return *std::move(kept); }
  }
  if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  std::string body;
  std::vector<RowsShown> shown;
  for (std::size_t i = 0; i < layers.views.size(); ++i) {
    const geo::View& view = *layers.views[i];
    const std::string layer = tiles::make_tile(view, id, options[i]);
    if (!layer.empty() && call.site.leaves_trace(view)) { shown.push_back({view.schema().id, rows_shown(view, id, options[i])}); }
    body += layer;  // layers of a tile stand one after the other
  }
  Response response;
  if (body.empty()) {
    response.status = 204;
  } else {
    response = make_response(200, std::string(mvt), std::move(body));
    for (const RowsShown& of_layer : shown) { response.rows += of_layer.rows; }
    response.rows_by = std::move(shown);
  }
  response.headers.push_back({"ETag", etag});
  return response;
}

}  // namespace api
