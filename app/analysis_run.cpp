// SPDX-License-Identifier: Apache-2.0
#include "app/analysis_run.hpp"

#include "app/views.hpp"
#include "app/workers.hpp"
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"

#include <cassert>
#include <vector>

namespace app {
namespace {

std::vector<std::string> collections_of(const AnalysisRequest& request) {
  if (request.method == "kde") { return {request.incidents}; }
  if (request.method == "gi-star") { return {request.incidents, "admin_areas"}; }
  return {request.incidents, "admin_areas", "catchments", "cscs", "settlements", "sites"};
}

class Asking {
 public:
  Asking(store::SqliteStore& store, const Views& views, const AnalysisRequest& request)
      : m_store(store), m_views(views), m_request(request), m_incidents(views[request.incidents]) {}

  geo::Analysis answer(const geo::Progress& progress) {
    if (m_request.method == "kde") {
      return geo::kde_analysis(m_incidents, m_request.filter, {options(), m_request.bandwidth_m, m_request.cell_m}, progress,
                               all_workers());
    }
    if (m_request.method == "gi-star") {
      geo::StudyArea study = operation();
      if (study.area.is_none()) { study = areas(); }
      return geo::gi_star_analysis(m_incidents, study, m_request.filter, {options(), m_request.width_m, m_request.neighbours_m}, progress);
    }
    assert(m_request.method == "coverage-gaps");
    geo::StudyArea study = areas();
    if (study.area.is_none()) { study = operation(); }
    const geo::CoverageViews views{m_views["catchments"], m_views["sites"], &m_views["cscs"], &m_views["settlements"], &m_incidents};
    return geo::coverage_gaps_analysis(views, study, m_request.filter, {m_request.day, m_request.service_m, {}, options()}, progress);
  }

 private:
  [[nodiscard]] geo::HotspotOptions options() const { return {m_request.category, m_request.include_patrol}; }
  geo::StudyArea operation() {
    const auto area = m_store.area_of_operation();
    return area ? geo::study_of_operation(*area) : geo::StudyArea{};
  }
  geo::StudyArea areas() { return geo::study_of_admin_areas(m_views["admin_areas"], m_request.day); }

  store::SqliteStore& m_store;
  const Views& m_views;
  const AnalysisRequest& m_request;
  const geo::View& m_incidents;
};

}  // namespace

geo::Analysis analyse(store::SqliteStore& store, const AnalysisRequest& request, const geo::Role& role, const geo::Progress& progress) {
  const Views views(store, collections_of(request), role);
  geo::Analysis analysis = Asking(store, views, request).answer(progress);
  analysis.collection.result->rev = views.rev();
  geo::seal(analysis, role);
  return analysis;
}

bool keep(store::SqliteStore& store, const geo::Analysis& analysis) {
  try {
    store.add_result(analysis.collection, analysis.rows);
    return true;
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::conflict) { throw; }
    store.refresh();
    return false;
  }
}

}  // namespace app
