// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/forecast_analysis.hpp"

#include "geo/analysis/emerging_analysis.hpp"
#include "geo/analysis/hex_cube.hpp"
#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/forecast_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

constexpr std::size_t most_held_back = 12;
constexpr double widths_of_a_bandwidth = 1.5;
constexpr const char* last = "last-step";
constexpr const char* gi = "gi-star";

void check(const ForecastParameters& given) {
  if (!(given.area_percent >= 1 && given.area_percent <= 100 && given.area_percent == std::floor(given.area_percent))) {
    throw Error(Problem::usage, "The flagged share of the area must be 1 to 100 %, a whole number.",
                "A parte assinalada da área tem de ser de 1 a 100 %, um número inteiro.");
  }
  if (given.bandwidth_m && !(*given.bandwidth_m >= 1 && *given.bandwidth_m <= 1e6)) {
    throw Error(Problem::usage, "The bandwidth must be between 1 m and 1,000 km.", "A largura de banda tem de estar entre 1 m e 1.000 km.");
  }
}

TimeSteps steps_of(const Filter& filter, const HotspotInput& input, StepLength length) {
  constexpr Days no_day{0, -1};
  TimeSteps steps(days_of(filter.datetime, input.period).value_or(no_day), length);
  if (steps.size() >= 2) { return steps; }
  const Text name = plural_text(length);
  throw Error(
      Problem::usage,
      fmt::format("Whole steps ({}) in the period: {}. A check needs two at least: one to forecast from, one to forecast. Choose a "
                  "longer period or shorter steps.",
                  name.en, steps.size()),
      fmt::format("Passos completos ({}) no período: {}. Uma verificação precisa de dois pelo menos: um de onde prever, um a prever. "
                  "Escolha um período mais longo ou passos mais curtos.",
                  name.pt, steps.size()));
}

std::size_t first_step(const ForecastParameters& given, std::size_t steps) {
  const std::size_t held_back = given.held_back.value_or(std::clamp<std::size_t>(steps / 2, 1, most_held_back));
  if (held_back >= 1 && held_back < steps) { return steps - held_back; }
  throw Error(Problem::usage, fmt::format("Of {} steps at most {} can be held back.", steps, steps - 1),
              fmt::format("De {} passos podem reservar-se no máximo {}.", steps, steps - 1));
}

/// Gi* of all that is known; numbers that order places and no more. Those that are equal but for rounding are equal.
Forecaster gi_star_order(const NeighbourLists& neighbours) {
  return [&neighbours](const PastCounts& past) {
    std::vector<double> sums(past.places);
    for (std::size_t t = 0; t < past.steps(); ++t) {
      for (std::size_t i = 0; i < past.places; ++i) { sums[i] += past.step(t)[i]; }
    }
    std::vector<double> order;
    for (const GiStar& place : gi_star(sums, neighbours).places) { order.push_back(std::round(place.z.value_or(0) * 1e9) / 1e9); }
    const double least = order.empty() ? 0 : *std::min_element(order.begin(), order.end());
    for (double& z : order) { z -= least; }
    return order;
  };
}

std::vector<ForecastCheck> checks_of(const HexStudy& hexes, const TimeSteps& steps, std::size_t first, double bandwidth_m,
                                     const ForecastParameters& given, const Progress& progress) {
  if (hexes.hexes.empty()) { return {}; }
  std::vector<Metric> centres;
  for (const Hex hex : hexes.hexes) { centres.push_back(hexes.grid.centre(hex)); }
  const std::vector<NamedForecaster> all{{last, last_step()},
                                         {"long-run-mean", long_run_mean()},
                                         {"kde", long_run_density(centres, bandwidth_m)},
                                         {gi, gi_star_order(hexes.neighbours)}};
  const std::vector<double> area_m2(hexes.hexes.size(), hexes.grid.area_km2() * 1e6);
  auto checks = forecast_check(hex_cube(hexes, steps), area_m2, all, {first, given.area_percent / 100}, progress);
  stop_if_cancelled(progress);
  for (ForecastCheck& check : checks) {
    if (check.name != gi) { continue; }
    // Its numbers are no incidents that could be expected.
    check.pooled.log_score.reset();
    for (ForecastScores& step : check.steps) { step.log_score.reset(); }
  }
  return checks;
}

bool has_enough(const ForecastScores& scores) { return scores.events >= static_cast<double>(least_incidents_of_a_group); }

/// Which steps' numbers are told, of a total that is: the same of every map.
std::vector<bool> told_steps(const ForecastCheck& check) {
  std::vector<std::uint64_t> events;
  for (const ForecastScores& step : check.steps) { events.push_back(static_cast<std::uint64_t>(step.events)); }
  return told_places(events);
}

/// Of ten incidents a hit rate in all its digits is a count.
std::optional<double> told_score(const std::optional<double>& score) { return in_digits(score, 2); }

/// Steps in which a map caught more than last step's, or fewer; what is withheld is not counted.
struct Duel {
  std::size_t more = 0, fewer = 0, equal = 0;

  /// Two-sided: how often a fair coin is as one-sided.
  [[nodiscard]] double p() const {
    if (more + fewer == 0) { return 1; }
    return std::min(1.0, 2 * binomial_at_least(std::max(more, fewer), more + fewer, 0.5));
  }
  [[nodiscard]] const char* verdict() const { return p() > forecast_alpha ? "not_better" : more > fewer ? "better" : "worse"; }
};

Duel duel_of(const ForecastCheck& check, const ForecastCheck& naive) {
  Duel duel;
  const std::vector<bool> told = told_steps(check);
  for (std::size_t t = 0; t < check.steps.size(); ++t) {
    if (!told[t]) { continue; }
    const double own = *check.steps[t].hit_rate;
    const double theirs = *naive.steps[t].hit_rate;
    // Rates are sums of shares; equal ones may differ by rounding.
    if (std::fabs(own - theirs) <= 1e-9) {
      ++duel.equal;
    } else {
      ++(own > theirs ? duel.more : duel.fewer);
    }
  }
  return duel;
}

std::array<std::optional<double>, 7> scores_of(const ForecastScores& s) {
  return {s.hit_rate, s.pai, s.pei_star, s.ser_per_km2, s.rri, s.curve_area, s.log_score};
}
constexpr std::array<const char*, 7> score_names{"hit_rate", "pai", "pei_star", "ser_per_km2", "rri", "curve_area", "log_score"};

std::vector<Row> rows_of(const std::vector<ForecastCheck>& checks, const TimeSteps& steps, std::size_t first) {
  std::vector<Row> rows;
  for (const ForecastCheck& check : checks) {
    const std::vector<bool> told = told_steps(check);
    for (std::size_t t = 0; t < check.steps.size(); ++t) {
      const Days days = steps.days(first + t);
      const ForecastScores& scores = check.steps[t];
      Row row{{}, {check.name, std::int64_t{days.first}, std::int64_t{days.last}}};
      if (told[t]) {
        row.values.emplace_back(static_cast<std::int64_t>(scores.events));
        for (const auto& score : scores_of(scores)) { row.values.push_back(value_of(told_score(score))); }
        row.values.emplace_back();
      } else {
        row.values.resize(row.values.size() + 1 + score_names.size());
        row.values.emplace_back(std::string(few_incidents));
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const ForecastParameters& given, const HexStudy& hexes,
                            const TimeSteps& steps, std::size_t first, double bandwidth_m) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given.hexagons, hexes);
  json.member("step", code(given.step)).member("area_percent", given.area_percent).member("held_back", steps.size() - first);
  json.member("bandwidth_m", bandwidth_m).member("alpha", forecast_alpha);
  json.key("steps").begin_array().value(format_date(steps.days().first)).value(format_date(steps.days().last)).end_array();
  json.member("least_incidents_of_a_step", least_incidents_of_a_group);
  write_hex_ground(json, hexes);
  json.end_object();
  return out;
}

Text map_text(const std::string& name) {
  if (name == "long-run-mean") { return {"The mean of all steps before", "A média de todos os passos anteriores"}; }
  if (name == "kde") { return {"The mean smoothed (kde)", "A média alisada (kde)"}; }
  return {"Gi* of all steps before", "Gi* de todos os passos anteriores"};
}

void say_duel(std::vector<Text>& findings, const ForecastCheck& check, const Duel& duel) {
  const Text name = map_text(check.name);
  const Text rate = decimal_text(100 * *told_score(check.pooled.hit_rate), 0);
  const std::string verdict = duel.verdict();
  const Text word = verdict == "better"  ? Text{"better than", "melhor do que"}
                    : verdict == "worse" ? Text{"worse than", "pior do que"}
                                         : Text{"not clearly better or worse than", "nem claramente melhor nem pior do que"};
  findings.push_back(
      {fmt::format("{}: {} % of the incidents; more than the last step's map in {} steps, fewer in {}, as many in {}: {} that "
                   "map.",
                   name.en, rate.en, duel.more, duel.fewer, duel.equal, word.en),
       fmt::format("{}: {} % dos incidentes; mais do que o mapa do último passo em {} passos, menos em {}, os mesmos em {}: {} "
                   "esse mapa.",
                   name.pt, rate.pt, duel.more, duel.fewer, duel.equal, word.pt)});
}

std::vector<Text> findings_of(const HexStudy& hexes, const ForecastParameters& given, const std::vector<ForecastCheck>& checks) {
  std::vector<Text> findings = input_findings(hexes.input, given.hexagons.incidents);
  if (checks.empty() || !has_enough(checks.front().pooled)) { return findings; }
  const ForecastCheck& naive = checks.front();
  const Text area = decimal_text(given.area_percent, 1);
  const Text rate = decimal_text(100 * *told_score(naive.pooled.hit_rate), 0);
  const auto events = static_cast<std::uint64_t>(naive.pooled.events);
  findings.push_back(
      {fmt::format("{} incidents came in {} steps held back. In {} % of the area the last step's map would have caught {} %.", events,
                   naive.steps.size(), area.en, rate.en),
       fmt::format("Vieram {} incidentes em {} passos reservados. Em {} % da área o mapa do último passo teria apanhado {} %.", events,
                   naive.steps.size(), area.pt, rate.pt)});
  for (std::size_t k = 1; k < checks.size(); ++k) { say_duel(findings, checks[k], duel_of(checks[k], naive)); }
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const ForecastParameters& given, const std::vector<ForecastCheck>& checks) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, given.hexagons.incidents);
  caveats.push_back({"It checks maps on the past. It is no list of places for patrols to go to, and says nothing of any person.",
                     "Verifica mapas no passado. Não é uma lista de lugares para patrulhar, e nada diz de qualquer pessoa."});
  caveats.push_back(
      {"What is caught is what was reported: where more is looked for more is found, and such a map confirms itself.",
       "O que se apanha é o que foi comunicado: onde mais se procura mais se encontra, e tal mapa confirma-se a si próprio."});
  const bool is_withheld = !checks.empty() && std::any_of(checks.front().steps.begin(), checks.front().steps.end(),
                                                          [](const ForecastScores& step) { return !has_enough(step); });
  if (is_withheld) {
    caveats.push_back(
        {"Of steps with fewer than 10 incidents neither the number nor scores are shown, nor of one more where the number could be worked "
         "out from it.",
         "De passos com menos de 10 incidentes não se mostram nem o número nem pontuações, nem de mais um onde o número se pudesse "
         "calcular a "
         "partir dele."});
  }
  if (checks.empty() || checks.front().steps.size() < 6) {
    caveats.push_back({"Fewer than six steps are held back: no map can be told to be better than another.",
                       "Há menos de seis passos reservados: não se distingue se um mapa é melhor do que outro."});
  }
  say_no_study_area(caveats, hexes);
  return caveats;
}

void write_check(JsonWriter& json, const ForecastCheck& check, const ForecastCheck& naive) {
  const bool shown = has_enough(check.pooled);
  json.begin_object().member("method", check.name);
  const auto scores = scores_of(check.pooled);
  for (std::size_t k = 0; k < scores.size(); ++k) { write_optional(json, score_names[k], shown ? told_score(scores[k]) : std::nullopt); }
  if (check.name != last) {
    const Duel duel = duel_of(check, naive);
    json.key("against_last_step").begin_object().member("more", duel.more).member("fewer", duel.fewer).member("equal", duel.equal);
    json.member("p", duel.p()).member("verdict", duel.verdict()).end_object();
  }
  json.end_object();
}

std::string summary_json(const HexStudy& hexes, const ForecastParameters& given, const TimeSteps& steps, std::size_t first,
                         const std::vector<ForecastCheck>& checks, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.hexagons.incidents);
  json.member("hexagons", hexes.hexes.size());
  json.key("steps").begin_object().member("number", steps.size()).member("first", format_date(steps.days().first));
  json.member("last", format_date(steps.days().last)).member("held_back", steps.size() - first).end_object();
  json.key("incidents_held_back");
  if (checks.empty() || !has_enough(checks.front().pooled)) {
    json.null();
  } else {
    json.value(static_cast<std::uint64_t>(checks.front().pooled.events));
  }
  json.key("methods").begin_array();
  for (const ForecastCheck& check : checks) { write_check(json, check, checks.front()); }
  json.end_array();
  json.member("max_scale_error", hexes.frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const HexStudy& hexes, const ForecastParameters& given, const TimeSteps& steps) {
  using enum FieldType;
  Collection c = result_collection("forecast-check", GeometryType::none);
  const std::string from = format_date(steps.days().first);
  const std::string to = format_date(steps.days().last);
  const Text area = decimal_text(given.area_percent, 1);
  const Text width = length_text(hexes.width_m);
  c.title = {fmt::format("{}: would the last map have pointed to the next period, {} to {}", source.title.en, from, to),
             fmt::format("{}: o último mapa teria apontado para o período seguinte, {} a {}", source.title.pt, from, to)};
  c.description = {
      fmt::format("Maps of hexagons of {} made from what was known before each step, and how much of what came fell into the {} % of the "
                  "area that they flag. {} of {} rows used. It checks maps, not places or persons.",
                  width.en, area.en, hexes.input.used.size(), hexes.input.matched),
      fmt::format("Mapas de hexágonos de {} feitos do que se sabia antes de cada passo, e quanto do que veio caiu nos {} % da área que "
                  "assinalam. {} de {} linhas usadas. Verifica mapas, não lugares nem pessoas.",
                  width.pt, area.pt, hexes.input.used.size(), hexes.input.matched)};
  c.fields = {result_field("method", text, {"Map", "Mapa"}),
              result_field("step_first", date, {"First day of the step", "Primeiro dia do passo"}),
              result_field("step_last", date, {"Last day of the step", "Último dia do passo"}),
              result_field("incidents", integer, {"Incidents that came", "Incidentes que vieram"}),
              result_field("hit_rate", real, {"Share of them in the flagged area", "Parte deles na área assinalada"}),
              result_field("pai", real, {"PAI: that share by the share of the area", "PAI: essa parte sobre a parte da área"}),
              result_field("pei_star", real, {"PEI*: by the best there could have been", "PEI*: sobre o melhor possível"}),
              result_field("ser_per_km2", real, {"Incidents per flagged km²", "Incidentes por km² assinalado"}, "/km2"),
              result_field("rri", real, {"Caught again, by growth of all", "Reencontrados, sobre o crescimento de todos"}),
              result_field("curve_area", real, {"Area under the curve; 0.5: chance", "Área sob a curva; 0,5: acaso"}),
              result_field("log_score", real, {"Mean log probability; higher is better", "Log-probabilidade média; mais alta é melhor"}),
              result_field("reason", text, {"Why there is no score", "Porque não há pontuação"})};
  return c;
}

}  // namespace

Analysis forecast_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const ForecastParameters& parameters,
                           const Progress& progress) {
  check(parameters);
  std::optional<TimeSteps> steps;
  std::size_t first = 0;
  HexStudy hexes = hex_study(incidents, study, filter, parameters.hexagons, progress, [&](HotspotInput& input) {
    steps = steps_of(filter, input, parameters.step);
    first = first_step(parameters, steps->size());
    keep_in_steps(input, *steps);
  });
  const double bandwidth_m = parameters.bandwidth_m.value_or(widths_of_a_bandwidth * hexes.width_m);
  const auto checks = checks_of(hexes, *steps, first, bandwidth_m, parameters, part_of(progress, 60, 95));
  Analysis analysis;
  analysis.rows = rows_of(checks, *steps, first);
  analysis.collection = describe(incidents.schema(), hexes, parameters, *steps);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes, *steps, first, bandwidth_m);
  analysis.findings = findings_of(hexes, parameters, checks);
  analysis.caveats = caveats_of(hexes, parameters, checks);
  result.summary = summary_json(hexes, parameters, *steps, first, checks, analysis);
  note_inputs(analysis, incidents, hexes);
  return analysis;
}

}  // namespace geo
