// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/words.hpp"

#include "geo/analysis/told.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;

std::string day_of(TimeMs time) {
  const TimeMs day = time >= 0 ? time / day_ms : -((day_ms - 1 - time) / day_ms);
  constexpr TimeMs first = -719'528;  // of the year 0
  constexpr TimeMs last = 2'932'896;  // of the year 9999
  return format_date(static_cast<DayNumber>(std::clamp(day, first, last)));
}

std::string time_or_open(TimeMs time) { return time == INT64_MIN || time == INT64_MAX ? ".." : format_time(time); }

Text reason_text(LeftOut reason) {
  switch (reason) {
    case LeftOut::other_category: return {"of another category", "de outra categoria"};
    case LeftOut::rejected: return {"rejected as false", "rejeitadas como falsas"};
    case LeftOut::duplicate: return {"duplicates", "duplicadas"};
    case LeftOut::patrol: return {"found by patrols", "descobertas por patrulhas"};
    case LeftOut::no_time: return {"without a time", "sem data"};
    case LeftOut::no_location: return {"without a location", "sem localização"};
    case LeftOut::coarse_location: return {"located to an administrative area only", "localizadas apenas numa área administrativa"};
    case LeftOut::uncertain: return {"too uncertain in place", "de lugar demasiado incerto"};
    case LeftOut::outside_study: return {"outside the study area", "fora da área de estudo"};
    case LeftOut::coarse_time: return {"with a date too coarse", "com data demasiado imprecisa"};
    case LeftOut::outside_steps: return {"in steps that the period holds only in part", "em passos que o período só abrange em parte"};
    case LeftOut::outside_periods: return {"in neither period", "em nenhum dos dois períodos"};
    case LeftOut::none: break;
  }
  return {};
}

void write_patrol(JsonWriter& json, const HotspotInput& input, const HotspotOptions& options) {
  json.key("patrol").begin_object().member("rows", input.patrol).key("share");
  if (input.of_category == 0) {
    json.null();
  } else {
    json.value(static_cast<double>(input.patrol) / static_cast<double>(input.of_category));
  }
  json.member("included", options.include_patrol).end_object();
}

}  // namespace

Text decimal_text(double value, int decimals) {
  const std::string point = fmt::format("{:.{}f}", value, decimals);
  std::string comma = point;
  std::replace(comma.begin(), comma.end(), '.', ',');
  return {point, comma};
}

Text length_text(double length_m) {
  const bool in_km = length_m >= 1000;
  std::string number;
  append_number(number, std::round(in_km ? length_m : length_m * 1000) / 1000);
  std::string comma = number;
  std::replace(comma.begin(), comma.end(), '.', ',');
  const char* unit = in_km ? " km" : " m";
  return {number + unit, comma + unit};
}

Text period_text(const std::optional<TimeInterval>& asked, const std::optional<Days>& found) {
  const bool has_begin = asked && asked->from != INT64_MIN;
  const bool has_end = asked && asked->to != INT64_MAX;
  const std::string begin = has_begin ? day_of(asked->from) : found ? format_date(found->first) : "";
  const std::string end = has_end ? day_of(asked->to) : found ? format_date(found->last) : "";
  if (begin.empty() && end.empty()) { return {"no dates", "sem datas"}; }
  if (begin.empty()) { return {"until " + end, "até " + end}; }
  if (end.empty()) { return {"from " + begin, "desde " + begin}; }
  return {begin + " to " + end, begin + " a " + end};
}

void write_filter(JsonWriter& json, const Filter& filter) {
  json.key("bbox");
  if (filter.bbox) {
    const BBox& b = *filter.bbox;
    json.begin_array().value(b.west).value(b.south).value(b.east).value(b.north).end_array();
  } else {
    json.null();
  }
  json.key("datetime");
  if (filter.datetime) {
    json.value(time_or_open(filter.datetime->from) + "/" + time_or_open(filter.datetime->to));
  } else {
    json.null();
  }
}

void write_options(JsonWriter& json, const HotspotOptions& options) {
  json.key("category");
  if (options.category.empty()) {
    json.null();
  } else {
    json.value(options.category);
  }
  json.member("include_patrol", options.include_patrol);
  if (options.uncertain != Uncertain::exclude) { json.member("uncertain", code(options.uncertain)); }
}

void write_input(JsonWriter& json, const HotspotInput& input, const HotspotOptions& options) {
  json.member("matched", input.matched).member("used", input.rows_used()).key("excluded").begin_object();
  for (std::size_t i = 1; i < left_out_reasons; ++i) {
    if (input.excluded[i] != 0) { json.member(code(static_cast<LeftOut>(i)), input.excluded[i]); }
  }
  json.end_object();
  write_patrol(json, input, options);
  json.member("at_settlement_precision", input.settlement_precision).key("period");
  if (input.period) {
    json.begin_array().value(format_date(input.period->first)).value(format_date(input.period->last)).end_array();
  } else {
    json.null();
  }
}

void write_sentences(JsonWriter& json, const std::vector<Text>& findings, const std::vector<Text>& caveats) {
  for (const bool is_finding : {true, false}) {
    json.key(is_finding ? "findings" : "caveats").begin_array();
    for (const Text& t : is_finding ? findings : caveats) { json.begin_object().member("en", t.en).member("pt", t.pt).end_object(); }
    json.end_array();
  }
}

std::string place_text(LonLat place, double width_m) {
  const int decimals = place_decimals(width_m);
  return fmt::format("lat {:.{}f}, lon {:.{}f}", place.lat, decimals, place.lon, decimals);
}

std::vector<Text> input_findings(const HotspotInput& input, const HotspotOptions& options) {
  Text used{fmt::format("{} of {} rows used", input.rows_used(), input.matched),
            fmt::format("{} de {} linhas usadas", input.rows_used(), input.matched)};
  const char* before = "; ";
  for (std::size_t i = 1; i < left_out_reasons; ++i) {
    if (input.excluded[i] == 0) { continue; }
    const Text why = reason_text(static_cast<LeftOut>(i));
    used.en += fmt::format("{}{} {}", before, input.excluded[i], why.en);
    used.pt += fmt::format("{}{} {}", before, input.excluded[i], why.pt);
    before = ", ";
  }
  std::vector<Text> findings{{used.en + ".", used.pt + "."}};
  if (input.patrol > 0) {
    const Text percent = decimal_text(100.0 * static_cast<double>(input.patrol) / static_cast<double>(input.of_category), 1);
    findings.push_back(
        {fmt::format("Found by patrols: {} % of the rows, {}.", percent.en, options.include_patrol ? "included" : "left out"),
         fmt::format("Descobertos por patrulhas: {} % das linhas, {}.", percent.pt, options.include_patrol ? "incluídos" : "não usados")});
  }
  return findings;
}

std::vector<Text> hotspot_caveats(const HotspotInput& input, const HotspotOptions& options) {
  std::vector<Text> caveats{{"It shows what was reported. Where nothing was reported, nobody knows; that is not the same as safe.",
                             "Mostra o que foi comunicado. Onde nada foi comunicado, não se sabe; isso não quer dizer seguro."}};
  constexpr std::size_t few = 10;
  if (input.rows_used() < few) {
    caveats.push_back({"Fewer than 10 incidents: no pattern can be told from so few.",
                       "Menos de 10 incidentes: com tão poucos não se distingue um padrão."});
  }
  if (options.include_patrol && input.patrol > 0) {
    caveats.push_back({"Incidents found by patrols are in it: they also show where patrols go.",
                       "Inclui incidentes descobertos por patrulhas: mostram também por onde elas passam."});
  }
  return caveats;
}

Field result_field(std::string name, FieldType type, Text title, std::string unit) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  field.title = std::move(title);
  field.unit = std::move(unit);
  return field;
}

Collection result_collection(const std::string& method, GeometryType geometry) {
  Collection collection;
  collection.geometry = geometry;
  collection.default_confidentiality = 0;  // the whole result is for those who may see what its role saw
  collection.builtin = false;
  collection.result.emplace();
  collection.result->method = method;
  return collection;
}

}  // namespace geo
