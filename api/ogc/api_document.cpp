// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.0 description, made from the route table and the collections there are. Paths stand out for each collection
// (GDAL looks for the page size below the path of its own), parameters and answers are shared by reference to keep it small.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/http/chars.hpp"
#include "api/links.hpp"
#include "api/ogc/api_answers.hpp"
#include "api/parameters.hpp"
#include "geo/analysis/density_picture.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/base/json.hpp"

#include <array>
#include <set>
#include <utility>

namespace api {
namespace {

using geo::JsonWriter;

constexpr std::string_view collection_placeholder = "{collectionId}";

/// Placeholders of paths as parameters, apart from the collection's, which is filled in.
struct PathParameter {
  std::string_view name, openapi;
};
constexpr std::array<PathParameter, 10> path_parameters{{
    {"featureId",
     R"({"name":"featureId","in":"path","description":"The id of a feature","required":true,"schema":{"type":"integer","format":"int64","minimum":1}})"},
    {"tileMatrixSetId",
     R"({"name":"tileMatrixSetId","in":"path","description":"The grid of the tiles, of those that /tileMatrixSets lists; TileJSON knows WebMercatorQuad alone","required":true,"schema":{"type":"string","enum":["WebMercatorQuad","WorldCRS84Quad"]},"example":"WebMercatorQuad"})"},
    {"tileMatrix",
     R"({"name":"tileMatrix","in":"path","description":"Zoom of the tile","required":true,"schema":{"type":"integer","minimum":0,"maximum":24},"example":5})"},
    {"tileRow",
     R"({"name":"tileRow","in":"path","description":"Row of the tile, 0 in the north","required":true,"schema":{"type":"integer","minimum":0},"example":17})"},
    {"tileCol",
     R"({"name":"tileCol","in":"path","description":"Column of the tile, 0 in the west","required":true,"schema":{"type":"integer","minimum":0},"example":19})"},
    {"styleName",
     R"({"name":"styleName","in":"path","description":"default; a field of codes; of points also squares, hexagons and clusters: cells with the number of their rows","required":true,"schema":{"type":"string"},"example":"default"})"},
    {"styleId",
     R"({"name":"styleId","in":"path","description":"The id of a style: of a collection, of one of its fields of codes, such as sites.status, or of its cells, such as sites.hexagons","required":true,"schema":{"type":"string"},"example":"sites"})"},
    {"layerFile",
     R"({"name":"layerFile","in":"path","description":"The id of a collection and .qlr","required":true,"schema":{"type":"string"},"example":"sites.qlr"})"},
    {"processId",
     R"({"name":"processId","in":"path","description":"The id of a process, of those that /processes lists","required":true,"schema":{"type":"string"},"example":"kde"})"},
    {"jobId", R"({"name":"jobId","in":"path","description":"The id of a job","required":true,"schema":{"type":"string"}})"},
}};

/// Fields of the request that operations read, apart from those that HTTP itself speaks of.
struct RequestField {
  std::string_view name, openapi;
  std::string_view operations;  ///< with a space around each

  [[nodiscard]] bool is_of(const Route& route) const {
    return operations.find(' ' + std::string(route.operation) + ' ') != std::string_view::npos;
  }
};
constexpr std::array<RequestField, 4> request_fields{{
    {"If-Match",
     R"({"name":"If-Match","in":"header","description":"The ETag of the feature as it was read: when it has changed since, nothing is written, and the answer is 412","required":false,"schema":{"type":"string"}})",
     " replaceItem updateItem removeItem "},
    {"Content-Crs",
     R"({"name":"Content-Crs","in":"header","description":"The CRS of the coordinates in the body; without it CRS84","required":false,"schema":{"type":"string","format":"uri","default":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"}})",
     " createItem replaceItem updateItem "},
    {"Idempotency-Key",
     R"({"name":"Idempotency-Key","in":"header","description":"A text that is new for each request: one that is sent again under it is done once and gets the same answer","required":false,"schema":{"type":"string"},"example":"\"3f2a77c1\""})",
     " createItem beginImport execute "},
    {"Prefer",
     R"({"name":"Prefer","in":"header","description":"respond-async: the answer is the job","required":false,"schema":{"type":"string"},"example":"respond-async"})",
     " execute "},
}};

/// Bodies of an execution that are right for every process.
constexpr std::string_view execution_examples =
    R"({"all":{"summary":"As it is proposed","value":{}},"year":{"summary":"One year, kept for a week","value":{"inputs":{"datetime":"2024-01-01/2024-12-31","days":7},"outputs":{"result":{},"summary":{}}}},"raw":{"summary":"The result alone","value":{"outputs":{"result":{}},"response":"raw"}}})";

void write_reference(JsonWriter& json, std::string_view name) {
  json.begin_object().member("$ref", "#/components/parameters/" + std::string(name)).end_object();
}

/// Who has signed in, and nobody too. None where nobody can.
void write_sign_in(JsonWriter& json, const Call& call) {
  if (!call.site.has_accounts()) { return; }
  json.key("security").raw(R"([{},{"basic":[]},{"bearer":[]}])");
}

void write_ways_to_sign_in(JsonWriter& json, const Call& call) {
  if (!call.site.has_accounts()) { return; }
  json.key("securitySchemes").raw(R"({"basic":{"type":"http","scheme":"basic"},"bearer":{"type":"http","scheme":"bearer"}})");
}

/// Without examples where only the collection knows what a body looks like: a feature that was read is one that can be sent.
void write_body(JsonWriter& json, const Call& call, const Route& route) {
  const bool runs = route.operation == "execute";
  const bool is_patch = route.method == "PATCH";
  const std::string_view type = runs ? "application/json" : is_patch ? "application/merge-patch+json" : "application/geo+json";
  const std::string_view schema = runs ? "Execute" : is_patch ? "FeaturePatch" : "WrittenFeature";
  json.key("requestBody").begin_object();
  json.member("description", runs ? call.say("What is asked", "O que se pede") : call.say("The feature", "O elemento"));
  json.member("required", true).key("content").begin_object().key(type).begin_object();
  json.key("schema").begin_object().member("$ref", "#/components/schemas/" + std::string(schema)).end_object();
  if (runs) { json.key("examples").raw(execution_examples); }
  json.end_object().end_object().end_object();
}

void write_file_body(JsonWriter& json, const Call& call) {
  json.key("requestBody").begin_object();
  json.member("description", call.say("The file itself, or a form with it", "O próprio ficheiro, ou um formulário com ele"));
  json.member("required", true).key("content").begin_object();
  json.key("multipart/form-data").raw(R"({"schema":{"$ref":"#/components/schemas/ImportForm"}})");
  json.key("application/octet-stream").raw(R"({"schema":{"$ref":"#/components/schemas/Binary"}})");
  json.end_object().end_object();
}

/// Documents that have but one form, or more than most, say so, so that a client that always sends `f` knows what it may send.
void write_form(JsonWriter& json, const Call& call, const Route& route) {
  if (route.has_files && call.site.downloads().are_given_out()) { return write_reference(json, "f-files"); }
  if (route.has_html && route.only_form.empty() && route.forms.empty()) { return write_reference(json, "f"); }
  json.begin_object().member("name", "f").member("in", "query").member("required", false);
  json.key("schema").begin_object().member("type", "string").key("enum").begin_array();
  json.value(route.only_form.empty() ? std::string_view("json") : route.only_form);
  for (const std::string_view form : route.forms) { json.value(form); }
  if (route.has_html && route.only_form.empty()) { json.value("html"); }
  json.end_array().end_object().end_object();
}

std::string lower_case(std::string_view method) {
  std::string out(method);
  for (char& c : out) { c = to_lower(c); }
  return out;
}

void write_operation(JsonWriter& json, const Call& call, const Route& route, std::string_view operation_id, std::string_view tag_name) {
  json.key(lower_case(route.method)).begin_object().member("operationId", operation_id).member("summary", call.say(route.summary));
  json.key("tags").begin_array().value(tag_name).end_array();
  json.key("parameters").begin_array();
  for (const PathParameter& parameter : path_parameters) {
    const bool is_in_path = route.path.find('{' + std::string(parameter.name) + '}') != std::string_view::npos;
    if (is_in_path) { write_reference(json, parameter.name); }
  }
  for (const std::string_view name : route.parameters) {
    if (name != "f") { write_reference(json, name); }
  }
  write_form(json, call, route);
  for (const RequestField& field : request_fields) {
    if (field.is_of(route)) { write_reference(json, field.name); }
  }
  json.end_array();
  if (route.body_bytes == body_to_disk) {
    write_file_body(json, call);
  } else if (route.body_bytes > 0) {
    write_body(json, call, route);
  }
  write_answers(json, call, route);
  json.end_object();
}

/// The path of `first`, with all that can be done there: the lines of one path stand together in the table.
void write_path(JsonWriter& json, const Call& call, const Route& first, const std::string& collection) {
  std::string path(first.path);
  if (!collection.empty()) { path.replace(path.find(collection_placeholder), collection_placeholder.size(), collection); }
  json.key(path).begin_object();
  for (const Route& route : routes()) {
    if (route.path != first.path || route.operation.empty()) { continue; }
    if (route.access == Access::writer && (!call.site.may_write() || geo::is_result_id(collection))) { continue; }
    if (route.body_bytes == body_to_disk && !call.site.may_import()) { continue; }
    const std::string operation = std::string(route.operation) + (collection.empty() ? "" : '.' + collection);
    write_operation(json, call, route, operation, collection.empty() ? "service" : std::string_view(collection));
  }
  json.end_object();
}

/// Of tiles and styles: what has no places has none.
bool is_of_places(const Route& route) {
  return route.path.find("/tiles") != std::string_view::npos || route.path.find("/styles") != std::string_view::npos;
}

/// Whether there is such an address of the collection.
bool has_path(const Route& route, const geo::Collection& schema) {
  if (is_of_surfaces(route)) { return geo::is_density(schema); }
  if (is_of_densities(route)) { return geo::has_density_picture(schema); }
  return schema.geometry != geo::GeometryType::none || !is_of_places(route);
}

void write_paths(JsonWriter& json, const Call& call) {
  const auto views = call.site.views();
  std::set<std::string_view> written;
  json.key("paths").begin_object();
  for (const Route& route : routes()) {
    if (route.operation.empty() || !written.insert(route.path).second) { continue; }
    if (route.path.find(collection_placeholder) == std::string_view::npos) {
      write_path(json, call, route, {});
      continue;
    }
    if (route.operation == "getCoverage" && !call.site.downloads().are_given_out()) { continue; }
    for (const auto& view : views) {
      if (has_path(route, view->schema())) { write_path(json, call, route, view->schema().id); }
    }
  }
  json.end_object();
}

/// `f` where there are files too.
constexpr std::string_view form_with_files =
    R"({"name":"f","in":"query","description":"The form of the answer; without it the Accept field decides. csv, gpkg (GeoPackage) and fgb (FlatGeobuf) are files with everything that matches, unless limit is given, which has no maximum then.","required":false,"schema":{"type":"string","enum":["json","html","csv","gpkg","fgb"]}})";

void write_components(JsonWriter& json, const Call& call) {
  json.key("components").begin_object();
  json.key("parameters").begin_object();
  for (const PathParameter& parameter : path_parameters) { json.key(parameter.name).raw(parameter.openapi); }
  for (const Parameter& parameter : parameters()) { json.key(parameter.name).raw(parameter.openapi); }
  for (const RequestField& field : request_fields) { json.key(field.name).raw(field.openapi); }
  if (call.site.downloads().are_given_out()) { json.key("f-files").raw(form_with_files); }
  json.end_object();
  write_answer_components(json, call);
  write_ways_to_sign_in(json, call);
  json.end_object();
}

}  // namespace

Response api_document(const Call& call) {
  if (call.format == Format::html) { return document(call, api_html(call, call.site.views())); }
  const ServiceOptions& options = call.site.options();
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("openapi", "3.0.3");
  json.key("info").begin_object().member("title", call.say(options.title)).member("description", call.say(options.description));
  json.member("version", "1").end_object();
  json.key("servers").begin_array().begin_object().member("url", call.base).end_object().end_array();
  write_sign_in(json, call);
  write_paths(json, call);
  write_components(json, call);
  json.end_object();
  return document(call, std::move(body));
}

}  // namespace api
