// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/ogc/styles.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

std::vector<Link> landing_links(const Call& call) {
  std::vector<Link> links = own_links(call);
  // QGIS takes the description only under exactly this type.
  links.push_back({url(call, "/api"), "service-desc", "application/vnd.oai.openapi+json;version=3.0",
                   call.say("This API described in OpenAPI 3.0", "Esta API descrita em OpenAPI 3.0")});
  links.push_back(
      {url(call, "/api", {{"f", "html"}}), "service-doc", "text/html", call.say("This API for people", "Esta API para pessoas")});
  links.push_back({url(call, "/conformance"), "conformance", "application/json",
                   call.say("The standards this service keeps", "As normas que este serviço cumpre")});
  links.push_back({url(call, "/collections"), "data", "application/json", call.say("The collections", "As colecções")});
  links.push_back({url(call, "/tiles"), "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", "application/json",
                   call.say("The collections as vector tiles", "As colecções em mosaicos vectoriais")});
  links.push_back({url(call, "/tileMatrixSets"), "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", "application/json",
                   call.say("The grids of the tiles", "As grelhas dos mosaicos")});
  links.push_back(
      {url(call, "/styles"), rel_styles, "application/json", call.say("How the collections are drawn", "Como se desenham as colecções")});
  links.push_back({url(call, "/qgis"), "related", "application/json", call.say("Files for QGIS", "Ficheiros para o QGIS")});
  links.push_back({url(call, "/processes"), rel_processes, "application/json", call.say("The analyses", "As análises")});
  if (call.site.may_import()) {
    links.push_back({url(call, "/imports"), "related", "application/json", call.say("Imports of files", "Importações de ficheiros")});
  }
  links.push_back({url(call, "/functions"), "http://www.opengis.net/def/rel/ogc/1.0/functions", "application/json",
                   call.say("The functions that filters may use", "As funções que os filtros podem usar")});
  links.push_back({url(call, "/jobs"), rel_job_list, "application/json", call.say("Your jobs", "Os seus trabalhos")});
  return links;
}

}  // namespace

Response landing_page(const Call& call) {
  if (call.format == Format::html) { return document(call, landing_html(call)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object();
  json.member("title", call.say(call.site.options().title));
  json.member("description", call.say(call.site.options().description));
  json.member("access", call.say(who_text(call.site)));
  write_links(json, landing_links(call));
  json.end_object();
  return document(call, std::move(body));
}

Response health(const Call& call) {
  if (call.format == Format::html) { return document(call, health_html(call)); }
  return document(call, R"({"status":"ok"})");
}

}  // namespace api
