// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace api {
namespace {

/// Three digits that say something, none of them rounded away.
std::string number_text(const Call& call, double value) {
  const int before = value > 0 ? static_cast<int>(std::floor(std::log10(value))) + 1 : 1;
  return std::string(call.say(geo::decimal_text(value, std::max(0, 3 - before))));
}

/// A picture without a script or a style of its own: neither is let in here.
void append_swatch(Html& html, const tiles::SurfaceClass& c) {
  html.raw(R"(<svg class="swatch" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true">)");
  if (!c.dotted) {
    html.raw(fmt::format(R"(<rect x="4" y="7" width="28" height="22" fill="{}"/>)", c.colour));
  } else {
    constexpr std::array<std::pair<int, int>, 6> dots{{{7, 10}, {23, 10}, {15, 18}, {31, 18}, {7, 26}, {23, 26}}};
    for (const auto& [x, y] : dots) { html.raw(fmt::format(R"(<rect x="{}" y="{}" width="2" height="2" fill="{}"/>)", x, y, c.colour)); }
  }
  html.raw("</svg>");
}

}  // namespace

geo::Text legend_of_clear() {
  return {"Where nothing is drawn, nobody looked: that is not the same as safe.",
          "Onde nada está desenhado, ninguém procurou: isso não quer dizer seguro."};
}

std::string legend_html(const Call& call, const geo::Collection& schema, const std::vector<tiles::SurfaceClass>& classes) {
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(schema.description)).raw("</p>\n");
  body.element("h2", call.say("Incidents per km²", "Incidentes por km²")).raw("\n<ul class=\"legend\">\n");
  for (const tiles::SurfaceClass& c : classes) {
    body.raw("<li>");
    append_swatch(body, c);
    const std::string below = number_text(call, c.below_per_km2);
    const std::string range = c.level == 0 ? fmt::format("< {}", below) : fmt::format("{} – {}", number_text(call, c.from_per_km2), below);
    body.element("span", fmt::format("{}: {}", range, call.say(c.title))).raw("</li>\n");
  }
  body.raw("</ul>\n");
  body.element("p", call.say(legend_of_clear())).raw("\n<p>");
  body.text(call.say("Collection: ", "Colecção: "));
  body.link(url(call, "/collections/" + schema.id, {{"f", "html"}}), call.say(schema.title)).raw("</p>\n");
  return html_page(call, call.say("Legend", "Legenda"),
                   {{url(call, "/collections", {{"f", "html"}}), std::string(call.say("Collections", "Colecções"))}}, body);
}

}  // namespace api
