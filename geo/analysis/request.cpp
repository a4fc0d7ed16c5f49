// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/request.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

std::string number_text(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

std::string shown(const Argument& value) {
  if (const auto* yes = std::get_if<bool>(&value)) { return *yes ? "true" : "false"; }
  if (const auto* number = std::get_if<double>(&value)) { return std::isfinite(*number) ? number_text(*number) : "no finite number"; }
  if (const auto* words = std::get_if<std::string>(&value)) { return excerpt(*words); }
  const BBox& box = std::get<BBox>(value);
  return fmt::format("[{},{},{},{}]", box.west, box.south, box.east, box.north);
}

bool is_choice(const AnalysisParameter& parameter, const std::string& given) {
  const auto& all = parameter.choices;
  return all.empty() || std::any_of(all.begin(), all.end(), [&](const Choice& choice) { return choice.code == given; });
}

bool fits(const AnalysisParameter& parameter, const Argument& value) {
  const double* number = std::get_if<double>(&value);
  switch (parameter.type) {
    case ParameterType::boolean: return std::holds_alternative<bool>(value);
    case ParameterType::bbox: return std::holds_alternative<BBox>(value);
    case ParameterType::text:
    case ParameterType::datetime: return std::holds_alternative<std::string>(value) && is_choice(parameter, std::get<std::string>(value));
    case ParameterType::integer:
      if (number != nullptr && *number != std::floor(*number)) { return false; }
      break;
    case ParameterType::number: break;
  }
  // Written so that no comparison with NaN passes.
  return number != nullptr && *number >= parameter.min.value_or(-HUGE_VAL) && *number <= parameter.max.value_or(HUGE_VAL);
}

/// Where a request keeps what was given under a name.
void put(AnalysisRequest& request, std::string_view name, const Argument& value) {
  const auto number = [&] { return std::get<double>(value); };
  if (name == "collection") { request.incidents = std::get<std::string>(value); }
  if (name == "bbox") { request.filter.bbox = std::get<BBox>(value); }
  if (name == "datetime") { request.filter.datetime = parse_datetime_parameter(std::get<std::string>(value)); }
  if (name == "category") { request.category = std::get<std::string>(value); }
  if (name == "include_patrol") { request.include_patrol = std::get<bool>(value); }
  if (name == "uncertain") { request.uncertain = std::get<std::string>(value) == "spread" ? Uncertain::spread : Uncertain::exclude; }
  if (name == "bandwidth_m") { request.kde.bandwidth_m = *(request.forecast.bandwidth_m = number()); }
  if (name == "cell_m") { request.kde.cell_m = number(); }
  if (name == "kernel") { request.kde.kernel = *kernel_named(std::get<std::string>(value)); }
  if (name == "selector") { request.kde.selector = *selector_named(std::get<std::string>(value)); }
  if (name == "adaptive") { request.kde.is_adaptive = std::get<bool>(value); }
  if (name == "edge") { request.kde.edge = *edge_correction_named(std::get<std::string>(value)); }
  if (name == "width_m") { request.width_m = number(); }
  if (name == "neighbours_m") { request.neighbours_m = number(); }
  if (name == "permutations") { request.chance.permutations = static_cast<std::uint32_t>(number()); }
  if (name == "seed") { request.chance.seed = static_cast<std::uint64_t>(number()); }
  if (name == "step") { request.step = *step_length(std::get<std::string>(value)); }
  if (name == "lag") { request.lag = static_cast<std::size_t>(number()); }
  if (name == "distance_m") { request.near_repeat.distance_m = number(); }
  if (name == "distance_bands") { request.near_repeat.distance_bands = static_cast<std::size_t>(number()); }
  if (name == "span_days") { request.near_repeat.span_days = *(request.cluster.span_days = static_cast<int>(number())); }
  if (name == "time_bands") { request.near_repeat.time_bands = static_cast<std::size_t>(number()); }
  if (name == "pool_same_place") { request.near_repeat.pool_same_place = std::get<bool>(value); }
  if (name == "datetime_before") { request.change.before = parse_datetime_parameter(std::get<std::string>(value)); }
  if (name == "against") { request.change.against = std::get<std::string>(value) == "before" ? Against::before : Against::elsewhere; }
  if (name == "with_neighbours") { request.change.with_neighbours = std::get<bool>(value); }
  if (name == "radius_m") { request.cluster.radius_m = number(); }
  if (name == "min_points") { request.cluster.min_points = static_cast<std::size_t>(number()); }
  if (name == "area_percent") { request.forecast.area_percent = number(); }
  if (name == "held_back") { request.forecast.held_back = static_cast<std::size_t>(number()); }
  if (name == "service_m") { request.service_m = number(); }
  if (name == "min_cluster_size") { request.cluster.min_cluster_size = static_cast<std::size_t>(number()); }
  if (name == "floor_m") { request.cluster.floor_m = number(); }
  if (name == "level") { request.level = static_cast<int>(number()); }
  if (name == "baseline") { request.baseline = static_cast<std::size_t>(number()); }
  if (name == "population_year") { request.population.year = static_cast<int>(number()); }
  if (name == "population_source") { request.population.source = std::get<std::string>(value); }
  if (name == "rate") { request.rate = std::get<bool>(value); }
  if (name == "population_collection") { request.people = std::get<std::string>(value); }
  if (name == "least_people") { request.least_people = number(); }
  if (name == "max_share") { request.max_share = number(); }
  if (name == "lixel_m") { request.lixel_m = number(); }
  if (name == "snap_m") { request.snap_m = number(); }
  if (name == "days") { request.days = static_cast<int>(number()); }
}

Text number_range(const AnalysisParameter& p) {
  const bool whole = p.type == ParameterType::integer;
  const std::string unit = p.unit.empty() ? "" : " " + std::string(p.unit);
  Text text = whole ? Text{"a whole number", "um número inteiro"} : Text{"a number", "um número"};
  text.en += fmt::format(" between {}{} and {}{}", number_text(*p.min), unit, number_text(*p.max), unit);
  text.pt += fmt::format(" entre {}{} e {}{}", number_text(*p.min), unit, number_text(*p.max), unit);
  return text;
}

}  // namespace

Text allowed_values(const AnalysisParameter& parameter) {
  switch (parameter.type) {
    case ParameterType::number:
    case ParameterType::integer: return number_range(parameter);
    case ParameterType::boolean: return {"true or false", "true ou false"};
    case ParameterType::bbox:
      return {"four numbers in degrees: west, south, east, north", "quatro números em graus: oeste, sul, este, norte"};
    case ParameterType::datetime:
      return {"a text: an instant, a day, or an interval start/end", "um texto: um instante, um dia, ou um intervalo início/fim"};
    case ParameterType::text: break;
  }
  if (parameter.choices.empty()) { return {"a text", "um texto"}; }
  std::string codes;
  for (const Choice& choice : parameter.choices) { codes += (codes.empty() ? "" : ", ") + std::string(choice.code); }
  return {"one of: " + codes, "um de: " + codes};
}

void refuse_argument(const AnalysisParameter& parameter, const std::string& shown) {
  const Text right = allowed_values(parameter);
  throw Error(Problem::usage, fmt::format("'{}' must be {}, not {}.", parameter.name, right.en, shown),
              fmt::format("'{}' tem de ser {}, não {}.", parameter.name, right.pt, shown));
}

void refuse_parameter(const AnalysisMethod& method, std::string_view name) {
  std::string known;
  for (const AnalysisParameter& p : method.parameters) { known += (known.empty() ? "" : ", ") + std::string(p.name); }
  throw Error(Problem::usage, fmt::format("{} has no parameter {}; it has {}.", method.id, excerpt(name), known),
              fmt::format("{} não tem o parâmetro {}; tem {}.", method.id, excerpt(name), known));
}

AnalysisRequest analysis_request(const AnalysisMethod& method, const Arguments& given, DayNumber today) {
  AnalysisRequest request;
  request.method = method.id;
  request.day = today;
  for (const AnalysisParameter& parameter : method.parameters) {
    if (parameter.default_value) { put(request, parameter.name, *parameter.default_value); }
  }
  for (const auto& [name, value] : given) {
    const AnalysisParameter* parameter = method.parameter(name);
    if (parameter == nullptr) { refuse_parameter(method, name); }
    if (!fits(*parameter, value)) { refuse_argument(*parameter, shown(value)); }
    put(request, name, value);
  }
  return request;
}

}  // namespace geo
