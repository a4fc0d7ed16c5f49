// SPDX-License-Identifier: Apache-2.0
// Vector tiles (OGC API - Tiles, Part 1): of a collection, or with a layer for each of several.
#include "api/errors.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/ogc/matrix_sets.hpp"
#include "api/ogc/tile_drawing.hpp"
#include "api/ogc/tile_layers.hpp"
#include "api/ogc/tile_options.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <semaphore>

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

/// As tile_etag(), of any grid and any number of layers.
std::string etag_of_layers(const Call& call, const tiles::Views& views, tiles::TileId id, const std::vector<tiles::TileOptions>& options,
                           const std::string& asked) {
  std::string all = fmt::format("{} {} {} {}/{}/{} {}", tiles::drawing_edition, geo::role_text(call.site.role()), to_string(id.set()),
                                id.zoom(), id.row(), id.column(), views.size());
  for (std::size_t i = 0; i < views.size(); ++i) {
    all += fmt::format(" {} {:016x}", views[i]->schema().id, tiles::tile_stamp(*views[i], id, options[i]));
  }
  return etag_of(all + ' ' + asked);
}

struct Drawn {
  std::shared_ptr<const std::string> body;  ///< null: the tile is empty
  std::vector<RowsShown> shown;             ///< of layers that leave a trace
};

/// Each layer afresh.
Drawn draw_layers(const Call& call, const tiles::Views& views, tiles::TileId id, const std::vector<tiles::TileOptions>& options) {
  Drawn drawn;
  std::string body;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const DrawnTile layer = draw_tile(*views[i], id, options[i]);
    if (layer.body == nullptr) { continue; }
    if (call.site.leaves_trace(*views[i])) { drawn.shown.push_back({views[i]->schema().id, layer.rows}); }
    body += *layer.body;  // layers of a tile stand one after the other
  }
  if (!body.empty()) { drawn.body = std::make_shared<const std::string>(std::move(body)); }
  return drawn;
}

/// One collection by the grid that maps use: kept for all of the role, and perhaps drawn ahead.
Drawn find_or_draw(const Call& call, const geo::View& view, tiles::TileId id, const tiles::TileOptions& options, const std::string& asked,
                   const std::string& etag) {
  TileCache& kept = call.site.tiles();
  const TileKey key = tile_key(call.site.role(), view, id, asked);
  const DrawnTile tile = kept.get(key, etag, [&] { return draw_tile(view, id, options); });
  // Empty ones, and those beyond the rows, are no places to draw ahead, however often a program asks for them.
  if (asked.empty() && tile.body != nullptr) { kept.looked_at(key.place); }
  Drawn drawn{tile.body, {}};
  if (tile.body != nullptr && call.site.leaves_trace(view)) { drawn.shown.push_back({view.schema().id, tile.rows}); }
  return drawn;
}

struct Released {
  std::counting_semaphore<>& semaphore;
  explicit Released(std::counting_semaphore<>& taken) : semaphore(taken) {}
  ~Released() { semaphore.release(); }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
};

/// False while others are at it.
bool make_ready(const Call& call, const tiles::Views& views, tiles::TileId id) {
  for (const auto& view : views) {
    if (!tiles::needs_preparation(*view, id)) { continue; }
    if (!call.site.preparing().try_acquire()) { return false; }
    const Released released{call.site.preparing()};
    if (!tiles::prepare(*view, id)) { return false; }
  }
  return true;
}

/// All the roads of a country take seconds to be made ready, once. Meanwhile one worker is enough.
Response asked_again(const Call& call) {
  Response response =
      problem_in(call.language, 503,
                 {"The lines and areas of this zoom are being made ready for the first time. Try again in some seconds.",
                  "As linhas e áreas deste nível estão a ser preparadas pela primeira vez. Tente de novo dentro de segundos."},
                 call.request.id);
  set_header(response, "Retry-After", "5");
  response.later = true;
  return response;
}

}  // namespace

Response tile(const Call& call) {
  const TileLayers layers = layers_of_tile(call);
  const tiles::TileId id = tile_named(call, layers);
  const std::vector<tiles::TileOptions> options = tile_options(call, layers.views);
  const std::string asked = asked_of(call.request);
  const bool is_usual = !layers.is_of_dataset && id.set() == tiles::MatrixSet::web_mercator_quad;
  const std::string etag = is_usual ? tile_etag(call.site.role(), *layers.views.front(), id, options.front(), asked)
                                    : etag_of_layers(call, layers.views, id, options, asked);
  if (call.kept) {
    if (auto kept = call.kept(etag)) { return *std::move(kept); }
  }
  if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  const bool is_kept = is_usual && call.site.tiles().has(tile_key(call.site.role(), *layers.views.front(), id, asked), etag);
  if (!is_kept && !make_ready(call, layers.views, id)) { return asked_again(call); }
  Drawn drawn =
      is_usual ? find_or_draw(call, *layers.views.front(), id, options.front(), asked, etag) : draw_layers(call, layers.views, id, options);
  Response response;
  if (drawn.body == nullptr) {
    response.status = 204;
  } else {
    response.headers.push_back({"Content-Type", std::string(mvt)});
    response.body = std::move(drawn.body);
    response.in_haste = true;
    for (const RowsShown& of_layer : drawn.shown) { response.rows += of_layer.rows; }
    response.rows_by = std::move(drawn.shown);
  }
  response.headers.push_back({"ETag", etag});
  return response;
}

}  // namespace api
