// SPDX-License-Identifier: Apache-2.0
#include "store/analysis_run.hpp"

#include "store/views.hpp"

namespace store {

geo::Analysis analyse(SqliteStore& store, const geo::AnalysisRequest& request, const geo::Role& role, const geo::Progress& progress,
                      const geo::Workers& workers) {
  const Views views(store, geo::collections_of(request), role);
  const auto view = [&](const std::string& collection) -> const geo::View& { return views[collection]; };
  geo::Analysis analysis = geo::analyse(request, view, store.area_of_operation(), progress, workers);
  analysis.collection.result->rev = views.rev();
  geo::seal(analysis, role);
  return analysis;
}

bool keep(SqliteStore& store, const geo::Analysis& analysis) {
  try {
    store.add_result(analysis.collection, analysis.rows);
    return true;
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::conflict) { throw; }
    store.refresh();
    return false;
  }
}

std::vector<std::string> sweep_results(Store& store, geo::TimeMs now) {
  std::vector<std::string> removed;
  for (const geo::Collection& c : store.catalog().collections) {
    if (!c.result || !c.result->expires_at || *c.result->expires_at > now) { continue; }
    try {
      store.remove_result(c.id);
      removed.push_back(c.id);
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::not_found) { throw; }  // another process was faster
    }
  }
  return removed;
}

}  // namespace store
