// SPDX-License-Identifier: Apache-2.0
#include "api/errors.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/http/message.hpp"
#include "api/links.hpp"

namespace api {

Response problem_html(const Call& call, const geo::Error& error) {
  const int status = http_status(error.problem());
  const geo::Text title = status == 404 ? geo::Text{"Not here", "Não está aqui"} : geo::Text{"That did not work", "Assim não dá"};
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(error.text())).raw("</p>\n<p>");
  const std::string here = fill_path(call.route.path, call.path);
  if (status != 404 && !call.request.query.empty()) {
    body.link(url(call, here, {{"f", "html"}}), call.say("Begin again without conditions", "Começar de novo sem condições")).raw(" · ");
  }
  body.link(url(call, "/", {{"f", "html"}}), call.say("To the start", "Para o início")).raw("</p>\n<p class=\"hint\">");
  body.text(call.say("Request ", "Pedido ")).text(call.request.id).raw("</p>\n");
  return make_response(status, "text/html; charset=utf-8", html_page(call, call.say(title), {}, body, Alternate::none));
}

}  // namespace api
