// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/download.hpp"
#include "api/ogc/provenance.hpp"
#include "api/ogc/styles.hpp"
#include "api/ogc/surface.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

void write_spatial_extent(geo::JsonWriter& json, const geo::BBox& box) {
  json.key("spatial").begin_object().key("bbox").begin_array().begin_array();
  json.value(box.west).value(box.south).value(box.east).value(box.north);
  json.end_array().end_array().member("crs", crs84).end_object();
}

void write_end(geo::JsonWriter& json, geo::TimeMs time, geo::TimeMs open) {
  if (time == open) {
    json.null();
  } else {
    json.value(geo::format_time(time));
  }
}

void write_temporal_extent(geo::JsonWriter& json, const geo::TimeInterval& interval) {
  json.key("temporal").begin_object().key("interval").begin_array().begin_array();
  write_end(json, interval.from, INT64_MIN);
  write_end(json, interval.to, INT64_MAX);
  json.end_array().end_array().member("trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian").end_object();
}

/// A collection without rows has no extent, rather than one of the whole world.
void write_extent(geo::JsonWriter& json, const geo::View& view) {
  const geo::BBox box = view.extent();
  const auto interval = view.time_extent();
  if (box.is_empty() && !interval) { return; }
  json.key("extent").begin_object();
  if (!box.is_empty()) { write_spatial_extent(json, box); }
  if (interval) { write_temporal_extent(json, *interval); }
  json.end_object();
}

std::vector<Link> collection_links(const Call& call, const geo::Collection& schema) {
  const std::string path = "/collections/" + schema.id;
  std::vector<Link> links{
      {url(call, path + "/items"), "items", "application/geo+json", call.say("The features as GeoJSON", "Os elementos em GeoJSON")},
      {url(call, path + "/items", {{"f", "html"}}), "items", "text/html", call.say("The features as HTML", "Os elementos em HTML")},
      {url(call, path + "/schema"), "http://www.opengis.net/def/rel/ogc/1.0/schema", "application/schema+json",
       call.say("The fields", "Os campos")},
      // Relations are the same in any letters; GDAL 3.6 knows this one with a capital B only, and takes its types from here.
      {url(call, path + "/schema/feature"), "describedBy", "application/schema+json",
       call.say("One feature as GeoJSON", "Um elemento em GeoJSON")},
      {url(call, path + "/queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json",
       call.say("What a filter can ask for", "O que um filtro pode usar")},
      {url(call, path + "/sortables"), "http://www.opengis.net/def/rel/ogc/1.0/sortables", "application/schema+json",
       call.say("What one can sort by", "Por que se pode ordenar")}};
  for (Link& file : download_links(call, path + "/items")) { links.push_back(std::move(file)); }
  if (schema.geometry != geo::GeometryType::none) {
    links.push_back({url(call, path + "/tiles"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", "application/json",
                     call.say("The features as vector tiles", "Os elementos em mosaicos vectoriais")});
    links.push_back({url(call, path + "/styles/default"), "stylesheet", "application/vnd.mapbox.style+json",
                     call.say("A style for MapLibre and QGIS", "Um estilo para MapLibre e QGIS")});
    for (Link& link : style_links(call, schema.id)) { links.push_back(std::move(link)); }
    links.push_back({url(call, "/styles"), rel_styles, "application/json", call.say("All styles", "Todos os estilos")});
  }
  for (Link& link : surface_links(call, schema)) { links.push_back(std::move(link)); }
  links.push_back({url(call, "/qgis/" + schema.id + ".qlr"), "related", "application/x-qgis-layer-definition",
                   call.say("As layers of QGIS", "Como camadas do QGIS")});
  return links;
}

void write_collection(geo::JsonWriter& json, const Call& call, const geo::View& view, std::vector<Link> links) {
  const geo::Collection& schema = view.schema();
  for (Link& link : collection_links(call, schema)) { links.push_back(std::move(link)); }
  json.begin_object();
  json.member("id", schema.id).member("title", call.say(schema.title)).member("description", call.say(schema.description));
  write_links(json, links);
  write_extent(json, view);
  if (schema.result) {
    json.key("result").begin_object();  // a number without its method and its input says nothing
    write_provenance(json, *schema.result, true);
    json.end_object();
  }
  json.member("itemType", "feature").member("itemCount", call.site.count(view, {}));
  // Written out for each, though Part 2 would let them refer to one list: QGIS follows "#/crs" only within /collections.
  json.key("crs").begin_array();
  for (const std::string_view crs : listed_crs) { json.value(crs); }
  json.end_array().member("storageCrs", crs84).end_object();
}

}  // namespace

Response collections(const Call& call) {
  const auto views = call.site.views();
  if (call.format == Format::html) { return document(call, collections_html(call, views)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object();
  write_links(json, own_links(call));
  json.key("collections").begin_array();
  for (const auto& view : views) {
    const std::string path = "/collections/" + view->schema().id;
    write_collection(
        json, call, *view,
        {{url(call, path), "self", "application/json", call.say("This collection", "Esta colecção")},
         {url(call, path, {{"f", "html"}}), "alternate", "text/html", call.say("This collection as HTML", "Esta colecção em HTML")}});
  }
  json.end_array().end_object();
  return document(call, std::move(body));
}

Response collection(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  if (call.format == Format::html) { return document(call, collection_html(call, *view)); }
  std::string body;
  geo::JsonWriter json(body);
  write_collection(json, call, *view, own_links(call));
  return document(call, std::move(body));
}

}  // namespace api
