// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "tiles/cell_classes.hpp"

#include <fmt/format.h>

namespace api {
namespace {

std::vector<Crumb> way_to_styles(const Call& call) {
  return {{url(call, "/styles", {{"f", "html"}}), std::string(call.say("Styles", "Estilos"))}};
}

/// A picture without a script or a style of its own: neither is let in here.
void append_swatch(Html& html, const geo::LookClass& c, const geo::Look& look) {
  html.raw(R"(<svg class="swatch" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true">)");
  const std::string& rim = c.rim.empty() ? look.net : c.rim;
  const double rim_px = c.rim.empty() ? look.net_px : c.rim_px;
  const std::string stroke =
      rim.empty() ? "" : fmt::format(R"( stroke="{}" stroke-width="{}"{})", rim, rim_px, c.dashed ? R"( stroke-dasharray="4 3")" : "");
  switch (c.geometry) {
    case geo::GeometryType::point:
      html.raw(fmt::format(R"(<circle cx="18" cy="18" r="{}" fill="{}" fill-opacity="{}"{}/>)", c.size_px, c.colour, c.opacity, stroke));
      break;
    case geo::GeometryType::line:
      html.raw(fmt::format(R"(<path d="M3 27L14 12L22 22L33 9" fill="none" stroke="{}" stroke-width="{}"/>)", c.colour, c.size_px));
      break;
    case geo::GeometryType::polygon:
    case geo::GeometryType::any:
    case geo::GeometryType::none:
      html.raw(fmt::format(R"(<rect x="4" y="7" width="28" height="22" fill="{}" fill-opacity="{}"{}/>)", c.colour, c.opacity, stroke));
  }
  html.raw("</svg>");
}

void append_legend(Html& html, const Style& style, std::string geo::Text::*language) {
  html.raw("<ul class=\"legend\">\n");
  for (const geo::LookClass& c : style.look.classes) {
    html.raw("<li>");
    append_swatch(html, c, style.look);
    html.element("span", c.title.*language).raw("</li>\n");
  }
  html.raw("</ul>\n");
}

void append_swatch(Html& html, const geo::Part& part) {
  html.raw(R"(<svg class="swatch" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true">)");
  if (part.kind == geo::Part::Kind::circle) {
    html.raw(fmt::format(R"(<circle cx="18" cy="18" r="{}" fill="{}" fill-opacity="{}" stroke="{}" stroke-width="{}"/>)", part.size_px,
                         part.colour, part.opacity, part.rim.empty() ? "none" : part.rim, part.rim_px));
  } else {
    html.raw(fmt::format(R"(<rect x="4" y="7" width="28" height="22" fill="{}" fill-opacity="{}"/>)", part.colour, part.opacity));
  }
  html.raw("</svg>");
}

/// Cells have other classes at other zooms, each with a list of its own; on an overview one of them will do.
void append_cell_legend(Html& html, const Call& call, const Style& style, bool all_zooms) {
  const geo::Collection& schema = style.view->schema();
  const geo::CellLook look = tiles::cell_look(*style.view, *style.cells);
  const geo::Legend legend = geo::legend_of(schema, look);
  for (const geo::CellClasses& zoom : look.zooms) {
    if (!all_zooms && &zoom != &look.zooms[look.zooms.size() / 2]) { continue; }
    const std::string upto = zoom.to_zoom > 0 ? fmt::format(" – {}", zoom.to_zoom) : std::string(call.say(" and nearer", " e mais perto"));
    if (all_zooms) { html.element("h2", fmt::format("{} {}{}", call.say("Zoom", "Zoom"), zoom.from_zoom, upto)); }
    html.raw("<ul class=\"legend\">\n");
    for (const geo::LegendEntry& entry : legend.entries) {
      if (entry.from > 0 && entry.part.from_zoom != zoom.from_zoom) { continue; }
      html.raw("<li>");
      append_swatch(html, entry.part);
      html.element("span", entry.label.*language_member(call.language)).raw("</li>\n");
    }
    html.raw("</ul>\n");
  }
}

void append_legend(Html& html, const Call& call, const Style& style, bool all_zooms) {
  if (style.cells) { return append_cell_legend(html, call, style, all_zooms); }
  append_legend(html, style, language_member(call.language));
}

void append_languages(Html& html, const Call& call, const Style& style) {
  const char* separator = "";
  for (const StyleLanguage& language : languages_of(style)) {
    html.raw(separator).link(
        url(call, "/styles/" + style.id, {{"f", std::string(language.form)}, {"lang", std::string(tag(call.language))}}),
        call.say(language.title));
    separator = " · ";
  }
}

}  // namespace

std::string styles_html(const Call& call, const std::vector<Style>& styles) {
  Html body;
  body.raw("<p class=\"lead\">")
      .text(call.say("The same colours and classes for MapLibre, QGIS and other programs.",
                     "As mesmas cores e classes para MapLibre, QGIS e outros programas."))
      .raw("</p>\n<ul class=\"cards\">\n");
  for (const Style& style : styles) {
    body.raw("<li><h2>").link(url(call, "/styles/" + style.id, {{"f", "html"}}), style.title).raw("</h2>");
    append_legend(body, call, style, false);
    body.raw("</li>\n");
  }
  body.raw("</ul>\n");
  return html_page(call, call.say("Styles", "Estilos"), {}, body);
}

std::string style_html(const Call& call, const Style& style) {
  const geo::Collection& schema = style.view->schema();
  Html body;
  append_legend(body, call, style, true);
  if (style.cells) {
    body.raw("<p>")
        .text(call.say(
            "How many rows each cell has. The classes follow the rows you may see: of a hundred cells the two with most are darkest. "
            "Periods and conditions do not change them, so that maps can be compared.",
            "Quantos registos tem cada célula. As classes seguem os registos que pode ver: em cem células, as duas com mais são as "
            "mais escuras. Períodos e condições não as mudam, para que os mapas se possam comparar."))
        .raw("</p>\n");
  }
  if (style.look.counts) {
    body.raw("<p>")
        .text(
            call.say("On a map of tiles, squares with many points are circles that grow with their number, in the collection's own colour.",
                     "Num mapa de mosaicos, os quadrados com muitos pontos são círculos que crescem com o número, na cor da colecção."))
        .raw("</p>\n");
  }
  body.raw("<p>");
  append_languages(body, call, style);
  body.raw("</p>\n<p>").text(call.say("Collection: ", "Colecção: "));
  body.link(url(call, "/collections/" + schema.id, {{"f", "html"}}), call.say(schema.title)).raw("</p>\n");
  return html_page(call, style.title, way_to_styles(call), body);
}

}  // namespace api
