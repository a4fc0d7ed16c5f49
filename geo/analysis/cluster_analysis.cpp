// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/cluster_analysis.hpp"

#include "geo/analysis/cluster_outline.hpp"
#include "geo/analysis/frame.hpp"
#include "geo/analysis/hex_groups.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/time_steps.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/dbscan.hpp"
#include "geo/hotspots/hdbscan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;

bool is_hierarchy(const ClusterParameters& parameters) { return parameters.min_cluster_size.has_value(); }

void check(const ClusterParameters& parameters) {
  const bool is_sized = !is_hierarchy(parameters) || (*parameters.min_cluster_size >= 2 && parameters.min_points >= 2);
  const bool has_width = !parameters.width_m || (*parameters.width_m >= cluster_least_outline_m && *parameters.width_m <= 1e6);
  if (!is_sized || !has_width || !(parameters.floor_m >= 0 && parameters.floor_m <= 1e6) ||
      (is_hierarchy(parameters) && parameters.span_days)) {
    throw Error(
        Problem::usage,
        "A cluster has 2 incidents or more, no distance counts as less than 0 to 1,000 km, outlines are 250 m to 1,000 km wide.",
        "Um agrupamento tem 2 incidentes ou mais, nenhuma distância conta menos do que 0 a 1.000 km, os contornos têm 250 m a 1.000 km.");
  }
  const bool has_radius = !parameters.radius_m || (*parameters.radius_m >= 1 && *parameters.radius_m <= 1e6);
  if (has_radius && parameters.min_points >= 2 && (!parameters.span_days || *parameters.span_days >= 0)) { return; }
  throw Error(Problem::usage,
              "The radius must be between 1 m and 1,000 km, the number of incidents 2 or more, the span no less than 0 days.",
              "O raio tem de estar entre 1 m e 1.000 km, o número de incidentes ser 2 ou mais, o intervalo não menos de 0 dias.");
}

/// One cluster that is shown.
struct Shown {
  std::uint64_t incidents = 0, core = 0;
  std::vector<Metric> members;
  std::optional<ClusterOutline> outline;
  std::optional<Days> days;
  HdbscanCluster density = {};  ///< of HDBSCAN
};

struct Found {
  std::vector<Shown> shown;  ///< most incidents first
  std::uint64_t few = 0, in_few = 0, noise = 0;
};

void add(Shown& cluster, const Incident& incident, bool is_core, Metric at) {
  ++cluster.incidents;
  cluster.core += is_core ? 1 : 0;
  cluster.members.push_back(at);
  if (!incident.time) { return; }
  const DayNumber first = local_day(incident);
  const DayNumber last = last_local_day(incident);
  if (!cluster.days) { cluster.days = {first, last}; }
  cluster.days = {std::min(cluster.days->first, first), std::max(cluster.days->last, last)};
}

/// What each method says of each incident and of each cluster.
struct Labels {
  std::vector<std::int32_t> of;         ///< -1: noise
  std::vector<std::uint8_t> core;       ///< not of HDBSCAN
  std::vector<HdbscanCluster> density;  ///< of HDBSCAN
  std::size_t number = 0;
};
static_assert(Clusters::noise == -1 && Hdbscan::noise == -1);

Labels labels_of(const HotspotInput& input, const Frame& frame, double radius_m, const ClusterParameters& given, const Progress& progress,
                 const Workers& workers) {
  if (is_hierarchy(given)) {
    Hdbscan found = hdbscan(frame.points(), {given.min_points, *given.min_cluster_size, given.floor_m}, workers, progress);
    stop_if_cancelled(progress);
    const std::size_t number = found.clusters.size();
    return {std::move(found.label), {}, std::move(found.clusters), number};
  }
  std::vector<TimeMs> days;
  if (given.span_days) {
    for (const Incident& incident : input.used) { days.push_back(TimeMs{local_day(incident)} * day_ms); }
  }
  Clusters found = given.span_days ? st_dbscan(frame.points(), days, radius_m, *given.span_days * day_ms, given.min_points, progress)
                                   : dbscan(frame.points(), radius_m, given.min_points, progress);
  stop_if_cancelled(progress);
  return {std::move(found.label), {found.core.begin(), found.core.end()}, {}, static_cast<std::size_t>(found.number)};
}

Found look(const HotspotInput& input, const Frame& frame, double width_m, const Labels& labels) {
  std::vector<Shown> all(labels.number);
  for (std::size_t k = 0; k < labels.density.size(); ++k) { all[k].density = labels.density[k]; }
  Found found;
  for (std::size_t i = 0; i < input.used.size(); ++i) {
    if (labels.of[i] == Clusters::noise) {
      ++found.noise;
      continue;
    }
    const bool is_core = !labels.core.empty() && labels.core[i] != 0;
    add(all[static_cast<std::size_t>(labels.of[i])], input.used[i], is_core, frame.points()[i]);
  }
  for (Shown& cluster : all) {
    if (cluster.incidents < cluster_least_incidents) {
      ++found.few;
      found.in_few += cluster.incidents;
      continue;
    }
    cluster.outline = cluster_outline(cluster.members, width_m);
    found.shown.push_back(std::move(cluster));
  }
  std::stable_sort(found.shown.begin(), found.shown.end(), [](const Shown& a, const Shown& b) { return a.incidents > b.incidents; });
  return found;
}

/// "2025-03": the day may be that of a single incident.
std::string month_of(DayNumber day) { return format_date(day).substr(0, 7); }

std::vector<Row> rows_of(Frame& frame, const Found& found, const ClusterParameters& given) {
  std::vector<Row> rows;
  for (const Shown& cluster : found.shown) {
    const auto month = [&](DayNumber Days::*which) { return cluster.days ? Value(month_of(*cluster.days.*which)) : Value(); };
    Row row{cluster.outline ? cluster.outline->geometry(frame) : Geometry{},
            {std::string("cluster"), static_cast<std::int64_t>(rows.size() + 1), static_cast<std::int64_t>(cluster.incidents)}};
    if (is_hierarchy(given)) {
      // Places that many share are dense without limit; so is what comes off all incidents together.
      const HdbscanCluster& density = cluster.density;
      // The reach is a distance between two incidents: not to the metre.
      append(row, {finite_value(in_digits(density.birth_m, 2)), finite_value(in_digits(density.death_m, 2)),
                   finite_value(in_digits(density.stability, 3))});
    } else {
      append(row, {static_cast<std::int64_t>(cluster.core)});
    }
    if (const auto& outline = cluster.outline) {
      append(row, {static_cast<std::int64_t>(outline->hexes.size()), outline->grid.width_m(), outline->area_km2(),
                   static_cast<double>(cluster.incidents) / outline->area_km2()});
    } else {
      append(row, {Value(), Value(), Value(), Value()});
    }
    append(row, {month(&Days::first), month(&Days::last), cluster.outline ? Value() : Value(std::string(few_incidents))});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const ClusterParameters& given, const Frame& frame, double radius_m,
                            double width_m) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, given.incidents);
  if (!is_hierarchy(given)) { json.member("radius_m", radius_m); }
  json.member("min_points", given.min_points);
  if (is_hierarchy(given)) { json.member("min_cluster_size", *given.min_cluster_size).member("floor_m", given.floor_m); }
  if (given.span_days) { json.member("span_days", *given.span_days); }
  json.member("outline_width_m", width_m).member("least_incidents_of_a_cluster", cluster_least_incidents);
  json.member("least_incidents_of_a_hexagon", least_told);
  write_projection(json, frame);
  json.end_object();
  return out;
}

LonLat middle_of(const Geometry& area) {
  const BBox box = area.box();
  return {(box.west + box.east) / 2, (box.south + box.north) / 2};
}

Text months_text(const std::optional<Days>& days) {
  if (!days) { return {"no dates", "sem datas"}; }
  const std::string first = month_of(days->first);
  const std::string last = month_of(days->last);
  return first == last ? Text{first, first} : Text{first + " to " + last, first + " a " + last};
}

std::vector<Text> findings_of(const HotspotInput& input, const ClusterParameters& given, const Found& found, const std::vector<Row>& rows) {
  std::vector<Text> findings = input_findings(input, given.incidents);
  findings.push_back(
      {fmt::format("{} clusters of 10 incidents or more; {} incidents lie in none.", found.shown.size(), found.noise),
       fmt::format("{} agrupamentos de 10 incidentes ou mais; {} incidentes não estão em nenhum.", found.shown.size(), found.noise)});
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 5); ++i) {
    const Shown& cluster = found.shown[i];
    const Text months = months_text(cluster.days);
    if (!cluster.outline) {
      findings.push_back({fmt::format("Cluster {}: {} incidents, {}; no place is told.", i + 1, cluster.incidents, months.en),
                          fmt::format("Agrupamento {}: {} incidentes, {}; não se diz o lugar.", i + 1, cluster.incidents, months.pt)});
      continue;
    }
    const std::string where = place_text(middle_of(rows[i].geometry), cluster.outline->grid.width_m());
    const Text area = decimal_text(cluster.outline->area_km2(), 1);
    findings.push_back(
        {fmt::format("Cluster {}: {} incidents in {} km² around {}, {}.", i + 1, cluster.incidents, area.en, where, months.en),
         fmt::format("Agrupamento {}: {} incidentes em {} km² à volta de {}, {}.", i + 1, cluster.incidents, area.pt, where, months.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const HotspotInput& input, const ClusterParameters& given, const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(input, given.incidents);
  const auto is_boundless = [](const Shown& cluster) { return std::isinf(cluster.density.stability); };
  if (const auto n = std::count_if(found.shown.begin(), found.shown.end(), is_boundless); n > 0) {
    caveats.push_back(
        {fmt::format("{} clusters hold so many incidents at one place that their stability has no limit, and is not shown. Is it "
                     "the middle of a settlement? Give floor_m.",
                     n),
         fmt::format("{} agrupamentos têm tantos incidentes num só lugar que a sua estabilidade não tem limite, e não se mostra. "
                     "É o meio de um povoado? Indique floor_m.",
                     n)});
  }
  caveats.push_back({"There is no p: clusters are where incidents are dense, which chance, and where people live, make too.",
                     "Não há p: os agrupamentos estão onde os incidentes são densos, o que também o acaso e a população fazem."});
  caveats.push_back(
      {"Outlines are hexagons that hold 10 incidents of the cluster or more each, not its limits: what lies scattered at its edge is not "
       "drawn, and where few lie in each the hexagons are wider, so that none singles out a place. First and last are months, not days.",
       "Os contornos são hexágonos com 10 ou mais incidentes do agrupamento cada um, não os seus limites: o que fica disperso na margem "
       "não "
       "se desenha, e onde há poucos em cada um os hexágonos são mais largos, para que nenhum aponte um só lugar. O primeiro e o último "
       "são "
       "meses, não dias."});
  if (const auto n = std::count_if(found.shown.begin(), found.shown.end(), [](const Shown& cluster) { return !cluster.outline; }); n > 0) {
    caveats.push_back(
        {fmt::format("{} clusters have no outline: even in wide hexagons too few of their incidents lie together.", n),
         fmt::format("{} agrupamentos não têm contorno: mesmo em hexágonos largos poucos dos seus incidentes ficam juntos.", n)});
  }
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

const char* method_of(const ClusterParameters& given) {
  if (is_hierarchy(given)) { return "hdbscan"; }
  return given.span_days ? "st-dbscan" : "dbscan";
}

/// How incidents of a cluster hang together, for a title and for a sentence.
struct Bond {
  Text title, sentence;
};

Bond bond_of(const ClusterParameters& given, double radius_m) {
  if (is_hierarchy(given)) {
    return {{fmt::format("HDBSCAN, {} incidents or more", *given.min_cluster_size),
             fmt::format("HDBSCAN, {} incidentes ou mais", *given.min_cluster_size)},
            {fmt::format("Clusters of {} incidents or more, each denser than the ground around it, however dense that is.",
                         *given.min_cluster_size),
             fmt::format("Agrupamentos de {} incidentes ou mais, cada um mais denso do que o terreno à volta, seja qual for a densidade.",
                         *given.min_cluster_size)}};
  }
  Text reach = length_text(radius_m);
  if (given.span_days) {
    reach.en += fmt::format(" and {} days", *given.span_days);
    reach.pt += fmt::format(" e {} dias", *given.span_days);
  }
  const char* name = given.span_days ? "ST-DBSCAN" : "DBSCAN";
  return {
      {fmt::format("{}, {} incidents within {}", name, given.min_points, reach.en),
       fmt::format("{}, {} incidentes a menos de {}", name, given.min_points, reach.pt)},
      {fmt::format("Clusters of incidents that reach each other over steps of {}, each with {} around.", reach.en, given.min_points),
       fmt::format("Agrupamentos de incidentes que se alcançam por passos de {}, cada um com {} à volta.", reach.pt, given.min_points)}};
}

std::vector<Field> fields_of(const ClusterParameters& given) {
  using enum FieldType;
  std::vector<Field> fields{
      result_field("kind", text, {"Kind: cluster", "Tipo: cluster"}),
      result_field("cluster", integer, {"Number of the cluster, the largest first", "Número do agrupamento, o maior primeiro"}),
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"})};
  if (is_hierarchy(given)) {
    fields.push_back(
        result_field("comes_off_m", real, {"Reach at which it comes off a larger one", "Alcance em que se separa de um maior"}, "m"));
    fields.push_back(
        result_field("falls_apart_m", real, {"Reach below which nothing of it is left", "Alcance abaixo do qual nada dele resta"}, "m"));
    fields.push_back(
        result_field("stability", real, {"How long it lasts, summed over incidents", "Quanto dura, somado sobre incidentes"}, "/m"));
  } else {
    fields.push_back(result_field("core", integer, {"Of these, with enough around them", "Destes, com bastantes à volta"}));
  }
  for (Field& field :
       std::vector<Field>{result_field("hexagons", integer, {"Hexagons of the outline", "Hexágonos do contorno"}),
                          result_field("outline_width_m", real, {"Width of these hexagons", "Largura desses hexágonos"}, "m"),
                          result_field("area_km2", real,
                                       {"Area of all such hexagons that hold incidents of it, drawn or not",
                                        "Área de todos os hexágonos assim com incidentes dele, desenhados ou não"},
                                       "km2"),
                          result_field("per_km2", real, {"Incidents per km² of that area", "Incidentes por km² dessa área"}, "/km2"),
                          result_field("first_month", text, {"First month", "Primeiro mês"}),
                          result_field("last_month", text, {"Last month", "Último mês"}),
                          result_field("reason", text, {"Why there is no outline", "Porque não há contorno"})}) {
    fields.push_back(std::move(field));
  }
  return fields;
}

Collection describe(const Collection& source, const Filter& filter, const HotspotInput& input, const ClusterParameters& given,
                    double radius_m) {
  Collection c = result_collection(method_of(given), GeometryType::polygon);
  const Text period = period_text(filter.datetime, input.period);
  const Bond bond = bond_of(given, radius_m);
  c.title = {fmt::format("{}: clusters ({}), {}", source.title.en, bond.title.en, period.en),
             fmt::format("{}: agrupamentos ({}), {}", source.title.pt, bond.title.pt, period.pt)};
  c.description = {
      fmt::format("{} Outlines are hexagons, not limits. {} of {} rows used.", bond.sentence.en, input.used.size(), input.matched),
      fmt::format("{} Os contornos são hexágonos, não limites. {} de {} linhas usadas.", bond.sentence.pt, input.used.size(),
                  input.matched)};
  c.fields = fields_of(given);
  return c;
}

}  // namespace

Analysis cluster_analysis(const View& incidents, const Filter& filter, const ClusterParameters& parameters, const Progress& progress,
                          const Workers& workers) {
  check(parameters);
  HotspotInput input = hotspot_input(incidents, filter, parameters.incidents, part_of(progress, 0, 40));
  if (parameters.span_days) { keep_known_days(input); }
  const double radius_m = parameters.radius_m.value_or(Frame(input.used).part_of_side_m(cluster_radii_in_a_side));
  const double width_m = std::max(parameters.width_m.value_or(radius_m), cluster_least_outline_m);
  input.leave_out_uncertain(is_hierarchy(parameters) ? width_m : radius_m);
  Frame frame(input.used);
  const Found found = look(input, frame, width_m, labels_of(input, frame, radius_m, parameters, part_of(progress, 40, 80), workers));
  stop_if_cancelled(progress);
  progress.at(80, 100);
  Analysis analysis;
  analysis.rows = rows_of(frame, found, parameters);
  analysis.collection = describe(incidents.schema(), filter, input, parameters, radius_m);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, frame, radius_m, width_m);
  analysis.findings = findings_of(input, parameters, found, analysis.rows);
  analysis.caveats = caveats_of(input, parameters, found);
  result.summary = summary_json(input, parameters, frame, found, analysis);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
