// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/local_moran_analysis.hpp"

#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/patrol_sensitivity.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

constexpr std::array<Quadrant, 4> quadrants{Quadrant::high_high, Quadrant::high_low, Quadrant::low_high, Quadrant::low_low};
constexpr std::string_view no_kind = "none";

/// What is found about the hexagons.
struct Judged {
  Moments counts;
  std::vector<LocalMoran> places;
  std::vector<std::optional<double>> p, p_drawn, q, q_drawn;
  std::vector<std::optional<Quadrant>> kinds;
  std::vector<double> z;  ///< 0 where there is none
  HexGroups groups;
  std::vector<bool> is_told, is_exact;  ///< of each hexagon: its number is told; its figures are, as all that they are made of is told
};

/// Both p's: none where there is no statistic.
void find_p(Judged& found, const std::vector<double>& values, const SpatialWeights& weights, const PermutationOptions& chance,
            const Workers& workers, const Progress& progress) {
  const auto drawn = conditional_permutations(values, weights, LocalKind::moran, chance, workers, progress);
  stop_if_cancelled(progress);
  for (std::size_t i = 0; i < values.size(); ++i) {
    found.p.push_back(found.places[i].p);
    found.p_drawn.push_back(found.places[i].p ? drawn[i].two_sided() : std::nullopt);
    found.z.push_back(found.places[i].z.value_or(0));
  }
  found.q = false_discovery_q(found.p);
  found.q_drawn = false_discovery_q(found.p_drawn);
}

void find_kinds(Judged& found, const HexStudy& hexes, const HexCounts& counts) {
  std::vector<bool> is_high;
  for (std::size_t i = 0; i < found.places.size(); ++i) {
    const bool is_clear = found.q[i] && *found.q[i] <= local_moran_alpha && found.p_drawn[i] && *found.p_drawn[i] <= local_moran_alpha;
    const Quadrant quadrant = found.places[i].quadrant;
    found.kinds.push_back(is_clear ? std::optional(quadrant) : std::nullopt);
    is_high.push_back(is_clear && quadrant == Quadrant::high_high);  // many among few is no cluster
  }
  found.groups = hex_groups(hexes.neighbours, counts.incidents, is_high, found.z);
  for (std::size_t i = 0; i < found.kinds.size(); ++i) {
    if (found.kinds[i] == Quadrant::high_low && counts.incidents[i] < least_incidents_of_a_group) { found.groups.is_small[i] = true; }
    if (found.groups.is_small[i]) { found.kinds[i].reset(); }
  }
}

Judged judge(const HexStudy& hexes, const HexCounts& counts, const PermutationOptions& chance, const Workers& workers,
             const Progress& progress) {
  Judged found;
  const std::vector<double>& values = counts.values;
  const SpatialWeights weights = row_standardised({hexes.neighbours});
  found.counts = moments_of(values);
  found.places = local_moran(values, weights);
  find_p(found, values, weights, chance, workers, progress);
  find_kinds(found, hexes, counts);
  found.is_told = told_places(counts.incidents);
  found.is_exact = told_around(hexes.neighbours, found.is_told);
  for (std::size_t i = 0; i < values.size(); ++i) { found.is_exact[i] = found.is_exact[i] && found.is_told[i]; }
  return found;
}

/// Those of kinds, none as -1.
std::vector<int> classes_of(const Judged& found) {
  std::vector<int> classes;
  for (const auto& kind : found.kinds) { classes.push_back(kind ? static_cast<int>(*kind) : -1); }
  return classes;
}

bool is_high(int kind) { return kind == static_cast<int>(Quadrant::high_high) || kind == static_cast<int>(Quadrant::high_low); }

std::size_t of_kind(const Judged& found, Quadrant quadrant) {
  return static_cast<std::size_t>(std::count(found.kinds.begin(), found.kinds.end(), std::optional(quadrant)));
}

std::size_t tested(const Judged& found) {
  return static_cast<std::size_t>(std::count_if(found.p.begin(), found.p.end(), [](const auto& p) { return p.has_value(); }));
}

/// Of the places with a kind: also so by permutations alone, all comparisons taken into account.
std::size_t by_permutations_alone(const Judged& found) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < found.kinds.size(); ++i) { number += found.kinds[i] && *found.q_drawn[i] <= local_moran_alpha ? 1 : 0; }
  return number;
}

std::vector<Row> rows_of(HexStudy& hexes, const Judged& found) {
  std::vector<Row> rows;
  rows.reserve(hexes.hexes.size());
  for (std::size_t i = 0; i < hexes.hexes.size(); ++i) {
    const LocalMoran& s = found.places[i];
    const bool is_one = s.reason == NoStatistic::none;
    const bool is_exact = is_one && found.is_exact[i];
    // What has no statistic has no kind either: it must not look like what is neither.
    const Value kind = is_one ? Value(std::string(found.kinds[i] ? code(*found.kinds[i]) : no_kind)) : Value();
    Row row{
        hexes.hexagon(i),
        {found.is_told[i] ? Value(static_cast<std::int64_t>(hexes.incidents[i])) : Value(),
         static_cast<std::int64_t>(hexes.neighbours.of(i).size()), is_exact ? Value(s.i) : Value(), is_exact ? value_of(s.z) : Value()}};
    for (const auto* p : {&found.p, &found.p_drawn}) { append(row, {value_of(told_p((*p)[i], found.is_told[i], found.is_exact[i]))}); }
    for (const auto* q : {&found.q, &found.q_drawn}) { append(row, {value_of(told_p((*q)[i], found.is_told[i], false))}); }
    append(row, {is_one && found.is_told[i] ? Value(std::string(code(s.quadrant))) : Value(), kind});
    const bool is_around = found.is_told[i] && !found.is_exact[i];
    append(row, {is_one && is_around ? Value(std::string(few_around)) : reason_value(!found.is_told[i], s.reason)});
    add_expected(row, hexes, i);
    if (hexes.spread.is_asked && !found.is_told[i]) { row.values.back() = Value(); }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const LocalMoranParameters& given, const HexStudy& hexes) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given.hexagons, hexes);
  json.member("weights", "row-standardised, the hexagon itself left out");
  json.member("permutations", given.chance.permutations).member("seed", given.chance.seed).member("alpha", local_moran_alpha);
  json.member("least_incidents_of_a_hot_cluster", least_incidents_of_a_group);
  write_hex_ground(json, hexes);
  json.end_object();
  return out;
}

std::vector<Text> findings_of(HexStudy& hexes, const HotspotOptions& options, const Judged& found,
                              const std::optional<HexSensitivity>& other) {
  std::vector<Text> findings = input_findings(hexes.input, options);
  const auto with = [&](Quadrant quadrant) { return of_kind(found, quadrant); };
  findings.push_back(
      {fmt::format("{} hexagons, {} tested: {} many among many, {} many among few, {} few among many, {} few among few.",
                   hexes.hexes.size(), tested(found), with(Quadrant::high_high), with(Quadrant::high_low), with(Quadrant::low_high),
                   with(Quadrant::low_low)),
       fmt::format("{} hexágonos, {} testados: {} com muitos entre muitos, {} com muitos entre poucos, {} com poucos entre muitos, {} com "
                   "poucos entre poucos.",
                   hexes.hexes.size(), tested(found), with(Quadrant::high_high), with(Quadrant::high_low), with(Quadrant::low_high),
                   with(Quadrant::low_low))});
  const std::size_t drawn = with(Quadrant::high_high) + with(Quadrant::high_low) + with(Quadrant::low_high) + with(Quadrant::low_low);
  if (drawn > 0) {
    const std::size_t strict = by_permutations_alone(found);
    findings.push_back(
        {fmt::format("Of these {}, {} also have a false discovery rate of at most 5 % by permutations alone.", drawn, strict),
         fmt::format("Destes {}, {} têm também uma taxa de falsas descobertas de no máximo 5 % só por permutações.", drawn, strict)});
  }
  say_groups(findings, found.groups, hexes, only_exact(found.z, found.is_exact));
  say_spread(findings, hexes.spread);
  say_sensitivity(findings, hexes, other);
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const LocalMoranParameters& given, const Judged& found) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, given.hexagons.incidents);
  caveats.push_back({"A kind is given where q of the normal distribution and p of the permutations are both at most 0.05.",
                     "Dá-se um tipo onde q da distribuição normal e p das permutações são ambos no máximo 0,05."});
  // Of p that stand alone; where k places share the lowest one it is k times lower.
  const double lowest_p = 2.0 / (given.chance.permutations + 1.0);
  if (lowest_p * static_cast<double>(tested(found)) > local_moran_alpha) {
    const Text p = decimal_text(lowest_p, 5);
    caveats.push_back(
        {fmt::format("With {} permutations no p is below {}: too coarse for one place alone among {} to be told by q_permutation.",
                     given.chance.permutations, p.en, tested(found)),
         fmt::format("Com {} permutações nenhum p fica abaixo de {}: demasiado grosso para q_permutation distinguir um só lugar entre {}.",
                     given.chance.permutations, p.pt, tested(found))});
  }
  say_no_study_area(caveats, hexes);
  say_small_groups(caveats, found.groups);
  say_untold(caveats);
  return caveats;
}

std::string summary_json(HexStudy& hexes, const LocalMoranParameters& given, const Judged& found,
                         const std::optional<HexSensitivity>& other, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.hexagons.incidents);
  json.member("hexagons", hexes.hexes.size())
      .member("mean", found.counts.mean)
      .member("standard_deviation", in_digits(found.counts.deviation, 3));
  write_optional(json, "skewness", in_digits(found.counts.skewness, 3));
  json.member("tested", tested(found));
  std::vector<NoStatistic> reasons;
  for (const LocalMoran& place : found.places) { reasons.push_back(place.reason); }
  write_without_statistic(json, reasons);
  json.key("kinds").begin_object();
  for (const Quadrant quadrant : quadrants) { json.member(code(quadrant), of_kind(found, quadrant)); }
  json.end_object().member("by_permutations_alone", by_permutations_alone(found));
  write_groups(json, found.groups, hexes, only_exact(found.z, found.is_exact), "highest_z");
  json.member("max_scale_error", hexes.frame.max_scale_error());
  write_sensitivity(json, other);
  write_spread(json, hexes.spread);
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HexStudy& hexes) {
  using enum FieldType;
  Collection c = result_collection("local-moran", GeometryType::polygon);
  const Text period = period_text(filter.datetime, hexes.input.period);
  const Text width = length_text(hexes.width_m);
  c.title = {fmt::format("{}: clusters and outliers (local Moran), hexagons of {}, {}", source.title.en, width.en, period.en),
             fmt::format("{}: agrupamentos e excepções (Moran local), hexágonos de {}, {}", source.title.pt, width.pt, period.pt)};
  c.description = {
      fmt::format("Whether a hexagon of {} has more or fewer incidents than the mean, and those around it too: high-high and low-low are "
                  "alike, high-low and low-high stand out. Period: {}. {} of {} rows used. Low is where little was reported, which is not "
                  "the same as safe.",
                  width.en, period.en, hexes.input.rows_used(), hexes.input.matched),
      fmt::format("Se um hexágono de {} tem mais ou menos incidentes do que a média, e os que o rodeiam também: high-high e low-low são "
                  "semelhantes, high-low e low-high destoam. Período: {}. {} de {} linhas usadas. Baixo é onde pouco foi comunicado, o que "
                  "não quer dizer seguro.",
                  width.pt, period.pt, hexes.input.rows_used(), hexes.input.matched)};
  c.fields = {
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
      result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
      result_field("local_i", real, {"Local Moran's I", "I de Moran local"}),
      result_field("z", real, {"I, standard deviations from its expectation", "I, desvios-padrão da sua esperança"}),
      result_field("p", real, {"p, two-sided, normal distribution", "p, bilateral, distribuição normal"}),
      result_field("p_permutation", real, {"p, two-sided, by permutations", "p, bilateral, por permutações"}),
      result_field("q_value", real, {"False discovery rate of p, at most", "Taxa de falsas descobertas de p, no máximo"}),
      result_field("q_permutation", real,
                   {"False discovery rate of p by permutations, at most", "Taxa de falsas descobertas de p por permutações, no máximo"}),
      result_field("quadrant", text, {"Itself, then those around it: high or low", "O próprio, depois os que o rodeiam: alto ou baixo"}),
      result_field("kind", text, {"Quadrant where it is clear, or none", "Quadrante onde é claro, ou none"}),
      result_field("reason", text, {"Why there is no statistic, or it is not told", "Porque não há estatística, ou não se diz"})};
  add_expected(c, hexes);
  return c;
}

}  // namespace

Analysis local_moran_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const LocalMoranParameters& parameters,
                              const Progress& progress, const Workers& workers) {
  check_permutations(parameters.chance.permutations);
  HexStudy hexes = hex_study(incidents, study, filter, parameters.hexagons, progress);
  Judged found = judge(hexes, hex_counts(hexes), parameters.chance, workers, part_of(progress, 60, 75));
  tell_groups(found.groups, found.is_told);
  const auto other = hex_sensitivity(
      incidents, filter, parameters.hexagons, hexes, {classes_of(found), is_high},
      [&](const HexCounts& counts) { return classes_of(judge(hexes, counts, parameters.chance, workers, part_of(progress, 75, 90))); });
  Analysis analysis;
  analysis.rows = rows_of(hexes, found);
  analysis.collection = describe(incidents.schema(), filter, hexes);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes);
  analysis.findings = findings_of(hexes, parameters.hexagons.incidents, found, other);
  analysis.caveats = caveats_of(hexes, parameters, found);
  result.summary = summary_json(hexes, parameters, found, other, analysis);
  note_inputs(analysis, incidents, hexes);
  return analysis;
}

}  // namespace geo
