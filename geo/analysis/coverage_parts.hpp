// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/coverage_input.hpp"
#include "geo/coverage/demand.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

// What coverage_gaps_analysis() is made of; private to it.
namespace geo {

/// All that was read and found.
struct CoverageFindings {
  CatchmentInput catchments;
  SiteInput sites;
  CoverageGaps gaps;
  bool has_settlements = false;
  std::vector<Settlement> settlements;
  DemandCoverage people;  ///< by settlement
  std::optional<HotspotInput> incidents;
  DemandCoverage reports;  ///< of incidents.used, before those outside the study area were left out
};

/// How many of each kind lie in each part of a gap and in each overlap.
struct PartCounts {
  std::vector<std::int64_t> gaps;
  std::vector<std::int64_t> overlaps;
  std::int64_t in_no_part = 0;  ///< in no catchment, and yet in no part of a gap: there is no study area
};

/// `at` are those counted, with their weights. A place in several parts, on a border, counts for the first.
PartCounts count_parts(const CoverageFindings& found, const std::vector<std::pair<LonLat, std::int64_t>>& at);

std::vector<Row> coverage_rows(const CoverageFindings& found, const PartCounts& people, const PartCounts& reports);
std::vector<Field> coverage_fields();

std::vector<Text> coverage_findings(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters);
std::vector<Text> coverage_caveats(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters);
/// With the findings and caveats of `analysis`.
std::string coverage_summary(const CoverageFindings& found, const StudyArea& study, const CoverageParameters& parameters,
                             const Analysis& analysis);

}  // namespace geo
