// SPDX-License-Identifier: Apache-2.0
#include "api/qgis/project.hpp"

#include "api/html/page.hpp"
#include "api/ogc/styles.hpp"
#include "geo/look/xml.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numbers>

namespace api {
namespace {

using geo::xml_escaped;
using Group = QgisLayer::Group;

bool has_places(const QgisLayer& layer) { return layer.view->schema().geometry != geo::GeometryType::none; }

/// What one looks at first; everything else is a click away.
bool is_shown(const QgisLayer& layer) {
  constexpr std::array<std::string_view, 5> first{"admin_areas", "catchments", "cscs", "sites", "incidents"};
  return std::find(first.begin(), first.end(), layer.view->schema().id) != first.end();
}

/// Where the programme works, else where anything is.
geo::BBox start_box(const std::vector<QgisLayer>& layers) {
  geo::BBox all = geo::BBox::empty();
  geo::BBox programme = geo::BBox::empty();
  for (const QgisLayer& layer : layers) {
    const geo::BBox box = tiles::tile_bounds(*layer.view);
    const std::string& id = layer.view->schema().id;
    if (box.is_empty()) { continue; }
    all.extend(box);
    if (id == "catchments" || id == "sites") { programme.extend(box); }
  }
  return programme.is_empty() ? all : programme;
}

/// Metres of EPSG:3857, a little wider than the box; the whole world without one.
tiles::MetricBox start_extent(const std::vector<QgisLayer>& layers) {
  constexpr double half_m = std::numbers::pi * 6378137;
  const geo::BBox box = start_box(layers);
  if (box.is_empty()) { return {-half_m, -half_m, half_m, half_m}; }
  const tiles::PlanePoint low = tiles::to_unit_square({box.west, box.south});
  const tiles::PlanePoint high = tiles::to_unit_square({box.east, box.north});
  const auto metres = [](double unit) { return (unit - 0.5) * 2 * half_m; };
  const double margin_m = 2000 + 0.04 * (metres(high.x) - metres(low.x));
  return {metres(low.x) - margin_m, -metres(low.y) - margin_m, metres(high.x) + margin_m, -metres(high.y) + margin_m};
}

std::string group(std::string_view name, const std::string& content, bool checked, bool expanded) {
  if (content.empty()) { return {}; }
  return fmt::format("<layer-tree-group name=\"{}\" checked=\"{}\" expanded=\"{}\"><customproperties/>\n{}</layer-tree-group>\n",
                     xml_escaped(name), checked ? "Qt::Checked" : "Qt::Unchecked", expanded ? 1 : 0, content);
}

std::string feature_entries(const Call& call, const std::vector<QgisLayer>& layers, Group wanted) {
  std::string out;
  for (const QgisLayer& layer : layers) {
    const geo::Collection& schema = layer.view->schema();
    if (layer.group != wanted) { continue; }
    out += tree_entry(feature_layer_id(schema), call.say(schema.title), false, is_shown(layer) && !layer.best_as_tiles);
  }
  return out;
}

/// Of those that are shown, tiles are on where features would be too many.
std::string tile_entries(const Call& call, const std::vector<QgisLayer>& layers) {
  std::string out;
  for (const QgisLayer& layer : layers) {
    const geo::Collection& schema = layer.view->schema();
    if (has_places(layer)) {
      out += tree_entry(tile_layer_id(schema), call.say(schema.title), true, is_shown(layer) && layer.best_as_tiles);
    }
  }
  return out;
}

std::string tree(const Call& call, const std::vector<QgisLayer>& layers) {
  return "<layer-tree-group><customproperties/>\n" +
         group(call.say("Programme", "Programa"), feature_entries(call, layers, Group::programme), true, true) +
         group(call.say("Vector tiles", "Mosaicos vectoriais"), tile_entries(call, layers), true, false) +
         group(call.say("Analyses", "Análises"), feature_entries(call, layers, Group::analyses), true, true) +
         group(call.say("Reference", "Referência"), feature_entries(call, layers, Group::reference), true, true) +
         group(call.say("Tables", "Tabelas"), feature_entries(call, layers, Group::tables), true, true) + "</layer-tree-group>\n";
}

std::string map_layers(const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg) {
  std::string out;
  for (const QgisLayer& layer : layers) {
    out += feature_layer_xml(call, layer, authcfg);
    if (has_places(layer)) { out += tile_layer_xml(call, layer, authcfg); }
  }
  return out;
}

std::string extent_xml(const tiles::MetricBox& box) {
  return fmt::format("<xmin>{:.1f}</xmin><ymin>{:.1f}</ymin><xmax>{:.1f}</xmax><ymax>{:.1f}</ymax>", box.west, box.south, box.east,
                     box.north);
}

}  // namespace

std::string qgis_project_xml(const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg) {
  const std::string title = xml_escaped(call.say(call.site.options().title));
  const tiles::MetricBox box = start_extent(layers);
  std::string out = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";
  out += fmt::format("<qgis projectname=\"{0}\" version=\"3.22.0\">\n<title>{0}</title>\n", title);
  out += "<projectCrs>" + qgis_crs(3857) + "</projectCrs>\n" + tree(call, layers);
  out += "<mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\"><units>meters</units><extent>" + extent_xml(box) +
         "</extent><rotation>0</rotation><destinationsrs>" + qgis_crs(3857) + "</destinationsrs></mapcanvas>\n";
  out += "<projectlayers>\n" + map_layers(call, layers, authcfg) + "</projectlayers>\n";
  out +=
      "<properties><Measure><Ellipsoid type=\"QString\">EPSG:7030</Ellipsoid></Measure><Paths><Absolute "
      "type=\"bool\">true</Absolute></Paths>"
      "<SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled></SpatialRefSys></properties>\n";
  out += fmt::format(
      "<projectMetadata><type>dataset</type><language>{}</language><title>{}</title><abstract>{} {}</abstract></projectMetadata>\n",
      tag(call.language), title, xml_escaped(call.say(call.site.options().description) + "."),
      xml_escaped(std::string(call.say("Shown for the role ", "Mostrado para o papel ")) + geo::role_text(call.site.role()) + ": " +
                  call.say(role_text(call.site))));
  out += fmt::format(
      R"(<ProjectViewSettings UseProjectScales="0"><Scales/><DefaultViewExtent xmin="{:.1f}" ymin="{:.1f}" xmax="{:.1f}" ymax="{:.1f}">)",
      box.west, box.south, box.east, box.north);
  return out + qgis_crs(3857) + "</DefaultViewExtent></ProjectViewSettings>\n</qgis>\n";
}

std::string qgis_layer_xml(const Call& call, const QgisLayer& layer, const std::string& authcfg) {
  const geo::Collection& schema = layer.view->schema();
  const std::string& title = call.say(schema.title);
  std::string entries = tree_entry(feature_layer_id(schema), title, false, !layer.best_as_tiles);
  if (has_places(layer)) {
    entries += tree_entry(tile_layer_id(schema), title + std::string(call.say(" (vector tiles)", " (mosaicos vectoriais)")), true,
                          layer.best_as_tiles);
  }
  return "<!DOCTYPE qgis-layer-definition>\n<qlr>\n<layer-tree-group name=\"\" checked=\"Qt::Checked\" "
         "expanded=\"1\"><customproperties/>\n" +
         group(title, entries, true, true) + "</layer-tree-group>\n<maplayers>\n" + map_layers(call, {layer}, authcfg) +
         "</maplayers>\n</qlr>\n";
}

std::string qgis_feature_connections_xml(const Call& call, const std::string& authcfg) {
  return fmt::format(
      "<!DOCTYPE connections>\n<qgsWFSConnections version=\"1.1\">\n<wfs name=\"{}\" url=\"{}\" version=\"OGC_API_FEATURES\" "
      "maxnumfeatures=\"\" "
      "pagingenabled=\"true\" pagesize=\"1000\" ignoreAxisOrientation=\"false\" invertAxisOrientation=\"false\" "
      "preferCoordinatesForWfsT11=\"false\" "
      "authcfg=\"{}\"/>\n</qgsWFSConnections>\n",
      xml_escaped(call.say(call.site.options().title)), xml_escaped(call.base + "/"), authcfg);
}

std::string qgis_tile_connections_xml(const Call& call, const std::vector<QgisLayer>& layers, const std::string& authcfg) {
  std::string out = "<!DOCTYPE connections>\n<qgsVectorTileConnections version=\"1.0\">\n";
  for (const QgisLayer& layer : layers) {
    const geo::Collection& schema = layer.view->schema();
    if (!has_places(layer)) { continue; }
    // Names must differ, also of results that are called alike; a slash in one would begin a folder of settings.
    std::string name = call.say(call.site.options().title) + ": " + call.say(schema.title) + (schema.result ? " (" + schema.id + ")" : "");
    std::replace(name.begin(), name.end(), '/', '-');
    out += fmt::format(
        "<vectortile name=\"{}\" url=\"{}\" zmin=\"0\" zmax=\"{}\" styleUrl=\"{}\" serviceType=\"\" authcfg=\"{}\" username=\"\" "
        "password=\"\" "
        "referer=\"\"/>\n",
        xml_escaped(name), xml_escaped(qgis_tile_template(call, schema)), tiles::deepest_advertised_zoom,
        xml_escaped(call.base + "/collections/" + schema.id + "/styles/default"), authcfg);
  }
  return out + "</qgsVectorTileConnections>\n";
}

}  // namespace api
