// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/execution_body.hpp"

#include "api/ogc/crs.hpp"
#include "api/parameters.hpp"
#include "geo/analysis/request.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <set>

namespace api {
namespace {

namespace dom = simdjson::dom;
using geo::Error;
using geo::Problem;

[[noreturn]] void refuse(const std::string& en, const std::string& pt) { throw Error(Problem::usage, en, pt); }

std::string shown(const dom::element& value) { return geo::excerpt(std::string(simdjson::minify(value))); }

/// The members of an object, each name once and known; `where` is what it is called.
void check_members(const dom::object& object, const std::vector<std::string_view>& known, const std::string& where) {
  std::set<std::string_view> seen;
  for (const auto field : object) {
    if (!seen.insert(field.key).second) {
      refuse(fmt::format("{} is given more than once in {}.", geo::excerpt(field.key), where),
             fmt::format("{} está repetido em {}.", geo::excerpt(field.key), where));
    }
    if (!known.empty() && std::find(known.begin(), known.end(), field.key) == known.end()) {
      refuse(fmt::format("{} may hold {}, not {}.", where, fmt::join(known, ", "), geo::excerpt(field.key)),
             fmt::format("{} pode ter {}, não {}.", where, fmt::join(known, ", "), geo::excerpt(field.key)));
    }
  }
}

dom::object object_in(const dom::element& value, const std::string& where) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    refuse(fmt::format("{} must be a JSON object, not {}.", where, shown(value)),
           fmt::format("{} tem de ser um objecto JSON, não {}.", where, shown(value)));
  }
  return object;
}

/// {"value": …} is the same as the value.
dom::element unwrapped(const dom::element& value, const geo::AnalysisParameter& parameter) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) { return value; }
  const std::string where = fmt::format("'{}'", parameter.name);
  dom::element inner;
  if (object["href"].get(inner) == simdjson::SUCCESS) {
    refuse(fmt::format("{} must be given here: links to values are not followed.", where),
           fmt::format("{} tem de vir aqui: não se seguem ligações para valores.", where));
  }
  if (object["value"].get(inner) != simdjson::SUCCESS) { return value; }
  check_members(object, {"value", "mediaType"}, where);
  return inner;
}

geo::BBox box_in(dom::element value, const geo::AnalysisParameter& parameter) {
  dom::object object;
  if (value.get(object) == simdjson::SUCCESS) {
    check_members(object, {"bbox", "crs"}, fmt::format("'{}'", parameter.name));
    dom::element crs;
    std::string_view name;
    if (object["crs"].get(crs) == simdjson::SUCCESS && (crs.get(name) != simdjson::SUCCESS || name != crs84)) {
      refuse(fmt::format("'{}' must be in {}, not {}.", parameter.name, crs84, shown(crs)),
             fmt::format("'{}' tem de estar em {}, não {}.", parameter.name, crs84, shown(crs)));
    }
    if (object["bbox"].get(value) != simdjson::SUCCESS) { geo::refuse_argument(parameter, shown(value)); }
  }
  dom::array items;
  if (value.get(items) != simdjson::SUCCESS) { geo::refuse_argument(parameter, shown(value)); }
  std::vector<double> numbers;
  for (const dom::element item : items) {
    double number = 0;
    if (item.get(number) != simdjson::SUCCESS) { geo::refuse_argument(parameter, shown(value)); }
    numbers.push_back(number);
  }
  return bbox_of(numbers);
}

geo::Argument argument_in(const dom::element& given, const geo::AnalysisParameter& parameter) {
  const dom::element value = unwrapped(given, parameter);
  if (parameter.type == geo::ParameterType::bbox) { return box_in(value, parameter); }
  bool yes = false;
  if (value.get(yes) == simdjson::SUCCESS) { return yes; }
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) { return std::string(text); }
  double number = 0;
  if (value.get(number) == simdjson::SUCCESS) { return number; }
  geo::refuse_argument(parameter, shown(value));
}

geo::Arguments inputs_in(const dom::element& value, const geo::AnalysisMethod& method) {
  const dom::object object = object_in(value, "'inputs'");
  check_members(object, {}, "'inputs'");
  geo::Arguments inputs;
  for (const auto field : object) {
    const geo::AnalysisParameter* parameter = method.parameter(field.key);
    if (parameter == nullptr) { geo::refuse_parameter(method, field.key); }
    inputs.emplace(std::string(field.key), argument_in(field.value, *parameter));
  }
  return inputs;
}

void check_transmission(const dom::object& wish, const ProcessOutput& output) {
  const std::string where = fmt::format("the output '{}'", output.id);
  check_members(wish, {"transmissionMode", "format"}, where);
  dom::element mode;
  std::string_view text;
  const std::string_view only = output.by_reference ? "reference" : "value";
  if (wish["transmissionMode"].get(mode) == simdjson::SUCCESS && (mode.get(text) != simdjson::SUCCESS || text != only)) {
    refuse(fmt::format("'transmissionMode' of {} must be {}, not {}.", where, only, shown(mode)),
           fmt::format("'transmissionMode' da saída '{}' tem de ser {}, não {}.", output.id, only, shown(mode)));
  }
  dom::element format;
  if (wish["format"].get(format) != simdjson::SUCCESS) { return; }
  const std::string_view only_type = output.by_reference ? "application/geo+json" : "application/json";
  if (format["mediaType"].get(text) != simdjson::SUCCESS || text != only_type) {
    refuse(fmt::format("'format' of {} must be {{\"mediaType\":\"{}\"}}, not {}.", where, only_type, shown(format)),
           fmt::format("'format' da saída '{}' tem de ser {{\"mediaType\":\"{}\"}}, não {}.", output.id, only_type, shown(format)));
  }
}

std::vector<std::string> outputs_in(const dom::element& value) {
  const dom::object object = object_in(value, "'outputs'");
  std::vector<std::string_view> known;
  for (const ProcessOutput& output : process_outputs()) { known.push_back(output.id); }
  check_members(object, known, "'outputs'");
  std::vector<std::string> wanted;
  for (const ProcessOutput& output : process_outputs()) {
    dom::element wish;
    if (object[output.id].get(wish) != simdjson::SUCCESS) { continue; }
    check_transmission(object_in(wish, fmt::format("the output '{}'", output.id)), output);
    wanted.emplace_back(output.id);
  }
  return wanted;
}

bool is_raw(const dom::element& value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS || (text != "raw" && text != "document")) {
    refuse(fmt::format("'response' must be document or raw, not {}.", shown(value)),
           fmt::format("'response' tem de ser document ou raw, não {}.", shown(value)));
  }
  return text == "raw";
}

}  // namespace

const std::vector<ProcessOutput>& process_outputs() {
  static const std::vector<ProcessOutput> all{
      {"result",
       true,
       {"Result", "Resultado"},
       {"The collection that holds the rows of the result; its schema has their titles and units",
        "A colecção que tem as linhas do resultado; o seu esquema tem os títulos e as unidades"}},
      {"summary",
       false,
       {"Summary", "Resumo"},
       {"What was found, what was left out and why, and what must be said along with it",
        "O que se encontrou, o que não se usou e porquê, e o que tem de se dizer com isso"}},
      {"provenance",
       false,
       {"Provenance", "Proveniência"},
       {"How it came to be: method, all parameters with those found from the data, inputs, role, commit of the store",
        "Como foi obtido: método, todos os parâmetros incluindo os obtidos dos dados, entradas, papel, versão do repositório"}}};
  return all;
}

Execution read_execution(const std::string& body, const geo::AnalysisMethod& method) {
  dom::parser parser;
  dom::element root;
  if (const auto error = parser.parse(body).get(root)) {
    refuse(fmt::format("The body must be JSON such as {{\"inputs\":{{}}}}: {}.", simdjson::error_message(error)),
           R"(O corpo tem de ser JSON, por exemplo {"inputs":{}}.)");
  }
  const dom::object object = object_in(root, "the body");
  check_members(object, {"inputs", "outputs", "response"}, "the body");
  Execution execution;
  dom::element member;
  if (object["inputs"].get(member) == simdjson::SUCCESS) { execution.inputs = inputs_in(member, method); }
  if (object["outputs"].get(member) == simdjson::SUCCESS) { execution.asked.outputs = outputs_in(member); }
  if (object["response"].get(member) == simdjson::SUCCESS) { execution.asked.raw = is_raw(member); }
  if (execution.asked.outputs.empty()) {
    for (const ProcessOutput& output : process_outputs()) { execution.asked.outputs.emplace_back(output.id); }
  }
  if (execution.asked.raw && execution.asked.outputs.size() != 1) {
    refuse("With 'response' raw name one output in 'outputs', for example {\"outputs\":{\"result\":{}}}; a document holds several.",
           "Com 'response' raw indique uma saída em 'outputs', por exemplo {\"outputs\":{\"result\":{}}}; um documento contém várias.");
  }
  return execution;
}

Asked asked_of(const std::string& job_parameters) {
  Asked asked;
  dom::parser parser;
  dom::element root;
  dom::array outputs;
  if (parser.parse(job_parameters).get(root) != simdjson::SUCCESS) { return asked; }
  if (root["raw"].get(asked.raw) != simdjson::SUCCESS) { asked.raw = false; }
  if (root["outputs"].get(outputs) != simdjson::SUCCESS) { return asked; }
  for (const dom::element output : outputs) {
    std::string_view id;
    if (output.get(id) == simdjson::SUCCESS) { asked.outputs.emplace_back(id); }
  }
  return asked;
}

}  // namespace api
