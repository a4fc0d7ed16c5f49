// SPDX-License-Identifier: Apache-2.0
#include "app/analysis_run.hpp"

#include "app/workers.hpp"
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"

#include <cassert>

namespace app {
namespace {

/// The views of one question: all of the same commit, since nothing is taken in between.
class Asking {
 public:
  Asking(store::SqliteStore& store, const AnalysisRequest& request, const geo::Role& role)
      : m_store(store), m_request(request), m_role(role), m_incidents(view(request.incidents)) {}

  geo::Analysis answer(const geo::Progress& progress) {
    if (m_request.method == "kde") {
      return geo::kde_analysis(*m_incidents, m_request.filter, {options(), m_request.bandwidth_m, m_request.cell_m}, progress,
                               all_workers());
    }
    if (m_request.method == "gi-star") {
      const geo::StudyArea study = first_of(operation(), [this] { return areas(); });
      return geo::gi_star_analysis(*m_incidents, study, m_request.filter, {options(), m_request.width_m, m_request.neighbours_m}, progress);
    }
    assert(m_request.method == "coverage-gaps");
    return coverage(progress);
  }

 private:
  using ViewPointer = std::shared_ptr<const geo::View>;

  ViewPointer view(const std::string& collection) { return m_store.view(collection, m_role); }
  [[nodiscard]] geo::HotspotOptions options() const { return {m_request.category, m_request.include_patrol}; }

  geo::StudyArea operation() {
    const auto area = m_store.area_of_operation();
    return area ? geo::study_of_operation(*area) : geo::StudyArea{};
  }
  geo::StudyArea areas() { return geo::study_of_admin_areas(*view("admin_areas"), m_request.day); }
  template <class Other>
  static geo::StudyArea first_of(geo::StudyArea study, Other other) {
    return study.area.is_none() ? other() : study;
  }

  geo::Analysis coverage(const geo::Progress& progress) {
    const ViewPointer catchments = view("catchments");
    const ViewPointer sites = view("sites");
    const ViewPointer councils = view("cscs");
    const ViewPointer settlements = view("settlements");
    geo::CoverageParameters parameters;
    parameters.day = m_request.day;
    parameters.service_m = m_request.service_m;
    parameters.incidents = options();
    const geo::StudyArea study = first_of(areas(), [this] { return operation(); });
    return geo::coverage_gaps_analysis({*catchments, *sites, councils.get(), settlements.get(), m_incidents.get()}, study, m_request.filter,
                                       parameters, progress);
  }

  store::SqliteStore& m_store;
  const AnalysisRequest& m_request;
  const geo::Role& m_role;
  ViewPointer m_incidents;
};

}  // namespace

geo::Analysis analyse(store::SqliteStore& store, const AnalysisRequest& request, const geo::Role& role, const geo::Progress& progress) {
  store.refresh();
  const geo::Rev rev = store.info().rev;
  geo::Analysis analysis = Asking(store, request, role).answer(progress);
  analysis.collection.result->rev = rev;
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
