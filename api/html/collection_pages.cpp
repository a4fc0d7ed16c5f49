// SPDX-License-Identifier: Apache-2.0
#include "api/html/cells.hpp"
#include "api/html/items_form.hpp"
#include "api/html/map_link.hpp"
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "api/ogc/download.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/base/number.hpp"

namespace api {
namespace {

std::string collection_url(const Call& call, const geo::Collection& schema) {
  return url(call, "/collections/" + schema.id, {{"f", "html"}});
}
std::string items_url(const Call& call, const geo::Collection& schema) {
  return url(call, "/collections/" + schema.id + "/items", {{"f", "html"}});
}

std::vector<Crumb> way_to(const Call& call, const geo::Collection* schema = nullptr) {
  std::vector<Crumb> way{{url(call, "/collections", {{"f", "html"}}), std::string(call.say("Collections", "Colecções"))}};
  if (schema != nullptr) { way.push_back({collection_url(call, *schema), call.say(schema->title)}); }
  return way;
}

/// Opens a table that scrolls by itself on a narrow screen, and by keyboard.
void begin_table(Html& html, std::string_view label, const std::vector<std::string_view>& heads, std::string_view kind = "scroll") {
  html.raw("<div class=\"").raw(kind).raw(R"(" tabindex="0" role="region" aria-label=")").text(label).raw("\"><table>\n<thead><tr>");
  for (const std::string_view head : heads) { html.raw("<th scope=\"col\">").text(head).raw("</th>"); }
  html.raw("</tr></thead>\n<tbody>\n");
}
void end_table(Html& html) { html.raw("</tbody></table></div>\n"); }

void append_extent(Html& html, const Call& call, const geo::View& view) {
  const geo::BBox box = view.extent();
  if (!box.is_empty()) {
    std::string text;
    for (const double number : {box.west, box.south, box.east, box.north}) {
      text += text.empty() ? "" : ", ";
      geo::append_number(text, number);
    }
    html.raw("<dt>")
        .text(call.say("Area (west, south, east, north)", "Área (oeste, sul, este, norte)"))
        .raw("</dt><dd>")
        .text(text)
        .raw("</dd>\n");
  }
  if (const auto interval = view.time_extent()) {
    html.raw("<dt>").text(call.say("Period", "Período")).raw("</dt><dd>");
    append_interval(html, call, *interval);
    html.raw("</dd>\n");
  }
}

geo::Text type_title(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::text: return {"text", "texto"};
    case geo::FieldType::integer: return {"whole number", "número inteiro"};
    case geo::FieldType::real: return {"number", "número"};
    case geo::FieldType::boolean: return {"yes or no", "sim ou não"};
    case geo::FieldType::code: return {"code from a list", "código de uma lista"};
    case geo::FieldType::date: return {"day", "dia"};
    case geo::FieldType::time: return {"day and time", "dia e hora"};
    case geo::FieldType::json: break;
  }
  return {"JSON", "JSON"};
}

void append_field_table(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string_view label = call.say("Fields", "Campos");
  html.element("h2", label).raw("\n");
  begin_table(html, label, {call.say("Name", "Nome"), call.say("Title", "Título"), call.say("Type", "Tipo"), call.say("Unit", "Unidade")});
  for (const geo::Field& field : schema.fields) {
    html.raw("<tr><th scope=\"row\">").element("code", field.name).raw("</th>").element("td", call.say(field.title));
    html.element("td", call.say(type_title(field.type))).element("td", field.unit).raw("</tr>\n");
  }
  end_table(html);
}

/// Where files are given out: all that matches, in each form.
void append_downloads(Html& html, const Call& call, const std::vector<Link>& links) {
  if (links.empty()) { return; }
  html.raw("<p class=\"download\">").text(call.say("Download: ", "Transferir: "));
  for (const Link& link : links) {
    if (&link != &links.front()) { html.raw(" · "); }
    html.link(link.href, link.title);
  }
  html.raw("</p>\n");
}

void append_rows(Html& html, const CellText& cells, const Call& call, const geo::Collection& schema, const geo::BatchView& batch) {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string id = std::to_string(batch.fid.integer(row));
    html.raw("<tr id=\"f")
        .raw(id)
        .raw("\"><th scope=\"row\">")
        .link(url(call, "/collections/" + schema.id + "/items/" + id, {{"f", "html"}}), id)
        .raw("</th>");
    html.element("td", cells.geometry(batch, row));
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
      html.raw("<td>");
      cells.append(html, batch, i, row);
      html.raw("</td>");
    }
    html.raw("</tr>\n");
  }
}

void append_looks(Html& html, const Call& call, const geo::Collection& schema) {
  if (schema.geometry != geo::GeometryType::none) {
    html.raw(" · ").link(url(call, "/styles/" + schema.id, {{"f", "html"}}), call.say("Colours and legend", "Cores e legenda"));
  }
  if (geo::is_density(schema)) {
    html.raw(" · ").link(url(call, "/collections/" + schema.id + "/map/legend", {{"f", "html"}}),
                         call.say("Legend per km²", "Legenda por km²"));
  }
  html.raw(" · ").link(url(call, "/qgis/" + schema.id + ".qlr", {{"lang", std::string(tag(call.language))}}), "QGIS");
}

/// Where one feature leads: its collection, the map at its place, its JSON in each system of coordinates.
void append_item_links(Html& html, const Call& call, const geo::Collection& schema, const geo::BatchView& batch) {
  const bool has_place = schema.geometry != geo::GeometryType::none && !batch.geometry.is_none(0);
  html.raw("<p>").text(call.say("Collection: ", "Colecção: ")).link(collection_url(call, schema), call.say(schema.title)).raw(" · ");
  html.link(items_url(call, schema), call.say("all its features", "todos os seus elementos"));
  if (has_place) {
    const geo::LonLat at = batch.geometry.anchor(0);
    const bool is_point = batch.geometry.boxes == nullptr;
    const geo::BBox box = is_point ? geo::BBox{at.lon, at.lat, at.lon, at.lat} : batch.geometry.boxes[0];
    html.raw(" · ").link(map_url(call, schema, {box}), call.say("at its place on the map", "no seu lugar no mapa"));
  }
  html.raw("</p>\n<p class=\"formats\">");
  if (!has_place) {
    html.link(own_url(call, Format::json), "GeoJSON").raw("</p>\n");
    return;
  }
  html.text(call.say("GeoJSON in: ", "GeoJSON em: "));
  const char* separator = "";
  for (const CrsChoice& choice : crs_choices(call)) {
    html.raw(separator).link(own_url(call, Format::json, {{"crs", std::string(choice.uri)}}), choice.title);
    separator = " · ";
  }
  html.raw("</p>\n");
}

}  // namespace

std::string collection_html(const Call& call, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  Html body;
  body.raw("<p class=\"lead\">").text(call.say(schema.description)).raw("</p>\n<p>");
  body.link(items_url(call, schema), call.say("Browse the features", "Ver os elementos"));
  if (schema.geometry != geo::GeometryType::none) {
    body.raw(" · ").link(map_url(call, schema, {view.extent()}), call.say("Show on the map", "Mostrar no mapa"));
  }
  append_looks(body, call, schema);
  body.raw("</p>\n");
  append_downloads(body, call, download_links(call, "/collections/" + schema.id + "/items"));
  body.raw("<dl>\n<dt>");
  body.text(call.say("Features", "Elementos")).raw("</dt><dd>").text(std::to_string(call.site.count(view, {}))).raw("</dd>\n");
  append_extent(body, call, view);
  body.raw("</dl>\n");
  append_field_table(body, call, schema);
  return html_page(call, call.say(schema.title), way_to(call), body);
}

std::string items_html(const Call& call, const geo::Collection& schema, const geo::BatchView& batch, std::uint64_t matched,
                       std::string_view next, const geo::Reprojection* crs, const std::vector<std::string>& columns) {
  Html body;
  append_items_form(body, call, schema);
  body.raw("<p>").text(std::to_string(matched)).text(call.say(" features match, ", " elementos correspondem, "));
  body.text(std::to_string(batch.rows)).text(call.say(" on this page.", " nesta página.")).raw("</p>\n");
  append_items_map(body, call, schema, batch);
  append_items_formats(body, call, schema);
  append_downloads(body, call, download_links(call));
  const std::string location = std::string(call.say("Location", "Localização")) + (crs == nullptr ? "" : ", " + crs->crs().short_form());
  std::vector<std::string_view> heads{"id", location};
  for (const geo::Field& field : schema.fields) { heads.push_back(call.say(field.title)); }
  begin_table(body, call.say(schema.title), heads);
  append_rows(body, CellText(call, schema, Wording::brief, crs, columns), call, schema, batch);
  end_table(body);
  if (!next.empty()) { body.raw("<p class=\"next\">").link(next, call.say("Next page", "Página seguinte")).raw("</p>\n"); }
  return html_page(call, call.say(schema.title), way_to(call, &schema), body);
}

std::string item_html(const Call& call, const geo::View& view, const geo::BatchView& batch) {
  const geo::Collection& schema = view.schema();
  const CellText cells(call, schema, Wording::full);
  Html body;
  begin_table(body, call.say(schema.title), {call.say("Field", "Campo"), call.say("Value", "Valor")}, "scroll facts");
  body.raw("<tr><th scope=\"row\">")
      .text(call.say("Location", "Localização"))
      .raw("</th>")
      .element("td", cells.geometry(batch, 0))
      .raw("</tr>\n");
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    body.raw("<tr><th scope=\"row\">").text(call.say(schema.fields[i].title)).raw("</th><td>");
    cells.append(body, batch, i, 0);
    body.raw("</td></tr>\n");
  }
  end_table(body);
  append_item_links(body, call, schema, batch);
  std::vector<Crumb> way = way_to(call, &schema);
  way.push_back({items_url(call, schema), std::string(call.say("Features", "Elementos"))});
  return html_page(call, call.say(schema.title) + " " + std::to_string(batch.fid.integer(0)), way, body);
}

}  // namespace api
