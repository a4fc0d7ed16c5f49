// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/request.hpp"
#include "store/sqlite_store.hpp"

#include <string>
#include <vector>

namespace store {

/// Answers it with what the role may see at this moment, sealed: the id is the result's, and the commit that was read is in it. Throws
/// what the analyses throw.
geo::Analysis analyse(SqliteStore& store, const geo::AnalysisRequest& request, const geo::Role& role, const geo::Progress& progress,
                      const geo::Workers& workers);

/// Keeps it, unless it is there: then nothing is written. Whether it was new.
bool keep(SqliteStore& store, const geo::Analysis& analysis);

/// Removes the results whose time is over; their ids.
std::vector<std::string> sweep_results(Store& store, geo::TimeMs now);

}  // namespace store
