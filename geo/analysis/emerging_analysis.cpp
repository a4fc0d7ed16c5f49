// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/emerging_analysis.hpp"

#include "geo/analysis/hex_cube.hpp"
#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/time_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/emerging.hpp"
#include "geo/hotspots/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr std::size_t patterns = 17;
constexpr std::size_t hot_patterns = 8;

bool is_hot(Pattern pattern) { return pattern != Pattern::none && static_cast<std::size_t>(pattern) <= hot_patterns; }

/// What is found about the hexagons.
struct Judged {
  Moments counts;  ///< of all hexagons in all steps
  Emerging emerging;
  std::size_t steps = 0;
  std::vector<Pattern> kinds;
  std::vector<double> last_z;                ///< 0 where there is none
  std::vector<std::uint64_t> hot_incidents;  ///< in hot steps, and in the steps before that count with them
  HexGroups groups;
  std::vector<bool> is_told, are_hot_told;  ///< of each hexagon: its number is told, that of its hot steps too
  std::vector<bool> is_last_told;           ///< the last step has enough, around it too, for its figures to be told
};

TimeSteps steps_of(const Filter& filter, const HotspotInput& input, StepLength length) {
  const auto days = days_of(filter.datetime, input.period);
  constexpr Days no_day{0, -1};
  TimeSteps steps(days.value_or(no_day), length);
  if (steps.size() >= 2) { return steps; }
  const Text name = plural_text(length);
  throw Error(
      Problem::usage,
      fmt::format("Whole steps ({}) in the period: {}. Hot spots that emerge need two at least. Choose a longer period or shorter "
                  "steps.",
                  name.en, steps.size()),
      fmt::format("Passos completos ({}) no período: {}. Para focos emergentes são precisos pelo menos dois. Escolha um período mais "
                  "longo ou passos mais curtos.",
                  name.pt, steps.size()));
}

/// Of each hexagon, those that make it hot: many of another year are no reason to call one of this month's a new hot spot.
std::vector<std::uint64_t> hot_incidents(const Emerging& emerging, const std::vector<double>& counts, std::size_t places, std::size_t lag) {
  std::vector<std::uint64_t> number(places);
  if (emerging.reason != NoStatistic::none) { return number; }
  const std::size_t steps = counts.size() / places;
  for (std::size_t i = 0; i < places; ++i) {
    for (std::size_t u = 0; u < steps; ++u) {
      bool counts_in = false;
      for (std::size_t t = u; t <= std::min(u + lag, steps - 1); ++t) {
        const std::size_t at = t * places + i;
        counts_in = counts_in || (emerging.q[at] <= emerging_alpha && emerging.z[at] > 0);
      }
      if (counts_in) { number[i] += static_cast<std::uint64_t>(counts[u * places + i]); }
    }
  }
  return number;
}

/// Which hexagons, with those around them, have enough in the last step and those that count with it.
std::vector<bool> have_enough_last(const HexStudy& hexes, const std::vector<double>& counts, std::size_t steps, std::size_t lag) {
  const std::size_t places = hexes.hexes.size();
  std::vector<double> last(places);
  for (std::size_t u = steps - 1 - std::min(lag, steps - 1); u < steps; ++u) {
    for (std::size_t i = 0; i < places; ++i) { last[i] += counts[u * places + i]; }
  }
  std::vector<bool> enough;
  for (std::size_t i = 0; i < places; ++i) {
    double sum = last[i];
    for (const std::uint32_t j : hexes.neighbours.of(i)) { sum += last[j]; }
    enough.push_back(sum >= static_cast<double>(least_told));
  }
  return enough;
}

/// The number of hot steps is told where it is enough, and where what is left of the hexagon's own is nothing or enough.
std::vector<bool> tell_hot(const std::vector<std::uint64_t>& all, const std::vector<std::uint64_t>& hot, const std::vector<bool>& is_told) {
  std::vector<bool> told;
  for (std::size_t i = 0; i < all.size(); ++i) {
    told.push_back(is_told[i] && hot[i] >= least_told && (hot[i] == all[i] || all[i] - hot[i] >= least_told));
  }
  return told;
}

Judged judge(const HexStudy& hexes, const TimeSteps& steps, std::size_t lag, const Progress& progress) {
  Judged found;
  const std::size_t places = hexes.hexes.size();
  found.steps = steps.size();
  const std::vector<double> counts = hex_cube(hexes, steps);
  found.counts = moments_of(counts);
  found.emerging = emerging_hot_spots(counts, hexes.neighbours, steps.size(), {lag, emerging_alpha}, progress);
  stop_if_cancelled(progress);
  const bool is_known = found.emerging.reason == NoStatistic::none;
  std::vector<bool> hot;
  found.hot_incidents = hot_incidents(found.emerging, counts, places, lag);
  for (std::size_t i = 0; i < places; ++i) {
    found.kinds.push_back(found.emerging.places[i].pattern);
    hot.push_back(is_hot(found.kinds.back()));
    found.last_z.push_back(is_known ? found.emerging.z[(steps.size() - 1) * places + i] : 0);
  }
  found.groups = hex_groups(hexes.neighbours, found.hot_incidents, hot, found.last_z);
  for (std::size_t i = 0; i < places; ++i) { found.kinds[i] = found.groups.is_small[i] ? Pattern::none : found.kinds[i]; }
  found.is_told = told_places(hexes.incidents);
  found.are_hot_told = tell_hot(hexes.incidents, found.hot_incidents, found.is_told);
  found.is_last_told = have_enough_last(hexes, counts, steps.size(), lag);
  tell_groups(found.groups, found.are_hot_told);
  return found;
}

/// Significant steps of hexagon i above the mean, or below.
std::int64_t steps_of_kind(const Judged& found, std::size_t i, bool above) {
  const std::size_t places = found.kinds.size();
  std::int64_t number = 0;
  for (std::size_t t = 0; t < found.steps; ++t) {
    const std::size_t at = t * places + i;
    number += found.emerging.q[at] <= emerging_alpha && (found.emerging.z[at] > 0) == above ? 1 : 0;
  }
  return number;
}

std::vector<Row> rows_of(HexStudy& hexes, const Judged& found) {
  std::vector<Row> rows;
  const std::size_t places = hexes.hexes.size();
  rows.reserve(places);
  for (std::size_t i = 0; i < places; ++i) {
    const auto number = [](bool is_told, std::uint64_t n) { return is_told ? Value(static_cast<std::int64_t>(n)) : Value(); };
    const bool is_one = found.emerging.reason == NoStatistic::none;
    Row row{hexes.hexagon(i), {number(found.is_told[i], hexes.incidents[i]), static_cast<std::int64_t>(hexes.neighbours.of(i).size())}};
    if (is_one && found.is_told[i]) {
      const std::size_t last = (found.steps - 1) * places + i;
      const EmergingPlace& place = found.emerging.places[i];
      append(row, {steps_of_kind(found, i, true), steps_of_kind(found, i, false), number(found.are_hot_told[i], found.hot_incidents[i])});
      append(row, {found.is_last_told[i] ? Value(told_z(found.emerging.z[last])) : Value(),
                   found.is_last_told[i] ? Value(told_p(found.emerging.q[last])) : Value()});
      append(row, {std::round(10 * place.trend_z) / 10, told_p(place.trend_p)});
    } else {
      row.values.resize(9);
    }
    append(row, {is_one ? Value(std::string(code(found.kinds[i]))) : Value(),
                 reason_value(!found.is_told[i] || found.groups.is_small[i], found.emerging.reason)});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const EmergingParameters& given, const HexStudy& hexes,
                            const TimeSteps& steps) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given.hexagons, hexes);
  json.member("weights", "binary, the hexagon itself included");
  json.member("step", code(given.step)).member("lag", given.lag).member("alpha", emerging_alpha);
  json.key("steps").begin_array().value(format_date(steps.days().first)).value(format_date(steps.days().last)).end_array();
  json.member("least_incidents_of_a_hot_cluster", least_incidents_of_a_group);
  write_hex_ground(json, hexes);
  json.end_object();
  return out;
}

std::size_t of_kind(const Judged& found, Pattern pattern) {
  return static_cast<std::size_t>(std::count(found.kinds.begin(), found.kinds.end(), pattern));
}

/// Of the hot patterns, in their order.
const std::array<Text, hot_patterns> hot_names{
    Text{"new", "novos"},           {"consecutive", "seguidos"},     {"intensifying", "que se intensificam"},
    {"persistent", "persistentes"}, {"diminishing", "que diminuem"}, {"sporadic", "esporádicos"},
    {"oscillating", "oscilantes"},  {"historical", "históricos"}};

std::vector<Text> findings_of(HexStudy& hexes, const HotspotOptions& options, const Judged& found, const TimeSteps& steps) {
  std::vector<Text> findings = input_findings(hexes.input, options);
  const Text name = plural_text(steps.length());
  const auto hot = std::count_if(found.kinds.begin(), found.kinds.end(), is_hot);
  const auto none = static_cast<std::ptrdiff_t>(of_kind(found, Pattern::none));
  const auto all = static_cast<std::ptrdiff_t>(found.kinds.size());
  const std::string from = format_date(steps.days().first);
  const std::string to = format_date(steps.days().last);
  findings.push_back({fmt::format("{} hexagons in {} {}, {} to {}: {} with a hot pattern, {} with a cold one.", all, steps.size(), name.en,
                                  from, to, hot, all - none - hot),
                      fmt::format("{} hexágonos em {} {}, {} a {}: {} com um padrão quente, {} com um frio.", all, steps.size(), name.pt,
                                  from, to, hot, all - none - hot)});
  Text kinds;
  for (std::size_t k = 1; k <= hot_patterns; ++k) {
    const std::size_t number = of_kind(found, static_cast<Pattern>(k));
    if (number == 0) { continue; }
    const char* before = kinds.en.empty() ? "" : ", ";
    kinds.en += fmt::format("{}{} {}", before, number, hot_names[k - 1].en);
    kinds.pt += fmt::format("{}{} {}", before, number, hot_names[k - 1].pt);
  }
  if (!kinds.en.empty()) { findings.push_back({"Hot patterns: " + kinds.en + ".", "Padrões quentes: " + kinds.pt + "."}); }
  say_groups(findings, found.groups, hexes, std::vector<double>(found.kinds.size(), std::nan("")));
  if (!found.groups.drawn.empty()) {
    findings.push_back(
        {"Incidents of hot clusters are those of their hot steps.", "Os incidentes dos focos são os dos seus passos quentes."});
  }
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const EmergingParameters& given, const Judged& found, const TimeSteps& steps,
                             const Filter& filter) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, given.hexagons.incidents);
  if (steps.size() < emerging_few_steps) {
    caveats.push_back({fmt::format("Only {} steps: a trend, and most patterns, need ten or more.", steps.size()),
                       fmt::format("Só {} passos: uma tendência, e a maioria dos padrões, precisam de dez ou mais.", steps.size())});
  }
  say_days_left_over(caveats, steps);
  say_open_period(caveats, filter);
  std::vector<bool> has_some(steps.size());
  for (const Incident& incident : hexes.input.used) { has_some[*steps.at(local_day(incident))] = true; }
  const auto empty = static_cast<std::size_t>(std::count(has_some.begin(), has_some.end(), false));
  if (2 * empty > steps.size()) {
    caveats.push_back(
        {fmt::format("{} of {} steps have no incident at all: is the period longer than the data?", empty, steps.size()),
         fmt::format("{} de {} passos não têm nenhum incidente: o período é mais longo do que os dados?", empty, steps.size())});
  }
  caveats.push_back(
      {"More may be reported because more people report: a pattern over time also shows how reporting changed.",
       "Pode haver mais comunicações porque mais pessoas comunicam: um padrão no tempo mostra também como mudou a comunicação."});
  caveats.push_back(
      {"p of trends is by the normal distribution, not adjusted for the number of hexagons, and too low where steps resemble "
       "those before them.",
       "p das tendências é pela distribuição normal, não corrigido pelo número de hexágonos, e demasiado baixo onde os passos se parecem "
       "com os anteriores."});
  say_rough_normal(caveats);
  say_no_study_area(caveats, hexes);
  say_small_groups(caveats, found.groups);
  say_untold(caveats);
  caveats.push_back({"z, p and q of steps and trends are rounded: z towards 0, p and q are upper limits.",
                     "z, p e q de passos e tendências são arredondados: z para 0, p e q são limites superiores."});
  return caveats;
}

std::string summary_json(HexStudy& hexes, const EmergingParameters& given, const Judged& found, const TimeSteps& steps,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.hexagons.incidents);
  json.member("hexagons", hexes.hexes.size())
      .member("mean", found.counts.mean)
      .member("standard_deviation", in_digits(found.counts.deviation, 3));
  write_optional(json, "skewness", in_digits(found.counts.skewness, 3));
  write_steps(json, steps);
  json.member("tested", found.emerging.z.size());
  write_without_statistic(json, std::vector<NoStatistic>(hexes.hexes.size(), found.emerging.reason));
  json.key("kinds").begin_object();
  for (std::size_t k = 1; k < patterns; ++k) { json.member(code(static_cast<Pattern>(k)), of_kind(found, static_cast<Pattern>(k))); }
  json.end_object();
  std::vector<double> last_z;
  for (std::size_t i = 0; i < found.last_z.size(); ++i) {
    last_z.push_back(found.is_told[i] && found.is_last_told[i] ? told_z(found.last_z[i]) : std::nan(""));
  }
  write_groups(json, found.groups, hexes, last_z, "last_z");
  json.member("max_scale_error", hexes.frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const HexStudy& hexes, const TimeSteps& steps) {
  using enum FieldType;
  Collection c = result_collection("emerging", GeometryType::polygon);
  const Text width = length_text(hexes.width_m);
  const Text name = plural_text(steps.length());
  const std::string first = format_date(steps.days().first);
  const std::string last = format_date(steps.days().last);
  c.title = {
      fmt::format("{}: emerging hot spots, hexagons of {}, {} {}, {} to {}", source.title.en, width.en, steps.size(), name.en, first, last),
      fmt::format("{}: focos emergentes, hexágonos de {}, {} {}, {} a {}", source.title.pt, width.pt, steps.size(), name.pt, first, last)};
  c.description = {
      fmt::format("How hot and cold steps followed each other in each hexagon of {}: Gi* over {} {}, the trend of its z, and a pattern. {} "
                  "of {} rows used. Cold is where little was reported, which is not the same as safe.",
                  width.en, steps.size(), name.en, hexes.input.used.size(), hexes.input.matched),
      fmt::format(
          "Como se seguiram passos quentes e frios em cada hexágono de {}: Gi* em {} {}, a tendência do seu z, e um padrão. {} de {} "
          "linhas usadas. Frio é onde pouco foi comunicado, o que não quer dizer seguro.",
          width.pt, steps.size(), name.pt, hexes.input.used.size(), hexes.input.matched)};
  c.fields = {result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
              result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
              result_field("hot_steps", integer, {"Hot steps", "Passos quentes"}),
              result_field("cold_steps", integer, {"Cold steps", "Passos frios"}),
              result_field(
                  "hot_incidents", integer,
                  {"Incidents in hot steps, and in those that count with them", "Incidentes em passos quentes, e nos que contam com eles"}),
              result_field("last_z", real,
                           {"Gi* of the last step, standard deviations, rounded towards 0",
                            "Gi* do último passo, desvios-padrão, arredondado para 0"}),
              result_field("last_q", real, {"Its false discovery rate, at most", "A sua taxa de falsas descobertas, no máximo"}),
              result_field("trend_z", real, {"Trend (Mann-Kendall); above 0: hotter", "Tendência (Mann-Kendall); acima de 0: mais quente"}),
              result_field("trend_p", real, {"p of the trend, two-sided, at most", "p da tendência, bilateral, no máximo"}),
              result_field("kind", text, {"Pattern, or none", "Padrão, ou none"}),
              result_field("reason", text, {"Why there is no statistic, or it is not told", "Porque não há estatística, ou não se diz"})};
  return c;
}

}  // namespace

Analysis emerging_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const EmergingParameters& parameters,
                           const Progress& progress) {
  std::optional<TimeSteps> steps;
  HexStudy hexes = hex_study(incidents, study, filter, parameters.hexagons, progress, [&](HotspotInput& input) {
    steps = steps_of(filter, input, parameters.step);
    keep_in_steps(input, *steps);
  });
  const Judged found = judge(hexes, *steps, parameters.lag, part_of(progress, 60, 90));
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(hexes, found);
  analysis.collection = describe(incidents.schema(), hexes, *steps);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes, *steps);
  analysis.findings = findings_of(hexes, parameters.hexagons.incidents, found, *steps);
  analysis.caveats = caveats_of(hexes, parameters, found, *steps, filter);
  result.summary = summary_json(hexes, parameters, found, *steps, analysis);
  note_inputs(analysis, incidents, hexes);
  return analysis;
}

}  // namespace geo
