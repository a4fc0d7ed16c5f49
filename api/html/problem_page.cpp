// SPDX-License-Identifier: Apache-2.0
#include "api/errors.hpp"
#include "api/html/map_link.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/http/message.hpp"
#include "api/links.hpp"

#include <simdjson.h>

#include <array>

namespace api {
namespace {

geo::Text title_of(int status) {
  switch (status) {
    case 401: return {"Sign in first", "Inicie sessão primeiro"};
    case 403: return {"That is not allowed", "Isso não é permitido"};
    case 404: return {"Not here", "Não está aqui"};
    case 405: return {"Not in this way", "Não desta maneira"};
    case 413: return {"Too large", "Grande demais"};
    case 429:
    case 503: return {"Not now", "Agora não"};
    default: return {"That did not work", "Assim não dá"};
  }
}

/// Where what is not here may be found, by what the address begins with.
struct Place {
  std::string_view prefix;
  std::string_view path;
  geo::Text hint, label;
};

const Place* place_of(std::string_view path) {
  static const std::array<Place, 5> all{
      {{"/collections/",
        "/collections",
        {"It may have been removed, or it is not for everybody to see: sign in if you have an account.",
         "Pode ter sido retirado, ou não é para todos verem: inicie sessão, se tem uma conta."},
        {"All collections", "Todas as colecções"}},
       {"/processes/",
        "/processes",
        {"These are the analyses that there are:", "As análises que existem são estas:"},
        {"Analyses", "Análises"}},
       {"/jobs/",
        "/jobs",
        {"Jobs are forgotten after 30 days, and each account sees its own: sign in as who asked for it, or ask again.",
         "Os trabalhos são esquecidos ao fim de 30 dias, e cada conta vê os seus: inicie sessão como quem o pediu, ou peça de novo."},
        {"Your jobs", "Os seus trabalhos"}},
       {"/imports/", "/imports", {"Each account sees its own imports.", "Cada conta vê as suas importações."}, {"Imports", "Importações"}},
       {"/styles/", "/styles", {"These are the styles that there are:", "Os estilos que existem são estes:"}, {"Styles", "Estilos"}}}};
  for (const Place& place : all) {
    if (path.starts_with(place.prefix)) { return &place; }
  }
  return nullptr;
}

void append_ways_out(Html& html, const Call& call, int status) {
  const Place* place = status == 404 ? place_of(call.request.path) : nullptr;
  if (place != nullptr) { html.raw("<p>").text(call.say(place->hint)).raw("</p>\n"); }
  if (status == 404 && place == nullptr) {
    html.raw("<p>").text(
        call.say("Check the address for mistakes, or begin from one of these:", "Veja se o endereço tem erros, ou comece por um destes:"));
    html.raw("</p>\n");
  }
  html.raw("<p>");
  if (place != nullptr) { html.link(url(call, place->path, {{"f", "html"}}), call.say(place->label)).raw(" · "); }
  if (status == 401 && call.site.has_accounts()) { html.link(session_url(call), call.say("Sign in", "Iniciar sessão")).raw(" · "); }
  if (status != 404 && call.request.method != "POST" && call.request.query.size() > 1) {
    html.link(url(call, fill_path(call.route.path, call.path), {{"f", "html"}}),
              call.say("Begin again without conditions", "Começar de novo sem condições"))
        .raw(" · ");
  }
  html.link(url(call, "/", {{"f", "html"}}), call.say("To the start", "Para o início")).raw(" · ");
  if (place == nullptr) {
    html.link(url(call, "/collections", {{"f", "html"}}), call.say("All collections", "Todas as colecções")).raw(" · ");
  }
  html.link(map_url(call), call.say("Map", "Mapa")).raw("</p>\n");
}

std::string page_of(const Call& call, int status, const std::string& detail) {
  Html body;
  body.raw("<p class=\"lead\">").text(detail).raw("</p>\n");
  append_ways_out(body, call, status);
  body.raw("<p class=\"hint\">").text(call.say("Request ", "Pedido ")).text(call.request.id).raw("</p>\n");
  return html_page(call, call.say(title_of(status)), {}, body, Alternate::refusal);
}

std::string detail_of(const Response& problem) {
  simdjson::dom::parser parser;
  std::string_view detail;
  return problem.body && parser.parse(*problem.body)["detail"].get(detail) == simdjson::SUCCESS ? std::string(detail) : std::string();
}

}  // namespace

Response problem_html(const Call& call, const geo::Error& error) {
  return problem_page(call, problem_for(error, call.language, call.request.id));
}

Response problem_page(const Call& call, Response problem) {
  problem.body = std::make_shared<const std::string>(page_of(call, problem.status, detail_of(problem)));
  set_header(problem, "Content-Type", "text/html; charset=utf-8");
  return problem;
}

}  // namespace api
