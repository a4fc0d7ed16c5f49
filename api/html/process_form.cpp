// SPDX-License-Identifier: Apache-2.0
// A form made from what can be asked of an analysis; api/ogc/execution_form.cpp reads what it sends.
#include "api/html/controls.hpp"
#include "api/html/process_pages.hpp"
#include "api/links.hpp"
#include "geo/base/number.hpp"

#include <algorithm>

namespace api {
namespace {

std::string number_text(double value) {
  std::string text;
  geo::append_number(text, value);
  return text;
}

std::string label_of(const Call& call, const geo::AnalysisParameter& parameter) {
  const bool is_said = parameter.unit.empty() || parameter.unit == "d";  // "days kept"
  return call.say(parameter.title) + (is_said ? "" : " (" + std::string(parameter.unit) + ")");
}

/// What a default of the parameter looks like in its field; empty: none.
std::string default_of(const geo::AnalysisParameter& parameter) {
  if (!parameter.default_value) { return {}; }
  if (const auto* text = std::get_if<std::string>(&*parameter.default_value)) { return *text; }
  const auto* number = std::get_if<double>(&*parameter.default_value);
  return number == nullptr ? std::string() : number_text(*number);
}

/// Points that the role sees: what incidents, or anything else that is counted, may be.
void append_collections(Html& html, const Call& call, const geo::AnalysisParameter& parameter) {
  begin_control(html, label_of(call, parameter));
  html.raw("<select name=\"").raw(parameter.name).raw("\">");
  for (const auto& view : call.site.views()) {
    const geo::Collection& schema = view->schema();
    if (schema.result || schema.geometry != geo::GeometryType::point) { continue; }
    append_option(html, schema.id, call.say(schema.title), default_of(parameter));
  }
  html.raw("</select></label>\n");
}

void append_categories(Html& html, const Call& call, const geo::AnalysisParameter& parameter) {
  const std::vector<geo::CodeList> lists = call.site.code_lists();
  const auto list = std::find_if(lists.begin(), lists.end(), [](const geo::CodeList& l) { return l.id == "iccs"; });
  begin_control(html, label_of(call, parameter));
  html.raw("<select name=\"").raw(parameter.name).raw("\">");
  append_option(html, "", call.say("all", "todas"), "");
  if (list != lists.end()) {
    for (const geo::Code& code : list->codes) { append_option(html, code.code, code.code + " " + call.say(code.title), "-"); }
  }
  html.raw("</select></label>\n");
}

void append_choices(Html& html, const Call& call, const geo::AnalysisParameter& parameter) {
  begin_control(html, label_of(call, parameter));
  html.raw("<select name=\"").raw(parameter.name).raw("\">");
  for (const geo::Choice& choice : parameter.choices) {
    append_option(html, std::string(choice.code), call.say(choice.title), default_of(parameter));
  }
  html.raw("</select></label>\n");
}

void append_input(Html& html, const Call& call, const geo::AnalysisParameter& parameter) {
  const bool is_number = parameter.type == geo::ParameterType::number || parameter.type == geo::ParameterType::integer;
  begin_control(html, label_of(call, parameter));
  html.raw("<input name=\"").raw(parameter.name).raw("\"");
  if (is_number) {
    html.raw(parameter.type == geo::ParameterType::integer ? R"( type="number" step="1")" : R"( type="number" step="any")");
    if (parameter.min) { html.raw(" min=\"").raw(number_text(*parameter.min)).raw("\""); }
    if (parameter.max) { html.raw(" max=\"").raw(number_text(*parameter.max)).raw("\""); }
    if (default_of(parameter).empty()) { html.raw(" placeholder=\"").text(call.say("found from the data", "obtido dos dados")).raw("\""); }
  } else {
    html.raw(R"( spellcheck="false" autocapitalize="none")");
    if (parameter.type == geo::ParameterType::bbox) { html.raw(R"( placeholder="40.3,-13.1,40.7,-12.8")"); }
  }
  html.raw(" value=\"").text(default_of(parameter)).raw("\"></label>\n");
}

void append_parameter(Html& html, const Call& call, const geo::AnalysisParameter& parameter) {
  if (parameter.name == "collection") { return append_collections(html, call, parameter); }
  if (parameter.name == "category") { return append_categories(html, call, parameter); }
  if (!parameter.choices.empty()) { return append_choices(html, call, parameter); }
  switch (parameter.type) {
    case geo::ParameterType::boolean: {
      const bool* yes = parameter.default_value ? std::get_if<bool>(&*parameter.default_value) : nullptr;
      return append_tick(html, parameter.name, call.say(parameter.title), yes != nullptr && *yes);
    }
    case geo::ParameterType::datetime:
      if (parameter.name == "datetime") { return append_days(html, call, "", ""); }
      return append_input(html, call, parameter);
    case geo::ParameterType::text:
    case geo::ParameterType::number:
    case geo::ParameterType::integer:
    case geo::ParameterType::bbox: append_input(html, call, parameter);
  }
}

}  // namespace

void append_process_form(Html& html, const Call& call, const geo::AnalysisMethod& method) {
  html.element("h2", call.say("Run it", "Correr a análise")).raw("\n");
  if (call.site.options().analyses == nullptr) {
    html.raw("<p>").text(call.say("This service runs no analyses.", "Este serviço não corre análises.")).raw("</p>\n");
    return;
  }
  if (call.site.has_accounts() && !call.site.who().signed_in()) {
    html.raw("<p>").text(call.say("Sign in to run an analysis.", "Inicie sessão para correr uma análise.")).raw(" ");
    html.link(session_url(call), call.say("Sign in", "Iniciar sessão")).raw("</p>\n");
    return;
  }
  html.raw("<form class=\"ask\" method=\"post\" action=\"")
      .text(url(call, "/processes/" + std::string(method.id) + "/execution", {{"f", "html"}}))
      .raw("\">\n");
  for (const geo::AnalysisParameter& parameter : method.parameters) { append_parameter(html, call, parameter); }
  html.raw("<button>").text(call.say("Run", "Correr")).raw("</button>\n</form>\n<p class=\"hint\">");
  html.text(
      call.say("Each field is explained below. What stays empty is found from the data, or not asked. The result is a collection of "
               "its own, kept for as many days as you say.",
               "Cada campo está explicado abaixo. O que ficar vazio é obtido dos dados, ou não é pedido. O resultado é uma colecção "
               "própria, guardada durante os dias que indicar."));
  html.raw("</p>\n");
}

}  // namespace api
