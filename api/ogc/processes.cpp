// SPDX-License-Identifier: Apache-2.0
// /processes: the analyses (OGC API - Processes, 18-062r2), described from geo/analysis/method.cpp.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/execution_body.hpp"
#include "api/ogc/process_terms.hpp"
#include "api/page_of_list.hpp"
#include "geo/base/json.hpp"

namespace api {
namespace {

using geo::JsonWriter;

void write_strings(JsonWriter& json, std::string_view name, std::initializer_list<std::string_view> values) {
  json.key(name).begin_array();
  for (const std::string_view value : values) { json.value(value); }
  json.end_array();
}

std::vector<Link> process_links(const Call& call, const geo::AnalysisMethod& method) {
  const std::string path = "/processes/" + std::string(method.id);
  return {{url(call, path), "self", "application/json", call.say("Description", "Descrição")},
          {url(call, path, {{"f", "html"}}), "alternate", "text/html", call.say("Description as HTML", "Descrição em HTML")},
          {url(call, path + "/execution"), rel_execute, "application/json",
           call.say("Where to POST what is asked", "Para onde enviar o pedido (POST)")}};
}

/// The members that the list and a description share.
void write_summary(JsonWriter& json, const Call& call, const geo::AnalysisMethod& method) {
  json.member("id", method.id).member("title", call.say(method.title)).member("description", call.say(method.description));
  json.member("version", process_version);
  write_strings(json, "jobControlOptions", {"sync-execute", "async-execute", "dismiss"});
  write_strings(json, "outputTransmission", {"reference", "value"});
}

void write_box_schema(JsonWriter& json) {
  const auto write_numbers = [&] {
    json.begin_object().member("type", "array").member("minItems", 4).member("maxItems", 6);
    json.key("items").begin_object().member("type", "number").end_object().end_object();
  };
  json.key("oneOf").begin_array();
  write_numbers();
  json.begin_object().member("type", "object").member("format", "ogc-bbox");
  write_strings(json, "required", {"bbox"});
  json.key("properties").begin_object().key("bbox");
  write_numbers();
  json.key("crs").begin_object().member("type", "string").member("format", "uri");
  write_strings(json, "enum", {crs84});
  json.member("default", crs84).end_object().end_object().end_object().end_array();
}

void write_default(JsonWriter& json, const geo::AnalysisParameter& parameter) {
  if (!parameter.default_value) { return; }
  json.key("default");
  if (const auto* yes = std::get_if<bool>(&*parameter.default_value)) { json.value(*yes); }
  if (const auto* number = std::get_if<double>(&*parameter.default_value)) { json.value(*number); }
  if (const auto* text = std::get_if<std::string>(&*parameter.default_value)) { json.value(*text); }
}

void write_input(JsonWriter& json, const Call& call, const geo::AnalysisParameter& parameter) {
  json.key(parameter.name).begin_object().member("title", call.say(parameter.title)).member("description", call.say(parameter.description));
  json.member("minOccurs", 0).member("maxOccurs", 1).key("schema").begin_object();
  if (parameter.type == geo::ParameterType::bbox) {
    write_box_schema(json);
  } else {
    json.member("type", json_type_of(parameter.type));
  }
  if (!parameter.choices.empty()) {
    json.key("enum").begin_array();
    for (const geo::Choice& choice : parameter.choices) { json.value(choice.code); }
    json.end_array();
  }
  if (parameter.min) { json.member("minimum", *parameter.min); }
  if (parameter.max) { json.member("maximum", *parameter.max); }
  if (!parameter.unit.empty()) { json.member("x-ogc-unit", parameter.unit); }
  write_default(json, parameter);
  json.end_object().end_object();
}

void write_summary_schema(JsonWriter& json, const Call& call, const geo::AnalysisMethod& method) {
  json.member("type", "object").member("contentMediaType", "application/json").key("properties").begin_object();
  for (const geo::SummaryMember& member : method.summary) {
    const std::size_t bar = member.type.find("|null");
    json.key(member.name).begin_object().member("type", member.type.substr(0, bar));
    if (bar != std::string_view::npos) { json.member("nullable", true); }
    if (!member.unit.empty()) { json.member("x-ogc-unit", member.unit); }
    json.member("description", call.say(member.meaning)).end_object();
  }
  json.end_object();
}

void write_output(JsonWriter& json, const Call& call, const geo::AnalysisMethod& method, const ProcessOutput& output) {
  json.key(output.id).begin_object().member("title", call.say(output.title)).member("description", call.say(output.description));
  json.key("schema").begin_object();
  if (output.by_reference) {
    json.member("type", "string").member("format", "uri").member("contentMediaType", "application/geo+json");
  } else if (output.id == "summary") {
    write_summary_schema(json, call, method);
  } else {
    json.member("type", "object").member("contentMediaType", "application/json");
  }
  json.end_object().end_object();
}

}  // namespace

const geo::AnalysisMethod* method_of(const Call& call) { return geo::analysis_method(call.path[0]); }

Response no_such_process(const Call& call) {
  return exception(call, 404, "no-such-process", {"There is no such process.", "Não existe tal processo."});
}

Response processes(const Call& call) {
  const auto& methods = geo::analysis_methods();
  const PageOfList page = page_of_list(call, methods.size());
  if (call.format == Format::html) { return document(call, processes_html(call)); }  // all of them, but what is wrong is said
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("processes").begin_array();
  for (std::size_t i = page.from; i < page.to; ++i) {
    json.begin_object();
    write_summary(json, call, methods[i]);
    write_links(json, process_links(call, methods[i]));
    json.end_object();
  }
  json.end_array();
  write_links(json, page.links);
  json.end_object();
  return document(call, std::move(body));
}

Response process(const Call& call) {
  const geo::AnalysisMethod* method = method_of(call);
  if (method == nullptr) { return no_such_process(call); }
  if (call.format == Format::html) { return document(call, process_html(call, *method)); }
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_summary(json, call, *method);
  json.key("inputs").begin_object();
  for (const geo::AnalysisParameter& parameter : method->parameters) { write_input(json, call, parameter); }
  json.end_object().key("outputs").begin_object();
  for (const ProcessOutput& output : process_outputs()) { write_output(json, call, *method, output); }
  json.end_object();
  write_links(json, process_links(call, *method));
  json.end_object();
  return document(call, std::move(body));
}

}  // namespace api
