// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/network_kde_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/words.hpp"
#include "geo/geometry/lines.hpp"
#include "geo/hotspots/network_kde.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

struct Found {
  double bandwidth_m = 0, lixel_m = 0;
  std::size_t roads = 0;  ///< rows of the collection
  double length_m = 0;
  NetworkKde density;
  double highest = 0;
  std::size_t without = 0;  ///< lengths that no incident reaches
  std::size_t few = 0;      ///< lengths whose density one incident alone could make

  /// That of one incident at its own place, where no junction is near: what is no higher could draw where a single one was.
  [[nodiscard]] bool is_few(double per_km) const { return per_km <= 1000 * 15.0 / 16 / bandwidth_m * (1 + 1e-9); }
};

void check(const NetworkKdeParameters& given) {
  const auto fits = [](double length_m, double least_m) { return length_m >= least_m && length_m <= 1e6; };
  if (fits(given.bandwidth_m.value_or(1000), network_least_bandwidth_m) && fits(given.lixel_m.value_or(1000), network_least_lixel_m) &&
      fits(given.snap_m, 0)) {
    return;
  }
  throw Error(
      Problem::usage,
      "The bandwidth must be between 250 m and 1,000 km, lengths of road 50 m or more, the distance from roads no less than 0.",
      "A largura de banda tem de estar entre 250 m e 1.000 km, os troços ter 50 m ou mais, a distância às estradas não ser menor que 0.");
}

/// What lies farther than any incident reaches cannot have a density.
BBox reach_of(const HotspotInput& input, double reach_m) {
  BBox box = BBox::empty();
  for (const Incident& incident : input.used) { box.extend(incident.at); }
  constexpr double m_a_degree = 110'000;
  const double north = reach_m / m_a_degree;
  const double east = north / std::max(std::cos(std::max(std::fabs(box.south), std::fabs(box.north)) * M_PI / 180), 0.1);
  return {box.west - east, box.south - north, box.east + east, box.north + north};
}

std::vector<std::vector<Metric>> read_roads(const View& roads, Frame& frame, const BBox& box, Found& found) {
  std::vector<std::vector<Metric>> lines;
  roads.scan({}, {}, [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      if (batch.geometry.is_none(row)) { continue; }
      const Geometry geometry = batch.geometry.geometry(row);
      if (!geometry.box().intersects(box)) { continue; }
      ++found.roads;
      for (const Line& line : lines_of(geometry)) {
        std::vector<Metric> places;
        for (const LonLat vertex : line) {
          if (const auto at = frame.projection().forward(vertex)) { places.push_back(*at); }
        }
        lines.push_back(std::move(places));
      }
    }
    return true;
  });
  if (!lines.empty()) { return lines; }
  throw Error(
      Problem::usage,
      "A density along roads needs roads, and the collection roads holds none near the incidents. Load some first: bairro import roads "
      "FILE "
      "(see docs/importing.md).",
      "Uma densidade ao longo de estradas precisa de estradas, e a colecção roads não tem nenhuma perto dos incidentes. Carregue-as "
      "primeiro: bairro import roads FICHEIRO (veja docs/importing.md).");
}

void look(Found& found, const RoadNetwork& network, const Frame& frame, double snap_m, const Workers& workers, const Progress& progress) {
  std::vector<WeightedPoint> events;
  for (const Metric at : frame.points()) { events.push_back({at, 1}); }
  found.length_m = network.length_m();
  found.density = network_kde(network, events, {found.bandwidth_m, found.lixel_m, snap_m}, workers, progress);
  stop_if_cancelled(progress);
  for (const double per_km : found.density.per_km) {
    found.highest = std::max(found.highest, per_km);
    found.without += per_km > 0 ? 0 : 1;
    found.few += per_km > 0 && found.is_few(per_km) ? 1 : 0;
  }
  if (found.density.lixels.size() - found.without - found.few <= network_most_rows) { return; }
  throw Error(Problem::too_large, "More than 200,000 lengths of road have a density. Choose longer ones (lixel_m), or a smaller box.",
              "Mais de 200.000 troços de estrada têm densidade. Escolha troços mais longos (lixel_m), ou uma caixa mais pequena.");
}

std::vector<Row> rows_of(const Found& found, const RoadNetwork& network, Frame& frame) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < found.density.lixels.size(); ++i) {
    const double per_km = found.density.per_km[i];
    if (found.is_few(per_km)) { continue; }
    const Lixel& lixel = found.density.lixels[i];
    const RoadPiece& piece = network.pieces()[lixel.piece];
    const auto at = [&](double along_m) {
      const double share = std::clamp(along_m / piece.length_m, 0.0, 1.0);
      const Metric a = network.nodes()[piece.from];
      const Metric b = network.nodes()[piece.to];
      return frame.place({a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)});
    };
    const Line line{at(lixel.from_m), at(lixel.to_m)};
    if (line[0] == line[1]) { continue; }  // shorter than places are written
    const auto level = std::min<std::int64_t>(1 + static_cast<std::int64_t>(network_levels * (per_km / found.highest)), network_levels);
    rows.push_back({from_lines({line}), {per_km, level}});
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const NetworkKdeParameters& given, const Frame& frame,
                            const Found& found) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("kernel", "quartic, equal split at junctions").member("bandwidth_m", found.bandwidth_m).member("lixel_m", found.lixel_m);
  json.member("snap_m", given.snap_m).member("levels", network_levels);
  write_projection(json, frame);
  json.end_object();
  return out;
}

std::vector<Text> findings_of(const HotspotInput& input, const NetworkKdeParameters& given, const Found& found,
                              const std::vector<Row>& rows) {
  std::vector<Text> findings = input_findings(input, given.incidents);
  const Text length = decimal_text(found.length_m / 1000, 0);
  const Text snap = length_text(given.snap_m);
  findings.push_back({fmt::format("{} of them lie on {} km of road; {} lie more than {} from every road, and are in no density.",
                                  found.density.used, length.en, found.density.off_road, snap.en),
                      fmt::format("{} deles ficam em {} km de estradas; {} ficam a mais de {} de todas, e não entram em nenhuma densidade.",
                                  found.density.used, length.pt, found.density.off_road, snap.pt)});
  const auto most = std::max_element(
      rows.begin(), rows.end(), [](const Row& a, const Row& b) { return std::get<double>(a.values[0]) < std::get<double>(b.values[0]); });
  if (most == rows.end()) { return findings; }
  const BBox box = most->geometry.box();
  const std::string where = place_text({(box.west + box.east) / 2, (box.south + box.north) / 2}, found.bandwidth_m);
  const Text highest = decimal_text(found.highest, 1);
  findings.push_back({fmt::format("Highest: {} incidents per km of road, around {}.", highest.en, where),
                      fmt::format("Mais alta: {} incidentes por km de estrada, à volta de {}.", highest.pt, where)});
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const NetworkKdeParameters& given, const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(input, given.incidents);
  if (found.density.off_road > 0) {
    caveats.push_back({fmt::format("{} of {} incidents are left out because no road of the collection is near them.",
                                   found.density.off_road, input.used.size()),
                       fmt::format("{} de {} incidentes não contam porque nenhuma estrada da colecção fica perto.", found.density.off_road,
                                   input.used.size())});
  }
  if (found.few > 0) {
    caveats.push_back({fmt::format("{} lengths whose density one incident alone could make are not shown.", found.few),
                       fmt::format("{} troços cuja densidade um só incidente poderia fazer não se mostram.", found.few)});
  }
  caveats.push_back(
      {"Each incident is put on the nearest road, which need not be where it happened; roads that are not in the data have none.",
       "Cada incidente é posto na estrada mais próxima, que pode não ser onde aconteceu; estradas que faltam nos dados não têm "
       "nenhum."});
  caveats.push_back({"It is a density of reports, not of danger to who travels there: how many travel is not known.",
                     "É uma densidade de comunicações, não do perigo para quem lá passa: não se sabe quantos passam."});
  return caveats;
}

std::string summary_json(const HotspotInput& input, const NetworkKdeParameters& given, const Found& found, const Frame& frame,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, given.incidents);
  json.member("roads", found.roads).member("road_km", found.length_m / 1000).member("on_roads", found.density.used);
  json.member("off_roads", found.density.off_road).member("highest_per_km", found.highest);
  json.member("lengths", analysis.rows.size()).member("lengths_of_few", found.few);
  json.member("lengths_without", found.without).member("max_scale_error", frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, const Found& found) {
  Collection c = result_collection("network-kde", GeometryType::line);
  const Text period = period_text(filter.datetime, input.period);
  const Text width = length_text(found.bandwidth_m);
  c.title = {fmt::format("{}: density along roads, bandwidth {}, {}", source.title.en, width.en, period.en),
             fmt::format("{}: densidade ao longo de estradas, largura de banda {}, {}", source.title.pt, width.pt, period.pt)};
  c.description = {
      fmt::format("Incidents per kilometre of road, by a kernel that reaches {} along roads. {} of {} rows used, {} of them on a road.",
                  width.en, input.used.size(), input.matched, found.density.used),
      fmt::format("Incidentes por quilómetro de estrada, por um kernel que alcança {} ao longo de estradas. {} de {} linhas usadas, {} "
                  "delas numa estrada.",
                  width.pt, input.used.size(), input.matched, found.density.used)};
  c.fields = {result_field("per_km", FieldType::real, {"Incidents per km of road", "Incidentes por km de estrada"}, "/km"),
              result_field("level", FieldType::integer, {"1 to 9, of the highest", "1 a 9, da mais alta"})};
  return c;
}

}  // namespace

Analysis network_kde_analysis(const View& incidents, const View& roads, const Filter& filter, const NetworkKdeParameters& parameters,
                              const Progress& progress, const Workers& workers) {
  check(parameters);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 30));
  Found found;
  found.bandwidth_m =
      parameters.bandwidth_m.value_or(std::max(network_least_bandwidth_m, Frame(input.used).part_of_side_m(network_bandwidths_in_a_side)));
  found.lixel_m = parameters.lixel_m.value_or(std::max(network_least_lixel_m, round_down(found.bandwidth_m / 5)));
  input.leave_out_uncertain(found.bandwidth_m);
  Frame frame(input.used);
  const BBox box = reach_of(input, found.bandwidth_m + parameters.snap_m);
  const RoadNetwork network(read_roads(roads, frame, box, found));
  look(found, network, frame, parameters.snap_m, workers, part_of(progress, 30, 90));
  Analysis analysis;
  analysis.rows = rows_of(found, network, frame);
  analysis.collection = describe(incidents.schema(), filter, input, found);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, frame, found);
  analysis.findings = findings_of(input, parameters, found, analysis.rows);
  analysis.caveats = caveats_of(input, parameters, found);
  result.summary = summary_json(input, parameters, found, frame, analysis);
  result.inputs = {incidents.schema().id, roads.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}, {roads.schema().id, roads.version()}};
  return analysis;
}

}  // namespace geo
