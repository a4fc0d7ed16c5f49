// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"

#include "api/http/utf8.hpp"
#include "api/links.hpp"
#include "web/assets.hpp"

#include <map>

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

/// HEAD must be told the same as GET.
bool is_reading(const Call& call) { return call.request.method == "GET" || call.request.method == "HEAD"; }

/// Where to go on after signing in; a page that answers a form cannot be asked for again.
std::string own_path(const Call& call) { return is_reading(call) ? own_url(call, Format::html).substr(call.base.size()) : "/"; }

/// The same page in the other language: for people who were given one that they do not read, so that its name stands in its own.
void append_languages(Html& html, const Call& call, Alternate alternate) {
  if (!is_reading(call)) { return; }
  struct Choice {
    Language language;
    std::string_view name;
  };
  html.raw("<span class=\"languages\" role=\"group\" aria-label=\"").text(call.say("Language", "Língua")).raw("\">");
  for (const Choice& choice : {Choice{Language::pt, "Português"}, Choice{Language::en, "English"}}) {
    const std::string_view code = tag(choice.language);
    if (choice.language == call.language) {
      html.raw("<span lang=\"").raw(code).raw("\" aria-current=\"true\">").text(choice.name).raw("</span>");
      continue;
    }
    html.raw("<a lang=\"").raw(code).raw("\" hreflang=\"").raw(code).raw("\" href=\"");
    const std::string address = own_url(call, Format::html, {{"lang", std::string(code)}});
    // Pages that say what is wrong do not repeat the address: they are the same for what is hidden and for what there is not.
    html.text(alternate == Alternate::refusal ? address.substr(address.find('?')) : address).raw("\">").text(choice.name).raw("</a>");
  }
  html.raw("</span>");
}

void append_role(Html& html, const Call& call) {
  html.raw("<div class=\"role\">")
      .text(call.say("Shown for the role ", "Mostrado para o papel "))
      .raw("<strong>")
      .text(call.say(role_title(call.site.role())))
      .raw("</strong>: ");
  html.text(call.say(role_text(call.site)));
  html.text(" ").text(call.say(who_text(call.site)));
  if (call.site.has_accounts() && !call.site.who().signed_in() && call.route.path != "/session") {
    html.raw(" ").link(session_url(call), call.say("Sign in", "Iniciar sessão"));
  }
  if (call.site.who().signed_in()) {
    html.raw(" ");
    append_sign_out(html, call);
  }
  html.raw("</div>\n");
}

}  // namespace

std::string session_url(const Call& call) { return url(call, "/session", {{"f", "html"}, {"back", own_path(call)}}); }

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

geo::Text role_title(const geo::Role& role) {
  static const std::map<std::string, geo::Text, std::less<>> titles{
      {"visitor", {"visitor", "visitante"}},         {"partner", {"partner", "parceiro"}}, {"police", {"police", "polícia"}},
      {"programme", {"programme", "programa"}},      {"editor", {"editor", "editor"}},     {"protection", {"protection", "protecção"}},
      {"admin", {"administration", "administração"}}};
  const auto found = titles.find(role.name);
  geo::Text title = found == titles.end() ? geo::Text{role.name, role.name} : found->second;
  std::string areas;
  for (const std::string& area : role.areas) { areas += (areas.empty() ? "" : ", ") + area; }
  if (!areas.empty()) {
    title.en += ", in " + areas;
    title.pt += ", em " + areas;
  }
  return title;
}

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
  page.raw("<p class=\"forms\">");
  append_languages(page, call, alternate);
  if (call.site.has_accounts() && call.route.path != "/session") {
    const Identity& who = call.site.who();
    page.raw(" ").link(session_url(call), who.signed_in() ? std::string_view(who.account.name) : call.say("Sign in", "Iniciar sessão"));
  }
  if (alternate == Alternate::json) { page.raw(" ").link(own_url(call, Format::json), "JSON"); }
  page.raw("</p>\n");
  page.raw("</header>\n<main>\n");
  page.raw("<h1>").text(title).raw("</h1>\n").raw(body.str()).raw("</main>\n<footer>\n");
  append_role(page, call);
  page.raw("</footer>\n</body>\n</html>\n");
  return page.str();
}

}  // namespace api
