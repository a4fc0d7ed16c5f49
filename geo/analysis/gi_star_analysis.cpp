// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/gi_star_analysis.hpp"

#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/patrol_sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// What is found about the hexagons.
struct Judged {
  GiStarResult statistics;
  std::vector<double> z;  ///< 0 where there is none
  std::vector<int> classes;
  HexGroups groups;
};

Judged judge(const HexStudy& hexes, const HexCounts& counts) {
  Judged found;
  found.statistics = gi_star(counts.values, hexes.neighbours);
  std::vector<bool> is_hot;
  for (const GiStar& place : found.statistics.places) {
    found.z.push_back(place.z.value_or(0));
    found.classes.push_back(place.z ? gi_star_class(*place.z, *place.q) : 0);
    is_hot.push_back(found.classes.back() > 0);
  }
  found.groups = hex_groups(hexes.neighbours, counts.incidents, is_hot, found.z);
  for (std::size_t i = 0; i < found.classes.size(); ++i) { found.classes[i] = found.groups.is_small[i] ? 0 : found.classes[i]; }
  return found;
}

std::vector<Row> rows_of(HexStudy& hexes, const Judged& found) {
  std::vector<Row> rows;
  rows.reserve(hexes.hexes.size());
  for (std::size_t i = 0; i < hexes.hexes.size(); ++i) {
    const GiStar& s = found.statistics.places[i];
    Row row{hexes.hexagon(i),
            {static_cast<std::int64_t>(hexes.incidents[i]), static_cast<std::int64_t>(s.neighbours), value_of(s.z), value_of(s.p),
             value_of(s.q), std::int64_t{found.classes[i]}, reason_value(found.groups.is_small[i], s.reason)}};
    add_expected(row, hexes, i);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const GiStarParameters& given, const HexStudy& hexes) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_hex_question(json, view, filter, given, hexes);
  json.member("weights", "binary, the hexagon itself included");
  json.key("q_of_classes").begin_array().value(0.1).value(0.05).value(0.01).end_array();
  json.member("least_incidents_of_a_hot_cluster", least_incidents_of_a_group);
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

std::vector<Text> findings_of(HexStudy& hexes, const HotspotOptions& options, const Judged& found,
                              const std::optional<HexSensitivity>& other) {
  std::vector<Text> findings = input_findings(hexes.input, options);
  const auto with = [&](int low, int high) {
    return std::count_if(found.classes.begin(), found.classes.end(), [&](int c) { return c >= low && c <= high; });
  };
  findings.push_back({fmt::format("{} hexagons: {} hot ({} at 1 %, {} at 5 %, {} at 10 %), {} cold.", hexes.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1)),
                      fmt::format("{} hexágonos: {} quentes ({} a 1 %, {} a 5 %, {} a 10 %), {} frios.", hexes.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1))});
  say_groups(findings, found.groups, hexes, found.z);
  say_spread(findings, hexes.spread);
  say_sensitivity(findings, hexes, other);
  return findings;
}

std::vector<Text> caveats_of(const HexStudy& hexes, const HotspotOptions& options, const Judged& found) {
  std::vector<Text> caveats = hotspot_caveats(hexes.input, options);
  const GiStarResult& s = found.statistics;
  if (s.few_neighbours > 0 || (s.skewness && std::fabs(*s.skewness) > 1)) { say_rough_normal(caveats); }
  say_no_study_area(caveats, hexes);
  say_small_groups(caveats, found.groups);
  return caveats;
}

std::string summary_json(HexStudy& hexes, const GiStarParameters& given, const Judged& found, const std::optional<HexSensitivity>& other,
                         const Analysis& analysis) {
  const GiStarResult& s = found.statistics;
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, hexes.input, given.incidents);
  json.member("hexagons", hexes.hexes.size()).member("mean", s.mean).member("standard_deviation", s.standard_deviation);
  write_optional(json, "skewness", s.skewness);
  json.member("tested", s.tested).member("few_neighbours", s.few_neighbours);
  std::vector<NoStatistic> reasons;
  for (const GiStar& place : s.places) { reasons.push_back(place.reason); }
  write_without_statistic(json, reasons);
  write_classes(json, found.classes);
  write_groups(json, found.groups, hexes, found.z, "highest_z");
  json.member("max_scale_error", hexes.frame.max_scale_error());
  write_sensitivity(json, other);
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
  c.fields = {
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
      result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
      result_field("z", real, {"Gi*, standard deviations", "Gi*, desvios-padrão"}),
      result_field("p", real, {"p, two-sided", "p, bilateral"}),
      result_field("q_value", real, {"False discovery rate", "Taxa de falsas descobertas"}),
      result_field("class", integer, {"Class, -3 (cold) to 3 (hot)", "Classe, -3 (frio) a 3 (quente)"}),
      result_field("reason", text, {"Why there is no statistic, or it is not drawn", "Porque não há estatística, ou não se desenha"})};
  add_expected(c, hexes);
  return c;
}

}  // namespace

int gi_star_class(double z, double q) {
  const int size = q <= 0.01 ? 3 : q <= 0.05 ? 2 : q <= 0.10 ? 1 : 0;
  return z < 0 ? -size : size;
}

Analysis gi_star_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const GiStarParameters& parameters,
                          const Progress& progress) {
  HexStudy hexes = hex_study(incidents, study, filter, parameters, progress);
  const Judged found = judge(hexes, hex_counts(hexes));
  progress.at(80, 100);
  const auto other = hex_sensitivity(incidents, filter, parameters, hexes, {found.classes, [](int c) { return c > 0; }},
                                     [&](const HexCounts& counts) { return judge(hexes, counts).classes; });
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(hexes, found);
  analysis.collection = describe(incidents.schema(), filter, hexes);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, hexes);
  analysis.findings = findings_of(hexes, parameters.incidents, found, other);
  analysis.caveats = caveats_of(hexes, parameters.incidents, found);
  result.summary = summary_json(hexes, parameters, found, other, analysis);
  note_inputs(analysis, incidents, hexes);
  return analysis;
}

}  // namespace geo
