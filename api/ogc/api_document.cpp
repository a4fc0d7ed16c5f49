// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.0 description, made from the route table and the collections there are. Paths stand out for each collection
// (GDAL looks for the page size below the path of its own), parameters and answers are shared by reference to keep it small.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/http/chars.hpp"
#include "api/links.hpp"
#include "api/ogc/styles.hpp"
#include "api/parameters.hpp"
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
constexpr std::array<PathParameter, 8> path_parameters{{
    {"featureId",
     R"({"name":"featureId","in":"path","description":"The id of a feature","required":true,"schema":{"type":"integer","format":"int64","minimum":1}})"},
    {"tileMatrix",
     R"({"name":"tileMatrix","in":"path","description":"Zoom of the tile","required":true,"schema":{"type":"integer","minimum":0,"maximum":24}})"},
    {"tileRow",
     R"({"name":"tileRow","in":"path","description":"Row of the tile, 0 in the north","required":true,"schema":{"type":"integer","minimum":0}})"},
    {"tileCol",
     R"({"name":"tileCol","in":"path","description":"Column of the tile, 0 in the west","required":true,"schema":{"type":"integer","minimum":0}})"},
    {"styleId",
     R"({"name":"styleId","in":"path","description":"The id of a style: of a collection, or of one of its fields of codes, such as sites.status","required":true,"schema":{"type":"string"},"example":"sites"})"},
    {"layerFile",
     R"({"name":"layerFile","in":"path","description":"The id of a collection and .qlr","required":true,"schema":{"type":"string"},"example":"sites.qlr"})"},
    {"processId", R"({"name":"processId","in":"path","description":"The id of a process","required":true,"schema":{"type":"string"}})"},
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
     " createItem execute "},
    {"Prefer",
     R"({"name":"Prefer","in":"header","description":"respond-async: the answer is the job","required":false,"schema":{"type":"string"},"example":"respond-async"})",
     " execute "},
}};

/// Answers other than 200 that operations share.
struct SharedAnswer {
  std::string_view status, name;
  geo::Text description;
};
const std::array<SharedAnswer, 4>& shared_answers() {
  static const std::array<SharedAnswer, 4> answers{{
      {"304",
       "NotModified",
       {"What the client holds (If-None-Match) is still right", "O que o cliente tem (If-None-Match) continua certo"}},
      {"400", "BadRequest", {"A parameter is unknown, given twice or wrong", "Um parâmetro é desconhecido, repetido ou errado"}},
      {"404", "NotFound", {"No such thing, or not for this reader", "Não existe, ou não para este leitor"}},
      {"500",
       "ServerError",
       {"A fault of the service; request_id finds it in the log", "Uma falha do serviço; request_id encontra-a no registo"}},
  }};
  return answers;
}

void write_reference(JsonWriter& json, std::string_view section, std::string_view name) {
  std::string target = "#/components/";
  target += section;
  target += '/';
  target += name;
  json.begin_object().member("$ref", target).end_object();
}

void write_content(JsonWriter& json, std::string_view type, std::string_view schema) {
  json.key(type).begin_object().key("schema");
  write_reference(json, "schemas", schema);
  json.end_object();
}

std::string_view schema_of(const Route& route) {
  if (route.operation == "getStatus" || route.operation == "dismiss") { return "StatusInfo"; }
  if (route.operation == "getResult" || route.operation == "execute") { return "Results"; }
  if (route.operation == "getItems") { return "FeatureCollection"; }
  if (route.operation == "getTile") { return "Binary"; }
  if (route.path.starts_with("/qgis/")) { return "Text"; }
  return route.operation == "getItem" ? "Feature" : "Document";
}

/// The other languages that a style is given in.
void write_style_contents(JsonWriter& json) {
  for (const StyleLanguage& language : style_languages()) {
    if (language.media_type != style_languages().front().media_type) { write_content(json, language.media_type, "Text"); }
  }
}

/// What only an execution is answered.
void write_execution_answers(JsonWriter& json, const Call& call) {
  json.key("201").begin_object().member("description", call.say("The job that runs it", "O trabalho que a corre"));
  json.key("content").begin_object();
  write_content(json, "application/json", "StatusInfo");
  json.end_object().end_object();
  const auto refusal = [&](std::string_view status, std::string_view en, std::string_view pt) {
    json.key(status).begin_object().member("description", call.say(en, pt)).key("content").begin_object();
    write_content(json, "application/problem+json", "Problem");
    json.end_object().end_object();
  };
  refusal("401", "Nobody has signed in", "Sem sessão iniciada");
  refusal("413", "The body is too long", "O corpo é longo demais");
  refusal("415", "The body is not application/json", "O corpo não é application/json");
  refusal("429", "Too many jobs of this account; Retry-After", "Trabalhos demais desta conta; Retry-After");
  refusal("503", "Too many jobs wait; Retry-After", "Trabalhos demais à espera; Retry-After");
}

/// Of an operation that creates, changes or removes a feature.
void write_writing_answers(JsonWriter& json, const Call& call, const Route& route) {
  json.key("responses").begin_object();
  if (route.operation == "createItem") {
    json.key("201").begin_object().member("description", call.say("Created; see Location", "Criado; veja Location"));
    json.key("headers").begin_object().key("Location").begin_object().key("schema").begin_object();
    json.member("type", "string").member("format", "uri").end_object().end_object().end_object().end_object();
  } else {
    json.key("204").begin_object().member("description", call.say("Done", "Feito")).end_object();
  }
  const auto refusal = [&](std::string_view status, std::string_view en, std::string_view pt) {
    json.key(status).begin_object().member("description", call.say(en, pt)).key("content").begin_object();
    write_content(json, "application/problem+json", "Problem");
    json.end_object().end_object();
  };
  refusal("401", "Nobody has signed in", "Sem sessão iniciada");
  refusal("403", "Who asks may not write here", "Quem pede não pode escrever aqui");
  if (route.operation != "createItem") {
    refusal("412", "The feature has changed since (If-Match)", "O elemento mudou entretanto (If-Match)");
  }
  if (route.body_bytes > 0) {
    refusal("413", "The body is too long", "O corpo é longo demais");
    refusal("415", "The body is of another type", "O corpo é de outro tipo");
    refusal("422", "The rules for rows refuse it", "As regras das linhas recusam-no");
  }
  for (const SharedAnswer& answer : shared_answers()) {
    if (answer.status == "304") { continue; }
    json.key(answer.status);
    write_reference(json, "responses", answer.name);
  }
  json.end_object();
}

void write_answers(JsonWriter& json, const Call& call, const Route& route) {
  if (route.access == Access::writer) { return write_writing_answers(json, call, route); }
  json.key("responses").begin_object();
  json.key("200").begin_object().member("description", call.say(route.summary)).key("content").begin_object();
  write_content(json, route.media_type, schema_of(route));
  if (route.operation == "getStyleSheet") { write_style_contents(json); }
  if (route.has_html) { write_content(json, "text/html", "Html"); }
  json.end_object().end_object();
  if (route.operation == "getTile") {
    json.key("204").begin_object().member("description", call.say("The tile is empty", "O mosaico está vazio")).end_object();
  }
  if (route.operation == "execute") { write_execution_answers(json, call); }
  for (const SharedAnswer& answer : shared_answers()) {
    if (answer.status == "304" && route.method != "GET") { continue; }
    json.key(answer.status);
    write_reference(json, "responses", answer.name);
  }
  json.end_object();
}

void write_body(JsonWriter& json, const Call& call, const Route& route) {
  const bool runs = route.operation == "execute";
  json.key("requestBody").begin_object();
  json.member("description", runs ? call.say("What is asked", "O que se pede") : call.say("The feature", "O elemento"))
      .member("required", true);
  json.key("content").begin_object();
  if (runs) {
    write_content(json, "application/json", "Execute");
  } else {
    write_content(json, route.method == "PATCH" ? "application/merge-patch+json" : "application/geo+json",
                  route.method == "PATCH" ? "FeaturePatch" : "WrittenFeature");
  }
  json.end_object().end_object();
}

std::string lower_case(std::string_view method) {
  std::string out(method);
  for (char& c : out) { c = to_lower(c); }
  return out;
}

/// By reference, but for the forms of what has its own.
void write_parameter(JsonWriter& json, const Route& route, std::string_view name) {
  if (name != "f" || route.forms.empty()) { return write_reference(json, "parameters", name); }
  json.begin_object().member("name", "f").member("in", "query").member("required", false);
  json.member("description", "The form of the answer; without it the Accept field decides.");
  json.key("schema").begin_object().member("type", "string").key("enum").begin_array().value("json");
  for (const std::string_view form : route.forms) { json.value(form); }
  json.value("html").end_array().end_object().end_object();
}

void write_operation(JsonWriter& json, const Call& call, const Route& route, std::string_view operation_id, std::string_view tag_name) {
  json.key(lower_case(route.method)).begin_object().member("operationId", operation_id).member("summary", call.say(route.summary));
  json.key("tags").begin_array().value(tag_name).end_array();
  json.key("parameters").begin_array();
  for (const PathParameter& parameter : path_parameters) {
    const bool is_in_path = route.path.find('{' + std::string(parameter.name) + '}') != std::string_view::npos;
    if (is_in_path) { write_reference(json, "parameters", parameter.name); }
  }
  for (const std::string_view name : route.parameters) { write_parameter(json, route, name); }
  for (const RequestField& field : request_fields) {
    if (field.is_of(route)) { write_reference(json, "parameters", field.name); }
  }
  json.end_array();
  if (route.body_bytes > 0) { write_body(json, call, route); }
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
    if (route.access == Access::writer && !call.site.may_write()) { continue; }
    const std::string operation = std::string(route.operation) + (collection.empty() ? "" : '.' + collection);
    write_operation(json, call, route, operation, collection.empty() ? "service" : std::string_view(collection));
  }
  json.end_object();
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
    for (const auto& view : views) { write_path(json, call, route, view->schema().id); }
  }
  json.end_object();
}

void write_shared_answers(JsonWriter& json, const Call& call) {
  json.key("responses").begin_object();
  for (const SharedAnswer& answer : shared_answers()) {
    json.key(answer.name).begin_object().member("description", call.say(answer.description));
    if (answer.status != "304") {
      json.key("content").begin_object();
      write_content(json, "application/problem+json", "Problem");
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
}

constexpr std::string_view schemas_json = R"({
"Document":{"type":"object"},
"Html":{"type":"string"},
"Binary":{"type":"string","format":"binary"},
"Text":{"type":"string"},
"Link":{"type":"object","required":["href","rel"],"properties":{"href":{"type":"string"},"rel":{"type":"string"},"type":{"type":"string"},"title":{"type":"string"}}},
"Feature":{"type":"object","required":["type","id","geometry","properties"],"properties":{"type":{"type":"string","enum":["Feature"]},"id":{"type":"integer","format":"int64"},"geometry":{"type":"object","nullable":true},"properties":{"type":"object"},"links":{"type":"array","items":{"$ref":"#/components/schemas/Link"}}}},
"WrittenFeature":{"type":"object","description":"Properties as the schema of the collection has them; those that are read only are passed over","required":["type","geometry","properties"],"properties":{"type":{"type":"string","enum":["Feature"]},"geometry":{"type":"object","nullable":true},"properties":{"type":"object"}}},
"FeaturePatch":{"type":"object","description":"JSON merge patch (RFC 7396): what is not said stays, null takes a property away","properties":{"geometry":{"type":"object","nullable":true},"properties":{"type":"object"}}},
"FeatureCollection":{"type":"object","required":["type","features"],"properties":{"type":{"type":"string","enum":["FeatureCollection"]},"numberMatched":{"type":"integer","minimum":0},"numberReturned":{"type":"integer","minimum":0},"features":{"type":"array","items":{"$ref":"#/components/schemas/Feature"}},"links":{"type":"array","items":{"$ref":"#/components/schemas/Link"}}}},
"StatusInfo":{"type":"object","required":["jobID","status","type"],"properties":{"jobID":{"type":"string"},"processID":{"type":"string"},"type":{"type":"string","enum":["process"]},"status":{"type":"string","enum":["accepted","running","successful","failed","dismissed"]},"message":{"type":"string"},"progress":{"type":"integer","minimum":0,"maximum":100},"created":{"type":"string","format":"date-time"},"started":{"type":"string","format":"date-time"},"finished":{"type":"string","format":"date-time"},"updated":{"type":"string","format":"date-time"},"links":{"type":"array","items":{"$ref":"#/components/schemas/Link"}}}},
"Execute":{"type":"object","properties":{"inputs":{"type":"object","description":"By name, as the process describes them"},"outputs":{"type":"object","description":"result, summary, provenance; without it all"},"response":{"type":"string","enum":["document","raw"],"default":"document"}}},
"Results":{"type":"object","properties":{"result":{"$ref":"#/components/schemas/Link"},"summary":{"type":"object","required":["value"],"properties":{"value":{"type":"object"}}},"provenance":{"type":"object","required":["value"],"properties":{"value":{"type":"object"}}}}},
"Problem":{"type":"object","description":"RFC 9457","properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"request_id":{"type":"string"}}}})";

void write_components(JsonWriter& json, const Call& call) {
  json.key("components").begin_object();
  json.key("parameters").begin_object();
  for (const PathParameter& parameter : path_parameters) { json.key(parameter.name).raw(parameter.openapi); }
  for (const Parameter& parameter : parameters()) { json.key(parameter.name).raw(parameter.openapi); }
  for (const RequestField& field : request_fields) { json.key(field.name).raw(field.openapi); }
  json.end_object();
  write_shared_answers(json, call);
  json.key("schemas").raw(schemas_json);
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
  write_paths(json, call);
  write_components(json, call);
  json.end_object();
  return document(call, std::move(body));
}

}  // namespace api
