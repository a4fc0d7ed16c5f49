// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/surface.hpp"

#include "geo/base/error.hpp"

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

std::vector<Link> surface_links(const Call& call, const geo::Collection& schema) {
  if (!geo::is_density(schema)) { return {}; }
  const std::string path = "/collections/" + schema.id;
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
