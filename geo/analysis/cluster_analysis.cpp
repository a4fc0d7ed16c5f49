// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/cluster_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/hexagons.hpp"
#include "geo/analysis/time_steps.hpp"
#include "geo/analysis/words.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/hotspots/dbscan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;

void check(const ClusterParameters& parameters) {
  const bool has_radius = !parameters.radius_m || (*parameters.radius_m >= 1 && *parameters.radius_m <= 1e6);
  if (has_radius && parameters.min_points >= 2 && (!parameters.span_days || *parameters.span_days >= 0)) { return; }
  throw Error(Problem::usage,
              "The radius must be between 1 m and 1,000 km, the number of incidents 2 or more, the span no less than 0 days.",
              "O raio tem de estar entre 1 m e 1.000 km, o número de incidentes ser 2 ou mais, o intervalo não menos de 0 dias.");
}

/// One cluster that is shown.
struct Shown {
  std::uint64_t incidents = 0, core = 0;
  std::vector<Hex> hexes;  ///< that hold members, in the order of Hex
  std::optional<Days> days;
};

struct Found {
  std::vector<Shown> shown;  ///< most incidents first
  std::uint64_t few = 0, in_few = 0, noise = 0;
};

void add(Shown& cluster, const Incident& incident, bool is_core, Hex hex) {
  ++cluster.incidents;
  cluster.core += is_core ? 1 : 0;
  cluster.hexes.push_back(hex);
  if (!incident.time) { return; }
  const DayNumber first = local_day(incident);
  const DayNumber last = last_local_day(incident);
  if (!cluster.days) { cluster.days = {first, last}; }
  cluster.days = {std::min(cluster.days->first, first), std::max(cluster.days->last, last)};
}

Hex hex_at(const HexGrid& grid, Metric p) {
  if (const auto hex = grid.at(p)) { return *hex; }
  throw Error(Problem::too_large, "The incidents lie too far apart for so short a radius.",
              "Os incidentes estão demasiado afastados para um raio tão curto.");
}

Found look(const HotspotInput& input, const Frame& frame, const HexGrid& grid, double radius_m, const ClusterParameters& given) {
  std::vector<TimeMs> days;
  if (given.span_days) {
    for (const Incident& incident : input.used) { days.push_back(TimeMs{local_day(incident)} * day_ms); }
  }
  const Clusters clusters = given.span_days ? st_dbscan(frame.points(), days, radius_m, *given.span_days * day_ms, given.min_points)
                                            : dbscan(frame.points(), radius_m, given.min_points);
  std::vector<Shown> all(static_cast<std::size_t>(clusters.number));
  Found found;
  for (std::size_t i = 0; i < input.used.size(); ++i) {
    if (clusters.label[i] == Clusters::noise) {
      ++found.noise;
      continue;
    }
    add(all[static_cast<std::size_t>(clusters.label[i])], input.used[i], clusters.core[i] != 0, hex_at(grid, frame.points()[i]));
  }
  for (Shown& cluster : all) {
    if (cluster.incidents < cluster_least_incidents) {
      ++found.few;
      found.in_few += cluster.incidents;
      continue;
    }
    std::sort(cluster.hexes.begin(), cluster.hexes.end());
    cluster.hexes.erase(std::unique(cluster.hexes.begin(), cluster.hexes.end()), cluster.hexes.end());
    found.shown.push_back(std::move(cluster));
  }
  std::stable_sort(found.shown.begin(), found.shown.end(), [](const Shown& a, const Shown& b) { return a.incidents > b.incidents; });
  return found;
}

Geometry outline(Frame& frame, const HexGrid& grid, const Shown& cluster) {
  std::vector<Geometry> hexagons;
  for (const Hex hex : cluster.hexes) { hexagons.push_back(hexagon(frame, grid, hex)); }
  return union_of(hexagons);
}

double area_km2(const HexGrid& grid, const Shown& cluster) { return grid.area_km2() * static_cast<double>(cluster.hexes.size()); }

std::vector<Row> rows_of(Frame& frame, const HexGrid& grid, const Found& found) {
  std::vector<Row> rows;
  for (const Shown& cluster : found.shown) {
    const auto day = [&](DayNumber Days::*which) { return cluster.days ? Value(std::int64_t{*cluster.days.*which}) : Value(); };
    rows.push_back({outline(frame, grid, cluster),
                    {std::string("cluster"), static_cast<std::int64_t>(rows.size() + 1), static_cast<std::int64_t>(cluster.incidents),
                     static_cast<std::int64_t>(cluster.core), static_cast<std::int64_t>(cluster.hexes.size()), area_km2(grid, cluster),
                     static_cast<double>(cluster.incidents) / area_km2(grid, cluster), day(&Days::first), day(&Days::last)}});
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const ClusterParameters& given, const Frame& frame, double radius_m,
                            const HexGrid& grid) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  json.member("radius_m", radius_m).member("min_points", given.min_points);
  if (given.span_days) { json.member("span_days", *given.span_days); }
  json.member("outline_width_m", grid.width_m()).member("least_incidents_of_a_cluster", cluster_least_incidents);
  write_projection(json, frame);
  json.end_object();
  return out;
}

LonLat middle_of(const Geometry& area) {
  const BBox box = area.box();
  return {(box.west + box.east) / 2, (box.south + box.north) / 2};
}

std::vector<Text> findings_of(const HotspotInput& input, const ClusterParameters& given, const HexGrid& grid, const Found& found,
                              const std::vector<Row>& rows) {
  std::vector<Text> findings = input_findings(input, given.incidents);
  findings.push_back(
      {fmt::format("{} clusters of 10 incidents or more; {} incidents lie in none.", found.shown.size(), found.noise),
       fmt::format("{} agrupamentos de 10 incidentes ou mais; {} incidentes não estão em nenhum.", found.shown.size(), found.noise)});
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 5); ++i) {
    const Shown& cluster = found.shown[i];
    const std::string where = place_text(middle_of(rows[i].geometry));
    const Text area = decimal_text(area_km2(grid, cluster), 1);
    const Text days = cluster.days ? period_text({}, cluster.days) : Text{"no dates", "sem datas"};
    findings.push_back(
        {fmt::format("Cluster {}: {} incidents in {} km² around {}, {}.", i + 1, cluster.incidents, area.en, where, days.en),
         fmt::format("Agrupamento {}: {} incidentes em {} km² à volta de {}, {}.", i + 1, cluster.incidents, area.pt, where, days.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const ClusterParameters& given, const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(input, given.incidents);
  caveats.push_back({"There is no p: clusters are where incidents are dense, which chance, and where people live, make too.",
                     "Não há p: os agrupamentos estão onde os incidentes são densos, o que também o acaso e a população fazem."});
  caveats.push_back({"Outlines are hexagons that hold incidents of the cluster, not its limits.",
                     "Os contornos são hexágonos que contêm incidentes do agrupamento, não os seus limites."});
  if (found.few > 0) {
    caveats.push_back({fmt::format("{} clusters of fewer than 10 incidents are withheld ({} incidents).", found.few, found.in_few),
                       fmt::format("{} agrupamentos com menos de 10 incidentes não se mostram ({} incidentes).", found.few, found.in_few)});
  }
  return caveats;
}

std::string summary_json(const HotspotInput& input, const ClusterParameters& given, const Frame& frame, const Found& found,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, given.incidents);
  std::uint64_t shown = 0;
  for (const Shown& cluster : found.shown) { shown += cluster.incidents; }
  json.member("clusters", found.shown.size()).member("incidents_in_clusters", shown).member("clusters_of_few_incidents", found.few);
  json.member("incidents_in_those", found.in_few).member("noise", found.noise).member("max_scale_error", frame.max_scale_error());
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, const ClusterParameters& given,
                    double radius_m) {
  using enum FieldType;
  Collection c = result_collection(given.span_days ? "st-dbscan" : "dbscan", GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  Text reach = length_text(radius_m);
  if (given.span_days) {
    reach.en += fmt::format(" and {} days", *given.span_days);
    reach.pt += fmt::format(" e {} dias", *given.span_days);
  }
  const char* name = given.span_days ? "ST-DBSCAN" : "DBSCAN";
  c.title = {
      fmt::format("{}: clusters ({}), {} incidents within {}, {}", source.title.en, name, given.min_points, reach.en, period.en),
      fmt::format("{}: agrupamentos ({}), {} incidentes a menos de {}, {}", source.title.pt, name, given.min_points, reach.pt, period.pt)};
  c.description = {
      fmt::format(
          "Clusters of incidents that reach each other over steps of {}, each with {} around. Outlines are hexagons, not limits. {} of "
          "{} rows used.",
          reach.en, given.min_points, input.used.size(), input.matched),
      fmt::format("Agrupamentos de incidentes que se alcançam por passos de {}, cada um com {} à volta. Os contornos são hexágonos, não "
                  "limites. {} de {} linhas usadas.",
                  reach.pt, given.min_points, input.used.size(), input.matched)};
  c.fields = {result_field("kind", text, {"Kind: cluster", "Tipo: cluster"}),
              result_field("cluster", integer, {"Number of the cluster, the largest first", "Número do agrupamento, o maior primeiro"}),
              result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
              result_field("core", integer, {"Of these, with enough around them", "Destes, com bastantes à volta"}),
              result_field("hexagons", integer, {"Hexagons of the outline", "Hexágonos do contorno"}),
              result_field("area_km2", real, {"Area of the outline", "Área do contorno"}, "km2"),
              result_field("per_km2", real, {"Incidents per km² of it", "Incidentes por km² dela"}, "/km2"),
              result_field("first_day", date, {"First day", "Primeiro dia"}),
              result_field("last_day", date, {"Last day", "Último dia"})};
  return c;
}

}  // namespace

Analysis cluster_analysis(const View& incidents, const Filter& filter, const ClusterParameters& parameters, const Progress& progress) {
  check(parameters);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 40));
  if (parameters.span_days) { keep_known_days(input); }
  const double radius_m = parameters.radius_m.value_or(Frame(input.used).part_of_side_m(cluster_radii_in_a_side));
  input.leave_out_uncertain(radius_m);
  Frame frame(input.used);
  const HexGrid grid = HexGrid::with_width(std::max(radius_m, cluster_least_outline_m));
  const Found found = look(input, frame, grid, radius_m, parameters);
  stop_if_cancelled(progress);
  progress.at(80, 100);
  Analysis analysis;
  analysis.rows = rows_of(frame, grid, found);
  analysis.collection = describe(incidents.schema(), filter, input, parameters, radius_m);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, frame, radius_m, grid);
  analysis.findings = findings_of(input, parameters, grid, found, analysis.rows);
  analysis.caveats = caveats_of(input, parameters, found);
  result.summary = summary_json(input, parameters, frame, found, analysis);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
