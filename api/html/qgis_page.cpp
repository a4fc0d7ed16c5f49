// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/qgis/layers.hpp"

namespace api {
namespace {

std::string file_url(const Call& call, const std::string& name, const std::string& authcfg) {
  Query query{{"lang", std::string(tag(call.language))}};
  if (!authcfg.empty()) { query.emplace_back("authcfg", authcfg); }
  return url(call, "/qgis/" + name, query);
}

/// Only where people sign in: elsewhere it would ask for what nobody needs.
void append_sign_in(Html& html, const Call& call, const std::string& authcfg) {
  html.element("h2", call.say("Sign in from QGIS", "Iniciar sessão no QGIS")).raw("\n<p>");
  html.text(call.say(
      "The files hold no password. Make an authentication configuration in QGIS (Settings → Options → Authentication), type its id of "
      "seven characters here, and the files will name it; the password stays in your QGIS.",
      "Os ficheiros não contêm palavras-passe. Crie uma configuração de autenticação no QGIS (Configurações → Opções → Autenticação), "
      "escreva aqui o seu identificador de sete caracteres, e os ficheiros passam a indicá-la; a palavra-passe fica no seu QGIS."));
  html.raw("</p>\n<form class=\"ask\" method=\"get\" action=\"").text(url(call, "/qgis")).raw("\">\n");
  html.raw("<input type=\"hidden\" name=\"f\" value=\"html\">\n<input type=\"hidden\" name=\"lang\" value=\"")
      .raw(tag(call.language))
      .raw("\">\n");
  html.raw("<label><span>").text(call.say("Id of the configuration", "Identificador da configuração")).raw("</span>");
  html.raw(R"(<input name="authcfg" size="9" maxlength="7" pattern="[a-z0-9]{7}" spellcheck="false" autocapitalize="none" value=")")
      .text(authcfg);
  html.raw("\"></label>\n<button>").text(call.say("Use it", "Usar")).raw("</button>\n</form>\n");
}

void append_layers(Html& html, const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg) {
  html.element("h2", call.say("One collection", "Uma colecção")).raw("\n<ul>\n");
  for (const QgisLayer& layer : layers) {
    const geo::Collection& schema = layer.view->schema();
    html.raw("<li>").link(file_url(call, schema.id + ".qlr", authcfg), call.say(schema.title)).raw("</li>\n");
  }
  html.raw("</ul>\n");
}

}  // namespace

std::string qgis_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  const std::string authcfg = authcfg_parameter(call.request);
  Html body;
  body.raw("<p class=\"lead\">")
      .text(call.say(
          "Download the project and open it: every collection is there, as features and as vector tiles, with titles, colours and legends.",
          "Descarregue o projecto e abra-o: estão lá todas as colecções, como elementos e como mosaicos vectoriais, com títulos, cores e "
          "legendas."))
      .raw("</p>\n<p class=\"to-map\">")
      .link(file_url(call, "bairro.qgs", authcfg), call.say("QGIS project", "Projecto QGIS"))
      .raw("</p>\n");
  if (call.site.has_accounts()) { append_sign_in(body, call, authcfg); }
  append_layers(body, call, qgis_layers(call, views), authcfg);
  body.element("h2", call.say("Connections", "Ligações")).raw("\n<p>");
  body.text(
      call.say("For the data source manager of QGIS, button “Load”: ", "Para o gestor de fontes de dados do QGIS, botão «Carregar»: "));
  body.link(file_url(call, "features.xml", authcfg), call.say("features (WFS / OGC API)", "elementos (WFS / OGC API)")).raw(", ");
  body.link(file_url(call, "vector-tiles.xml", authcfg), call.say("vector tiles", "mosaicos vectoriais")).raw(".</p>\n");
  return html_page(call, call.say("For QGIS", "Para o QGIS"), {}, body);
}

}  // namespace api
