// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_rates.hpp"

#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/looked_at.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double per_people = 1000;

void write_peaks_of_rates(JsonWriter& json, Frame& frame, double width_m, const DensityRates& rates) {
  json.key("peaks").begin_array();
  for (const Peak& peak : rates.peaks) {
    const LonLat at = told_place(frame.place(peak.at), width_m);
    json.begin_object().member("lon", at.lon).member("lat", at.lat).member("rate", peak.per_km2).end_object();
  }
  json.end_array();
}

/// The density of incidents, 0 in cells whose middle lies where nobody looked.
std::vector<double> where_looked(const DensityOfIncidents& incidents, Frame& frame, const PlaneGrid& grid) {
  std::vector<double> per_km2 = incidents.found.per_km2;
  if (incidents.looked_at.is_none()) { return per_km2; }
  const std::vector<bool> inside = cells_inside(window_of(frame, incidents.looked_at), grid);
  for (std::size_t i = 0; i < per_km2.size(); ++i) { per_km2[i] = inside[i] ? per_km2[i] : 0; }
  return per_km2;
}

/// How many lie within the bandwidth of each cell's middle.
struct Nearby {
  std::vector<double> number;
  double error = 0;  ///< at most

  [[nodiscard]] bool is_enough(std::size_t cell, double least) const { return number[cell] + error >= least; }
};

/// A quartic kernel counts those in its middle three times and those at its rim not at all; the uniform one each once.
Nearby nearby(const std::vector<WeightedPoint>& points, const DensityQuestion& question, const PlaneGrid& grid, const Progress& progress,
              const Workers& workers) {
  const double width_m = question.width_m();
  Nearby found;
  found.number = look_for_density(points, {Kernel::uniform, width_m}, grid, progress, workers).per_km2;
  for (double& number : found.number) { number *= M_PI * width_m * width_m / 1e6; }
  constexpr double share_of_highest = 1e-9;  // as Kde has it
  found.error = share_of_highest * *std::max_element(found.number.begin(), found.number.end());
  return found;
}

Text rate_text(double rate) { return decimal_text(rate, rate >= 100 ? 0 : rate >= 1 ? 1 : 3); }

void say_no_rate(std::vector<Text>& findings, const DensityRates& rates, const RateOptions& options) {
  if (rates.too_few == 0) {
    findings.push_back({"There is no rate: no incident was used, or no cell has its middle where incidents were looked for.",
                        "Não há taxa: nenhum incidente foi usado, ou nenhuma célula tem o centro onde se procuraram incidentes."});
    return;
  }
  findings.push_back(
      {fmt::format("There is no rate: in none of the {} cells that incidents reach do at least {:.0f} people live within the bandwidth, "
                   "and not nearly all of them at its rim.",
                   rates.too_few, options.least_people),
       fmt::format("Não há taxa: em nenhuma das {} células a que chegam incidentes vivem pelo menos {:.0f} pessoas dentro da largura de "
                   "banda, sem estarem quase todas na sua orla.",
                   rates.too_few, options.least_people)});
}

}  // namespace

std::int64_t rate_level(double times_rate_of_all) {
  return 1 + (std::upper_bound(rate_level_bounds.begin(), rate_level_bounds.end(), times_rate_of_all) - rate_level_bounds.begin());
}

DensityRates density_rates(const PerPeople& asked, Frame& frame, const DensityQuestion& question, const PlaneGrid& grid,
                           const DensityOfIncidents& incidents, const Progress& progress, const Workers& workers) {
  DensityRates found;
  found.people.collection = asked.population.schema().id;
  if (grid.size() == 0) { return found; }
  const double reach_m = std::max(question.reach_m(), question.width_m());
  const std::vector<WeightedPoint> points = people_points(asked, frame, grid, reach_m, incidents.looked_at, found.people);
  found.incidents_per_km2 = where_looked(incidents, frame, grid);
  found.people_per_km2 = look_for_density(points, question, grid, part_of(progress, 0, 50), workers).per_km2;
  const Nearby people = nearby(points, question, grid, part_of(progress, 50, 75), workers);
  const Nearby cases = nearby(incidents.points, question, grid, part_of(progress, 75, 100), workers);
  found.people_nearby = people.number;
  const double circle_km2 = M_PI * question.width_m() * question.width_m() / 1e6;
  found.rate.resize(grid.size());
  double sum_cases = 0, sum_people = 0;
  std::vector<double> of_many(grid.size());
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const double density = found.incidents_per_km2[i];
    if (!(density > 0)) { continue; }
    const double living = found.people_per_km2[i];
    if (!people.is_enough(i, asked.options.least_people) || !(living * circle_km2 + people.error >= asked.options.least_people)) {
      ++found.too_few;
      continue;
    }
    ++found.with_rate;
    found.rate[i] = per_people * density / living;
    found.highest = std::max(found.highest.value_or(0), *found.rate[i]);
    sum_cases += density;
    sum_people += living;
    if (cases.is_enough(i, rate_least_incidents)) { of_many[i] = *found.rate[i]; }
  }
  if (sum_people > 0) { found.rate_of_all = per_people * sum_cases / sum_people; }
  found.peaks = peaks_of(grid, of_many, question.width_m(), 0);
  return found;
}

std::vector<Row> rate_rows(Frame& frame, const Cells& cells, const DensityRates& rates) {
  if (rates.rate.empty()) { return {}; }
  return cell_rows(frame, cells, [&](std::size_t cell) -> std::vector<Value> {
    const double density = rates.incidents_per_km2[cell];
    if (!(density > 0)) { return {}; }
    const std::optional<double>& rate = rates.rate[cell];
    return {rate ? Value(*rate) : Value(),
            rate ? Value(rate_level(*rate / *rates.rate_of_all)) : Value(),
            density,
            rates.people_per_km2[cell],
            rates.people_nearby[cell],
            rate ? Value() : Value(std::string("few_people"))};
  });
}

std::vector<Field> rate_fields() {
  using enum FieldType;
  return {result_field(
              "rate", real,
              {"Incidents per 1,000 people over the whole period, smoothed", "Incidentes por 1.000 pessoas em todo o período, alisado"},
              "/1000"),
          result_field("level", integer,
                       {"Level, 1 to 9: times the rate of all, from below 0.25 to 5 and more",
                        "Nível, 1 a 9: vezes a taxa do conjunto, de menos de 0,25 a 5 e mais"}),
          result_field("incidents_per_km2", real, {"Density of incidents per km²", "Densidade de incidentes por km²"}, "/km2"),
          result_field("people_per_km2", real, {"Density of people per km², as smooth", "Densidade de pessoas por km², igualmente alisada"},
                       "/km2"),
          result_field("people", real, {"People within the bandwidth", "Pessoas dentro da largura de banda"}),
          result_field("reason", text, {"Why there is no rate", "Porque não há taxa"})};
}

void write_rates(JsonWriter& json, Frame& frame, double width_m, const DensityRates* rates, const RateOptions* options) {
  if (rates == nullptr) {
    json.key("population").null().key("rates").null();
    return;
  }
  write_population(json, rates->people);
  json.key("rates").begin_object().member("per_people", per_people);
  write_optional(json, "rate_of_all", rates->rate_of_all);
  write_optional(json, "highest", rates->highest);
  json.member("least_people", options->least_people).member("least_incidents", rate_least_incidents);
  json.member("cells_with_rate", rates->with_rate).member("cells_without_data", rates->too_few);
  json.key("level_bounds").begin_array();
  for (const double bound : rate_level_bounds) {
    if (rates->rate_of_all) { json.value(bound * *rates->rate_of_all); }
  }
  json.end_array();
  write_peaks_of_rates(json, frame, width_m, *rates);
  json.end_object();
}

void say_rates(std::vector<Text>& findings, Frame& frame, double width_m, const DensityRates& rates, const RateOptions& options) {
  if (!rates.rate_of_all) {
    say_no_rate(findings, rates, options);
    return;
  }
  const Text all = rate_text(*rates.rate_of_all);
  findings.push_back(
      {fmt::format("{} incidents per 1,000 people over the whole period, in {} cells together; {} cells have too few people, and no rate.",
                   all.en, rates.with_rate, rates.too_few),
       fmt::format("{} incidentes por 1.000 pessoas em todo o período, em {} células em conjunto; {} células têm poucas pessoas, e não têm "
                   "taxa.",
                   all.pt, rates.with_rate, rates.too_few)});
  for (std::size_t i = 0; i < std::min<std::size_t>(rates.peaks.size(), 3); ++i) {
    const std::string where = place_text(frame.place(rates.peaks[i].at), width_m);
    const Text rank = i == 0 ? Text{"Highest rate", "Taxa mais alta"} : Text{"Next", "A seguir"};
    const Text rate = rate_text(rates.peaks[i].per_km2);
    findings.push_back({fmt::format("{}: {} per 1,000 people at {}.", rank.en, rate.en, where),
                        fmt::format("{}: {} por 1.000 pessoas em {}.", rank.pt, rate.pt, where)});
  }
}

void say_rate_caveats(std::vector<Text>& caveats, const DensityRates& rates, const RateOptions& options,
                      const std::optional<Days>& period) {
  say_denominator(caveats, rates.people);
  caveats.push_back(
      {fmt::format("Where fewer than {:.0f} people live within the bandwidth, or nearly all of them at its rim, there is no rate: no data, "
                   "which is not the same as safe.",
                   options.least_people),
       fmt::format("Onde vivem menos de {:.0f} pessoas dentro da largura de banda, ou quase todas na sua margem, não há taxa: sem dados, o "
                   "que não quer dizer seguro.",
                   options.least_people)});
  caveats.push_back(
      {"A rate of few incidents leaps with each of them; no p says whether a high one is chance. Peaks are named from 10 "
       "incidents within the bandwidth on.",
       "Uma taxa de poucos incidentes salta com cada um; nenhum p diz se uma taxa alta é acaso. Os picos nomeiam-se a partir de "
       "10 incidentes dentro da largura de banda."});
  say_other_year(caveats, rates.people, period);
}

}  // namespace geo
