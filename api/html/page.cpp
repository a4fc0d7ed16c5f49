// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"

#include "api/http/utf8.hpp"
#include "api/links.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string_view escaped_form(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\n':
    case '\t': return {};
    default: return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? replacement : std::string_view();
  }
}

void append_role(Html& html, const Call& call) {
  html.raw("<p class=\"role\">")
      .text(call.say("Shown for the role ", "Mostrado para o papel "))
      .raw("<strong>")
      .text(geo::role_text(call.site.role()))
      .raw("</strong>: ");
  html.text(call.say(role_text(call.site)));
  html.text(" ").text(call.say(who_text(call.site)));
  if (call.site.has_accounts() && !call.site.who().signed_in()) {
    html.raw(" ").link(url(call, "/map"), call.say("Sign in on the map", "Iniciar sessão no mapa"));
  }
  html.raw("</p>\n");
}

}  // namespace

Html& Html::text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const std::string_view form = length == 0 ? replacement : length == 1 ? escaped_form(text.front()) : std::string_view();
    m_out += form.empty() ? text.substr(0, length) : form;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return *this;
}

Html& Html::link(std::string_view href, std::string_view label) { return raw("<a href=\"").text(href).raw("\">").text(label).raw("</a>"); }

Html& Html::element(std::string_view tag, std::string_view content) {
  return raw("<").raw(tag).raw(">").text(content).raw("</").raw(tag).raw(">");
}

std::string time_text(geo::TimeMs time) { return geo::format_time(time / 1000 * 1000); }

geo::Text role_text(const Site& site) {
  return site.is_public() ? geo::Text{"only what anybody may see.", "só o que qualquer pessoa pode ver."}
                          : geo::Text{"it may include confidential places and texts. Do not pass them on.",
                                      "pode incluir locais e textos confidenciais. Não os divulgue."};
}

geo::Text who_text(const Site& site) {
  if (!site.has_accounts()) {
    return {"Open mode: nobody signs in, whoever uses this machine sees this.",
            "Modo aberto: ninguém inicia sessão, quem usa esta máquina vê isto."};
  }
  if (!site.who().signed_in()) { return {"Nobody has signed in.", "Sem sessão iniciada."}; }
  return {"Signed in as " + site.who().account.name + ".", "Sessão iniciada como " + site.who().account.name + "."};
}

std::string html_page(const Call& call, std::string_view title, const std::vector<Crumb>& way, const Html& body, Alternate alternate) {
  const std::string& service = call.say(call.site.options().title);
  Html page;
  page.raw("<!DOCTYPE html>\n<html lang=\"").raw(tag(call.language)).raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
  page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  page.raw("<title>").text(title).raw(title == service ? "" : " · ").text(title == service ? "" : service).raw("</title>\n");
  page.raw(R"(<link rel="stylesheet" href=")").text(url(call, "/assets/style.css")).raw("\">\n");
  page.raw(R"(<link rel="icon" href=")").text(url(call, "/assets/" + std::string(web::page_assets().icon))).raw("\">\n");
  if (alternate == Alternate::json) {
    page.raw(R"(<link rel="alternate" type=")").text(media_type(call, Format::json)).raw("\" href=\"").text(own_url(call, Format::json));
    page.raw("\">\n");
  }
  page.raw("</head>\n<body>\n<header>\n<nav aria-label=\"").text(call.say("Way back", "Caminho de volta")).raw("\"><ol>");
  page.raw("<li>").link(url(call, "/", {{"f", "html"}}), service).raw("</li>");
  for (const Crumb& crumb : way) { page.raw("<li>").link(crumb.href, crumb.text).raw("</li>"); }
  page.raw("</ol></nav>\n");
  if (alternate == Alternate::json) { page.link(own_url(call, Format::json), "JSON").raw("\n"); }
  page.raw("</header>\n<main>\n");
  page.raw("<h1>").text(title).raw("</h1>\n").raw(body.str()).raw("</main>\n<footer>\n");
  append_role(page, call);
  page.raw("</footer>\n</body>\n</html>\n");
  return page.str();
}

}  // namespace api
