// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/coverage/catchments.hpp"
#include "geo/coverage/demand.hpp"
#include "geo/coverage/site_index.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// How many rows were left out, by reason.
using Reasons = std::map<std::string_view, std::uint64_t>;

/// The catchments in use on a day: matched = set.used + the sum of excluded.
struct CatchmentInput {
  std::uint64_t matched = 0;
  CatchmentSet set;
  Reasons excluded;  ///< dissolved (the catchment's own status, or its council's), not_valid_yet, no_longer_valid, no_area
  std::map<std::int64_t, std::string> labels;  ///< what people call each: its name, else its council's code, else its number
};

/// `councils` may be null; those of its rows with the status dissolved take their catchments (by csc_code) along.
CatchmentInput catchment_input(const View& catchments, const View* councils, const Filter& filter, DayNumber day);

/// The sites that serve people on a day: matched = open + the sum of excluded. Open is what has the status active, was not opened
/// after the day and not closed up to it.
struct SiteInput {
  std::uint64_t matched = 0;
  std::vector<Place> open;  ///< by id
  Reasons excluded;         ///< not_active, not_open_yet, closed, no_location
};
SiteInput site_input(const View& sites, DayNumber day);

struct Settlement {
  Fid fid = 0;
  std::string name;
  std::optional<LonLat> at;
  std::optional<std::int64_t> people;
};
/// By place, then fid; those without a place first.
std::vector<Settlement> settlement_input(const View& settlements, const Filter& filter);

}  // namespace geo
