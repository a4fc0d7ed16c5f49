// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/crs/reprojection.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace store {

/// Where an export stands: rows done of all that it will write, over several collections.
struct ExportPace {
  geo::Progress progress;
  std::int64_t done = 0;
  std::int64_t total = 0;  ///< 0: not known
};

/// What of a view goes into a file, and how it stands there.
struct Extract {
  /// All of a view, as it is.
  explicit Extract(const geo::View& view, geo::Filter filter = {});

  geo::Query query;       ///< which rows, from where on, in which order; its limit is not looked at
  geo::Collection shown;  ///< columns of the file: those of `query`, or the first of them; without geometry: no places
  std::uint64_t most_rows = std::numeric_limits<std::uint64_t>::max();
  const geo::Reprojection* crs = nullptr;  ///< of the places; null: longitude and latitude. Must outlive the writing
};

/// Where for_each_page() ended.
struct PagesEnd {
  std::uint64_t rows = 0;
  bool more = false;  ///< there are rows after the last one
  geo::Fid last = 0;  ///< its id, and what it has in the fields sorted by
  std::vector<geo::Value> last_keys = {};
};

/// Every row of the extract in its order, some thousands at a time: what is in memory does not grow with the collection. Batches have
/// the query's columns. Throws Error{failed} when `pace` says that somebody has cancelled it.
PagesEnd for_each_page(const geo::View& view, const Extract& extract, ExportPace& pace,
                       const std::function<void(const geo::BatchView&)>& visit);

}  // namespace store
