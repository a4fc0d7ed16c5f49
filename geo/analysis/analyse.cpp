// SPDX-License-Identifier: Apache-2.0
// From a request to the analysis that answers it.
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/request.hpp"

#include <cassert>

namespace geo {

std::vector<std::string> collections_of(const AnalysisRequest& request) {
  if (request.method == "kde") { return {request.incidents}; }
  if (request.method == "gi-star") { return {request.incidents, "admin_areas"}; }
  return {request.incidents, "admin_areas", "catchments", "cscs", "settlements", "sites"};
}

Analysis analyse(const AnalysisRequest& request, const std::function<const View&(const std::string&)>& view,
                 const std::optional<Geometry>& area_of_operation, const Progress& progress, const Workers& workers) {
  const HotspotOptions options{request.category, request.include_patrol};
  const View& incidents = view(request.incidents);
  if (request.method == "kde") {
    return kde_analysis(incidents, request.filter, {options, request.bandwidth_m, request.cell_m}, progress, workers);
  }
  const auto operation = [&] { return area_of_operation ? study_of_operation(*area_of_operation) : StudyArea{}; };
  const auto areas = [&] { return study_of_admin_areas(view("admin_areas"), request.day); };
  if (request.method == "gi-star") {
    StudyArea study = operation();
    if (study.area.is_none()) { study = areas(); }
    return gi_star_analysis(incidents, study, request.filter, {options, request.width_m, request.neighbours_m}, progress);
  }
  assert(request.method == "coverage-gaps");
  StudyArea study = areas();
  if (study.area.is_none()) { study = operation(); }
  const CoverageViews views{view("catchments"), view("sites"), &view("cscs"), &view("settlements"), &incidents};
  return coverage_gaps_analysis(views, study, request.filter, {request.day, request.service_m, {}, options}, progress);
}

}  // namespace geo
