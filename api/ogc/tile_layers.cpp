// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_layers.hpp"

#include "api/links.hpp"
#include "api/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace api {
namespace {

bool has_places(const geo::View& view) { return view.schema().geometry != geo::GeometryType::none; }

std::shared_ptr<const geo::View> view_with_places(const Call& call, const std::string& collection) {
  auto view = call.site.view(collection);
  if (!has_places(*view)) {
    throw geo::Error(geo::Problem::not_found, "This collection has no places, and so no tiles.",
                     "Esta colecção não tem lugares e, por isso, não tem mosaicos.");
  }
  return view;
}

TileLayers of_collection(const Call& call) {
  TileLayers layers;
  layers.views.push_back(view_with_places(call, call.path[0]));
  const geo::Collection& schema = layers.views.front()->schema();
  layers.path = "/collections/" + schema.id + "/tiles";
  layers.title = schema.title;
  layers.description = schema.description;
  return layers;
}

/// What the role sees may be more than is in one tile: results of analyses come and go, and lie over each other.
tiles::Views usual_views(const Call& call) {
  tiles::Views views = call.site.views();
  std::erase_if(views, [](const auto& view) { return !has_places(*view) || geo::is_result_id(view->schema().id); });
  return views;
}

tiles::Views named_views(const Call& call) {
  tiles::Views views;
  std::set<std::string> known;
  for (const std::string& name : list_parameter(call.request, "collections")) {
    if (known.insert(name).second) { views.push_back(view_with_places(call, name)); }
  }
  return views;
}

TileLayers of_dataset(const Call& call) {
  TileLayers layers;
  const bool are_named = call.request.parameter("collections") != nullptr;
  layers.views = are_named ? named_views(call) : usual_views(call);
  for (const auto& view : layers.views) {
    if (are_named) { layers.named += (layers.named.empty() ? "" : ",") + view->schema().id; }
  }
  layers.path = "/tiles";
  layers.title = call.site.options().title;
  layers.description = call.site.options().description;
  layers.is_of_dataset = true;
  layers.first_of_place = 0;
  return layers;
}

}  // namespace

std::string TileLayers::url_template(const Call& call, tiles::MatrixSet set, std::string_view place) const {
  std::string out = call.base + path_of(set) + '/' + std::string(place);
  if (!named.empty()) { out += "?collections=" + percent_encoded(named); }
  return out;
}

TileLayers tile_layers(const Call& call) { return call.route.path.starts_with("/collections/") ? of_collection(call) : of_dataset(call); }

TileLayers layers_of_tile(const Call& call) {
  TileLayers layers = tile_layers(call);
  if (layers.views.empty()) {
    throw geo::Error(geo::Problem::not_found, "There is no collection with places here, and so there are no tiles.",
                     "Aqui não há nenhuma colecção com lugares e, por isso, não há mosaicos.");
  }
  if (layers.views.size() > most_tile_layers) {
    throw geo::Error(
        geo::Problem::usage,
        fmt::format("'collections': a tile holds at most {} collections, not {}. Name fewer.", most_tile_layers, layers.views.size()),
        fmt::format("'collections': um mosaico contém no máximo {} colecções, não {}. Indique menos.", most_tile_layers,
                    layers.views.size()));
  }
  return layers;
}

}  // namespace api
