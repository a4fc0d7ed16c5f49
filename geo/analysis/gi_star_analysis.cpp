// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/gi_star_analysis.hpp"

#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/patrol_sensitivity.hpp"
#include "geo/analysis/people_bounds.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/told.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr double per_thousand = 1000;
constexpr std::size_t place_of_class = 5;  ///< among the values of a row; the reason comes next

/// Who lives in the hexagons; none where counts are not put over people.
struct HexPeople {
  PeopleCounted counted;
  std::vector<double> of;  ///< each hexagon
  double least = 0;
  std::vector<std::uint32_t> enough;  ///< hexagons that have a rate, rising
  NeighbourLists neighbours;          ///< of those among themselves, by their places in `enough`

  [[nodiscard]] bool is_enough(std::size_t i) const { return of[i] >= least; }
};

/// Incidents are cut to the box and not to the study area: hexagons at its border hold all of theirs, and so of people.
HexPeople people_of(const PerPeople& asked, const Filter& filter, HexStudy& hexes) {
  HexPeople people;
  people.least = asked.options.least_people;
  people.counted.collection = asked.population.schema().id;
  if (hexes.hexes.empty()) { return people; }
  people.of = people_in_hexagons(asked, hexes.frame, hexes.grid, hexes.hexes, ground_of_box(filter.bbox), people.counted);
  constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> place(people.of.size(), none);
  for (std::uint32_t i = 0; i < people.of.size(); ++i) {
    if (!people.is_enough(i)) { continue; }
    place[i] = static_cast<std::uint32_t>(people.enough.size());
    people.enough.push_back(i);
  }
  for (const std::uint32_t i : people.enough) {
    std::vector<std::uint32_t> list;
    for (const std::uint32_t j : hexes.neighbours.of(i)) {
      if (place[j] != none) { list.push_back(place[j]); }
    }
    people.neighbours.append(list, people.enough.size());
  }
  return people;
}

/// What is found about the hexagons.
struct Judged {
  GiStarResult statistics;  ///< with a place for each hexagon
  std::vector<double> z;    ///< 0 where there is none
  std::vector<int> classes;
  HexGroups groups;
  std::vector<bool> is_told, is_exact;  ///< of each hexagon: its number is told; its figures are, as all that they are made of is told
};

/// Of the hexagons with enough people, by their rates; the others have nothing.
GiStarResult of_rates(const HexCounts& counts, const HexPeople& people) {
  std::vector<double> rates;
  for (const std::uint32_t i : people.enough) { rates.push_back(per_thousand * counts.values[i] / people.of[i]); }
  GiStarResult found = gi_star(rates, people.neighbours);
  std::vector<GiStar> all(people.of.size());
  for (std::size_t k = 0; k < people.enough.size(); ++k) { all[people.enough[k]] = found.places[k]; }
  found.places = std::move(all);
  return found;
}

/// Incidents in hexagons that have no rate.
std::uint64_t without_rate(std::span<const std::uint64_t> incidents, const HexPeople& people) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < incidents.size(); ++i) { sum += people.is_enough(i) ? 0 : incidents[i]; }
  return sum;
}

/// A sum of 1 to 9 is not told, and looks like none.
bool is_sum_told(std::uint64_t sum) { return sum >= least_told; }

/// Where the incidents without a rate are told in one sum, each side of it must keep its secret; where they are not, all hexagons do
/// together.
std::vector<bool> told_hexagons(const std::vector<std::uint64_t>& incidents, const HexPeople* people) {
  if (people == nullptr || !is_sum_told(without_rate(incidents, *people))) { return told_places(incidents); }
  std::vector<std::uint64_t> with, without;
  for (std::size_t i = 0; i < incidents.size(); ++i) { (people->is_enough(i) ? with : without).push_back(incidents[i]); }
  const std::vector<bool> told_with = told_places(with);
  const std::vector<bool> told_without = told_places(without);
  std::vector<bool> told;
  std::size_t a = 0, b = 0;
  for (std::size_t i = 0; i < incidents.size(); ++i) { told.push_back(people->is_enough(i) ? told_with[a++] : told_without[b++]); }
  return told;
}

Judged judge(const HexStudy& hexes, const HexCounts& counts, const HexPeople* people) {
  Judged found;
  found.statistics = people != nullptr ? of_rates(counts, *people) : gi_star(counts.values, hexes.neighbours);
  std::vector<bool> is_hot;
  for (const GiStar& place : found.statistics.places) {
    found.z.push_back(place.z.value_or(0));
    found.classes.push_back(place.z ? gi_star_class(*place.z, *place.q) : 0);
    is_hot.push_back(found.classes.back() > 0);
  }
  found.groups = hex_groups(hexes.neighbours, counts.incidents, is_hot, found.z);
  for (std::size_t i = 0; i < found.classes.size(); ++i) { found.classes[i] = found.groups.is_small[i] ? 0 : found.classes[i]; }
  found.is_told = told_hexagons(counts.incidents, people);
  found.is_exact = told_around(hexes.neighbours, found.is_told);
  for (std::size_t i = 0; i < found.is_exact.size(); ++i) { found.is_exact[i] = found.is_exact[i] && found.is_told[i]; }
  return found;
}

/// After the other values; a hexagon without a rate has no class either, so that no map draws it as neither hot nor cold.
void add_rate(Row& row, const HexPeople& people, double incidents, bool is_told, std::size_t i) {
  const bool is_enough = people.is_enough(i);
  if (!is_enough) {
    row.values[place_of_class] = Value();
    row.values[place_of_class + 1] = std::string("few_people");
  }
  append(row, {people.of[i], is_enough && is_told ? Value(per_thousand * incidents / people.of[i]) : Value()});
}

std::vector<Row> rows_of(HexStudy& hexes, const Judged& found, const HexPeople* people) {
  std::vector<Row> rows;
  rows.reserve(hexes.hexes.size());
  for (std::size_t i = 0; i < hexes.hexes.size(); ++i) {
    const GiStar& s = found.statistics.places[i];
    const bool is_told = found.is_told[i];
    const bool is_around = is_told && !found.is_exact[i] && s.reason == NoStatistic::none;
    Row row{hexes.hexagon(i),
            {is_told ? Value(static_cast<std::int64_t>(hexes.incidents[i])) : Value(), static_cast<std::int64_t>(s.neighbours),
             found.is_exact[i] ? value_of(s.z) : Value(), value_of(told_p(s.p, is_told, found.is_exact[i])),
             value_of(told_p(s.q, is_told, false)), std::int64_t{found.classes[i]},
             is_around ? Value(std::string(few_around)) : reason_value(!is_told, s.reason)}};
    add_expected(row, hexes, i);
    if (hexes.spread.is_asked && !is_told) { row.values.back() = Value(); }
    if (people != nullptr) { add_rate(row, *people, hexes.values[i], is_told, i); }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const GiStarParameters& given, const HexStudy& hexes,
                            const HexPeople* people, const PerPeople* per_people) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given, hexes);
  json.member("weights", "binary, the hexagon itself included");
  json.key("q_of_classes").begin_array().value(0.1).value(0.05).value(0.01).end_array();
  json.member("least_incidents_of_a_hot_cluster", least_incidents_of_a_group);
  if (people != nullptr) { write_rate_question(json, people->counted, per_people->options); }
  write_hex_ground(json, hexes);
  json.end_object();
  return out;
}

void write_classes(JsonWriter& json, const std::vector<int>& classes) {
  const auto with = [&](int low) { return std::count(classes.begin(), classes.end(), low); };
  for (const int sign : {1, -1}) {
    json.key(sign > 0 ? "hot" : "cold").begin_object();
    json.member("q_001", with(3 * sign)).member("q_005", with(2 * sign)).member("q_010", with(sign)).end_object();
  }
}

/// Of the hexagons with a rate together; none where no hexagon has one. Where the incidents without a rate are not told it has two digits:
/// from the exact one they could be worked out.
/// Where it would tell how few lie elsewhere, those are counted too: it is a little too high then.
std::optional<double> rate_of_all(const HexStudy& hexes, const HexPeople& people) {
  double incidents = 0, living = 0;
  for (const std::uint32_t i : people.enough) {
    incidents += hexes.values[i];
    living += people.of[i];
  }
  if (!(living > 0)) { return std::nullopt; }
  if (!is_sum_told(without_rate(hexes.incidents, people))) { incidents = std::accumulate(hexes.values.begin(), hexes.values.end(), 0.0); }
  return per_thousand * incidents / living;
}

/// `"population":…,"rates":…`, null where no rate was asked for.
void write_rates(JsonWriter& json, const HexStudy& hexes, const HexPeople* people) {
  if (people == nullptr) {
    json.key("population").null().key("rates").null();
    return;
  }
  write_population(json, people->counted);
  json.key("rates").begin_object().member("per_people", per_thousand);
  write_optional(json, "rate_of_all", rate_of_all(hexes, *people));
  json.member("least_people", people->least).member("least_incidents_of_a_hot_cluster", least_incidents_of_a_group);
  json.member("hexagons_with_rate", people->enough.size());
  json.member("hexagons_without_data", hexes.hexes.size() - people->enough.size()).key("incidents_without_data");
  if (const std::uint64_t without = without_rate(hexes.incidents, *people); is_sum_told(without)) {
    json.value(without);
  } else {
    json.null();
  }
  json.end_object();
}

void say_rate_caveats(std::vector<Text>& caveats, const HexStudy& hexes, const HexPeople& people) {
  say_denominator(caveats, people.counted);
  caveats.push_back(
      {fmt::format("Hexagons of fewer than {:.0f} people have no rate and are no test: no data, which is not the same as safe.",
                   people.least),
       fmt::format("Hexágonos de menos de {:.0f} pessoas não têm taxa e não são testados: sem dados, o que não quer dizer seguro.",
                   people.least)});
  caveats.push_back({"Rates of few people leap more than those of many, which Gi* does not know: look at the number of people beside it.",
                     "Taxas de poucas pessoas saltam mais do que as de muitas, o que o Gi* não sabe: veja ao lado o número de pessoas."});
  say_other_year(caveats, people.counted, hexes.input.period);
}

void say_rate_of_all(std::vector<Text>& findings, const HexStudy& hexes, const HexPeople& people) {
  const std::optional<double> mean = rate_of_all(hexes, people);
  if (!mean) {
    findings.push_back(
        {fmt::format("There is no rate: in none of the {} hexagons do at least {:.0f} people live.", hexes.hexes.size(), people.least),
         fmt::format("Não há taxa: em nenhum dos {} hexágonos vivem pelo menos {:.0f} pessoas.", hexes.hexes.size(), people.least)});
    return;
  }
  const std::size_t few = hexes.hexes.size() - people.enough.size();
  const Text rate = decimal_text(*mean, 2);
  findings.push_back({fmt::format("{} incidents per 1,000 people over the whole period where people are enough; {} hexagons have too few "
                                  "people, and no rate.",
                                  rate.en, few),
                      fmt::format("{} incidentes por 1.000 pessoas em todo o período onde há pessoas suficientes; {} hexágonos têm poucas "
                                  "pessoas, e não têm taxa.",
                                  rate.pt, few)});
}

std::vector<Text> findings_of(HexStudy& hexes, const HotspotOptions& options, const Judged& found,
                              const std::optional<HexSensitivity>& other, const HexPeople* people) {
  std::vector<Text> findings = input_findings(hexes.input, options);
  const auto with = [&](int low, int high) {
    return std::count_if(found.classes.begin(), found.classes.end(), [&](int c) { return c >= low && c <= high; });
  };
  findings.push_back({fmt::format("{} hexagons: {} hot ({} at 1 %, {} at 5 %, {} at 10 %), {} cold.", hexes.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1)),
                      fmt::format("{} hexágonos: {} quentes ({} a 1 %, {} a 5 %, {} a 10 %), {} frios.", hexes.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1))});
  if (people != nullptr) { say_rate_of_all(findings, hexes, *people); }
  say_groups(findings, found.groups, hexes, only_exact(found.z, found.is_exact));
  say_spread(findings, hexes.spread);
  say_sensitivity(findings, hexes, other);
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const HotspotOptions& options, const Judged& found, const HexPeople* people) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, options);
  const GiStarResult& s = found.statistics;
  if (s.few_neighbours > 0 || (s.skewness && std::fabs(*s.skewness) > 1)) { say_rough_normal(caveats); }
  say_no_study_area(caveats, hexes);
  say_small_groups(caveats, found.groups);
  say_untold(caveats);
  if (people != nullptr) { say_rate_caveats(caveats, hexes, *people); }
  return caveats;
}

std::string summary_json(HexStudy& hexes, const GiStarParameters& given, const Judged& found, const std::optional<HexSensitivity>& other,
                         const HexPeople* people, const Analysis& analysis) {
  const GiStarResult& s = found.statistics;
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.incidents);
  json.member("hexagons", hexes.hexes.size()).member("mean", people != nullptr ? in_digits(s.mean, 3) : s.mean);
  json.member("standard_deviation", in_digits(s.standard_deviation, 3));
  write_optional(json, "skewness", in_digits(s.skewness, 3));
  json.member("tested", s.tested).member("few_neighbours", s.few_neighbours);
  std::vector<NoStatistic> reasons;
  for (const GiStar& place : s.places) { reasons.push_back(place.reason); }
  write_without_statistic(json, reasons);
  write_classes(json, found.classes);
  write_groups(json, found.groups, hexes, only_exact(found.z, found.is_exact), "highest_z");
  json.member("max_scale_error", hexes.frame.max_scale_error());
  write_sensitivity(json, other);
  write_rates(json, hexes, people);
  write_spread(json, hexes.spread);
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HexStudy& hexes) {
  const HotspotInput& input = hexes.input;
  using enum FieldType;
  Collection c = result_collection("gi-star", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  const Text width = length_text(hexes.width_m);
  c.title = {fmt::format("{}: hot and cold spots (Gi*), hexagons of {}, {}", source.title.en, width.en, period.en),
             fmt::format("{}: pontos quentes e frios (Gi*), hexágonos de {}, {}", source.title.pt, width.pt, period.pt)};
  c.description = {
      fmt::format(
          "z is how many standard deviations a hexagon of {} and its neighbours have more, or fewer, than chance gives; class ±3, ±2, "
          "±1: false discovery rate of at most 1, 5, 10 %. Period: {}. {} of {} rows used. Cold is where little was reported, which "
          "is not the same as safe.",
          width.en, period.en, input.rows_used(), input.matched),
      fmt::format(
          "z diz quantos desvios-padrão um hexágono de {} e os seus vizinhos têm a mais, ou a menos, do que o acaso daria; classe ±3, "
          "±2, ±1: taxa de falsas descobertas de no máximo 1, 5, 10 %. Período: {}. {} de {} linhas usadas. Frio é onde pouco foi "
          "comunicado, o que não quer dizer seguro.",
          width.pt, period.pt, input.rows_used(), input.matched)};
  c.fields = {result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
              result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
              result_field("z", real, {"Gi*, standard deviations", "Gi*, desvios-padrão"}),
              result_field("p", real, {"p, two-sided", "p, bilateral"}),
              result_field("q_value", real, {"False discovery rate", "Taxa de falsas descobertas"}),
              result_field("class", integer, {"Class, -3 (cold) to 3 (hot)", "Classe, -3 (frio) a 3 (quente)"}),
              result_field("reason", text, {"Why there is no statistic, or it is not told", "Porque não há estatística, ou não se diz"})};
  add_expected(c, hexes);
  return c;
}

/// What a rate changes of describe().
void describe_rates(Collection& c, const Collection& source, const Filter& filter, const HexStudy& hexes, const HexPeople& people) {
  using enum FieldType;
  const Text period = period_text(filter.datetime, hexes.input.period);
  const Text width = length_text(hexes.width_m);
  const Text who = people_text(people.counted);
  c.title = {
      fmt::format("{}: hot and cold spots (Gi*) of rates per 1,000 people, hexagons of {}, {}", source.title.en, width.en, period.en),
      fmt::format("{}: pontos quentes e frios (Gi*) de taxas por 1.000 pessoas, hexágonos de {}, {}", source.title.pt, width.pt,
                  period.pt)};
  c.description.en += fmt::format(
      " The values are incidents per 1,000 people over the whole period ({}); hexagons of fewer than {:.0f} people have no data.", who.en,
      people.least);
  c.description.pt += fmt::format(
      " Os valores são incidentes por 1.000 pessoas em todo o período ({}); hexágonos de menos de {:.0f} pessoas não têm dados.", who.pt,
      people.least);
  c.fields.push_back(result_field("people", real, {"People", "Pessoas"}));
  c.fields.push_back(result_field(
      "rate", real, {"Incidents per 1,000 people over the whole period", "Incidentes por 1.000 pessoas em todo o período"}, "/1000"));
}

}  // namespace

int gi_star_class(double z, double q) {
  const int size = q <= 0.01 ? 3 : q <= 0.05 ? 2 : q <= 0.10 ? 1 : 0;
  return z < 0 ? -size : size;
}

Analysis gi_star_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const GiStarParameters& parameters,
                          const Progress& progress, const PerPeople* per_people) {
  if (per_people != nullptr) { check_rate(per_people->options); }
  HexStudy hexes = hex_study(incidents, study, filter, parameters, progress);
  const std::optional<HexPeople> living = per_people != nullptr ? std::optional(people_of(*per_people, filter, hexes)) : std::nullopt;
  const HexPeople* const people = living ? &*living : nullptr;
  Judged found = judge(hexes, hex_counts(hexes), people);
  tell_groups(found.groups, found.is_told);
  progress.at(80, 100);
  const auto other = hex_sensitivity(incidents, filter, parameters, hexes, {found.classes, [](int c) { return c > 0; }},
                                     [&](const HexCounts& counts) { return judge(hexes, counts, people).classes; });
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(hexes, found, people);
  analysis.collection = describe(incidents.schema(), filter, hexes);
  if (people != nullptr) { describe_rates(analysis.collection, incidents.schema(), filter, hexes, *people); }
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes, people, per_people);
  analysis.findings = findings_of(hexes, parameters.incidents, found, other, people);
  analysis.caveats = caveats_of(hexes, parameters.incidents, found, people);
  result.summary = summary_json(hexes, parameters, found, other, people, analysis);
  note_inputs(analysis, incidents, hexes);
  if (per_people != nullptr) { note_people(analysis, *per_people); }
  return analysis;
}

}  // namespace geo
