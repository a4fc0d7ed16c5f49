// SPDX-License-Identifier: Apache-2.0
// Files that QGIS opens with one click. They hold addresses, words and colours: no row, and no secret.
#include "api/handlers.hpp"

#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/qgis/project.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

/// Browsers keep it as a file, which QGIS then opens.
Response file(const Call& call, const std::string& name, std::string content) {
  Response response = make_response(200, std::string(call.route.media_type), std::move(content));
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + name + "\""});
  return response;
}

void write_file(geo::JsonWriter& json, const Call& call, const std::string& name, std::string_view type, std::string_view title) {
  json.begin_object().member("href", url(call, "/qgis/" + name, {{"lang", std::string(tag(call.language))}}));
  json.member("rel", "item").member("type", type).member("title", title).end_object();
}

}  // namespace

Response qgis_files(const Call& call) {
  (void)authcfg_parameter(call.request);
  const auto views = call.site.views();
  if (call.format == Format::html) { return document(call, qgis_html(call, views)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().member("title", call.say("Files for QGIS", "Ficheiros para o QGIS")).key("links").begin_array();
  for (const Link& link : own_links(call)) {
    json.begin_object()
        .member("href", link.href)
        .member("rel", link.rel)
        .member("type", link.type)
        .member("title", link.title)
        .end_object();
  }
  write_file(json, call, "bairro.qgs", "application/x-qgis-project", call.say("Project", "Projecto"));
  write_file(json, call, "features.xml", "application/xml", call.say("Connection to the features", "Ligação aos elementos"));
  write_file(json, call, "vector-tiles.xml", "application/xml",
             call.say("Connections to the vector tiles", "Ligações aos mosaicos vectoriais"));
  for (const QgisLayer& layer : qgis_layers(call, views)) {
    const geo::Collection& schema = layer.view->schema();
    write_file(json, call, schema.id + ".qlr", "application/x-qgis-layer-definition", call.say(schema.title));
  }
  json.end_array().end_object();
  return document(call, std::move(body));
}

Response qgis_project(const Call& call) {
  const std::string authcfg = authcfg_parameter(call.request);
  return file(call, "bairro.qgs", qgis_project_xml(call, qgis_layers(call, call.site.views()), authcfg));
}

Response qgis_feature_connections(const Call& call) {
  return file(call, "features.xml", qgis_feature_connections_xml(call, authcfg_parameter(call.request)));
}

Response qgis_tile_connections(const Call& call) {
  const std::string authcfg = authcfg_parameter(call.request);
  return file(call, "vector-tiles.xml", qgis_tile_connections_xml(call, qgis_layers(call, call.site.views()), authcfg));
}

Response qgis_layer(const Call& call) {
  constexpr std::string_view ending = ".qlr";
  const std::string& name = call.path[0];
  if (!name.ends_with(ending)) {
    throw geo::Error(geo::Problem::not_found, "There is no such file: layers are called {collectionId}.qlr.",
                     "Não existe tal ficheiro: as camadas chamam-se {collectionId}.qlr.");
  }
  const auto view = call.site.view(name.substr(0, name.size() - ending.size()));
  const std::string authcfg = authcfg_parameter(call.request);
  return file(call, name, qgis_layer_xml(call, qgis_layers(call, {view}).front(), authcfg));
}

}  // namespace api
