// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hex_words.hpp"

#include "geo/analysis/told.hpp"
#include "geo/base/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {

void write_hex_question(JsonWriter& json, const View& incidents, const Filter& filter, const HexOptions& options, const HexStudy& hexes) {
  json.member("collection", incidents.schema().id);
  write_filter(json, filter);
  write_options(json, options.incidents);
  json.member("width_m", hexes.width_m).member("neighbours_m", hexes.neighbours_m);
}

void write_hex_ground(JsonWriter& json, const HexStudy& hexes) {
  json.key("study_area").begin_object();
  if (hexes.study.area.is_none()) {
    json.member("origin", "near_incidents").member("steps", hex_steps_around);
  } else {
    json.member("origin", hexes.study.origin).member("hash", hash128(hexes.study.area.wkb()).hex());
  }
  json.end_object();
  write_projection(json, hexes.frame);
}

void write_optional(JsonWriter& json, std::string_view name, const std::optional<double>& value) {
  json.key(name);
  if (value) {
    json.value(*value);
  } else {
    json.null();
  }
}

void write_without_statistic(JsonWriter& json, std::span<const NoStatistic> reasons) {
  std::map<std::string_view, std::size_t> times;
  for (const NoStatistic reason : reasons) {
    if (reason != NoStatistic::none) { ++times[code(reason)]; }
  }
  json.key("without_statistic").begin_object();
  for (const auto& [reason, number] : times) { json.member(reason, number); }
  json.end_object();
}

void write_groups(JsonWriter& json, const HexGroups& groups, HexStudy& hexes, std::span<const double> values, std::string_view value_name) {
  constexpr std::size_t most_named = 10;
  json.member("hot_clusters", groups.drawn.size()).member("hot_clusters_of_few_incidents", groups.small);
  json.key("largest_hot_clusters").begin_array();
  for (std::size_t i = 0; i < std::min(groups.drawn.size(), most_named); ++i) {
    const HexGroup& group = groups.drawn[i];
    const LonLat at = told_place(hexes.centre(group.hottest), hexes.width_m);
    json.begin_object().member("lon", at.lon).member("lat", at.lat).member("hexagons", group.places.size());
    json.member("incidents", group.incidents);
    if (group.is_at_least) { json.member("at_least", true); }
    const double value = values[group.hottest];
    write_optional(json, value_name, std::isnan(value) ? std::nullopt : std::optional(value));
    json.end_object();
  }
  json.end_array();
}

void say_groups(std::vector<Text>& findings, const HexGroups& groups, HexStudy& hexes, std::span<const double> values) {
  for (std::size_t i = 0; i < std::min<std::size_t>(groups.drawn.size(), 5); ++i) {
    const HexGroup& group = groups.drawn[i];
    const std::string where = place_text(hexes.centre(group.hottest), hexes.width_m);
    const double value = values[group.hottest];
    Text z = decimal_text(value, 1);
    z = std::isnan(value) ? Text{} : Text{" (z " + z.en + ")", " (z " + z.pt + ")"};
    const Text number = group.is_at_least ? Text{fmt::format("at least {}", group.incidents), fmt::format("pelo menos {}", group.incidents)}
                                          : Text{fmt::format("{}", group.incidents), fmt::format("{}", group.incidents)};
    findings.push_back(
        {fmt::format("Hot cluster: {} incidents in {} hexagons, hottest at {}{}.", number.en, group.places.size(), where, z.en),
         fmt::format("Foco: {} incidentes em {} hexágonos, mais quente em {}{}.", number.pt, group.places.size(), where, z.pt)});
  }
}

void say_no_study_area(std::vector<Text>& caveats, const HexStudy& hexes) {
  if (!hexes.study.area.is_none()) { return; }
  caveats.push_back({"No study area was given: places are compared with the surroundings of incidents only. Set the area of operation.",
                     "Não há área de estudo: os lugares comparam-se só com as redondezas dos incidentes. Defina a área de operação."});
}

void say_small_groups(std::vector<Text>& caveats, const HexGroups& groups) {
  if (groups.small == 0) { return; }
  caveats.push_back({"Hot places of fewer than 10 incidents together are not drawn as hot.",
                     "Lugares quentes com menos de 10 incidentes em conjunto não aparecem como quentes."});
}

void say_untold(std::vector<Text>& caveats) {
  caveats.push_back(
      {"Of a hexagon with fewer than 10 incidents the number is not told, nor any figure that it could be worked out from; none and few "
       "look alike. Where its neighbours are such, p is an upper limit; q is one everywhere.",
       "De um hexágono com menos de 10 incidentes não se diz o número, nem valores de que ele se pudesse calcular; nenhum e poucos parecem "
       "iguais. Onde os vizinhos são assim, p é um limite superior; q é-o em toda a parte."});
}

void say_rough_normal(std::vector<Text>& caveats) {
  caveats.push_back({"p and q are approximate: the counts are far from a normal distribution, or a hexagon has few neighbours.",
                     "p e q são aproximados: as contagens estão longe de uma distribuição normal, ou um hexágono tem poucos vizinhos."});
}

void add_expected(Collection& collection, const HexStudy& hexes) {
  if (!hexes.spread.is_asked) { return; }
  collection.fields.push_back(result_field(
      "expected", FieldType::real,
      {"Incidents, with shares of those of uncertain place, rounded", "Incidentes, com partes dos de lugar incerto, arredondado"}));
}

void add_expected(Row& row, const HexStudy& hexes, std::size_t i) {
  if (hexes.spread.is_asked) { row.values.emplace_back(std::round(hexes.values[i])); }
}

Value reason_value(bool is_small, NoStatistic reason) {
  if (reason != NoStatistic::none) { return std::string(code(reason)); }
  return is_small ? Value(std::string(few_incidents)) : Value();
}

}  // namespace geo
