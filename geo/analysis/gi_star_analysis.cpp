// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/gi_star_analysis.hpp"

#include "geo/analysis/hexagons.hpp"
#include "geo/analysis/hot_places.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/hash.hpp"
#include "geo/coverage/overlay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace geo {
namespace {

constexpr double most_neighbour_widths = 20;
constexpr std::string_view few_incidents = "few_incidents";

void check(const GiStarParameters& parameters) {
  for (const auto& length : {parameters.width_m, parameters.neighbours_m}) {
    if (length && !(*length >= 1 && *length <= 1e6)) {
      throw Error(Problem::usage, "The width of hexagons and the distance of neighbours must be between 1 m and 1,000 km.",
                  "A largura dos hexágonos e a distância dos vizinhos têm de estar entre 1 m e 1.000 km.");
    }
  }
}

void check_neighbours(double width_m, double neighbours_m) {
  if (neighbours_m <= most_neighbour_widths * width_m) { return; }
  throw Error(Problem::usage, "Neighbours can be at most 20 hexagons away. Choose wider hexagons or a shorter distance.",
              "Os vizinhos podem estar no máximo a 20 hexágonos. Escolha hexágonos mais largos ou uma distância menor.");
}

/// A few incidents in one village would have hexagons of 100 m all over the province.
double default_width_m(const HotspotInput& input, const StudyArea& study) {
  const double by_spread_m = Frame(input.used, study.area.box()).part_of_side_m(gi_star_widths_in_a_side);
  const double least_km2 = ground_area_km2(study.area) / gi_star_default_hexagons;
  const double by_area_m = 1000 * std::sqrt(least_km2 * 2 / std::sqrt(3.0));  // a hexagon has width² √3 / 2
  return by_spread_m >= by_area_m ? by_spread_m : round_length(by_area_m);
}

Value number(const std::optional<double>& value) { return value ? Value(*value) : Value(); }

std::vector<Row> rows_of(const Places& places, Frame& frame, const HexGrid& grid) {
  std::vector<Row> rows;
  rows.reserve(places.hexes.size());
  for (std::size_t i = 0; i < places.hexes.size(); ++i) {
    const GiStar& s = places.statistics.places[i];
    Value reason;
    if (places.is_small[i]) { reason = std::string(few_incidents); }
    if (s.reason != NoStatistic::none) { reason = std::string(code(s.reason)); }
    rows.push_back({hexagon(frame, grid, places.hexes[i]),
                    {static_cast<std::int64_t>(places.incidents[i]), static_cast<std::int64_t>(s.neighbours), number(s.z), number(s.p),
                     number(s.q), std::int64_t{places.classes[i]}, reason}});
  }
  return rows;
}

void write_study(JsonWriter& json, const StudyArea& study) {
  json.key("study_area").begin_object();
  if (study.area.is_none()) {
    json.member("origin", "near_incidents").member("steps", gi_star_steps_around);
  } else {
    json.member("origin", study.origin).member("hash", hash128(study.area.wkb()).hex());
  }
  json.end_object();
}

std::string parameters_json(const View& view, const Filter& filter, const GiStarParameters& given, const StudyArea& study,
                            const Frame& frame, double width_m, double neighbours_m) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("width_m", width_m).member("neighbours_m", neighbours_m).member("weights", "binary, the hexagon itself included");
  json.key("q_of_classes").begin_array().value(0.1).value(0.05).value(0.01).end_array();
  json.member("least_incidents_of_a_hot_cluster", gi_star_least_cluster);
  write_study(json, study);
  write_projection(json, frame);
  json.end_object();
  return out;
}

void write_classes(JsonWriter& json, const Places& places) {
  const auto with = [&](int low) { return std::count(places.classes.begin(), places.classes.end(), low); };
  for (const int sign : {1, -1}) {
    json.key(sign > 0 ? "hot" : "cold").begin_object();
    json.member("q_001", with(3 * sign)).member("q_005", with(2 * sign)).member("q_010", with(sign)).end_object();
  }
}

void write_clusters(JsonWriter& json, const Places& places, Frame& frame, const HexGrid& grid) {
  constexpr std::size_t most_named = 10;
  json.member("hot_clusters", places.clusters.size()).member("hot_clusters_of_few_incidents", places.small_clusters);
  json.key("largest_hot_clusters").begin_array();
  for (std::size_t i = 0; i < std::min(places.clusters.size(), most_named); ++i) {
    const Cluster& cluster = places.clusters[i];
    const LonLat at = frame.place(grid.centre(places.hexes[cluster.hottest]));
    json.begin_object().member("lon", at.lon).member("lat", at.lat).member("hexagons", cluster.places.size());
    json.member("incidents", cluster.incidents).member("highest_z", *places.statistics.places[cluster.hottest].z).end_object();
  }
  json.end_array();
}

void write_without_statistic(JsonWriter& json, const Places& places) {
  std::map<std::string_view, std::size_t> reasons;
  for (const GiStar& place : places.statistics.places) {
    if (place.reason != NoStatistic::none) { ++reasons[code(place.reason)]; }
  }
  json.key("without_statistic").begin_object();
  for (const auto& [reason, times] : reasons) { json.member(reason, times); }
  json.end_object();
}

std::vector<Text> findings_of(const HotspotInput& input, const HotspotOptions& options, const Places& places, Frame& frame,
                              const HexGrid& grid) {
  std::vector<Text> findings = input_findings(input, options);
  const auto with = [&](int low, int high) {
    return std::count_if(places.classes.begin(), places.classes.end(), [&](int c) { return c >= low && c <= high; });
  };
  findings.push_back({fmt::format("{} hexagons: {} hot ({} at 1 %, {} at 5 %, {} at 10 %), {} cold.", places.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1)),
                      fmt::format("{} hexágonos: {} quentes ({} a 1 %, {} a 5 %, {} a 10 %), {} frios.", places.hexes.size(), with(1, 3),
                                  with(3, 3), with(2, 2), with(1, 1), with(-3, -1))});
  for (std::size_t i = 0; i < std::min<std::size_t>(places.clusters.size(), 5); ++i) {
    const Cluster& cluster = places.clusters[i];
    const std::string where = place_text(frame.place(grid.centre(places.hexes[cluster.hottest])));
    const Text z = decimal_text(*places.statistics.places[cluster.hottest].z, 1);
    findings.push_back({fmt::format("Hot cluster: {} incidents in {} hexagons, hottest at {} (z {}).", cluster.incidents,
                                    cluster.places.size(), where, z.en),
                        fmt::format("Foco: {} incidentes em {} hexágonos, mais quente em {} (z {}).", cluster.incidents,
                                    cluster.places.size(), where, z.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const HotspotOptions& options, const Places& places, const StudyArea& study) {
  std::vector<Text> caveats = hotspot_caveats(input, options);
  const GiStarResult& s = places.statistics;
  if (s.few_neighbours > 0 || (s.skewness && std::fabs(*s.skewness) > 1)) {
    caveats.push_back({"p and q are approximate: the counts are far from a normal distribution, or a hexagon has few neighbours.",
                       "p e q são aproximados: as contagens estão longe de uma distribuição normal, ou um hexágono tem poucos vizinhos."});
  }
  if (study.area.is_none()) {
    caveats.push_back({"No study area was given: places are compared with the surroundings of incidents only. Set the area of operation.",
                       "Não há área de estudo: os lugares comparam-se só com as redondezas dos incidentes. Defina a área de operação."});
  }
  if (places.small_clusters > 0) {
    caveats.push_back({"Hot places of fewer than 10 incidents together are not drawn as hot.",
                       "Lugares quentes com menos de 10 incidentes em conjunto não aparecem como quentes."});
  }
  return caveats;
}

std::string summary_json(const HotspotInput& input, const GiStarParameters& given, const Places& places, Frame& frame, const HexGrid& grid,
                         const Analysis& analysis) {
  const GiStarResult& s = places.statistics;
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, given.incidents);
  json.member("hexagons", places.hexes.size()).member("mean", s.mean).member("standard_deviation", s.standard_deviation).key("skewness");
  if (s.skewness) {
    json.value(*s.skewness);
  } else {
    json.null();
  }
  json.member("tested", s.tested).member("few_neighbours", s.few_neighbours);
  write_without_statistic(json, places);
  write_classes(json, places);
  write_clusters(json, places, frame, grid);
  json.member("max_scale_error", frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, double width_m) {
  using enum FieldType;
  Collection c = result_collection("gi-star", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  const Text width = length_text(width_m);
  c.title = {fmt::format("{}: hot and cold spots (Gi*), hexagons of {}, {}", source.title.en, width.en, period.en),
             fmt::format("{}: pontos quentes e frios (Gi*), hexágonos de {}, {}", source.title.pt, width.pt, period.pt)};
  c.description = {
      fmt::format(
          "z is how many standard deviations a hexagon of {} and its neighbours have more, or fewer, than chance gives; class ±3, ±2, "
          "±1: false discovery rate of at most 1, 5, 10 %. Period: {}. {} of {} rows used. Cold is where little was reported, which "
          "is not the same as safe.",
          width.en, period.en, input.used.size(), input.matched),
      fmt::format(
          "z diz quantos desvios-padrão um hexágono de {} e os seus vizinhos têm a mais, ou a menos, do que o acaso daria; classe ±3, "
          "±2, ±1: taxa de falsas descobertas de no máximo 1, 5, 10 %. Período: {}. {} de {} linhas usadas. Frio é onde pouco foi "
          "comunicado, o que não quer dizer seguro.",
          width.pt, period.pt, input.used.size(), input.matched)};
  c.fields = {
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
      result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
      result_field("z", real, {"Gi*, standard deviations", "Gi*, desvios-padrão"}),
      result_field("p", real, {"p, two-sided", "p, bilateral"}),
      result_field("q_value", real, {"False discovery rate", "Taxa de falsas descobertas"}),
      result_field("class", integer, {"Class, -3 (cold) to 3 (hot)", "Classe, -3 (frio) a 3 (quente)"}),
      result_field("reason", text, {"Why there is no statistic, or it is not drawn", "Porque não há estatística, ou não se desenha"})};
  return c;
}

}  // namespace

int gi_star_class(double z, double q) {
  const int size = q <= 0.01 ? 3 : q <= 0.05 ? 2 : q <= 0.10 ? 1 : 0;
  return z < 0 ? -size : size;
}

Analysis gi_star_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const GiStarParameters& parameters,
                          const Progress& progress) {
  check(parameters);
  // Beyond the box nothing is counted: it must not pass for ground without incidents.
  const StudyArea looked_at = filter.bbox && !study.area.is_none() ? cut_to(study, *filter.bbox) : study;
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 60));
  leave_out_far(input, looked_at, parameters.width_m.value_or(0));
  const BBox around = looked_at.area.box();
  const double width_m = parameters.width_m ? *parameters.width_m : default_width_m(input, looked_at);
  const double neighbours_m = parameters.neighbours_m.value_or(width_m);
  check_neighbours(width_m, neighbours_m);
  input.leave_out_uncertain(width_m);
  Frame frame(input.used, around);
  const HexGrid grid = HexGrid::with_width(width_m);
  Places places = places_of(input, looked_at, frame, grid);
  stop_if_cancelled(progress);
  judge(places, grid, neighbours_m);
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(places, frame, grid);
  analysis.collection = describe(incidents.schema(), filter, input, width_m);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, looked_at, frame, width_m, neighbours_m);
  analysis.findings = findings_of(input, parameters.incidents, places, frame, grid);
  analysis.caveats = caveats_of(input, parameters.incidents, places, looked_at);
  result.summary = summary_json(input, parameters, places, frame, grid, analysis);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  if (looked_at.version) {
    result.inputs.emplace_back("admin_areas");
    analysis.read.emplace_back("admin_areas", *looked_at.version);
  }
  return analysis;
}

}  // namespace geo
