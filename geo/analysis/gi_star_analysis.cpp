// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/gi_star_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/hexagons.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/hash.hpp"
#include "geo/hotspots/gi_star.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace geo {
namespace {

constexpr double most_neighbour_widths = 20;
constexpr std::string_view few_incidents = "few_incidents";

/// Hot places that are neighbours of each other.
struct Cluster {
  std::vector<std::size_t> places;
  std::uint64_t incidents = 0;
  std::size_t hottest = 0;  ///< the place with the highest z; of equal ones the first
};

struct Places {
  std::vector<Hex> hexes;
  std::vector<std::uint64_t> incidents;
  GiStarResult statistics;
  std::vector<int> classes;
  std::vector<bool> is_small;     ///< hot, but in a cluster of few incidents
  std::vector<Cluster> clusters;  ///< those that are drawn, most incidents first
  std::size_t small_clusters = 0;
};

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

Hex hex_at(const HexGrid& grid, Metric p) {
  const auto hex = grid.at(p);
  if (!hex) {
    throw Error(Problem::too_large, "The incidents lie too far apart for hexagons of this width.",
                "Os incidentes estão demasiado afastados para hexágonos desta largura.");
  }
  return *hex;
}

/// Those that cannot share a hexagon with the study area, before they decide about anything: a hexagon reaches 1.2 widths far.
void leave_out_far(HotspotInput& input, const StudyArea& study, double width_m) {
  if (study.area.is_none()) { return; }
  BBox box = study.area.box();
  constexpr double m_a_degree = 110'000;
  const double north = std::max({box.east - box.west, box.north - box.south, 2 * std::max(width_m, 1000.0) / m_a_degree});
  const double east = north / std::max(std::cos(std::max(std::fabs(box.south), std::fabs(box.north)) * M_PI / 180), 0.1);
  box = {box.west - east, box.south - north, box.east + east, box.north + north};
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) { return !box.contains(input.used[i].at); });
}

/// Counts the incidents into the hexagons of the study area; leaves out of `input` those that lie in none.
void count(Places& places, HotspotInput& input, const std::vector<Hex>& hex_of) {
  places.incidents.assign(places.hexes.size(), 0);
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) {
    const auto at = std::lower_bound(places.hexes.begin(), places.hexes.end(), hex_of[i]);
    if (at == places.hexes.end() || !(*at == hex_of[i])) { return true; }
    ++places.incidents[static_cast<std::size_t>(at - places.hexes.begin())];
    return false;
  });
}

Places places_of(HotspotInput& input, const StudyArea& study, Frame& frame, const HexGrid& grid) {
  std::vector<Hex> hex_of;
  hex_of.reserve(input.used.size());
  for (const Metric p : frame.points()) { hex_of.push_back(hex_at(grid, p)); }
  Places places;
  places.hexes = study.area.is_none() ? hexes_around(hex_of, gi_star_steps_around, gi_star_most_hexagons)
                                      : hexes_of(frame, grid, study.area, gi_star_most_hexagons);
  count(places, input, hex_of);
  return places;
}

Cluster cluster_from(std::size_t start, const Places& places, const NeighbourLists& neighbours, std::vector<bool>& seen) {
  Cluster cluster;
  cluster.hottest = start;
  cluster.places.push_back(start);
  seen[start] = true;
  for (std::size_t next = 0; next < cluster.places.size(); ++next) {
    const std::size_t place = cluster.places[next];
    cluster.incidents += places.incidents[place];
    const double z = *places.statistics.places[place].z;
    const double best = *places.statistics.places[cluster.hottest].z;
    if (z > best || (z == best && place < cluster.hottest)) { cluster.hottest = place; }
    for (const std::uint32_t other : neighbours.of(place)) {
      if (places.classes[other] > 0 && !seen[other]) {
        seen[other] = true;
        cluster.places.push_back(other);
      }
    }
  }
  return cluster;
}

void find_clusters(Places& places, const NeighbourLists& neighbours) {
  std::vector<bool> seen(places.hexes.size(), false);
  places.is_small.assign(places.hexes.size(), false);
  for (std::size_t i = 0; i < places.hexes.size(); ++i) {
    if (places.classes[i] <= 0 || seen[i]) { continue; }
    Cluster cluster = cluster_from(i, places, neighbours, seen);
    if (cluster.incidents >= gi_star_least_cluster) {
      places.clusters.push_back(std::move(cluster));
      continue;
    }
    ++places.small_clusters;
    for (const std::size_t place : cluster.places) { places.is_small[place] = true; }
  }
  for (std::size_t i = 0; i < places.hexes.size(); ++i) { places.classes[i] = places.is_small[i] ? 0 : places.classes[i]; }
  std::stable_sort(places.clusters.begin(), places.clusters.end(), [](const Cluster& a, const Cluster& b) { return a.incidents > b.incidents; });
}

void judge(Places& places, const HexGrid& grid, double neighbours_m) {
  const NeighbourLists neighbours = hex_neighbours(grid, places.hexes, neighbours_m);
  const std::vector<double> values(places.incidents.begin(), places.incidents.end());
  places.statistics = gi_star(values, neighbours);
  for (const GiStar& place : places.statistics.places) { places.classes.push_back(place.z ? gi_star_class(*place.z, *place.q) : 0); }
  find_clusters(places, neighbours);
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

std::string summary_json(const HotspotInput& input, const GiStarParameters& given, const StudyArea& study, const Places& places,
                         Frame& frame, const HexGrid& grid) {
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
  write_caveats(json, caveats_of(input, given.incidents, places, study));
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
      fmt::format("z is how many standard deviations a hexagon of {} and its neighbours have more, or fewer, than chance gives; class ±3, ±2, "
                  "±1: false discovery rate of at most 1, 5, 10 %. Period: {}. {} of {} rows used. Cold is where little was reported, which "
                  "is not the same as safe.",
                  width.en, period.en, input.used.size(), input.matched),
      fmt::format("z diz quantos desvios-padrão um hexágono de {} e os seus vizinhos têm a mais, ou a menos, do que o acaso daria; classe ±3, "
                  "±2, ±1: taxa de falsas descobertas de no máximo 1, 5, 10 %. Período: {}. {} de {} linhas usadas. Frio é onde pouco foi "
                  "comunicado, o que não quer dizer seguro.",
                  width.pt, period.pt, input.used.size(), input.matched)};
  c.fields = {
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
      result_field("neighbours", integer, {"Neighbouring hexagons", "Hexágonos vizinhos"}),
      result_field("z", real, {"Gi*, standard deviations", "Gi*, desvios-padrão"}),
      result_field("p", real, {"p, two-sided", "p, bilateral"}),
      result_field("q", real, {"False discovery rate", "Taxa de falsas descobertas"}),
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
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 60));
  leave_out_far(input, study, parameters.width_m.value_or(0));
  const BBox around = study.area.box();
  const double width_m = parameters.width_m ? *parameters.width_m : Frame(input.used, around).scale_m();
  const double neighbours_m = parameters.neighbours_m.value_or(width_m);
  check_neighbours(width_m, neighbours_m);
  input.leave_out_uncertain(width_m);
  Frame frame(input.used, around);
  const HexGrid grid = HexGrid::with_width(width_m);
  Places places = places_of(input, study, frame, grid);
  stop_if_cancelled(progress);
  judge(places, grid, neighbours_m);
  progress.at(90, 100);
  Analysis analysis;
  analysis.rows = rows_of(places, frame, grid);
  analysis.collection = describe(incidents.schema(), filter, input, width_m);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, study, frame, width_m, neighbours_m);
  result.summary = summary_json(input, parameters, study, places, frame, grid);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  if (study.version) {
    result.inputs.push_back("admin_areas");
    analysis.read.emplace_back("admin_areas", *study.version);
  }
  return analysis;
}

}  // namespace geo
