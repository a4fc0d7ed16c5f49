// SPDX-License-Identifier: Apache-2.0
#include "api/qgis/layers.hpp"

#include "api/html/page.hpp"
#include "api/links.hpp"
#include "api/ogc/styles.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/look/qml.hpp"
#include "geo/look/xml.hpp"
#include "tiles/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace api {
namespace {

using geo::GeometryType;
using geo::xml_escaped;

QgisLayer::Group group_of(const geo::Collection& schema) {
  constexpr std::array<std::string_view, 4> reference{"admin_areas", "settlements", "population", "roads"};
  if (schema.geometry == GeometryType::none) { return QgisLayer::Group::tables; }
  if (schema.result) { return QgisLayer::Group::analyses; }
  const bool is_reference = std::find(reference.begin(), reference.end(), schema.id) != reference.end();
  return is_reference ? QgisLayer::Group::reference : QgisLayer::Group::programme;
}

/// From top to bottom.
int rank(GeometryType type) { return type == GeometryType::point ? 0 : type == GeometryType::line ? 1 : type == GeometryType::any ? 2 : 3; }

std::string id_part(const geo::Collection& schema) {
  std::string id = schema.id;
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

/// A value within single quotes of a data source.
std::string source_value(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') { out += '\\'; }
    out += c;
  }
  return out + "'";
}

std::string feature_source(const Call& call, const geo::Collection& schema, const std::string& authcfg) {
  return fmt::format(
      "{}pagingEnabled='true' preferCoordinatesForWfsT11='false' restrictToRequestBBOX='{}' typename={} url={} version='OGC_API_FEATURES'",
      authcfg.empty() ? "" : "authcfg=" + authcfg + " ", schema.geometry == GeometryType::none ? 0 : 1, source_value(schema.id),
      source_value(call.base + "/"));
}

std::string tile_source(const Call& call, const geo::Collection& schema, const std::string& authcfg) {
  return fmt::format("{}styleUrl={}&type=xyz&url={}&zmax={}&zmin=0", authcfg.empty() ? "" : "authcfg=" + authcfg + "&",
                     percent_encoded(call.base + "/collections/" + schema.id + "/styles/default"),
                     percent_encoded(qgis_tile_template(call, schema)), tiles::deepest_advertised_zoom);
}

std::string element(std::string_view name, std::string_view content) { return fmt::format("<{0}>{1}</{0}>", name, xml_escaped(content)); }

std::string_view qgis_name(GeometryType type) {
  switch (type) {
    case GeometryType::point: return "Point";
    case GeometryType::line: return "Line";
    case GeometryType::none: return "No geometry";
    case GeometryType::polygon:
    case GeometryType::any: break;
  }
  return "Polygon";
}

std::string extent_xml(const geo::View& view) {
  const geo::BBox box = view.extent();
  if (box.is_empty()) { return {}; }
  return fmt::format("<extent><xmin>{}</xmin><ymin>{}</ymin><xmax>{}</xmax><ymax>{}</ymax></extent>", box.west, box.south, box.east,
                     box.north);
}

/// What all layers begin with.
std::string head(const Call& call, const geo::Collection& schema, const std::string& id, const std::string& source,
                 const std::string& title) {
  const std::string notes = qgis_notes(call, schema);
  return element("id", id) + element("datasource", source) + element("layername", title) + element("title", call.say(schema.title)) +
         element("abstract", call.say(schema.description)) +
         fmt::format(
             R"(<userNotes value="{0}"/><customproperties><Option type="Map"><Option type="QString" name="userNotes" value="{0}"/>)",
             xml_escaped(notes)) +
         "</Option></customproperties>" +
         "<flags><Identifiable>1</Identifiable><Removable>1</Removable><Searchable>1</Searchable><Private>0</Private></flags>";
}

/// The others of a layer's styles are documents of their own; QGIS offers them in its menu "Styles".
std::string style_manager(const Call& call, const std::vector<Style>& styles) {
  if (styles.empty()) { return {}; }
  std::string out = fmt::format(R"(<map-layer-style-manager current="{0}"><map-layer-style name="{0}"/>)", xml_escaped(styles[0].name));
  for (std::size_t i = 1; i < styles.size(); ++i) {
    const geo::Collection& schema = styles[i].view->schema();
    out += fmt::format(
        R"(<map-layer-style name="{}"><qgis version="3.22.0" styleCategories="Symbology|Fields|Forms">{}{}</qgis></map-layer-style>)",
        xml_escaped(styles[i].name), geo::qml_renderer(schema, styles[i].look, language_member(call.language)),
        geo::qml_fields(schema, {call.site.code_lists(), language_member(call.language)}));
  }
  return out + "</map-layer-style-manager>";
}

}  // namespace

std::string qgis_tile_template(const Call& call, const geo::Collection& schema) {
  const std::string query = tiles::usual_tile_query(schema, 256);
  return tile_template(call, schema) + (query.empty() ? "" : "?" + query);
}

std::vector<QgisLayer> qgis_layers(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  struct Counted {
    QgisLayer layer;
    std::uint64_t rows;
  };
  std::vector<Counted> counted;
  for (const auto& view : views) {
    const std::uint64_t rows = call.site.count(*view, {});
    const geo::Collection& schema = view->schema();
    counted.push_back({{view, group_of(schema), rows > most_features_in_qgis || schema.geometry == GeometryType::any}, rows});
  }
  std::stable_sort(counted.begin(), counted.end(), [](const Counted& a, const Counted& b) {
    return std::pair(rank(a.layer.view->schema().geometry), a.rows) < std::pair(rank(b.layer.view->schema().geometry), b.rows);
  });
  std::vector<QgisLayer> layers;
  for (Counted& each : counted) { layers.push_back(std::move(each.layer)); }
  return layers;
}

std::string feature_layer_id(const geo::Collection& schema) { return "bairro_features_" + id_part(schema); }
std::string tile_layer_id(const geo::Collection& schema) { return "bairro_tiles_" + id_part(schema); }

std::string feature_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg) {
  const geo::Collection& schema = layer.view->schema();
  const auto language = language_member(call.language);
  const std::vector<Style> styles = styles_of(call, layer.view);
  std::string out =
      fmt::format(R"(<maplayer type="vector" geometry="{}" hasScaleBasedVisibilityFlag="0" readOnly="0">)", qgis_name(schema.geometry));
  out +=
      extent_xml(*layer.view) + head(call, schema, feature_layer_id(schema), feature_source(call, schema, authcfg), call.say(schema.title));
  out += "<srs>" + qgis_crs(4326) + "</srs><provider encoding=\"UTF-8\">OAPIF</provider>" + style_manager(call, styles);
  if (!styles.empty()) { out += geo::qml_renderer(schema, styles.front().look, language); }
  return out + geo::qml_fields(schema, {call.site.code_lists(), language}) + "</maplayer>\n";
}

std::string tile_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg) {
  const geo::Collection& schema = layer.view->schema();
  const std::string title = call.say(schema.title) + std::string(call.say(" (vector tiles)", " (mosaicos vectoriais)"));
  return "<maplayer type=\"vector-tile\" hasScaleBasedVisibilityFlag=\"0\">" +
         head(call, schema, tile_layer_id(schema), tile_source(call, schema, authcfg), title) + "<srs>" + qgis_crs(3857) +
         "</srs><provider>vectortile</provider>" + geo::qml_tile_renderer(schema, geo::look_of(schema), language_member(call.language)) +
         "</maplayer>\n";
}

std::string tree_entry(const std::string& id, const std::string& title, bool tiles, bool checked) {
  return fmt::format(
             R"(<layer-tree-layer id="{}" name="{}" providerKey="{}" checked="{}" expanded="0"><customproperties/></layer-tree-layer>)", id,
             xml_escaped(title), tiles ? "vectortile" : "OAPIF", checked ? "Qt::Checked" : "Qt::Unchecked") +
         "\n";
}

std::string qgis_notes(const Call& call, const geo::Collection& schema) {
  std::string notes = call.say(schema.description) + ".";
  if (schema.field("location_precision") != nullptr) {
    notes += call.say(
        " Not every point is where it happened: where only the settlement or the district is known, the point stands for all of it. The "
        "field "
        "location_precision says so for each row, and a style of that name shows it.",
        " Nem todo o ponto é o lugar exacto: onde só se conhece o povoado ou o distrito, o ponto representa-o por inteiro. O campo "
        "location_precision diz isso de cada registo, e um estilo com esse nome mostra-o.");
  }
  if (schema.result) {
    notes += call.say(" It was computed from what was reported; where nothing was reported, nobody knows. Method: ",
                      " Foi calculado a partir do que foi comunicado; onde nada foi comunicado, ninguém sabe. Método: ");
    notes += schema.result->method + ", " + geo::format_time(schema.result->made_at / 1000 * 1000) + ".";
  }
  if (schema.geometry == GeometryType::any) {
    notes += call.say(" QGIS makes one kind of geometry of the features; the vector tiles show all of them.",
                      " O QGIS mostra um só tipo de geometria dos elementos; os mosaicos vectoriais mostram todos.");
  }
  notes += call.say(" Shown for the role ", " Mostrado para o papel ");
  return notes + geo::role_text(call.site.role()) + ": " + call.say(role_text(call.site));
}

std::string qgis_crs(int epsg) {
  // Without a number of its own table QGIS 3.22 does not look at the name beside it.
  const int own_number = epsg == 4326 ? 3452 : epsg;
  return fmt::format("<spatialrefsys><srsid>{}</srsid><srid>{}</srid><authid>EPSG:{}</authid></spatialrefsys>", own_number, epsg, epsg);
}

std::string authcfg_parameter(const Request& request) {
  const std::string* id = request.parameter("authcfg");
  if (id == nullptr || id->empty()) { return {}; }
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (id->size() == 7 && std::all_of(id->begin(), id->end(), fits)) { return *id; }
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("'authcfg' must be the id of an authentication configuration in QGIS, seven lower-case letters and digits, not {}.",
                  geo::excerpt(*id)),
      fmt::format("'authcfg' tem de ser o identificador de uma configuração de autenticação do QGIS, sete letras minúsculas e "
                  "algarismos, não {}.",
                  geo::excerpt(*id)));
}

}  // namespace api
