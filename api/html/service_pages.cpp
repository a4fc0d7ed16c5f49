// SPDX-License-Identifier: Apache-2.0
#include "api/html/map_link.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "api/ogc/conformance.hpp"

namespace api {
namespace {

void append_collection_list(Html& html, const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  if (views.empty()) {
    html.raw("<p>").text(call.say("There are no collections yet.", "Ainda não há colecções.")).raw("</p>\n");
    return;
  }
  html.raw("<ul class=\"cards\">\n");
  for (const auto& view : views) {
    const geo::Collection& schema = view->schema();
    html.raw("<li><h2>").link(url(call, "/collections/" + schema.id, {{"f", "html"}}), call.say(schema.title)).raw("</h2><p>");
    html.text(call.say(schema.description)).raw("</p><p class=\"count\">").text(std::to_string(call.site.count(*view, {})));
    html.text(call.say(" features", " elementos")).raw("</p></li>\n");
  }
  html.raw("</ul>\n");
}

}  // namespace

std::string landing_html(const Call& call) {
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(call.site.options().description)).raw("</p>\n");
  body.raw("<p class=\"to-map\">").link(map_url(call), call.say("Open the map", "Abrir o mapa")).raw("</p>\n");
  append_collection_list(body, call, call.site.views());
  body.raw("<h2>").text(call.say("For QGIS and other programs", "Para o QGIS e outros programas")).raw("</h2>\n<p>");
  body.text(call.say("Add a WFS / OGC API - Features connection with this address: ",
                     "Adicione uma ligação WFS / OGC API - Features com este endereço: "));
  body.element("code", call.base + "/").raw("</p>\n<ul>\n<li>");
  body.link(url(call, "/qgis", {{"f", "html"}}), call.say("QGIS project and layers", "Projecto e camadas QGIS")).raw("</li>\n<li>");
  body.link(url(call, "/styles", {{"f", "html"}}), call.say("Styles", "Estilos")).raw("</li>\n<li>");
  body.link(url(call, "/processes", {{"f", "html"}}), call.say("Analyses", "Análises")).raw("</li>\n<li>");
  if (call.site.may_import()) {
    body.link(url(call, "/imports", {{"f", "html"}}), call.say("Import a file", "Importar um ficheiro")).raw("</li>\n<li>");
  }
  body.link(url(call, "/jobs", {{"f", "html"}}), call.say("Your jobs", "Os seus trabalhos")).raw("</li>\n<li>");
  body.link(url(call, "/api", {{"f", "html"}}), call.say("Description of the API", "Descrição da API")).raw("</li>\n<li>");
  body.link(url(call, "/conformance", {{"f", "html"}}), call.say("Standards", "Normas")).raw("</li>\n</ul>\n");
  return html_page(call, call.say(call.site.options().title), {}, body);
}

std::string conformance_html(const Call& call) {
  Html body;
  body.raw("<ul>\n");
  for (const std::string_view uri : conformance_classes) { body.raw("<li>").element("code", uri).raw("</li>\n"); }
  body.raw("</ul>\n");
  return html_page(call, call.say("Standards this service keeps", "Normas que este serviço cumpre"), {}, body);
}

std::string health_html(const Call& call) {
  Html body;
  body.raw("<p>").text(call.say("The service answers.", "O serviço responde.")).raw("</p>\n");
  return html_page(call, call.say("State", "Estado"), {}, body);
}

std::string collections_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  Html body;
  append_collection_list(body, call, views);
  return html_page(call, call.say("Collections", "Colecções"), {}, body);
}

}  // namespace api
