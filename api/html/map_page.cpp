// SPDX-License-Identifier: Apache-2.0
// The page /map: a frame that the scripts of web/ fill. It holds nothing of the store.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

std::string asset_url(const Call& call, std::string_view name) { return url(call, "/assets/" + std::string(name)); }

/// What the scripts must know of the service, in both languages, since the page changes language without asking again.
void append_facts(Html& page, const Call& call) {
  const auto fact = [&](std::string_view name, std::string_view value) { page.raw(" data-").raw(name).raw("=\"").text(value).raw("\""); };
  const geo::Text& title = call.site.options().title;
  const geo::Text role = role_text(call.site);
  fact("base", call.base);
  fact("zone", call.site.options().time_zone);
  fact("licences", asset_url(call, web::page_assets().licences));
  fact("role", geo::role_text(call.site.role()));
  fact("public", call.site.is_public() ? "yes" : "no");
  fact("title-pt", title.pt);
  fact("title-en", title.en);
  const geo::Text name = role_title(call.site.role());
  fact("role-name-pt", name.pt);
  fact("role-name-en", name.en);
  fact("role-pt", role.pt);
  fact("role-en", role.en);
  const geo::Text who = who_text(call.site);
  fact("sign-in", call.site.has_accounts() ? "yes" : "no");
  fact("account", call.site.who().account.name);
  fact("who-pt", who.pt);
  fact("who-en", who.en);
}

void append_head(Html& page, const Call& call) {
  const web::PageAssets& assets = web::page_assets();
  page.raw("<!DOCTYPE html>\n<html lang=\"").raw(tag(call.language)).raw("\"");
  append_facts(page, call);
  page.raw(">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  page.text(call.say("Map", "Mapa")).raw(" · ").text(call.say(call.site.options().title)).raw("</title>\n");
  page.raw("<link rel=\"icon\" href=\"").text(asset_url(call, assets.icon)).raw("\">\n");
  page.raw("<link rel=\"stylesheet\" href=\"").text(asset_url(call, assets.style)).raw("\">\n");
  page.raw("<script defer src=\"").text(asset_url(call, assets.script)).raw("\"></script>\n");
  page.raw("</head>\n");
}

}  // namespace

Header map_policy() {
  return {"Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; "
          "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"};
}

Response map_page(const Call& call) {
  Html page;
  append_head(page, call);
  page.raw("<body>\n<div id=\"panel\"></div>\n<main id=\"map\"></main>\n<noscript><p>");
  page.text(call.say("The map needs scripts, which are switched off here. The same data, without a map: ",
                     "O mapa precisa de scripts, que estão desligados. Os mesmos dados, sem mapa: "));
  page.link(url(call, "/collections", {{"f", "html"}}), call.say("Collections", "Colecções")).raw("</p></noscript>\n</body>\n</html>\n");
  Response response = make_response(200, "text/html; charset=utf-8", page.str());
  response.headers.push_back(map_policy());
  return response;
}

}  // namespace api
