// SPDX-License-Identifier: Apache-2.0
// The manual of the service: one line per resource. To find how an address behaves, find its line and go to its handler.
#include "api/routes.hpp"

#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/ogc/execution_body.hpp"
#include "api/ogc/surface.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace api {
namespace {

constexpr std::string_view json = "application/json";
/// A boundary in full detail is some megabytes.
constexpr std::size_t most_feature_bytes = std::size_t{8} * 1024 * 1024;
constexpr std::string_view geojson = "application/geo+json";

/// The parts of a template between its slashes.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) { parts.push_back(path.substr(0, end)); }
    path.remove_prefix(end);
  }
  return parts;
}

bool is_placeholder(std::string_view part) { return part.front() == '{'; }

bool fits(std::string_view path, const std::vector<std::string>& segments, std::vector<std::string>& values) {
  const std::vector<std::string_view> parts = parts_of(path);
  if (parts.size() != segments.size()) { return false; }
  values.clear();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_placeholder(parts[i])) {
      values.push_back(segments[i]);
    } else if (parts[i] != segments[i]) {
      return false;
    }
  }
  return true;
}

/// GET brings HEAD, and every path OPTIONS; in this order, each once.
std::string allow_field(const std::vector<std::string_view>& methods) {
  std::string allow;
  for (const std::string_view method : methods) {
    allow += method;
    allow += method == "GET" ? ", HEAD, " : ", ";
  }
  return allow + "OPTIONS";
}

}  // namespace

// clang-format off
const std::vector<Route>& routes() {
  using enum Access;
  static const std::vector<Route> table{
    {"GET", "/",            reader,  landing_page, json, {"lang", "f"}, "getLandingPage",
     {"The service: what it is and where everything starts", "O serviço: o que é e por onde tudo começa"}},
    {"GET", "/conformance", anybody, conformance,  json, {"lang", "f"}, "getConformance",
     {"The standards it keeps", "As normas que cumpre"}},
    {"GET", "/api",         reader,  api_document, "application/vnd.oai.openapi+json;version=3.0", {"lang", "f"}, "getApi",
     {"This API described in OpenAPI 3.0", "Esta API descrita em OpenAPI 3.0"}},
    {"GET", "/collections", reader,  collections,  json, {"lang", "f"}, "getCollections",
     {"The collections", "As colecções"}},
    {"GET", "/collections/{collectionId}",                   reader, collection, json, {"lang", "f"}, "getCollection",
     {"One collection: extent, links, number of features", "Uma colecção: extensão, ligações, número de elementos"}},
    {"GET", "/collections/{collectionId}/items",             reader, items, geojson,
     {"bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "sortby", "properties", "skipGeometry", "limit",
      "offset", "next", "lang", "f"},
     "getItems",
     {"Features, page by page", "Elementos, página a página"}, true, {}, 0, true, {}, {"from", "to"}},
    {"POST", "/collections/{collectionId}/items",            writer, create_item, json, {"f"}, "createItem",
     {"A new feature; its address is in Location", "Um elemento novo; o seu endereço vem em Location"}, false, {}, most_feature_bytes},
    {"GET", "/collections/{collectionId}/items/{featureId}", reader, item,  geojson, {"crs", "lang", "f"}, "getItem",
     {"One feature", "Um elemento"}},
    {"PUT", "/collections/{collectionId}/items/{featureId}", writer, replace_item, json, {"f"}, "replaceItem",
     {"The feature as a whole, in place of what it was", "O elemento inteiro, em vez do que era"}, false, {}, most_feature_bytes},
    {"PATCH", "/collections/{collectionId}/items/{featureId}", writer, update_item, json, {"f"}, "updateItem",
     {"Some of the feature (JSON merge patch)", "Parte do elemento (JSON merge patch)"}, false, {}, most_feature_bytes},
    {"DELETE", "/collections/{collectionId}/items/{featureId}", writer, remove_item, json, {"f"}, "removeItem",
     {"Removes the feature; its history stays", "Retira o elemento; o seu histórico fica"}, false},
    {"GET", "/collections/{collectionId}/tiles",             reader, tilesets, json, {"f"}, "getTilesets",
     {"The sets of vector tiles", "Os conjuntos de mosaicos vectoriais"}, false},
    {"GET", "/collections/{collectionId}/tiles/{tileMatrixSetId}", reader, tileset, json, {"f"}, "getTileset",
     {"Vector tiles: address, bounds, fields", "Mosaicos vectoriais: endereço, limites, campos"}, false},
    {"GET", "/collections/{collectionId}/tiles/{tileMatrixSetId}/tilejson.json", reader, tilejson, json, {"f"}, "getTileJson",
     {"The same as TileJSON 3, which knows WebMercatorQuad alone", "O mesmo em TileJSON 3, que só conhece WebMercatorQuad"}, false},
    {"GET", "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", reader, tile,
     "application/vnd.mapbox-vector-tile",
     {"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "properties", "points", "max-points", "cell-px", "time-bins",
      "weight", "labels"},
     "getTile",
     {"One vector tile", "Um mosaico vectorial"}, false, "mvt"},
    {"GET", "/collections/{collectionId}/map/tiles",         reader, map_tilesets, json, {"f"}, "getMapTilesets",
     {"Of a surface: the sets of pictures", "De uma superfície: os conjuntos de imagens"}, false},
    {"GET", "/collections/{collectionId}/map/tiles/WebMercatorQuad", reader, map_tileset, json, {"f"}, "getMapTileset",
     {"Pictures of a surface: address, bounds", "Imagens de uma superfície: endereço, limites"}, false},
    {"GET", "/collections/{collectionId}/map/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", reader, map_tile, "image/png", {},
     "getMapTile", {"One picture (PNG, 256 by 256)", "Uma imagem (PNG, 256 por 256)"}, false, "png"},
    {"GET", "/collections/{collectionId}/map/legend",        reader, map_legend, json, {"lang", "f"}, "getMapLegend",
     {"What the colours of the pictures mean, per km²", "O que as cores das imagens querem dizer, por km²"}},
    {"GET", "/collections/{collectionId}/styles/surface",    reader, surface_style, "application/vnd.mapbox.style+json", {"f"}, "getSurfaceStyle",
     {"A style of these pictures for MapLibre", "Um estilo destas imagens para MapLibre"}, false},
    {"GET", "/collections/{collectionId}/density/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", reader, density_tile, "image/png",
     {"datetime", "filter", "filter-lang", "filter-crs", "q", "detail"}, "getDensityTile",
     {"One picture of the density of the rows (PNG, 256 by 256)", "Uma imagem da densidade das linhas (PNG, 256 por 256)"}, false, "png"},
    {"GET", "/collections/{collectionId}/density/legend", reader, density_legend, json,
     {"datetime", "filter", "filter-lang", "filter-crs", "q", "detail", "lang", "f"}, "getDensityLegend",
     {"What the colours of these pictures mean, per km², and which rows they are of",
      "O que as cores destas imagens querem dizer, por km², e de que linhas são"}, false},
    {"GET", "/collections/{collectionId}/coverage",          reader, coverage, geotiff_type, {}, "getCoverage",
     {"A surface as numbers: a Cloud Optimized GeoTIFF", "Uma superfície em números: um GeoTIFF optimizado para a nuvem"}, false, "tif"},
    {"GET", "/collections/{collectionId}/styles/{styleName}", reader, collection_style, "application/vnd.mapbox.style+json", {"lang", "f"}, "getStyle",
     {"A style of its tiles for MapLibre and QGIS", "Um estilo dos seus mosaicos para MapLibre e QGIS"}, false},
    {"GET", "/collections/{collectionId}/schema",            reader, schema, "application/schema+json", {"f"}, "getSchema",
     {"The fields: titles, units, meaning of codes", "Os campos: títulos, unidades, significado dos códigos"}, false},
    {"GET", "/collections/{collectionId}/schema/feature",    reader, feature_schema, "application/schema+json", {"f"}, "getFeatureSchema",
     {"One feature as GeoJSON, as JSON Schema", "Um elemento em GeoJSON, como JSON Schema"}, false},
    {"GET", "/collections/{collectionId}/queryables",        reader, queryables, "application/schema+json", {"f"}, "getQueryables",
     {"The properties that a filter can ask for", "As propriedades que um filtro pode usar"}, false},
    {"GET", "/collections/{collectionId}/sortables",         reader, sortables, "application/schema+json", {"f"}, "getSortables",
     {"The properties that one can sort by", "As propriedades por que se pode ordenar"}, false},
    {"GET", "/tiles",                    reader, tilesets, json, {"collections", "f"}, "getDatasetTilesets",
     {"The sets of vector tiles with several collections", "Os conjuntos de mosaicos vectoriais com várias colecções"}, false},
    {"GET", "/tiles/{tileMatrixSetId}",  reader, tileset, json, {"collections", "f"}, "getDatasetTileset",
     {"Vector tiles with a layer for each collection: address, bounds, fields",
      "Mosaicos vectoriais com uma camada por colecção: endereço, limites, campos"}, false},
    {"GET", "/tiles/{tileMatrixSetId}/tilejson.json", reader, tilejson, json, {"collections", "f"}, "getDatasetTileJson",
     {"The same as TileJSON 3, which knows WebMercatorQuad alone", "O mesmo em TileJSON 3, que só conhece WebMercatorQuad"}, false},
    {"GET", "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", reader, tile,
     "application/vnd.mapbox-vector-tile",
     {"collections", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q", "properties", "points", "max-points",
      "cell-px", "time-bins", "weight", "labels"},
     "getDatasetTile",
     {"One vector tile with a layer for each collection", "Um mosaico vectorial com uma camada por colecção"}, false, "mvt"},
    {"GET", "/tileMatrixSets",                 anybody, tile_matrix_sets, json, {"f"}, "getTileMatrixSets",
     {"The grids that vector tiles are cut by", "As grelhas por que se cortam os mosaicos vectoriais"}, false},
    {"GET", "/tileMatrixSets/{tileMatrixSetId}", anybody, tile_matrix_set,  json, {"f"}, "getTileMatrixSet",
     {"One of these grids", "Uma destas grelhas"}, false},
    {"GET", "/functions",             anybody, functions, json, {"f"}, "getFunctions",
     {"The functions that filters may use", "As funções que os filtros podem usar"}, false},
    {"GET", "/styles",           reader, styles,         json, {"lang", "f"}, "getStyles",
     {"How the collections are drawn", "Como se desenham as colecções"}},
    {"GET", "/styles/{styleId}", reader, style_sheet_of, "application/vnd.mapbox.style+json", {"lang", "f"}, "getStyleSheet",
     {"One style, for MapLibre (mapbox), QGIS (qml) or others (sld10, sld11)", "Um estilo, para MapLibre (mapbox), QGIS (qml) ou outros (sld10, sld11)"},
     true, {}, 0, false, {"mapbox", "qml", "sld10", "sld11", "sld"}},
    {"GET", "/qgis",                           reader, qgis_files,   json, {"lang", "authcfg", "f"}, "getQgisFiles",
     {"Files that QGIS opens: a project, layers, connections", "Ficheiros que o QGIS abre: um projecto, camadas, ligações"}},
    {"GET", "/qgis/bairro.qgs",                reader, qgis_project, "application/x-qgis-project", {"lang", "authcfg"}, "getQgisProject",
     {"A QGIS project with every collection", "Um projecto QGIS com todas as colecções"}, false, "qgs"},
    {"GET", "/qgis/features.xml",              reader, qgis_feature_connections, "application/xml", {"lang", "authcfg"}, "getQgisFeatureConnections",
     {"The connection to the features, for \"Load Connections\" in QGIS", "A ligação aos elementos, para «Carregar ligações» no QGIS"}, false, "xml"},
    {"GET", "/qgis/vector-tiles.xml",          reader, qgis_tile_connections, "application/xml", {"lang", "authcfg"}, "getQgisTileConnections",
     {"The connections to the vector tiles, likewise", "As ligações aos mosaicos vectoriais, do mesmo modo"}, false, "xml"},
    {"GET", "/qgis/{layerFile}",               reader, qgis_layer,   "application/x-qgis-layer-definition", {"lang", "authcfg"}, "getQgisLayer",
     {"One collection as QGIS layers: {collectionId}.qlr", "Uma colecção como camadas QGIS: {collectionId}.qlr"}, false, "qlr"},
    {"GET", "/processes",             reader, processes, json, {"limit", "next", "lang", "f"}, "getProcesses",
     {"The analyses that can be run", "As análises que se podem correr"}},
    {"GET", "/processes/{processId}", reader, process,   json, {"lang", "f"}, "getProcess",
     {"One analysis: what it can be asked and what it gives", "Uma análise: o que se pode pedir e o que dá"}},
    {"POST", "/processes/{processId}/execution", oneself, execute, json, {"lang", "f"}, "execute",
     {"Runs it: at once, or as a job (Prefer: respond-async)", "Corre-a: de imediato, ou como trabalho (Prefer: respond-async)"}, false, {},
     most_execution_bytes, false, {}, {}, true},
    {"GET", "/jobs",                  oneself, jobs, json,
     {"type", "processID", "status", "datetime", "minDuration", "maxDuration", "limit", "next", "lang", "f"}, "getJobs",
     {"The jobs of who asks", "Os trabalhos de quem pergunta"}},
    {"GET", "/jobs/{jobId}",          oneself, job,         json, {"lang", "f"}, "getStatus",
     {"Where a job stands", "O estado de um trabalho"}},
    {"DELETE", "/jobs/{jobId}",       oneself, dismiss_job, json, {"f"}, "dismiss",
     {"Stops a job; takes one that has ended off the list", "Pára um trabalho; retira da lista um que terminou"}, false},
    {"GET", "/jobs/{jobId}/results",  oneself, job_results, json, {"f"}, "getResult",
     {"What it found", "O que encontrou"}, false},
    {"GET", "/imports",               oneself, imports, json, {"limit", "next", "lang", "f"}, "getImports",
     {"The files that who asks has sent", "Os ficheiros que quem pede enviou"}},
    {"POST", "/imports",              writer, begin_import, json,
     {"collection", "file-name", "profile", "layer", "file-crs", "time-zone", "source", "encoding", "delimiter", "dry-run", "strict",
      "accept-partial", "complete", "map", "set", "lang", "f"},
     "beginImport",
     {"Imports a file, as a job", "Importa um ficheiro, como trabalho"}, true, {}, body_to_disk},
    {"GET", "/imports/{jobId}",       oneself, import_job, json, {"lang", "f"}, "getImport",
     {"Where an import stands", "O estado de uma importação"}},
    {"DELETE", "/imports/{jobId}",    oneself, end_import, json, {"f"}, "endImport",
     {"Stops an import; takes one that has ended off the list", "Pára uma importação; retira da lista uma que terminou"}, false},
    {"GET", "/imports/{jobId}/report", oneself, import_report, json, {"lang", "f"}, "getImportReport",
     {"What it found, row by row", "O que encontrou, linha a linha"}},
    {"GET", "/imports/{jobId}/report.csv", oneself, import_report_csv, "text/csv", {}, "getImportReportCsv",
     {"The same as a table", "O mesmo em tabela"}, false, "csv"},
    {"GET", "/session",          oneself, session,       json, {"lang", "f"}, "getSession",
     {"Who has signed in", "Quem iniciou sessão"}, true, {}, 0, false, {}, {"back"}},
    {"POST", "/session",         oneself, begin_session, json, {"lang", "f"}, "",
     {"Begins a session of the web page", "Inicia uma sessão da página"}, false, {}, 0, false, {}, {}, true},
    {"DELETE", "/session",       oneself, end_session,   json, {"f"}, "",
     {"Ends it", "Termina-a"}, false},
    {"GET", "/exports",          reader,  export_files, json,     {"f"}, "",
     {"Files of tiles for maps that work offline", "Ficheiros de mosaicos para mapas sem ligação"}, false},
    {"GET", "/exports/{fileName}", reader, export_file, "application/vnd.pmtiles", {}, "",
     {"One of them (PMTiles), whole or by ranges", "Um deles (PMTiles), inteiro ou por intervalos"}, false},
    {"GET", "/map",              reader,  map_page,   "text/html",  {}, "",
     {"The map, for people", "O mapa, para pessoas"}, true, "html"},
    {"GET", "/health",           anybody, health,     json,       {"lang", "f"}, "getHealth",
     {"Whether the service answers", "Se o serviço responde"}},
    {"GET", "/assets/style.css", anybody, style_sheet, "text/css", {}, "",
     {"The look of the HTML pages", "O aspecto das páginas HTML"}},
    {"GET", "/assets/{name}",    anybody, asset,       "application/octet-stream", {}, "",
     {"Files of the map page", "Ficheiros da página do mapa"}},
    {"GET", "/assets/glyphs/{font}/{range}", anybody, glyphs, "application/x-protobuf", {}, "",
     {"Letters of the map", "Letras do mapa"}},
  };
  return table;
}
// clang-format on

Match find_route(std::string_view method, const std::vector<std::string>& segments) {
  Match match;
  std::vector<std::string_view> methods;
  std::vector<std::string_view> for_readers;
  std::vector<std::string> values;
  for (const Route& route : routes()) {
    if (!fits(route.path, segments, values)) { continue; }
    if (std::find(methods.begin(), methods.end(), route.method) != methods.end()) { continue; }  // the first line that fits decides
    methods.push_back(route.method);
    if (route.access != Access::writer) { for_readers.push_back(route.method); }
    const bool head = route.method == "GET" && method == "HEAD";
    if (route.method == method || head) {
      match.route = &route;
      match.path = values;
    }
  }
  if (!methods.empty()) {
    match.allow = allow_field(methods);
    match.allow_readers = allow_field(for_readers);
  }
  return match;
}

bool is_of_surfaces(const Route& route) {
  const std::string_view rest = route.path.substr(std::min(route.path.find('}'), route.path.size() - 1) + 1);
  return rest.starts_with("/map/") || rest == "/styles/surface" || rest == "/coverage";
}

bool is_of_densities(const Route& route) { return route.path.find("}/density/") != std::string_view::npos; }

std::string_view path_template(std::string_view path) {
  std::vector<std::string> segments;
  for (const std::string_view part : parts_of(path.starts_with('/') ? path : "/")) { segments.emplace_back(part); }
  std::vector<std::string> values;
  for (const Route& route : routes()) {
    if (fits(route.path, segments, values)) { return route.path; }
  }
  return "(unknown)";
}

std::string fill_path(std::string_view path_template, const std::vector<std::string>& values) {
  std::string path;
  auto value = values.begin();
  for (const std::string_view part : parts_of(path_template)) {
    path += '/';
    if (!is_placeholder(part)) {
      path += part;
      continue;
    }
    if (value == values.end()) { throw std::out_of_range("no value for " + std::string(part) + " of " + std::string(path_template)); }
    path += percent_encoded(*value++);
  }
  return path.empty() ? "/" : path;
}

std::vector<std::string> path_values(std::string_view path_template, const std::function<std::string(std::string_view)>& value_of) {
  std::vector<std::string> values;
  for (const std::string_view part : parts_of(path_template)) {
    if (is_placeholder(part)) { values.push_back(value_of(part.substr(1, part.size() - 2))); }
  }
  return values;
}

}  // namespace api
