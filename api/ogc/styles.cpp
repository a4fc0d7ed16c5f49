// SPDX-License-Identifier: Apache-2.0
// OGC API - Styles (draft 20-009), to be read: how each collection is drawn, in the languages of several programs.
#include "api/ogc/styles.hpp"

#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/http/chars.hpp"
#include "api/http/preference.hpp"
#include "geo/base/json.hpp"
#include "geo/look/qml.hpp"
#include "geo/look/sld.hpp"
#include "tiles/cell_classes.hpp"
#include "tiles/documents.hpp"
#include "web/assets.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {
namespace {

[[noreturn]] void refuse() { throw geo::Error(geo::Problem::not_found, "There is no such style.", "Não existe tal estilo."); }

std::vector<Style> all_styles_of(const Call& call, const std::shared_ptr<const geo::View>& view) {
  std::vector<Style> all = styles_of(call, view);
  for (Style& style : cell_styles_of(call, view)) { all.push_back(std::move(style)); }
  return all;
}

/// Throws Error{not_found} when there is none of that id.
Style style_named(const Call& call, const std::shared_ptr<const geo::View>& view, const std::string& id) {
  std::vector<Style> styles = all_styles_of(call, view);
  const auto found = std::find_if(styles.begin(), styles.end(), [&](const Style& style) { return style.id == id; });
  if (found != styles.end()) { return std::move(*found); }
  std::string there;
  for (const Style& style : styles) {
    there += (there.empty() ? "" : ", ") + style.id.substr(std::min(style.id.find('.') + 1, style.id.size()));
  }
  throw geo::Error(geo::Problem::not_found, fmt::format("There is no such style of '{}'; it has: {}.", view->schema().id, there),
                   fmt::format("Não existe tal estilo de '{}'; tem: {}.", view->schema().id, there));
}

/// Throws Error{not_found}, whether the collection is hidden, unknown or without places.
Style style_named(const Call& call, const std::string& id) {
  const std::string collection = id.substr(0, id.find('.'));
  for (const auto& view : call.site.views()) {
    if (view->schema().id == collection) { return style_named(call, view, id); }
  }
  refuse();
}

/// What Accept likes best of the languages, by their names without a version; the first when it names none.
std::string_view accepted_form(const Request& request, std::span<const StyleLanguage> languages) {
  const std::string* accept = request.header("Accept");
  std::string_view form = languages.front().form;
  double best = 0;
  for (std::string_view rest = accept == nullptr ? std::string_view() : *accept; !rest.empty();) {
    const Preference range = next_preference(rest);
    for (const StyleLanguage& language : languages) {
      const std::string_view name = language.media_type.substr(0, language.media_type.find(';'));
      // Of two versions the newer, which stands last.
      if (range.weight >= best && range.weight > 0 && equals_ignoring_case(range.name, name)) {
        best = range.weight;
        form = language.form;
      }
    }
  }
  return form;
}

/// Throws Error{usage} for a language that knows features only, of a style of cells.
std::string_view form_of(const Call& call, const Style& style) {
  const auto languages = languages_of(style);
  const std::string* f = call.request.parameter("f");
  if (f == nullptr) { return accepted_form(call.request, languages); }
  const std::string_view form = *f == "json" ? "mapbox" : *f == "sld" ? "sld11" : std::string_view(*f);
  if (std::none_of(languages.begin(), languages.end(), [&](const StyleLanguage& each) { return each.form == form; })) {
    throw geo::Error(geo::Problem::usage,
                     "'f' must be mapbox, json or html: this style draws cells of tiles, which other languages do not know.",
                     "'f' tem de ser mapbox, json ou html: este estilo desenha células de mosaicos, que outras linguagens não conhecem.");
  }
  return form;
}

std::string text_of(const Call& call, const Style& style, std::string_view form) {
  const geo::Collection& schema = style.view->schema();
  const auto language = language_member(call.language);
  if (style.cells) {
    return tiles::style(*style.view, tiles::cell_look(*style.view, *style.cells), style.title, tile_address(call, schema));
  }
  if (form == "qml") { return geo::qml(schema, style.look, {call.site.code_lists(), language}); }
  if (form == "sld10") { return geo::sld(schema, style.look, geo::SldVersion::v1_0, style.id, language); }
  if (form == "sld11") { return geo::sld(schema, style.look, geo::SldVersion::v1_1, style.id, language); }
  return tiles::style(*style.view, style.look, style.title, tile_address(call, schema));
}

}  // namespace

const std::array<StyleLanguage, 4>& style_languages() {
  static const std::array<StyleLanguage, 4> languages{
      {{"mapbox", "application/vnd.mapbox.style+json", {"Style for MapLibre", "Estilo para MapLibre"}},
       {"qml", "application/vnd.qgis.qml", {"Style for QGIS", "Estilo para QGIS"}},
       {"sld10", "application/vnd.ogc.sld+xml;version=1.0", {"Style in SLD 1.0", "Estilo em SLD 1.0"}},
       {"sld11", "application/vnd.ogc.sld+xml;version=1.1", {"Style in SLD 1.1", "Estilo em SLD 1.1"}}}};
  return languages;
}

std::string tile_template(const Call& call, const geo::Collection& schema) {
  return call.base + "/collections/" + schema.id + "/tiles/WebMercatorQuad/{z}/{y}/{x}";
}

tiles::TileAddress tile_address(const Call& call, const geo::Collection& schema) {
  return {tile_template(call, schema), language_member(call.language), call.base + "/assets/glyphs/{fontstack}/{range}.pbf",
          std::string(web::page_assets().font)};
}

std::string geo::Text::*language_member(Language language) { return language == Language::pt ? &geo::Text::pt : &geo::Text::en; }

std::vector<Style> styles_of(const Call& call, const std::shared_ptr<const geo::View>& view) {
  std::vector<Style> styles;
  const geo::Collection& schema = view->schema();
  if (schema.geometry == geo::GeometryType::none) { return styles; }
  const std::string& title = call.say(schema.title);
  styles.push_back({schema.id, std::string(call.say("Usual", "Habitual")), title, view, geo::look_of(schema)});
  const std::vector<geo::CodeList> lists = call.site.code_lists();
  for (const geo::Field* field : geo::fields_of_codes(schema, lists)) {
    if (schema.geometry == geo::GeometryType::point && geo::cell_shape(field->name)) { continue; }
    const std::string& name = call.say(field->title);
    styles.push_back({schema.id + "." + field->name, name, title + ": " + name, view,
                      geo::look_by_codes(schema, *field, *geo::find_list(lists, field->code_list))});
  }
  return styles;
}

std::vector<Style> cell_styles_of(const Call& call, const std::shared_ptr<const geo::View>& view) {
  std::vector<Style> styles;
  const geo::Collection& schema = view->schema();
  if (schema.geometry != geo::GeometryType::point) { return styles; }
  for (const geo::CellShape shape : geo::cell_shapes) {
    const std::string& name = call.say(geo::title_of(shape));
    styles.push_back({schema.id + "." + std::string(geo::to_string(shape)), name, call.say(schema.title) + ": " + name, view, {}, shape});
  }
  return styles;
}

std::span<const StyleLanguage> languages_of(const Style& style) {
  const std::span<const StyleLanguage> all = style_languages();
  return style.cells ? all.first(1) : all;
}

std::vector<Link> style_links(const Call& call, const std::string& id, std::span<const StyleLanguage> languages) {
  std::vector<Link> links;
  for (const StyleLanguage& language : languages) {
    links.push_back(
        {url(call, "/styles/" + id, {{"f", std::string(language.form)}}), "stylesheet", language.media_type, call.say(language.title)});
  }
  return links;
}

Response styles(const Call& call) {
  std::vector<Style> all;
  for (const auto& view : call.site.views()) {
    for (Style& style : all_styles_of(call, view)) { all.push_back(std::move(style)); }
  }
  if (call.format == Format::html) { return document(call, styles_html(call, all)); }
  std::string body;
  geo::JsonWriter json(body);
  json.begin_object().key("styles").begin_array();
  for (const Style& style : all) {
    json.begin_object().member("id", style.id).member("title", style.title);
    std::vector<Link> links = style_links(call, style.id, languages_of(style));
    links.push_back(collection_link(call, style.view->schema()));
    write_links(json, links);
    json.end_object();
  }
  json.end_array();
  write_links(json, own_links(call));
  json.end_object();
  return document(call, std::move(body));
}

Response style_sheet_of(const Call& call) {
  const Style style = style_named(call, call.path[0]);
  if (call.format == Format::html) { return document(call, style_html(call, style)); }
  const std::string_view form = form_of(call, style);
  const auto& all = style_languages();
  const auto* language = std::find_if(all.begin(), all.end(), [&](const StyleLanguage& each) { return each.form == form; });
  return make_response(200, std::string(language->media_type), text_of(call, style, form));
}

Response collection_style(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const std::string& id = view->schema().id;
  const Style style = style_named(call, view, call.path[1] == "default" ? id : id + "." + call.path[1]);
  return make_response(200, std::string(call.route.media_type), text_of(call, style, style_languages().front().form));
}

}  // namespace api
