// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/scan_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/season_words.hpp"
#include "geo/analysis/time_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/hotspots/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double alpha = 0.05;

struct Found {
  ScanResult scan;                    ///< only clusters that are shown; members are numbers of areas
  std::uint64_t few = 0, in_few = 0;  ///< clusters withheld, and their incidents
  std::uint64_t where_nobody_lives = 0;
  std::size_t regions = 0;
  double max_scale_error = 0;
};

BBox box_of(const std::vector<CountedArea>& areas) {
  BBox box = BBox::empty();
  for (const CountedArea& area : areas) { box.extend(area.geometry.box()); }
  return box;
}

Found look(const AreaStudy& study, const AreaPeople& people, const ScanParameters& given, const Workers& workers,
           const Progress& progress) {
  std::vector<Incident> middles;
  std::vector<std::uint32_t> area_of;
  std::vector<double> cases(study.areas.size());
  for (const std::uint32_t area : study.area_of) { cases[area] += 1; }
  Found found;
  for (std::uint32_t a = 0; a < study.areas.size(); ++a) {
    if (!people.middle[a]) {
      found.where_nobody_lives += static_cast<std::uint64_t>(cases[a]);
      continue;
    }
    middles.push_back({*people.middle[a], {}, study.areas[a].fid, 0, 0});
    area_of.push_back(a);
  }
  const Frame frame(middles, box_of(study.areas));
  found.max_scale_error = frame.max_scale_error();
  found.regions = middles.size();
  std::vector<ScanRegion> regions;
  double all = 0;
  for (std::size_t r = 0; r < middles.size(); ++r) {
    regions.push_back({frame.points()[r], cases[area_of[r]], people.people[area_of[r]]});
    all += cases[area_of[r]];
  }
  if (!(all > 0)) {
    throw Error(Problem::usage, "No incident lies in an area where people live, so that there is nothing to scan.",
                "Nenhum incidente fica numa área onde vivam pessoas, pelo que não há nada a procurar.");
  }
  ScanOptions options;
  options.max_share = given.max_share;
  options.permutations = given.chance.permutations;
  options.seed = given.chance.seed;
  found.scan = scan_clusters(regions, options, workers, progress);
  stop_if_cancelled(progress);
  for (ScanCluster& cluster : found.scan.clusters) {
    cluster.centre = area_of[cluster.centre];
    for (std::uint32_t& member : cluster.members) { member = area_of[member]; }
  }
  std::erase_if(found.scan.clusters, [&](const ScanCluster& cluster) {
    const bool is_few = cluster.cases < static_cast<double>(scan_least_incidents);
    found.few += is_few ? 1 : 0;
    found.in_few += is_few ? static_cast<std::uint64_t>(cluster.cases) : 0;
    return is_few;
  });
  return found;
}

/// Null when it is of few, or none.
void write_told(JsonWriter& json, std::string_view name, std::uint64_t number) {
  json.key(name);
  if (number < least_told) {
    json.null();
  } else {
    json.value(number);
  }
}

Text told_text(std::uint64_t number) {
  if (number < least_told) { return {"fewer than 10", "menos de 10"}; }
  return {std::to_string(number), std::to_string(number)};
}

bool is_cluster(const ScanCluster& cluster) { return cluster.p <= alpha; }

std::string names_of(const AreaStudy& study, const ScanCluster& cluster) {
  std::string names;
  for (const std::uint32_t member : cluster.members) { names += (names.empty() ? "" : ", ") + area_label(study.areas[member]); }
  return names;
}

std::vector<Row> rows_of(const AreaStudy& study, const Found& found) {
  std::vector<Row> rows;
  for (const ScanCluster& cluster : found.scan.clusters) {
    std::vector<Geometry> parts;
    for (const std::uint32_t member : cluster.members) { parts.push_back(study.areas[member].geometry); }
    Row row{union_of(parts), {std::string(is_cluster(cluster) ? "cluster" : "chance"), static_cast<std::int64_t>(rows.size() + 1)}};
    append(row, {static_cast<std::int64_t>(cluster.members.size()), names_of(study, cluster), static_cast<std::int64_t>(cluster.cases),
                 cluster.expected, cluster.population, cluster.radius_m, finite_value(cluster.relative_risk), cluster.llr, cluster.p,
                 value_of(cluster.p_gumbel), std::isfinite(cluster.relative_risk) ? Value() : Value(std::string("all_inside"))});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const ScanParameters& given, const AreaStudy& study,
                            const AreaPeople& people) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_area_question(json, view, filter, given.areas, study);
  write_population_question(json, people);
  json.member("model", "poisson").member("max_share", given.max_share).member("permutations", given.chance.permutations);
  json.member("seed", given.chance.seed).member("least_incidents_of_a_cluster", scan_least_incidents).member("alpha", alpha).end_object();
  return out;
}

std::vector<Text> findings_of(const AreaStudy& study, const ScanParameters& given, const Found& found) {
  std::vector<Text> findings = input_findings(study.input, given.areas.incidents);
  const auto& clusters = found.scan.clusters;
  const auto likely = std::count_if(clusters.begin(), clusters.end(), is_cluster);
  findings.push_back(
      {fmt::format("Of {} circles of areas, {} clusters that do not overlap are beyond chance (p at most 0.05, all circles taken "
                   "into account).",
                   found.scan.zones, likely),
       fmt::format("De {} círculos de áreas, {} agrupamentos que não se sobrepõem estão além do acaso (p no máximo 0,05, contando "
                   "todos os círculos).",
                   found.scan.zones, likely)});
  for (std::size_t i = 0; i < std::min<std::size_t>(clusters.size(), 5); ++i) {
    const ScanCluster& cluster = clusters[i];
    const Text expected = decimal_text(cluster.expected, 1);
    const Text p = p_text(cluster.p);
    std::string where = names_of(study, cluster);
    if (cluster.members.size() > 4) { where = area_label(study.areas[cluster.centre]); }
    const std::size_t more = cluster.members.size() > 4 ? cluster.members.size() - 1 : 0;
    const std::string with_en = more > 0 ? fmt::format(" and {} areas around", more) : "";
    const std::string with_pt = more > 0 ? fmt::format(" e {} áreas à volta", more) : "";
    findings.push_back(
        {fmt::format("Cluster {}: {}{}: {} incidents where {} are expected ({}).", i + 1, where, with_en, cluster.cases, expected.en, p.en),
         fmt::format("Agrupamento {}: {}{}: {} incidentes onde se esperam {} ({}).", i + 1, where, with_pt, cluster.cases, expected.pt,
                     p.pt)});
  }
  return findings;
}

std::vector<Text> caveats_of(const AreaStudy& study, const Filter& filter, const ScanParameters& given, const AreaPeople& people,
                             const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(study.input, given.areas.incidents);
  const Text who = people_text(people);
  caveats.push_back({fmt::format("The denominator is {}: who has come or fled since is not in it.", who.en),
                     fmt::format("O denominador é {}: não inclui quem chegou ou fugiu entretanto.", who.pt)});
  caveats.push_back(
      {"Circles of whole areas: a cluster's limits are not those of what happens there, and not every area in it has a high rate.",
       "Círculos de áreas inteiras: os limites de um agrupamento não são os do que lá acontece, e nem todas as suas áreas têm taxa "
       "alta."});
  if (found.where_nobody_lives > 0) {
    const Text number = told_text(found.where_nobody_lives);
    caveats.push_back({fmt::format("Incidents in areas without people in the data, which take no part: {}.", number.en),
                       fmt::format("Incidentes em áreas sem pessoas nos dados, que não entram: {}.", number.pt)});
  }
  if (found.few > 0) {
    const Text number = told_text(found.in_few);
    caveats.push_back({fmt::format("{} clusters of fewer than 10 incidents are withheld ({} incidents).", found.few, number.en),
                       fmt::format("{} agrupamentos com menos de 10 incidentes não se mostram ({} incidentes).", found.few, number.pt)});
  }
  caveats.push_back({"Incidents that come in series are not independent: p then is too low.",
                     "Incidentes que vêm em série não são independentes: o p fica então demasiado baixo."});
  say_other_year(caveats, people, study.input.period);
  say_open_period(caveats, filter);
  say_areas_left_out(caveats, study);
  return caveats;
}

std::string summary_json(const AreaStudy& study, const ScanParameters& given, const AreaPeople& people, const Found& found,
                         const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, study.input, given.areas.incidents);
  write_areas(json, study);
  write_population(json, people);
  json.member("areas_with_people", found.regions);
  write_told(json, "incidents_where_nobody_lives", found.where_nobody_lives);
  json.member("circles", found.scan.zones).member("clusters", found.scan.clusters.size());
  json.member("beyond_chance", std::count_if(found.scan.clusters.begin(), found.scan.clusters.end(), is_cluster));
  json.member("clusters_of_few_incidents", found.few);
  write_told(json, "incidents_in_those", found.in_few);
  json.member("max_scale_error", found.max_scale_error);
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const AreaStudy& study, const Filter& filter, const AreaPeople& people) {
  using enum FieldType;
  Collection c = result_collection("scan", GeometryType::polygon);
  const Text period = period_text(filter.datetime, study.input.period);
  const Text name = areas_text(study);
  const Text who = people_text(people);
  c.title = {fmt::format("{}: scan for clusters of high rates, {}, {}", source.title.en, name.en, period.en),
             fmt::format("{}: procura de agrupamentos de taxas altas, {}, {}", source.title.pt, name.pt, period.pt)};
  c.description = {
      fmt::format("Neighbouring areas that together have more incidents for their people ({}) than chance gives anywhere (Kulldorff's "
                  "scan statistic). {} of {} rows used.",
                  who.en, study.input.used.size(), study.input.matched),
      fmt::format("Áreas vizinhas que em conjunto têm mais incidentes para a sua população ({}) do que o acaso daria em algum lado "
                  "(estatística de varrimento de Kulldorff). {} de {} linhas usadas.",
                  who.pt, study.input.used.size(), study.input.matched)};
  c.fields = {
      result_field("kind", text, {"cluster: beyond chance; chance: not", "cluster: além do acaso; chance: não"}),
      result_field("cluster", integer, {"Number of the cluster, the likeliest first", "Número do agrupamento, o mais provável primeiro"}),
      result_field("areas", integer, {"Areas of it", "Áreas dele"}),
      result_field("names", text, {"Their names", "Os seus nomes"}),
      result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
      result_field("expected", real, {"Incidents at the rate of all", "Incidentes à taxa do conjunto"}),
      result_field("people", real, {"People", "Pessoas"}),
      result_field("radius_m", real, {"Radius of the circle", "Raio do círculo"}, "m"),
      result_field("relative_risk", real, {"Rate inside over that outside", "Taxa dentro sobre a de fora"}),
      result_field("llr", real, {"Logarithm of the likelihood ratio", "Logaritmo da razão de verosimilhança"}),
      result_field("p", real, {"p by drawings, all circles taken into account", "p por sorteios, contando todos os círculos"}),
      result_field("p_gumbel", real, {"The same by a Gumbel distribution", "O mesmo por uma distribuição de Gumbel"}),
      result_field("reason", text, {"Why there is no relative risk", "Porque não há risco relativo"})};
  return c;
}

}  // namespace

Analysis scan_analysis(const View& incidents, const View& admin_areas, const View& population, const Filter& filter,
                       const ScanParameters& parameters, const Progress& progress, const Workers& workers) {
  const AreaStudy study = area_study(incidents, admin_areas, filter, parameters.areas, part_of(progress, 0, 40));
  const AreaPeople people = area_people(population, study.areas, parameters.population);
  const Found found = look(study, people, parameters, workers, part_of(progress, 40, 95));
  Analysis analysis;
  analysis.rows = rows_of(study, found);
  analysis.collection = describe(incidents.schema(), study, filter, people);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, parameters, study, people);
  analysis.findings = findings_of(study, parameters, found);
  analysis.caveats = caveats_of(study, filter, parameters, people, found);
  result.summary = summary_json(study, parameters, people, found, analysis);
  note_inputs(analysis, incidents, admin_areas);
  result.inputs.push_back(population.schema().id);
  analysis.read.emplace_back(population.schema().id, population.version());
  return analysis;
}

}  // namespace geo
