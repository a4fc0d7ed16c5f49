// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <functional>

namespace store {

/// Where an export stands: rows done of all that it will write, over several collections.
struct ExportPace {
  geo::Progress progress;
  std::int64_t done = 0;
  std::int64_t total = 0;  ///< 0: not known
};

/// Every row that matches, with all columns, in order of fid, some thousands at a time: what is in memory does not grow with the
/// collection. Throws Error{failed} when `pace` says that somebody has cancelled it.
void for_each_page(const geo::View& view, const geo::Filter& filter, ExportPace& pace,
                   const std::function<void(const geo::BatchView&)>& visit);

}  // namespace store
