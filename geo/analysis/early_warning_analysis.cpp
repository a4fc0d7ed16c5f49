// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/early_warning_analysis.hpp"

#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/season_words.hpp"
#include "geo/analysis/time_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/early_warning.hpp"
#include "geo/hotspots/false_discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace geo {
namespace {

constexpr double alpha = 0.05;
constexpr double ears_alarm = 3, ears_alarm_3 = 2;  ///< of C1 and C2; of C3: by custom
constexpr double cusum_ratio = 2, cusum_steps = 100;
constexpr double least_mean = 0.02, most_mean = 100;  ///< that a CUSUM can be designed for

/// What is found about one area.
struct State {
  std::uint64_t last = 0, in_baseline = 0;
  bool is_told = false;  ///< whether the number of both is
  EarsStep ears;
  std::optional<double> p, q;
  std::optional<Cusum> design;
  CusumStep sum;

  [[nodiscard]] bool is_few() const { return last + in_baseline < early_warning_least_incidents; }
  /// Whether last and baseline are told each. Figures are made of both.
  [[nodiscard]] bool is_exact() const { return is_told && last >= least_told && in_baseline >= least_told; }
  [[nodiscard]] bool is_signal() const {
    return ears.c1.value_or(0) > ears_alarm || ears.c2.value_or(0) > ears_alarm || ears.c3.value_or(0) > ears_alarm_3 || sum.is_alarm;
  }
  /// Empty: too few to say, or given up for those who have too few.
  [[nodiscard]] std::string_view kind() const {
    if (!is_told) { return ""; }
    if (q && *q <= alpha) { return "alarm"; }
    return is_signal() ? "signal" : "none";
  }
};

void check(const EarlyWarningParameters& parameters) {
  if (parameters.baseline >= 3 && parameters.baseline <= 52) { return; }
  throw Error(Problem::usage, "The baseline must be 3 to 52 steps.", "A base de comparação tem de ter 3 a 52 passos.");
}

TimeSteps steps_of(const Filter& filter, const HotspotInput& input, const EarlyWarningParameters& given) {
  constexpr Days no_day{0, -1};
  TimeSteps steps(days_of(filter.datetime, input.period).value_or(no_day), given.step);
  if (steps.size() > given.baseline) { return steps; }
  const Text name = plural_text(given.step);
  throw Error(
      Problem::usage,
      fmt::format("Whole steps ({}) in the period: {}. A baseline of {} needs {} at least. Choose a longer period or a shorter baseline.",
                  name.en, steps.size(), given.baseline, given.baseline + 1),
      fmt::format("Passos completos ({}) no período: {}. Uma base de {} precisa de pelo menos {}. Escolha um período mais longo ou uma "
                  "base mais curta.",
                  name.pt, steps.size(), given.baseline, given.baseline + 1));
}

/// The steps before the last and its baseline say what is usual; the sum runs over the rest.
void add_cusum(State& state, std::span<const double> counts, std::size_t baseline) {
  const std::span<const double> usual = counts.first(counts.size() - baseline - 1);
  if (usual.size() < baseline) { return; }
  const double mean = std::accumulate(usual.begin(), usual.end(), 0.0) / static_cast<double>(usual.size());
  if (mean < least_mean || mean > most_mean) { return; }
  state.design = cusum_design(mean, cusum_ratio, cusum_steps);
  state.sum = cusum(counts.last(baseline + 1), *state.design).back();
}

State state_of(std::span<const double> counts, std::size_t baseline) {
  State state;
  state.last = static_cast<std::uint64_t>(counts.back());
  const std::span<const double> before = counts.last(baseline + 1).first(baseline);
  state.in_baseline = static_cast<std::uint64_t>(std::accumulate(before.begin(), before.end(), 0.0));
  if (state.is_few()) { return state; }
  state.ears = ears(counts, {baseline, EarsOptions().min_deviation}).back();
  state.p = as_many_now(state.last, state.in_baseline, baseline);
  add_cusum(state, counts, baseline);
  return state;
}

std::vector<State> look(const AreaStudy& study, const TimeSteps& steps, std::size_t baseline, const Progress& progress) {
  const std::size_t n = steps.size();
  std::vector<double> counts(study.areas.size() * n);
  for (std::size_t i = 0; i < study.input.used.size(); ++i) {
    counts[study.area_of[i] * n + *steps.at(local_day(study.input.used[i]))] += 1;
  }
  std::vector<State> states;
  std::vector<std::optional<double>> p;
  for (std::size_t a = 0; a < study.areas.size(); ++a) {
    states.push_back(state_of(std::span(counts).subspan(a * n, n), baseline));
    p.push_back(states.back().p);
    stop_if_cancelled(progress);
  }
  const auto q = false_discovery_q(p);
  std::vector<std::uint64_t> sums;
  for (const State& s : states) { sums.push_back(s.last + s.in_baseline); }
  const std::vector<bool> told = told_places(sums);
  for (std::size_t a = 0; a < states.size(); ++a) {
    states[a].q = q[a];
    states[a].is_told = told[a];
  }
  return states;
}

/// By steps where the numbers that it is made of are not told.
Value told_deviation(const State& s, const std::optional<double>& deviations) {
  if (!deviations || !s.is_told) { return {}; }
  return s.is_exact() ? *deviations : told_z(*deviations);
}

/// q is made of the p of all, and goes by steps always.
Value told_chance(const State& s, const std::optional<double>& p, bool is_q) {
  if (!p || !s.is_told) { return {}; }
  return s.is_exact() && !is_q ? *p : told_p(*p);
}

std::vector<Row> rows_of(const AreaStudy& study, const std::vector<State>& states, std::size_t baseline) {
  std::vector<Row> rows;
  for (std::size_t a = 0; a < states.size(); ++a) {
    const State& s = states[a];
    const CountedArea& area = study.areas[a];
    Row row{area.geometry, {}};
    const bool is_exact = s.is_exact();
    append(row, {text_or_null(s.kind()), text_or_null(area.pcode), text_or_null(area.name),
                 is_exact ? Value(static_cast<std::int64_t>(s.last)) : Value(),
                 is_exact ? Value(static_cast<double>(s.in_baseline) / static_cast<double>(baseline)) : Value(), told_chance(s, s.p, false),
                 told_chance(s, s.q, true)});
    for (const auto& c : {s.ears.c1, s.ears.c2, s.ears.c3}) { append(row, {told_deviation(s, c)}); }
    append(row, {s.design && is_exact ? Value(s.sum.sum) : Value(), s.design && is_exact ? Value(s.design->h) : Value(),
                 s.design && s.is_told ? Value(s.sum.is_alarm) : Value()});
    append(row, {!s.is_told ? Value(std::string(few_incidents)) : is_exact ? Value() : Value(std::string("few_in_a_period"))});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const EarlyWarningParameters& given, const AreaStudy& study,
                            const TimeSteps& steps) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_area_question(json, view, filter, given.areas, study);
  json.member("step", code(given.step)).member("baseline", given.baseline);
  json.member("last_step", format_date(steps.days(steps.size() - 1).first));
  json.member("least_incidents", early_warning_least_incidents).member("alpha", alpha);
  json.member("cusum_ratio", cusum_ratio).member("cusum_steps_to_false_alarm", cusum_steps).end_object();
  return out;
}

std::size_t of_kind(const std::vector<State>& states, std::string_view kind) {
  return static_cast<std::size_t>(std::count_if(states.begin(), states.end(), [&](const State& s) { return s.kind() == kind; }));
}

std::vector<Text> findings_of(const AreaStudy& study, const EarlyWarningParameters& given, const std::vector<State>& states,
                              const TimeSteps& steps) {
  std::vector<Text> findings = input_findings(study.input, given.areas.incidents);
  const Days last = steps.days(steps.size() - 1);
  const std::string days = format_date(last.first) + " – " + format_date(last.last);
  const Text name = areas_text(study);
  findings.push_back(
      {fmt::format("Last step {}: {} of {} {} with an alarm, {} with a signal, {} without either, {} with too few reports to tell.", days,
                   of_kind(states, "alarm"), states.size(), name.en, of_kind(states, "signal"), of_kind(states, "none"),
                   of_kind(states, "")),
       fmt::format(
           "Último passo {}: {} de {} {} com alarme, {} com sinal, {} sem nenhum, {} com comunicações demasiado poucas para concluir.",
           days, of_kind(states, "alarm"), states.size(), name.pt, of_kind(states, "signal"), of_kind(states, "none"),
           of_kind(states, ""))});
  std::vector<std::size_t> order;
  for (std::size_t a = 0; a < states.size(); ++a) {
    if (states[a].kind() == "alarm") { order.push_back(a); }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *states[a].q < *states[b].q; });
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 5); ++i) {
    const State& s = states[order[i]];
    const Text mean = decimal_text(static_cast<double>(s.in_baseline) / static_cast<double>(given.baseline), 1);
    const Text p = p_text(*s.p);
    const std::string where = area_label(study.areas[order[i]]);
    if (!s.is_exact()) {
      const Text most = decimal_text(told_p(*s.p), 3);
      findings.push_back({fmt::format("{}: more than usual (p at most {}).", where, most.en),
                          fmt::format("{}: mais do que o habitual (p no máximo {}).", where, most.pt)});
      continue;
    }
    findings.push_back({fmt::format("{}: {} where {} are usual ({}).", where, s.last, mean.en, p.en),
                        fmt::format("{}: {} onde são habituais {} ({}).", where, s.last, mean.pt, p.pt)});
  }
  std::vector<std::string> signals;
  for (std::size_t a = 0; a < states.size() && signals.size() < 5; ++a) {
    if (states[a].kind() == "signal") { signals.push_back(area_label(study.areas[a])); }
  }
  if (!signals.empty()) {
    const std::string where = fmt::format("{}", fmt::join(signals, ", "));
    findings.push_back({"With a signal, the first of them: " + where + ".", "Com sinal, os primeiros: " + where + "."});
  }
  return findings;
}

std::vector<Text> caveats_of(const AreaStudy& study, const EarlyWarningParameters& given, const Filter& filter, const TimeSteps& steps) {
  std::vector<Text> caveats = hotspot_caveats(study.input, given.areas.incidents);
  caveats.push_back({"No alarm is not the same as safe: it says that no more was reported than before.",
                     "Sem alarme não quer dizer seguro: diz que não se comunicou mais do que antes."});
  caveats.push_back(
      {"An alarm is a question, not an answer: more may be reported because more people report, or because reports came late.",
       "Um alarme é uma pergunta, não uma resposta: pode haver mais comunicações porque mais pessoas comunicam, ou porque "
       "chegaram tarde."});
  caveats.push_back({"The last step may not be complete yet: what is still to be reported is missing.",
                     "O último passo pode ainda não estar completo: falta o que está por comunicar."});
  caveats.push_back({"C1 to C3 and the CUSUM are not adjusted for the number of areas: of many areas some give a signal by chance.",
                     "C1 a C3 e o CUSUM não estão corrigidos pelo número de áreas: de muitas áreas algumas dão sinal por acaso."});
  caveats.push_back(
      {"Of areas with fewer than 10 incidents in the last step and its baseline nothing is told, nor of one more where these could be "
       "worked "
       "out from it. Where either of the two has fewer than 10 no number is told and p is an upper limit, C1 to C3 are rounded towards 0; "
       "q is an "
       "upper limit everywhere.",
       "De áreas com menos de 10 incidentes no último passo e na sua base nada se diz, nem de mais uma onde aquelas se pudessem calcular a "
       "partir dela. Onde um dos dois tem menos de 10 não se diz nenhum número e p é um limite superior, C1 a C3 são arredondados para "
       "zero; q "
       "é "
       "um limite superior em toda a parte."});
  say_days_left_over(caveats, steps);
  say_open_period(caveats, filter);
  say_areas_left_out(caveats, study);
  return caveats;
}

std::string summary_json(const AreaStudy& study, const EarlyWarningParameters& given, const std::vector<State>& states,
                         const TimeSteps& steps, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, study.input, given.areas.incidents);
  write_areas(json, study);
  write_steps(json, steps);
  const Days last = steps.days(steps.size() - 1);
  json.key("last_step").begin_array().value(format_date(last.first)).value(format_date(last.last)).end_array();
  json.member("tested", states.size() - of_kind(states, ""));
  json.key("kinds").begin_object();
  for (const char* kind : {"alarm", "signal", "none"}) { json.member(kind, of_kind(states, kind)); }
  json.member("few_incidents", of_kind(states, "")).end_object();
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const AreaStudy& study, const TimeSteps& steps, const EarlyWarningParameters& given) {
  using enum FieldType;
  Collection c = result_collection("early-warning", GeometryType::polygon);
  const Days last = steps.days(steps.size() - 1);
  const Text name = areas_text(study);
  const Text step = plural_text(given.step);
  c.title = {fmt::format("{}: early warning, {}, {} to {}", source.title.en, name.en, format_date(last.first), format_date(last.last)),
             fmt::format("{}: alerta precoce, {}, {} a {}", source.title.pt, name.pt, format_date(last.first), format_date(last.last))};
  c.description = {
      fmt::format("Whether more was reported in the last step than in the {} {} before, by area. {} of {} rows used. No alarm is not "
                  "the same as safe.",
                  given.baseline, step.en, study.input.used.size(), study.input.matched),
      fmt::format("Se no último passo se comunicou mais do que nos {} {} anteriores, por área. {} de {} linhas usadas. Sem alarme "
                  "não quer dizer seguro.",
                  given.baseline, step.pt, study.input.used.size(), study.input.matched)};
  c.fields = {result_field("kind", text, {"State: alarm, signal, none", "Estado: alarm, signal, none"}),
              result_field("pcode", text, {"P-code of the area", "P-code da área"}),
              result_field("name", text, {"Area", "Área"}),
              result_field("incidents", integer, {"Incidents of the last step", "Incidentes do último passo"}),
              result_field("baseline_mean", real, {"Mean of the steps before", "Média dos passos anteriores"}),
              result_field("p", real, {"p of as many, exact (Poisson)", "p de tantos, exacto (Poisson)"}),
              result_field("q_value", real, {"False discovery rate, at most", "Taxa de falsas descobertas, no máximo"}),
              result_field("c1", real, {"EARS C1, deviations; alarm above 3", "EARS C1, desvios; alarme acima de 3"}),
              result_field("c2", real, {"EARS C2, deviations; alarm above 3", "EARS C2, desvios; alarme acima de 3"}),
              result_field("c3", real, {"EARS C3; alarm above 2", "EARS C3; alarme acima de 2"}),
              result_field("cusum", real, {"CUSUM of the last step", "CUSUM do último passo"}),
              result_field("cusum_limit", real, {"Its limit", "O seu limite"}),
              result_field("cusum_alarm", boolean, {"Whether it reaches it", "Se o atinge"}),
              result_field("reason", text, {"Why there is no state, or no number", "Porque não há estado, ou número"})};
  return c;
}

}  // namespace

Analysis early_warning_analysis(const View& incidents, const View& admin_areas, const Filter& filter,
                                const EarlyWarningParameters& parameters, const Progress& progress) {
  check(parameters);
  std::optional<TimeSteps> steps;
  const AreaStudy study = area_study(incidents, admin_areas, filter, parameters.areas, part_of(progress, 0, 70), [&](HotspotInput& input) {
    steps = steps_of(filter, input, parameters);
    keep_in_steps(input, *steps);
  });
  const std::vector<State> states = look(study, *steps, parameters.baseline, progress);
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(study, states, parameters.baseline);
  analysis.collection = describe(incidents.schema(), study, *steps, parameters);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, study, *steps);
  analysis.findings = findings_of(study, parameters, states, *steps);
  analysis.caveats = caveats_of(study, parameters, filter, *steps);
  result.summary = summary_json(study, parameters, states, *steps, analysis);
  note_inputs(analysis, incidents, admin_areas);
  return analysis;
}

}  // namespace geo
