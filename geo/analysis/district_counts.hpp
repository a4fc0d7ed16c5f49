// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/table/view.hpp"

#include <vector>

namespace geo {

struct DistrictCountsParameters {
  DayNumber today = 0;  ///< in the programme's time zone
  int years = 5;        ///< so many whole years, up to the last that ended at least 30 days ago
  std::int64_t k = 5;   ///< a cell with fewer is not published; 5 at least
};

/// How many incidents each district had in each year, fit for everybody to see (PRIVACY rules B1 to B3, B7): whole districts and
/// whole years that are fixed beforehand, a cell with fewer than k shown as one with none, every number rounded down to a multiple of
/// k, and no totals, so that nothing can be had by subtraction and a single incident changes a number in one case of k at most.
/// Not counted: classes that are never points, duplicates, what was found false, and what has no single district or year.
///
/// A result of clearance 0 with the fixed id "r-district-counts"; it says nothing of how many rows were read. `incidents` must be a view
/// that sees all. Rows in order of P-code and year. Throws Error{usage} for parameters outside their limits, or without districts.
Analysis district_counts(const View& incidents, const View& admin_areas, const std::vector<CodeList>& code_lists,
                         const DistrictCountsParameters& parameters);

}  // namespace geo
