// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/api_answers.hpp"

#include "api/ogc/api_schemas.hpp"
#include "api/ogc/styles.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace api {
namespace {

using geo::JsonWriter;

/// A refusal that operations share.
struct Refusal {
  std::string_view status, name;
  geo::Text description;
  bool (*is_given)(const Call&, const Route&);
};

bool always(const Call&, const Route&) { return true; }
bool on_get(const Call&, const Route& route) { return route.method == "GET"; }
bool takes_files(const Route& route) { return route.body_bytes == body_to_disk; }
bool where_something_is_named(const Call&, const Route& route) {
  return route.path.find('{') != std::string_view::npos || takes_files(route);
}
bool where_people_sign_in(const Call& call, const Route&) { return call.site.has_accounts(); }
bool has_conditions(const Route& route) {
  return std::find(route.parameters.begin(), route.parameters.end(), "filter") != route.parameters.end();
}
bool where_conditions_or_bodies_come(const Call&, const Route& route) { return has_conditions(route) || route.body_bytes > 0; }
bool where_bodies_come(const Call&, const Route& route) { return route.body_bytes > 0 && !takes_files(route); }
bool gives_files(const Call& call, const Route& route) { return route.has_files && call.site.downloads().are_given_out(); }
bool gives_ranges(const Call& call, const Route& route) { return route.operation == "getCoverage" || gives_files(call, route); }
bool writes(const Route& route) { return route.access == Access::writer; }
bool on_change(const Call&, const Route& route) { return writes(route) && route.method != "POST"; }
bool of_jobs(const Call&, const Route& route) { return route.operation == "execute" || route.operation == "getResult"; }
bool where_others_interfere(const Call& call, const Route& route) { return of_jobs(call, route) || writes(route); }
bool where_rules_hold(const Call&, const Route& route) { return route.body_bytes > 0; }
/// Passwords beside a file are not looked at.
bool where_one_can_ask_too_much(const Call& call, const Route& route) {
  return (call.site.has_accounts() && !takes_files(route)) || route.operation == "execute";
}

const std::array<Refusal, 13>& refusals() {
  static const std::array<Refusal, 13> all{{
      {"304",
       "NotModified",
       {"What the client holds (If-None-Match) is still right", "O que o cliente tem (If-None-Match) continua certo"},
       on_get},
      {"400",
       "BadRequest",
       {"A parameter or the body is unknown, given twice or wrong", "Um parâmetro ou o corpo é desconhecido, repetido ou errado"},
       always},
      {"401",
       "Unauthorized",
       {"Nobody has signed in, or the credentials do not hold", "Sem sessão iniciada, ou as credenciais não são válidas"},
       where_people_sign_in},
      {"404", "NotFound", {"No such thing, or not for this reader", "Não existe, ou não para este leitor"}, where_something_is_named},
      {"409",
       "Conflict",
       {"Somebody else was faster, or the role of the account has changed since it asked",
        "Alguém foi mais rápido, ou o papel da conta mudou desde que pediu"},
       where_others_interfere},
      {"412",
       "Changed",
       {"The feature has changed since it was read (If-Match)", "O elemento mudou desde que foi lido (If-Match)"},
       on_change},
      {"413",
       "TooLarge",
       {"The condition or the body is too long", "A condição ou o corpo é longo demais"},
       where_conditions_or_bodies_come},
      {"415", "UnsupportedType", {"The body is of another type", "O corpo é de outro tipo"}, where_bodies_come},
      {"416", "BadRange", {"The range lies behind the end of the file", "O intervalo fica para além do fim do ficheiro"}, gives_ranges},
      {"422",
       "Refused",
       {"The rules for rows refuse the feature, or the Idempotency-Key came with another body",
        "As regras das linhas recusam o elemento, ou a Idempotency-Key veio com outro corpo"},
       where_rules_hold},
      {"429",
       "TooMany",
       {"Too many failures or jobs; see Retry-After", "Falhas ou trabalhos demais; veja Retry-After"},
       where_one_can_ask_too_much},
      {"500",
       "ServerError",
       {"A fault of the service; request_id finds it in the log", "Uma falha do serviço; request_id encontra-a no registo"},
       always},
      {"503", "Busy", {"Too much to do; see Retry-After", "Trabalho demais; veja Retry-After"}, always},
  }};
  return all;
}

void write_reference(JsonWriter& json, std::string_view section, std::string_view name) {
  json.begin_object().member("$ref", "#/components/" + std::string(section) + '/' + std::string(name)).end_object();
}

void write_content(JsonWriter& json, std::string_view type, std::string_view schema) {
  json.key(type).begin_object().key("schema");
  write_reference(json, "schemas", schema);
  json.end_object();
}

void write_header(JsonWriter& json, const Call& call, std::string_view name, const geo::Text& description) {
  json.key("headers").begin_object().key(name).begin_object().member("description", call.say(description));
  json.key("schema").begin_object().member("type", "string").end_object().end_object().end_object();
}

/// The job that runs, rather than what it finds. A browser that has sent a form is led to its page.
void write_job(JsonWriter& json, const Call& call, const Route& route) {
  json.key("201").begin_object().member("description", call.say("The job that runs it", "O trabalho que a corre"));
  write_header(json, call, "Location", {"The address of the job", "O endereço do trabalho"});
  json.key("content").begin_object();
  write_content(json, "application/json", takes_files(route) ? "Import" : "StatusInfo");
  json.end_object().end_object();
  if (!takes_files(route)) { return; }
  json.key("303").begin_object().member("description", call.say("With f=html: the page of the job", "Com f=html: a página do trabalho"));
  write_header(json, call, "Location", {"The address of the page", "O endereço da página"});
  json.end_object();
}

/// What is answered when something was written: no body.
void write_done(JsonWriter& json, const Call& call, const Route& route) {
  const bool is_new = route.method == "POST";
  if (takes_files(route)) { return write_job(json, call, route); }
  json.key(is_new ? "201" : "204").begin_object().member("description", is_new ? call.say("Created", "Criado") : call.say("Done", "Feito"));
  if (is_new) { write_header(json, call, "Location", {"The address of the feature", "O endereço do elemento"}); }
  json.end_object();
}

/// The other languages that a style is given in.
void write_style_languages(JsonWriter& json) {
  for (const StyleLanguage& language : style_languages()) {
    if (language.media_type != style_languages().front().media_type) { write_content(json, language.media_type, "Text"); }
  }
}

void write_files(JsonWriter& json) {
  for (const FileFormat& file : file_formats) { write_content(json, file.media_type, "Binary"); }
}

void write_success(JsonWriter& json, const Call& call, const Route& route) {
  if (writes(route)) { return write_done(json, call, route); }
  json.key("200").begin_object().member("description", call.say(route.summary));
  if (route.operation == "getItems" || route.operation == "getItem") {
    write_header(json, call, "Content-Crs",
                 {"The CRS of the coordinates, its URI in angle brackets", "O CRS das coordenadas, o seu URI entre parênteses angulares"});
  }
  json.key("content").begin_object();
  write_content(json, route.media_type, schema_of(route.operation));
  if (route.operation == "getStyleSheet") { write_style_languages(json); }
  if (route.has_html) { write_content(json, "text/html", "Html"); }
  if (gives_files(call, route)) { write_files(json); }
  json.end_object().end_object();
  if (!gives_ranges(call, route)) { return; }
  json.key("206").begin_object().member("description", call.say("Part of a file (Range)", "Parte de um ficheiro (Range)"));
  json.key("content").begin_object();
  if (gives_files(call, route)) {
    write_files(json);
  } else {
    write_content(json, route.media_type, schema_of(route.operation));
  }
  json.end_object().end_object();
}

void write_without_body(JsonWriter& json, const Call& call, const Route& route) {
  if (route.operation == "getTile" || route.operation == "getDatasetTile" || route.operation == "getMapTile") {
    json.key("204").begin_object().member("description", call.say("The tile is empty", "O mosaico está vazio")).end_object();
  }
  if (!of_jobs(call, route)) { return; }
  json.key("204").begin_object().member("description", call.say("The result, asked for raw", "O resultado, pedido em bruto"));
  write_header(json, call, "Link", {"The address of the result", "O endereço do resultado"});
  json.end_object();
}

}  // namespace

void write_answers(JsonWriter& json, const Call& call, const Route& route) {
  json.key("responses").begin_object();
  write_success(json, call, route);
  if (route.operation == "execute") { write_job(json, call, route); }
  write_without_body(json, call, route);
  for (const Refusal& refusal : refusals()) {
    if (!refusal.is_given(call, route)) { continue; }
    json.key(refusal.status);
    write_reference(json, "responses", refusal.name);
  }
  json.end_object();
}

void write_answer_components(JsonWriter& json, const Call& call) {
  json.key("responses").begin_object();
  for (const Refusal& refusal : refusals()) {
    json.key(refusal.name).begin_object().member("description", call.say(refusal.description));
    if (refusal.status != "304") {
      json.key("content").begin_object();
      write_content(json, "application/problem+json", "Problem");
      // Who reads pages is told on a page.
      if (refusal.status == "400" || refusal.status == "404" || refusal.status == "413") { write_content(json, "text/html", "Html"); }
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
  json.key("schemas").raw(api_schemas_json);
}

}  // namespace api
