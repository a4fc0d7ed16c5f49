// SPDX-License-Identifier: Apache-2.0
// The page where people sign in and out without a script.
#include "api/html/controls.hpp"
#include "api/html/pages.hpp"

namespace api {
namespace {

void append_sign_in_form(Html& html, const Call& call, std::string_view back) {
  html.raw("<form class=\"ask\" method=\"post\" action=\"").text(url(call, "/session", {{"f", "html"}})).raw("\">\n");
  append_hidden(html, "back", back);
  begin_control(html, call.say("Account name", "Nome da conta"));
  html.raw("<input name=\"name\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required></label>\n");
  begin_control(html, call.say("Password", "Palavra-passe"));
  html.raw("<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required></label>\n<button>");
  html.text(call.say("Sign in", "Iniciar sessão")).raw("</button>\n</form>\n<p class=\"hint\">");
  html.text(call.say("A session lasts 12 hours in this browser. It works over https, and on the machine itself.",
                     "A sessão dura 12 horas neste navegador. Funciona por https, e na própria máquina."));
  html.raw("</p>\n");
}

}  // namespace

void append_sign_out(Html& html, const Call& call) {
  html.raw("<form class=\"inline\" method=\"post\" action=\"").text(url(call, "/session", {{"f", "html"}})).raw("\">");
  html.raw(R"(<input type="hidden" name="end" value="true"><button>)").text(call.say("Sign out", "Terminar sessão"));
  html.raw("</button></form>");
}

std::string session_html(const Call& call, std::string_view back, std::string_view refusal) {
  Html body;
  if (!refusal.empty()) { body.raw("<p class=\"wrong\" role=\"alert\">").text(refusal).raw("</p>\n"); }
  body.raw("<p class=\"lead\">").text(call.say(who_text(call.site))).raw("</p>\n");
  if (call.site.who().signed_in()) {
    append_sign_out(body, call);
    body.element("h2", call.say("As somebody else", "Como outra pessoa")).raw("\n");
  }
  if (call.site.has_accounts()) { append_sign_in_form(body, call, back); }
  body.raw("<p>").link(call.base + std::string(back), call.say("Go on", "Continuar")).raw("</p>\n");
  return html_page(call, call.say("Account", "Conta"), {}, body, Alternate::none);
}

}  // namespace api
