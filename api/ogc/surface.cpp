// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/surface.hpp"

#include "api/html/pages.hpp"
#include "geo/analysis/density_picture.hpp"
#include "geo/base/error.hpp"
#include "tiles/surface_classes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace api {

Surface surface_of(const Call& call) {
  Surface surface{call.site.view(call.path[0]), nullptr};
  surface.density = geo::DensitySurface::of(*surface.view);
  if (surface.density == nullptr) {
    throw geo::Error(geo::Problem::not_found, "This collection is no continuous surface: there are no pictures and no raster of it.",
                     "Esta colecção não é uma superfície contínua: não há imagens nem raster dela.");
  }
  return surface;
}

std::string picture_template(const Call& call, const geo::Collection& schema) {
  return call.base + "/collections/" + schema.id + "/map/tiles/WebMercatorQuad/{z}/{y}/{x}";
}

std::uint64_t rows_of_picture(const geo::View& view, tiles::TileId tile, double reach_m, geo::Filter filter) {
  const geo::BBox box = tile.bounds_crs84();
  constexpr double least_degree_m = 110'000;
  const double north = reach_m / least_degree_m;
  const double east = north / std::max(0.05, std::cos(std::max(std::fabs(box.south), std::fabs(box.north)) * std::numbers::pi / 180));
  filter.bbox = geo::BBox{std::max(box.west - east, -180.0), std::max(box.south - north, -90.0), std::min(box.east + east, 180.0),
                          std::min(box.north + north, 90.0)};
  return std::max<std::uint64_t>(view.count(filter), 1);
}

void write_surface_legend(geo::JsonWriter& json, const Call& call, const geo::DensitySurface& surface) {
  json.member("unit", "/km2").member("cell_m", surface.grid.cell_m).key("classes").begin_array();
  for (const tiles::SurfaceClass& c : tiles::surface_classes(surface)) {
    json.begin_object().member("level", c.level).member("from", c.from_per_km2).member("below", c.below_per_km2);
    json.member("title", call.say(c.title)).member("colour", c.colour).member("dotted", c.dotted).end_object();
  }
  json.end_array().member("clear", call.say(legend_of_clear()));
}

std::vector<Link> surface_links(const Call& call, const geo::Collection& schema) {
  const std::string path = "/collections/" + schema.id;
  if (geo::has_density_picture(schema)) {
    return {{url(call, path + "/density/legend"), rel_legend, "application/json",
             call.say("The density as pictures: what their colours mean", "A densidade em imagens: o que as suas cores querem dizer")}};
  }
  if (!geo::is_density(schema)) { return {}; }
  std::vector<Link> links{
      {url(call, path + "/map/tiles"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-map", "application/json",
       call.say("The surface as pictures", "A superfície em imagens")},
      {url(call, path + "/map/legend"), rel_legend, "application/json", call.say("What its colours mean", "O que as cores querem dizer")},
      {url(call, path + "/map/legend", {{"f", "html"}}), rel_legend, "text/html",
       call.say("What its colours mean, for people", "O que as cores querem dizer, para pessoas")},
      {url(call, path + "/styles/surface"), "stylesheet", "application/vnd.mapbox.style+json",
       call.say("A style of pictures for MapLibre", "Um estilo de imagens para MapLibre")}};
  if (call.site.downloads().are_given_out()) {
    links.push_back({url(call, path + "/coverage"), "http://www.opengis.net/def/rel/ogc/1.0/coverage", geotiff_type,
                     call.say("The surface as a GeoTIFF, for QGIS", "A superfície em GeoTIFF, para o QGIS")});
  }
  return links;
}

}  // namespace api
