// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_gaps_analysis.hpp"

#include "geo/analysis/coverage_parts.hpp"
#include "geo/analysis/words.hpp"
#include "geo/base/hash.hpp"

#include <fmt/format.h>

namespace geo {
namespace {

using Weighted = std::vector<std::pair<LonLat, std::int64_t>>;

void read(CoverageFindings& found, const CoverageViews& views, const Filter& filter, const CoverageParameters& parameters,
          const Progress& progress) {
  const Filter in_box{filter.bbox, std::nullopt};
  found.catchments = catchment_input(views.catchments, views.councils, in_box, parameters.day);
  found.sites = site_input(views.sites, parameters.day);
  found.has_settlements = views.settlements != nullptr;
  if (views.settlements != nullptr) { found.settlements = settlement_input(*views.settlements, in_box); }
  if (views.incidents == nullptr) { return; }
  found.incidents = hotspot_input(*views.incidents, filter, parameters.incidents, progress);
  found.incidents->leave_out_uncertain(parameters.service_m);
}

/// What cannot be counted stays in: the law is that of DemandCoverage.
void look(CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters, const Progress& progress) {
  found.gaps = coverage_gaps(found.catchments.set, study.area, parameters.gaps, part_of(progress, 0, 50));
  stop_if_cancelled(progress);
  const SiteIndex sites(found.sites.open);
  const auto serve = [&](const std::vector<Demand>& demand, const Progress& part) {
    DemandCoverage coverage = demand_coverage(found.catchments.set, sites, study.area, demand, {parameters.service_m}, part);
    stop_if_cancelled(progress);
    return coverage;
  };
  std::vector<Demand> people;
  for (const Settlement& s : found.settlements) { people.push_back({s.at, static_cast<double>(s.people.value_or(0))}); }
  found.people = serve(people, part_of(progress, 50, 60));
  if (!found.incidents) { return; }
  std::vector<Demand> reports;
  for (const Incident& incident : found.incidents->used) { reports.push_back({incident.at, 1}); }
  found.reports = serve(reports, part_of(progress, 60, 100));
  found.incidents->leave_out(LeftOut::outside_study, [&](std::size_t i) { return found.reports.rows[i].reason != NotCounted::none; });
}

Weighted counted_people(const CoverageFindings& found) {
  Weighted at;
  for (std::size_t i = 0; i < found.settlements.size(); ++i) {
    const Settlement& s = found.settlements[i];
    if (found.people.rows[i].reason == NotCounted::none) { at.emplace_back(*s.at, s.people.value_or(0)); }
  }
  return at;
}

Weighted counted_reports(const CoverageFindings& found) {
  Weighted at;
  if (!found.incidents) { return at; }
  for (const Incident& incident : found.incidents->used) { at.emplace_back(incident.at, 1); }
  return at;
}

void write_views(JsonWriter& json, const CoverageViews& views) {
  json.member("catchments", views.catchments.schema().id).member("sites", views.sites.schema().id);
  for (const auto& [name, view] :
       {std::pair("councils", views.councils), std::pair("settlements", views.settlements), std::pair("incidents", views.incidents)}) {
    json.key(name);
    if (view == nullptr) {
      json.null();
    } else {
      json.value(view->schema().id);
    }
  }
}

/// With the day, or with what it decided: which catchments are used and which sites are open.
std::string parameters_json(const CoverageViews& views, const StudyArea& study, const Filter& filter, const CoverageParameters& given,
                            const CoverageFindings* decided) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_views(json, views);
  write_filter(json, filter);
  write_options(json, given.incidents);
  if (decided == nullptr) {
    json.member("day", format_date(given.day));
  } else {
    json.key("catchments_used").begin_array();
    for (const Catchment& c : decided->catchments.set.used) { json.value(c.id); }
    json.end_array().key("sites_open").begin_array();
    for (const Place& site : decided->sites.open) { json.value(site.id); }
    json.end_array();
  }
  json.member("service_m", given.service_m).member("distances", "geodesic, as the crow flies");
  json.member("sliver_width_m", given.gaps.sliver_width_m).member("sliver_area_km2", given.gaps.sliver_area_km2);
  json.key("study_area");
  if (study.area.is_none()) {
    json.null();
  } else {
    json.begin_object().member("origin", study.origin).member("hash", hash128(study.area.wkb()).hex()).end_object();
  }
  json.end_object();
  return out;
}

Collection describe(const CoverageFindings& found, const StudyArea& study, const Filter& filter, const CoverageParameters& parameters) {
  Collection c = result_collection("coverage-gaps", GeometryType::any);
  const Text service = length_text(parameters.service_m);
  const std::string day = format_date(parameters.day);
  c.title = {fmt::format("Coverage gaps: catchments, and open sites within {}, {}", service.en, day),
             fmt::format("Lacunas de cobertura: áreas de abrangência, e locais abertos a menos de {}, {}", service.pt, day)};
  Text counted;
  if (found.incidents) {
    const Text period = period_text(filter.datetime, found.incidents->period);
    counted = {
        fmt::format(" Incidents are counted, {}: {} of {} rows used.", period.en, found.incidents->used.size(), found.incidents->matched),
        fmt::format(" Os incidentes são contados, {}: {} de {} linhas usadas.", period.pt, found.incidents->used.size(),
                    found.incidents->matched)};
  }
  const Text gaps = study.area.is_none()
                        ? Text{"Without a study area gaps cannot be told. ", "Sem área de estudo não se podem determinar lacunas. "}
                        : Text{};
  c.description = {
      fmt::format(
          "{}Ground in no catchment and in several, in km², and settlements outside every catchment or farther than {} from every open "
          "site, as the crow flies.{}",
          gaps.en, service.en, counted.en),
      fmt::format(
          "{}Terreno em nenhuma área de abrangência e em várias, em km², e povoados fora de todas as áreas ou a mais de {} de todos os "
          "locais abertos, em linha recta.{}",
          gaps.pt, service.pt, counted.pt)};
  c.fields = coverage_fields();
  return c;
}

}  // namespace

Analysis coverage_gaps_analysis(const CoverageViews& views, const StudyArea& study, const Filter& filter,
                                const CoverageParameters& parameters, const Progress& progress) {
  CoverageFindings found;
  read(found, views, filter, parameters, part_of(progress, 0, 30));
  const StudyArea area = filter.bbox ? cut_to(study, *filter.bbox) : study;
  look(found, area, parameters, part_of(progress, 30, 90));
  Analysis analysis;
  analysis.rows = coverage_rows(found, count_parts(found, counted_people(found)), count_parts(found, counted_reports(found)));
  analysis.collection = describe(found, area, filter, parameters);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(views, area, filter, parameters, nullptr);
  analysis.findings = coverage_findings(found, area, parameters);
  analysis.caveats = coverage_caveats(found, area, parameters);
  result.summary = coverage_summary(found, area, parameters, analysis);
  analysis.question = parameters_json(views, area, filter, parameters, &found);
  const auto reads = [&](const View& view) {
    result.inputs.push_back(view.schema().id);
    analysis.read.emplace_back(view.schema().id, view.version());
  };
  reads(views.catchments);
  reads(views.sites);
  for (const View* view : {views.councils, views.settlements, views.incidents}) {
    if (view != nullptr) { reads(*view); }
  }
  if (study.version) {
    result.inputs.emplace_back("admin_areas");
    analysis.read.emplace_back("admin_areas", *study.version);
  }
  return analysis;
}

}  // namespace geo
