// SPDX-License-Identifier: Apache-2.0
// What the form of an analysis's page sends (api/html/process_form.cpp), read by the same descriptions as JSON.
#include "api/form.hpp"
#include "api/http/chars.hpp"
#include "api/ogc/execution_body.hpp"
#include "api/parameters.hpp"
#include "geo/analysis/request.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <algorithm>

namespace api {
namespace {

geo::BBox box_in(std::string_view text, const geo::AnalysisParameter& parameter) {
  std::vector<double> numbers;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const auto number = geo::parse_number(trim(text.substr(0, comma)));
    if (!number) { geo::refuse_argument(parameter, geo::excerpt(text)); }
    numbers.push_back(*number);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return bbox_of(numbers);
}

geo::Argument argument_in(const std::string& text, const geo::AnalysisParameter& parameter) {
  switch (parameter.type) {
    case geo::ParameterType::bbox: return box_in(text, parameter);
    case geo::ParameterType::boolean:
      if (text != "true" && text != "false") { geo::refuse_argument(parameter, geo::excerpt(text)); }
      return text == "true";
    case geo::ParameterType::number:
    case geo::ParameterType::integer:
      if (const auto number = geo::parse_number(trim(text))) { return *number; }
      geo::refuse_argument(parameter, geo::excerpt(text));
    case geo::ParameterType::text:
    case geo::ParameterType::datetime: break;
  }
  return text;
}

}  // namespace

Execution read_execution_form(const Request& request, const geo::AnalysisMethod& method) {
  Execution execution;
  for (const ProcessOutput& output : process_outputs()) { execution.asked.outputs.emplace_back(output.id); }
  const FormFields fields = form_fields(request);
  const auto day = [&](std::string_view name) {
    const std::string* value = field_of(fields, name);
    return value == nullptr ? std::string() : *value;
  };
  for (const auto& [name, value] : fields) {
    if (name == "from" || name == "to") { continue; }
    const geo::AnalysisParameter* parameter = method.parameter(name);
    if (parameter == nullptr) { geo::refuse_parameter(method, name); }
    execution.inputs.emplace(name, argument_in(value, *parameter));
  }
  const std::string period = period_of(day("from"), day("to"));
  if (!period.empty() && !execution.inputs.emplace("datetime", period).second) {
    throw geo::Error(geo::Problem::usage, "Give 'datetime', or the days 'from' and 'to', not both.",
                     "Indique 'datetime', ou os dias 'from' e 'to', não ambos.");
  }
  return execution;
}

}  // namespace api
