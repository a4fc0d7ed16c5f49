// SPDX-License-Identifier: Apache-2.0
// From a request to the analysis that answers it.
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/early_warning_analysis.hpp"
#include "geo/analysis/eb_rates_analysis.hpp"
#include "geo/analysis/emerging_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/local_moran_analysis.hpp"
#include "geo/analysis/network_kde_analysis.hpp"
#include "geo/analysis/request.hpp"
#include "geo/analysis/scan_analysis.hpp"
#include "geo/analysis/seasonality_analysis.hpp"
#include "geo/analysis/told.hpp"

#include <algorithm>
#include <cassert>

namespace geo {
namespace {

bool is_of_incidents_alone(const std::string& method) {
  return method == "kde" || method == "near-repeat" || method == "dbscan" || method == "st-dbscan" || method == "hdbscan" ||
         method == "seasonality";
}

bool is_on_hexagons(const std::string& method) {
  return method == "gi-star" || method == "local-moran" || method == "emerging" || method == "change" || method == "forecast-check";
}

/// Nothing is said of fewer than least_told incidents by what is said of incidents.
HotspotOptions options_of(const AnalysisRequest& request) {
  HotspotOptions options{request.category, request.include_patrol, request.uncertain};
  if (request.method != "coverage-gaps") { options.least_used = least_told; }
  return options;
}

Analysis on_hexagons(const AnalysisRequest& request, const View& incidents, const StudyArea& study, const PerPeople* per_people,
                     const Progress& progress, const Workers& workers) {
  const HexOptions hexagons{options_of(request), request.width_m, request.neighbours_m};
  if (request.method == "local-moran") {
    return local_moran_analysis(incidents, study, request.filter, {hexagons, request.chance}, progress, workers);
  }
  if (request.method == "emerging") {
    return emerging_analysis(incidents, study, request.filter, {hexagons, request.step, request.lag}, progress);
  }
  if (request.method == "forecast-check") {
    ForecastParameters parameters = request.forecast;
    parameters.hexagons = hexagons;
    parameters.step = request.step;
    return forecast_analysis(incidents, study, request.filter, parameters, progress);
  }
  if (request.method == "change") {
    ChangeParameters parameters = request.change;
    parameters.hexagons = hexagons;
    return change_analysis(incidents, study, request.filter, parameters, progress);
  }
  return gi_star_analysis(incidents, study, request.filter, hexagons, progress, per_people);
}

bool needs_people(const std::string& method) { return method == "eb-rates" || method == "scan"; }

bool is_on_areas(const std::string& method) { return method == "early-warning" || needs_people(method); }

Analysis on_areas(const AnalysisRequest& request, const View& incidents, const std::function<const View&(const std::string&)>& view,
                  const Progress& progress, const Workers& workers) {
  const AreaOptions areas{options_of(request), request.level, request.day};
  const View& admin_areas = view("admin_areas");
  if (request.method == "early-warning") {
    return early_warning_analysis(incidents, admin_areas, request.filter, {areas, request.step, request.baseline}, progress);
  }
  const View& population = view("population");
  if (request.method == "eb-rates") {
    return eb_rates_analysis(incidents, admin_areas, population, request.filter, {areas, request.population}, progress);
  }
  return scan_analysis(incidents, admin_areas, population, request.filter, {areas, request.population, request.max_share, request.chance},
                       progress, workers);
}

/// Whoever says whose people wants a rate: what was said is not passed over. What is said by default is no saying.
void check_rate_is_asked(const AnalysisRequest& request) {
  const AnalysisRequest usual;
  const bool is_said = request.people != usual.people || request.population.year || !request.population.source.empty() ||
                       request.least_people != usual.least_people;
  if (request.rate || !is_said || (request.method != "kde" && request.method != "gi-star")) { return; }
  throw Error(Problem::usage, "The people of a rate are given, but no rate is asked for: give rate too, or leave them out.",
              "Indicam-se as pessoas de uma taxa, mas não se pede taxa: indique também rate, ou não as indique.");
}

/// But for the people of a rate.
std::vector<std::string> without_rate(const AnalysisRequest& request) {
  if (request.method == "kde" && request.kde.edge != EdgeCorrection::none) { return {request.incidents, "admin_areas"}; }
  if (is_of_incidents_alone(request.method)) { return {request.incidents}; }
  if (is_on_hexagons(request.method)) { return {request.incidents, "admin_areas"}; }
  if (request.method == "network-kde") { return {request.incidents, "roads"}; }
  if (needs_people(request.method)) { return {request.incidents, "admin_areas", "population"}; }
  if (is_on_areas(request.method)) { return {request.incidents, "admin_areas"}; }
  return {request.incidents, "admin_areas", "catchments", "cscs", "settlements", "sites"};
}

}  // namespace

std::vector<std::string> collections_of(const AnalysisRequest& request) {
  std::vector<std::string> all = without_rate(request);
  if (request.rate && std::find(all.begin(), all.end(), request.people) == all.end()) { all.push_back(request.people); }
  return all;
}

Analysis analyse(const AnalysisRequest& request, const std::function<const View&(const std::string&)>& view,
                 const std::optional<Geometry>& area_of_operation, const Progress& progress, const Workers& workers) {
  check_rate_is_asked(request);
  const HotspotOptions options = options_of(request);
  const View& incidents = view(request.incidents);
  if (request.method == "dbscan" || request.method == "st-dbscan" || request.method == "hdbscan") {
    ClusterParameters parameters = request.cluster;
    parameters.incidents = options;
    parameters.width_m = request.width_m;
    return cluster_analysis(incidents, request.filter, parameters, progress, workers);
  }
  if (request.method == "seasonality") { return seasonality_analysis(incidents, request.filter, options, progress); }
  if (request.method == "near-repeat") {
    NearRepeatParameters parameters = request.near_repeat;
    parameters.incidents = options;
    parameters.chance = request.chance;
    return near_repeat_analysis(incidents, request.filter, parameters, progress, workers);
  }
  if (request.method == "network-kde") {
    return network_kde_analysis(incidents, view("roads"), request.filter,
                                {options, request.kde.bandwidth_m, request.lixel_m, request.snap_m}, progress, workers);
  }
  if (is_on_areas(request.method)) { return on_areas(request, incidents, view, progress, workers); }
  const auto operation = [&] { return area_of_operation ? study_of_operation(*area_of_operation) : StudyArea{}; };
  const auto areas = [&] { return study_of_admin_areas(view("admin_areas"), request.day); };
  std::optional<PerPeople> asked;
  if (request.rate) { asked.emplace(PerPeople{view(request.people), {request.people, request.population, request.least_people}}); }
  const PerPeople* const per_people = asked ? &*asked : nullptr;
  if (request.method == "kde") {
    KdeParameters parameters = request.kde;
    parameters.incidents = options;
    StudyArea study = parameters.edge == EdgeCorrection::none ? StudyArea{} : operation();
    if (study.area.is_none() && parameters.edge != EdgeCorrection::none) { study = areas(); }
    return kde_analysis(incidents, study, request.filter, parameters, progress, workers, per_people);
  }
  if (is_on_hexagons(request.method)) {
    StudyArea study = operation();
    if (study.area.is_none()) { study = areas(); }
    return on_hexagons(request, incidents, study, per_people, progress, workers);
  }
  assert(request.method == "coverage-gaps");
  StudyArea study = areas();
  if (study.area.is_none()) { study = operation(); }
  const CoverageViews views{view("catchments"), view("sites"), &view("cscs"), &view("settlements"), &incidents};
  return coverage_gaps_analysis(views, study, request.filter, {request.day, request.service_m, {}, options}, progress);
}

}  // namespace geo
