// SPDX-License-Identifier: Apache-2.0
// From a request to the analysis that answers it.
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/emerging_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/local_moran_analysis.hpp"
#include "geo/analysis/request.hpp"

#include <cassert>

namespace geo {
namespace {

bool is_of_incidents_alone(const std::string& method) {
  return method == "kde" || method == "near-repeat" || method == "dbscan" || method == "st-dbscan";
}

bool is_on_hexagons(const std::string& method) {
  return method == "gi-star" || method == "local-moran" || method == "emerging" || method == "change" || method == "forecast-check";
}

Analysis on_hexagons(const AnalysisRequest& request, const View& incidents, const StudyArea& study, const Progress& progress,
                     const Workers& workers) {
  const HexOptions hexagons{{request.category, request.include_patrol, request.uncertain}, request.width_m, request.neighbours_m};
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
  return gi_star_analysis(incidents, study, request.filter, hexagons, progress);
}

}  // namespace

std::vector<std::string> collections_of(const AnalysisRequest& request) {
  if (request.method == "kde" && request.kde.edge != EdgeCorrection::none) { return {request.incidents, "admin_areas"}; }
  if (is_of_incidents_alone(request.method)) { return {request.incidents}; }
  if (is_on_hexagons(request.method)) { return {request.incidents, "admin_areas"}; }
  return {request.incidents, "admin_areas", "catchments", "cscs", "settlements", "sites"};
}

Analysis analyse(const AnalysisRequest& request, const std::function<const View&(const std::string&)>& view,
                 const std::optional<Geometry>& area_of_operation, const Progress& progress, const Workers& workers) {
  const HotspotOptions options{request.category, request.include_patrol, request.uncertain};
  const View& incidents = view(request.incidents);
  if (request.method == "dbscan" || request.method == "st-dbscan") {
    ClusterParameters parameters = request.cluster;
    parameters.incidents = options;
    return cluster_analysis(incidents, request.filter, parameters, progress);
  }
  if (request.method == "near-repeat") {
    NearRepeatParameters parameters = request.near_repeat;
    parameters.incidents = options;
    parameters.chance = request.chance;
    return near_repeat_analysis(incidents, request.filter, parameters, progress, workers);
  }
  const auto operation = [&] { return area_of_operation ? study_of_operation(*area_of_operation) : StudyArea{}; };
  const auto areas = [&] { return study_of_admin_areas(view("admin_areas"), request.day); };
  if (request.method == "kde") {
    KdeParameters parameters = request.kde;
    parameters.incidents = options;
    StudyArea study = parameters.edge == EdgeCorrection::none ? StudyArea{} : operation();
    if (study.area.is_none() && parameters.edge != EdgeCorrection::none) { study = areas(); }
    return kde_analysis(incidents, study, request.filter, parameters, progress, workers);
  }
  if (is_on_hexagons(request.method)) {
    StudyArea study = operation();
    if (study.area.is_none()) { study = areas(); }
    return on_hexagons(request, incidents, study, progress, workers);
  }
  assert(request.method == "coverage-gaps");
  StudyArea study = areas();
  if (study.area.is_none()) { study = operation(); }
  const CoverageViews views{view("catchments"), view("sites"), &view("cscs"), &view("settlements"), &incidents};
  return coverage_gaps_analysis(views, study, request.filter, {request.day, request.service_m, {}, options}, progress);
}

}  // namespace geo
