// SPDX-License-Identifier: Apache-2.0
#include "api/html/items_form.hpp"

#include "api/form.hpp"
#include "api/html/controls.hpp"
#include "api/html/map_link.hpp"
#include "api/html/parameter_texts.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/items_query.hpp"
#include "api/parameters.hpp"
#include "web/assets.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace api {
namespace {

/// Parameters that have a control of their own, or make no sense with other questions.
constexpr std::array<std::string_view, 9> not_kept{"q", "filter", "datetime", "sortby", "limit", "crs", "f", "next", "offset"};

std::string asked(const Call& call, std::string_view name) {
  const std::string* value = call.request.parameter(name);
  return value == nullptr ? std::string() : *value;
}

/// Two days; one field of text for a period that they cannot say.
void append_period(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string period = asked(call, "datetime");
  const auto days = days_of(period);
  if (days && (!schema.time_from.empty() || !period.empty())) { return append_days(html, call, days->from, days->to); }
  if (period.empty()) { return; }
  begin_control(html, call.say("Period (UTC)", "Período (UTC)"), "wide");
  html.raw(R"(<input name="datetime" spellcheck="false" value=")").text(period).raw("\"></label>\n");
}

/// What the map asks its tiles for too.
constexpr std::array<std::string_view, 4> told_to_the_map{"filter", "filter-lang", "filter-crs", "q"};

/// What of the question a layer in QGIS, or the map, cannot be told, in words; empty: nothing.
enum class Reader { qgis, map };
std::string lost_words(const Call& call, Reader reader) {
  std::string words;
  const auto add = [&](std::string_view name, std::string_view en, std::string_view pt) {
    if (!asked(call, name).empty()) { words += (words.empty() ? "" : ", ") + std::string(call.say(en, pt)); }
  };
  const bool all = reader == Reader::qgis;
  if (all) { add("q", "words", "palavras"); }
  if (all) { add("filter", "condition", "condição"); }
  if (all || !days_of(asked(call, "datetime"))) { add("datetime", "period", "período"); }
  if (all || !asked(call, "bbox-crs").empty()) { add("bbox", "area", "área"); }
  return words.empty() ? words : std::string(call.say(" (all features, without: ", " (todos os elementos, sem: ")) + words + ")";
}

MapWish wish_of(const Call& call) {
  MapWish wish;
  if (asked(call, "bbox-crs").empty()) { wish.box = bbox_parameter(call.request); }
  if (const auto days = days_of(asked(call, "datetime"))) {
    wish.from = days->from;
    wish.to = days->to;
  }
  for (const std::string_view name : told_to_the_map) {
    if (const std::string value = asked(call, name); !value.empty()) { wish.asked.emplace_back(name, value); }
  }
  return wish;
}

void append_order(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string chosen = asked(call, "sortby");
  begin_control(html, call.say("In order of", "Por ordem de"));
  html.raw("<select name=\"sortby\">");
  append_option(html, "", "id", chosen);
  for (const geo::Field& field : schema.fields) {
    if (!is_sortable(field)) { continue; }
    append_option(html, field.name, call.say(field.title) + " ↑", chosen);
    append_option(html, "-" + field.name, call.say(field.title) + " ↓", chosen);
  }
  html.raw("</select></label>\n");
}

void append_size(Html& html, const Call& call) {
  const std::string chosen = asked(call, "limit").empty() ? std::to_string(default_limit_html) : asked(call, "limit");
  begin_control(html, call.say("Rows a page", "Linhas por página"));
  html.raw("<select name=\"limit\">");
  constexpr std::array<std::string_view, 5> sizes{"10", "50", "200", "1000", "10000"};
  for (const std::string_view size : sizes) { append_option(html, size, size, chosen); }
  if (std::find(sizes.begin(), sizes.end(), chosen) == sizes.end()) { append_option(html, chosen, chosen, chosen); }
  html.raw("</select></label>\n");
}

/// Of the locations in the table.
void append_crs(Html& html, const Call& call) {
  const std::string chosen = asked(call, "crs");
  begin_control(html, call.say("Coordinates", "Coordenadas"));
  html.raw("<select name=\"crs\">");
  bool is_listed = chosen == listed_crs[0];
  for (const CrsChoice& choice : crs_choices(call)) {
    append_option(html, choice.uri, choice.title, chosen);
    is_listed = is_listed || chosen == choice.uri;
  }
  if (!is_listed) { append_option(html, chosen, chosen, chosen); }
  html.raw("</select></label>\n");
}

/// The page as GeoJSON in degrees, whatever the table shows of it.
std::string features_url(const Call& call) {
  const std::string limit = asked(call, "limit").empty() ? std::to_string(default_limit_html) : asked(call, "limit");
  return own_url(call, Format::json, {{"limit", limit}, {"crs", ""}, {"properties", ""}, {"skipGeometry", ""}});
}

bool any_place(const geo::BatchView& batch) {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (!batch.geometry.is_none(row)) { return true; }
  }
  return false;
}

}  // namespace

std::vector<CrsChoice> crs_choices(const Call& call) {
  constexpr std::string_view plain[]{"Web Mercator", "UTM 36S (WGS 84)", "UTM 37S (WGS 84)", "UTM 36S (Moznet)", "UTM 37S (Moznet)"};
  static_assert(std::size(plain) + 2 == listed_crs.size());
  std::vector<CrsChoice> choices{{"", call.say("degrees (longitude, latitude)", "graus (longitude, latitude)")},
                                 {listed_crs[1], call.say("degrees (latitude, longitude)", "graus (latitude, longitude)")}};
  for (std::size_t i = 0; i < std::size(plain); ++i) { choices.push_back({listed_crs[i + 2], plain[i]}); }
  return choices;
}

void append_items_map(Html& html, const Call& call, const geo::Collection& schema, const geo::BatchView& batch) {
  if (schema.geometry == geo::GeometryType::none || !any_place(batch)) { return; }
  const auto file = [&](std::string_view name) { return url(call, "/assets/" + std::string(name)); };
  const auto style = [&](const std::string& id) { return url(call, "/collections/" + id + "/styles/default"); };
  const auto fact = [&](std::string_view name, std::string_view value) { html.raw(" data-").raw(name).raw("=\"").text(value).raw("\""); };
  const auto views = call.site.views();
  const bool has_areas = std::any_of(views.begin(), views.end(), [](const auto& view) { return view->schema().id == "admin_areas"; });
  html.raw("<link rel=\"stylesheet\" href=\"").text(file(web::page_assets().items_style)).raw("\">\n<div id=\"items-map\" hidden");
  fact("base", call.base);
  fact("style", style(schema.id));
  fact("features", features_url(call));
  fact("areas", has_areas && schema.id != "admin_areas" ? style("admin_areas") : "");
  fact("language", tag(call.language));
  fact("show", call.say("Show the map", "Mostrar o mapa"));
  html.raw("></div>\n<script defer src=\"").text(file(web::page_assets().items_script)).raw("\"></script>\n");
}

void append_items_formats(Html& html, const Call& call, const geo::Collection& schema) {
  html.raw("<p class=\"formats\">").text(call.say("The same: ", "O mesmo: ")).link(own_url(call, Format::json), "GeoJSON");
  for (const std::string_view form : call.route.forms) {
    html.text(" · ").link(own_url(call, Format::json, {{"f", std::string(form)}}), form);
  }
  html.text(" · ").link(url(call, "/qgis/" + schema.id + ".qlr", {{"lang", std::string(tag(call.language))}}), "QGIS");
  html.text(lost_words(call, Reader::qgis));
  if (schema.geometry != geo::GeometryType::none) {
    html.text(" · ").link(map_url(call, schema, wish_of(call)), call.say("on the map", "no mapa")).text(lost_words(call, Reader::map));
  }
  html.raw("</p>\n");
}

void append_items_form(Html& html, const Call& call, const geo::Collection& schema) {
  const std::string path = "/collections/" + schema.id;
  html.raw("<form class=\"ask\" method=\"get\" role=\"search\" action=\"").text(url(call, path + "/items")).raw("\">\n");
  append_hidden(html, "f", "html");
  for (const auto& [name, value] : call.request.query) {
    if (std::find(not_kept.begin(), not_kept.end(), name) == not_kept.end()) { append_hidden(html, name, value); }
  }
  begin_control(html, call.say("Words", "Palavras"));
  html.raw(R"(<input type="search" name="q" value=")").text(asked(call, "q")).raw("\"></label>\n");
  begin_control(html, call.say("Condition", "Condição"), "wide");
  html.raw(R"(<input name="filter" spellcheck="false" autocapitalize="none" placeholder=")")
      .text(filter_example(schema))
      .raw("\" value=\"");
  html.text(asked(call, "filter")).raw("\"></label>\n");
  append_period(html, call, schema);
  append_order(html, call, schema);
  append_size(html, call);
  if (schema.geometry != geo::GeometryType::none) { append_crs(html, call); }
  html.raw("<button>").text(call.say("Show", "Mostrar")).raw("</button>\n</form>\n<p class=\"hint\">");
  html.text(call.say("A condition is written in CQL2, with ", "Uma condição escreve-se em CQL2, com "));
  html.link(url(call, path, {{"f", "html"}}), call.say("these properties", "estas propriedades")).raw(".</p>\n");
}

}  // namespace api
