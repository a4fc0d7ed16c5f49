// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/table/query.hpp"
#include "store/sqlite_store.hpp"

#include <optional>
#include <string>

namespace app {

/// One question to a store, whoever asks it.
struct AnalysisRequest {
  std::string method;                   ///< kde, gi-star, coverage-gaps
  std::string incidents = "incidents";  ///< the collection
  geo::Filter filter;
  std::string category;  ///< those that begin with it; empty: all
  bool include_patrol = false;
  std::optional<double> bandwidth_m, cell_m;    ///< kde
  std::optional<double> width_m, neighbours_m;  ///< gi-star
  double service_m = 10'000;                    ///< coverage-gaps
  geo::DayNumber day = 0;                       ///< today: what is valid and open on it
};

/// Answers it with what the role may see, sealed: the id is the result's, and the commit that was read is in it. Gi* looks in the
/// area of operation, else in the administrative areas; coverage the other way round. Throws what the analyses throw.
geo::Analysis analyse(store::SqliteStore& store, const AnalysisRequest& request, const geo::Role& role, const geo::Progress& progress = {});

/// Keeps it, unless it is there: then nothing is written. Whether it was new.
bool keep(store::SqliteStore& store, const geo::Analysis& analysis);

}  // namespace app
