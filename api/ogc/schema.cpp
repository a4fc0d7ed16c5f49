// SPDX-License-Identifier: Apache-2.0
// The fields of a collection as JSON Schema, in the form of OGC API - Features Part 5: titles, units, and what codes mean.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/links.hpp"
#include "api/ogc/items_query.hpp"
#include "geo/base/json.hpp"

#include <algorithm>

namespace api {
namespace {

using geo::JsonWriter;

struct JsonType {
  std::string_view type, format;
};

JsonType json_type(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return {"boolean", {}};
    case geo::FieldType::integer: return {"integer", {}};
    case geo::FieldType::real: return {"number", {}};
    case geo::FieldType::date: return {"string", "date"};
    case geo::FieldType::time: return {"string", "date-time"};
    case geo::FieldType::text:
    case geo::FieldType::code: return {"string", {}};
    case geo::FieldType::json: break;
  }
  return {};
}

std::string_view geometry_format(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return "geometry-point";
    case geo::GeometryType::line: return "geometry-linestring-or-multilinestring";
    case geo::GeometryType::polygon: return "geometry-polygon-or-multipolygon";
    case geo::GeometryType::none:
    case geo::GeometryType::any: break;
  }
  return "geometry-any";
}

std::string_view role_of(const geo::Collection& schema, const geo::Field& field) {
  if (field.name == schema.time_from) { return schema.time_from == schema.time_to ? "primary-instant" : "primary-interval-start"; }
  return field.name == schema.time_to ? "primary-interval-end" : "";
}

void write_codes(JsonWriter& json, const Call& call, const geo::CodeList& list) {
  json.key("oneOf").begin_array();
  for (const geo::Code& code : list.codes) {
    json.begin_object().member("const", code.code).member("title", call.say(code.title)).end_object();
  }
  json.end_array();
}

void write_field(JsonWriter& json, const Call& call, const geo::Collection& schema, const geo::Field& field,
                 const std::vector<geo::CodeList>& lists) {
  const auto [type, format] = json_type(field.type);
  json.key(field.name).begin_object().member("title", call.say(field.title));
  if (!type.empty()) { json.member("type", type); }
  if (!format.empty()) { json.member("format", format); }
  json.member("x-ogc-propertySeq", schema.index_of(field.name) + 1);  // QGIS lays out its forms by it
  if (const std::string_view role = role_of(schema, field); !role.empty()) { json.member("x-ogc-role", role); }
  if (!field.unit.empty()) { json.member("x-ogc-unit", field.unit); }
  if (field.min) { json.member("minimum", *field.min); }
  if (field.max) { json.member("maximum", *field.max); }
  if (field.system || field.type == geo::FieldType::json) { json.member("readOnly", true); }
  const auto list = std::find_if(lists.begin(), lists.end(), [&](const geo::CodeList& l) { return l.id == field.code_list; });
  if (field.type == geo::FieldType::code && list != lists.end()) { write_codes(json, call, *list); }
  json.end_object();
}

void begin_schema(JsonWriter& json, const Call& call, const geo::Collection& schema, std::string_view resource) {
  json.begin_object().member("$schema", "https://json-schema.org/draft/2020-12/schema");
  json.member("$id", url(call, "/collections/" + schema.id + std::string(resource))).member("type", "object");
  json.member("title", call.say(schema.title)).member("description", call.say(schema.description));
  json.key("properties").begin_object();
}

/// QGIS knows the geometry among the queryables by the reference, and the standard by the format; a schema (Part 5) must not refer.
void write_queryable_geometry(JsonWriter& json, geo::GeometryType type) {
  std::string_view name = "Geometry";
  if (type == geo::GeometryType::point) { name = "Point"; }
  json.key("geometry").begin_object().member("$ref", "https://geojson.org/schema/" + std::string(name) + ".json");
  json.member("format", geometry_format(type)).end_object();
}

/// A document of those fields that `has` takes.
template <class Has>
Response some_fields(const Call& call, std::string_view resource, bool with_geometry, Has has) {
  const auto view = call.site.view(call.path[0]);
  const geo::Collection& schema = view->schema();
  const auto lists = call.site.code_lists();
  std::string body;
  JsonWriter json(body);
  begin_schema(json, call, schema, resource);
  if (with_geometry && schema.geometry != geo::GeometryType::none) { write_queryable_geometry(json, schema.geometry); }
  for (const geo::Field& field : schema.fields) {
    if (has(field)) { write_field(json, call, schema, field, lists); }
  }
  json.end_object().member("additionalProperties", false).end_object();
  return make_response(200, std::string(call.route.media_type), std::move(body));
}

/// Of GeoJSON's member "geometry"; without references, which not every client follows.
std::string geometry_schema(geo::GeometryType type) {
  const auto one_of = [](std::string_view names) {
    return R"({"type":["object","null"],"properties":{"type":{"type":"string","enum":[)" + std::string(names) + R"(]}}})";
  };
  switch (type) {
    case geo::GeometryType::point: return one_of(R"("Point")");
    case geo::GeometryType::line: return one_of(R"("LineString","MultiLineString")");
    case geo::GeometryType::polygon: return one_of(R"("Polygon","MultiPolygon")");
    case geo::GeometryType::none: return R"({"type":"null"})";
    case geo::GeometryType::any: break;
  }
  return R"({"type":["object","null"]})";
}

}  // namespace

Response schema(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const geo::Collection& schema = view->schema();
  const auto lists = call.site.code_lists();
  std::string body;
  JsonWriter json(body);
  begin_schema(json, call, schema, "/schema");
  if (schema.geometry != geo::GeometryType::none) {
    json.key("geometry").begin_object().member("x-ogc-role", "primary-geometry").member("format", geometry_format(schema.geometry));
    json.end_object();
  }
  for (const geo::Field& field : schema.fields) { write_field(json, call, schema, field, lists); }
  json.end_object().end_object();
  return make_response(200, std::string(call.route.media_type), std::move(body));
}

/// For GDAL, which reads types from nowhere else: a property without a value is null, which the types do not say, as in /schema.
Response feature_schema(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  const geo::Collection& schema = view->schema();
  const auto lists = call.site.code_lists();
  std::string body;
  JsonWriter json(body);
  begin_schema(json, call, schema, "/schema/feature");
  json.key("type").raw(R"({"type":"string","enum":["Feature"]})").key("id").raw(R"({"type":"integer"})");
  json.key("geometry").raw(geometry_schema(schema.geometry));
  json.key("properties").begin_object().member("type", "object").key("properties").begin_object();
  for (const geo::Field& field : schema.fields) { write_field(json, call, schema, field, lists); }
  json.end_object().member("additionalProperties", false).end_object();
  json.end_object().key("required").begin_array().value("type").value("geometry").value("properties").end_array().end_object();
  return make_response(200, std::string(call.route.media_type), std::move(body));
}

Response queryables(const Call& call) {
  return some_fields(call, "/queryables", true, [](const geo::Field& field) { return field.hot; });
}

Response sortables(const Call& call) { return some_fields(call, "/sortables", false, is_sortable); }

}  // namespace api
