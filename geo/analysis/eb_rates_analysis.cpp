// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/eb_rates_analysis.hpp"

#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/time_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/hotspots/false_discovery.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {
namespace {

constexpr double alpha = 0.05;
constexpr double per_people = 1000;
constexpr int told_digits = 3;  ///< of what the numbers of all areas go into, those too that are not told

/// What is found about one area.
struct Place {
  std::uint64_t incidents = 0;
  double people = 0;
  double expected = 0;
  Rate rate;
  std::optional<double> p, q;
  bool is_told = false;  ///< whether its number is

  [[nodiscard]] bool has_rate() const { return people >= least_people_of_a_rate; }
  [[nodiscard]] std::string_view reason() const {
    if (!(people > 0)) { return "no_people"; }
    if (!has_rate()) { return "few_people"; }
    return is_told ? "" : few_incidents;
  }
  /// Empty: there is a reason.
  [[nodiscard]] std::string_view kind() const {
    if (!reason().empty()) { return ""; }
    if (!q || *q > alpha) { return "none"; }
    if (rate.p_low) { return "low"; }
    return incidents >= rates_least_incidents ? "high" : "none";
  }
};

struct Found {
  std::vector<Place> places;
  double mean = 0, variance = 0;
};

Found look(const AreaStudy& study, const AreaPeople& people) {
  std::vector<double> cases(study.areas.size());
  for (const std::uint32_t area : study.area_of) { cases[area] += 1; }
  const std::vector<std::uint64_t> counts(cases.begin(), cases.end());
  const std::vector<bool> told = told_places(counts);
  const SmoothedRates rates = smoothed_rates(cases, people.people);
  Found found{{}, rates.mean, rates.variance};
  std::vector<std::optional<double>> p;
  for (std::size_t a = 0; a < cases.size(); ++a) {
    Place place{static_cast<std::uint64_t>(cases[a]), people.people[a], rates.mean * people.people[a], rates.places[a], {}, {}, told[a]};
    const auto one_sided = place.rate.p_low ? place.rate.p_low : place.rate.p_high;
    if (place.has_rate() && one_sided && rates.mean > 0) { place.p = std::min(1.0, 2 * *one_sided); }
    p.push_back(place.p);
    found.places.push_back(place);
  }
  const auto q = false_discovery_q(p);
  for (std::size_t a = 0; a < q.size(); ++a) { found.places[a].q = q[a]; }
  return found;
}

std::vector<Row> rows_of(const AreaStudy& study, const Found& found) {
  std::vector<Row> rows;
  for (std::size_t a = 0; a < found.places.size(); ++a) {
    const Place& place = found.places[a];
    const CountedArea& area = study.areas[a];
    Row row{area.geometry, {}};
    const bool is_rated = place.reason().empty();
    append(row, {text_or_null(place.kind()), text_or_null(area.pcode), text_or_null(area.name),
                 place.is_told ? Value(static_cast<std::int64_t>(place.incidents)) : Value(), place.people, place.expected});
    append(row,
           {is_rated && place.rate.raw ? Value(per_people * *place.rate.raw) : Value(),
            is_rated ? Value(in_digits(per_people * place.rate.smoothed, told_digits)) : Value(), is_rated ? value_of(place.p) : Value(),
            is_rated && place.q ? Value(told_p(*place.q)) : Value(), text_or_null(place.reason())});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const RatesParameters& given, const AreaStudy& study,
                            const AreaPeople& people) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_area_question(json, view, filter, given.areas, study);
  write_population_question(json, people);
  json.member("per_people", per_people).member("least_people", least_people_of_a_rate).member("least_incidents", rates_least_incidents);
  json.member("alpha", alpha).end_object();
  return out;
}

std::size_t of_kind(const Found& found, std::string_view kind) {
  return static_cast<std::size_t>(
      std::count_if(found.places.begin(), found.places.end(), [&](const Place& place) { return place.kind() == kind; }));
}

std::size_t without_rate(const Found& found) {
  return static_cast<std::size_t>(
      std::count_if(found.places.begin(), found.places.end(), [](const Place& place) { return !place.has_rate(); }));
}

std::vector<Text> findings_of(const AreaStudy& study, const RatesParameters& given, const AreaPeople& people, const Found& found) {
  std::vector<Text> findings = input_findings(study.input, given.areas.incidents);
  const Text mean = decimal_text(per_people * found.mean, 2);
  const Text who = people_text(people);
  const Text name = areas_text(study);
  findings.push_back({fmt::format("{} incidents per 1,000 people over the whole period, in {} {} together ({}).", mean.en,
                                  found.places.size(), name.en, who.en),
                      fmt::format("{} incidentes por 1.000 pessoas em todo o período, em {} {} em conjunto ({}).", mean.pt,
                                  found.places.size(), name.pt, who.pt)});
  findings.push_back({fmt::format("More than that rate explains in {}, fewer in {} (false discovery rate at most 5 %).",
                                  of_kind(found, "high"), of_kind(found, "low")),
                      fmt::format("Mais do que essa taxa explica em {}, menos em {} (taxa de falsas descobertas de no máximo 5 %).",
                                  of_kind(found, "high"), of_kind(found, "low"))});
  std::vector<std::size_t> order;
  for (std::size_t a = 0; a < found.places.size(); ++a) {
    if (found.places[a].kind() == "high") { order.push_back(a); }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return found.places[a].rate.smoothed > found.places[b].rate.smoothed; });
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 5); ++i) {
    const Place& place = found.places[order[i]];
    const Text rate = decimal_text(in_digits(per_people * place.rate.smoothed, told_digits), 2);
    const Text expected = decimal_text(place.expected, 1);
    const std::string where = area_label(study.areas[order[i]]);
    findings.push_back({fmt::format("{}: {} incidents where {} are expected; {} per 1,000 people, smoothed.", where, place.incidents,
                                    expected.en, rate.en),
                        fmt::format("{}: {} incidentes onde se esperam {}; {} por 1.000 pessoas, suavizado.", where, place.incidents,
                                    expected.pt, rate.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const AreaStudy& study, const Filter& filter, const RatesParameters& given, const AreaPeople& people,
                             const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(study.input, given.areas.incidents);
  caveats.push_back({"Low is where little was reported for so many people, which is not the same as safe.",
                     "Baixo é onde pouco foi comunicado para tantas pessoas, o que não quer dizer seguro."});
  const Text who = people_text(people);
  caveats.push_back({fmt::format("The denominator is {}: who has come or fled since is not in it, nor who is there by day only.", who.en),
                     fmt::format("O denominador é {}: não inclui quem chegou ou fugiu entretanto, nem quem lá está só de dia.", who.pt)});
  const std::size_t few = without_rate(found);
  if (few > 0) {
    caveats.push_back({fmt::format("{} areas have fewer than 100 people, and no rate.", few),
                       fmt::format("{} áreas têm menos de 100 pessoas, e não têm taxa.", few)});
  }
  caveats.push_back(
      {"Of areas with fewer than 10 incidents neither the number nor rates are told, nor of one more where these could be worked out from "
       "it; "
       "none and few look alike. q is an upper limit.",
       "De áreas com menos de 10 incidentes não se dizem nem o número nem taxas, nem de mais uma onde aqueles se pudessem calcular a "
       "partir "
       "dela; nenhum e poucos parecem iguais. q é um limite superior."});
  if (!(found.variance > 0)) {
    caveats.push_back({"Rates differ no more than chance makes them: all smoothed rates are the rate of all.",
                       "As taxas não diferem mais do que o acaso faz: todas as taxas suavizadas são a taxa do conjunto."});
  }
  caveats.push_back({"Incidents that come in series are not independent: p then is too low.",
                     "Incidentes que vêm em série não são independentes: o p fica então demasiado baixo."});
  say_other_year(caveats, people, study.input.period);
  say_open_period(caveats, filter);
  say_areas_left_out(caveats, study);
  return caveats;
}

std::string summary_json(const AreaStudy& study, const RatesParameters& given, const AreaPeople& people, const Found& found,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, study.input, given.areas.incidents);
  write_areas(json, study);
  write_population(json, people);
  json.member("rate_of_all", per_people * found.mean).member("variance", in_digits(per_people * per_people * found.variance, told_digits));
  const auto tested = std::count_if(found.places.begin(), found.places.end(),
                                    [](const Place& place) { return place.p.has_value() && place.reason().empty(); });
  json.member("tested", tested).key("kinds").begin_object();
  for (const char* kind : {"high", "low", "none"}) { json.member(kind, of_kind(found, kind)); }
  json.member("few_incidents", of_kind(found, "") - without_rate(found)).member("without_rate", without_rate(found)).end_object();
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const AreaStudy& study, const Filter& filter, const AreaPeople& people) {
  using enum FieldType;
  Collection c = result_collection("eb-rates", GeometryType::polygon);
  const Text period = period_text(filter.datetime, study.input.period);
  const Text name = areas_text(study);
  const Text who = people_text(people);
  c.title = {fmt::format("{}: rates per 1,000 people, {}, {}", source.title.en, name.en, period.en),
             fmt::format("{}: taxas por 1.000 pessoas, {}, {}", source.title.pt, name.pt, period.pt)};
  c.description = {
      fmt::format("Incidents of the whole period per 1,000 people ({}) by area, raw and smoothed (empirical Bayes). {} of {} rows "
                  "used. Low is where little was reported, which is not the same as safe.",
                  who.en, study.input.used.size(), study.input.matched),
      fmt::format("Incidentes de todo o período por 1.000 pessoas ({}) por área, em bruto e suavizados (Bayes empírico). {} de {} "
                  "linhas usadas. Baixo é onde pouco foi comunicado, o que não quer dizer seguro.",
                  who.pt, study.input.used.size(), study.input.matched)};
  c.fields = {result_field("kind", text, {"high, low, none", "high (alta), low (baixa), none (nem uma nem outra)"}),
              result_field("pcode", text, {"P-code of the area", "P-code da área"}),
              result_field("name", text, {"Area", "Área"}),
              result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
              result_field("people", real, {"People", "Pessoas"}),
              result_field("expected", real, {"Incidents at the rate of all", "Incidentes à taxa do conjunto"}),
              result_field("rate", real, {"Per 1,000 people", "Por 1.000 pessoas"}, "/1000"),
              result_field("smoothed_rate", real, {"Per 1,000 people, smoothed", "Por 1.000 pessoas, suavizada"}, "/1000"),
              result_field("p", real, {"p (Choynowski, two-sided)", "p (Choynowski, bilateral)"}),
              result_field("q_value", real, {"False discovery rate, at most", "Taxa de falsas descobertas, no máximo"}),
              result_field("reason", text, {"Why there is no rate, or it is not told", "Porque não há taxa, ou não se diz"})};
  return c;
}

}  // namespace

Analysis eb_rates_analysis(const View& incidents, const View& admin_areas, const View& population, const Filter& filter,
                           const RatesParameters& parameters, const Progress& progress) {
  const AreaStudy study = area_study(incidents, admin_areas, filter, parameters.areas, part_of(progress, 0, 60));
  const AreaPeople people = area_people(population, study.areas, parameters.population);
  stop_if_cancelled(progress);
  const Found found = look(study, people);
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(study, found);
  analysis.collection = describe(incidents.schema(), study, filter, people);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, study, people);
  analysis.findings = findings_of(study, parameters, people, found);
  analysis.caveats = caveats_of(study, filter, parameters, people, found);
  result.summary = summary_json(study, parameters, people, found, analysis);
  note_inputs(analysis, incidents, admin_areas);
  result.inputs.push_back(population.schema().id);
  analysis.read.emplace_back(population.schema().id, population.version());
  return analysis;
}

}  // namespace geo
