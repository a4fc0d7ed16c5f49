// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/progress.hpp"
#include "geo/coverage/catchments.hpp"
#include "geo/coverage/site_index.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// People at a settlement, or one incident.
struct Demand {
  std::optional<LonLat> at;
  double weight = 1;  ///< people, or 1 for an incident
};

enum class NotCounted : std::uint8_t {
  none,           ///< it is counted
  no_position,    ///< nothing, or no place on earth
  bad_weight,     ///< below 0, or no number
  outside_study,  ///< outside the study area
};
inline constexpr std::size_t not_counted_reasons = 4;
/// no_position and so on, as results spell it; empty for none.
std::string_view code(NotCounted reason);

/// How one of them is served.
struct Service {
  NotCounted reason = NotCounted::none;    ///< the rest is empty unless this is none
  std::optional<std::int64_t> catchment;   ///< the smallest id of those it lies in; a border belongs to both sides
  std::uint32_t catchments = 0;            ///< how many it lies in
  std::optional<SiteIndex::Nearest> site;  ///< nothing when no site is open
  bool within = false;                     ///< the nearest site is at most `service_m` away
};

/// How many rows, and the sum of their weights.
struct Tally {
  std::size_t rows = 0;
  double weight = 0;

  bool operator==(const Tally&) const = default;
};

/// Each counted once: used = served + catchment_only + site_only + neither. The last and the second are farther than service_m
/// from every open site; the last and the third are in no catchment.
struct DemandCoverage {
  std::vector<Service> rows;  ///< in the order of the input
  Tally used;
  Tally served;          ///< in a catchment and near an open site
  Tally catchment_only;  ///< in a catchment, far from every open site
  Tally site_only;       ///< in no catchment, near an open site
  Tally neither;
  Tally in_several;                                ///< in two catchments or more
  std::size_t excluded[not_counted_reasons] = {};  ///< rows by NotCounted; 0 under none
  bool cancelled = false;                          ///< `progress` asked to stop; the figures are not whole

  [[nodiscard]] Tally beyond() const { return {catchment_only.rows + neither.rows, catchment_only.weight + neither.weight}; }
  [[nodiscard]] Tally uncovered() const { return {site_only.rows + neither.rows, site_only.weight + neither.weight}; }
};

struct DemandOptions {
  double service_m = 10'000;  ///< over the ground as the crow flies, the limit included
};

/// Who is in no catchment, and who is farther than `service_m` from every open site, by geodesic distance. `study` none: all
/// places count. The same rows in another order give the same sums, bit for bit. About 5 µs a row. Throws Error{usage} for a
/// distance below 0, Error{input} for a study area that is none.
DemandCoverage demand_coverage(const CatchmentSet& catchments, const SiteIndex& open_sites, const Geometry& study,
                               std::span<const Demand> demand, const DemandOptions& options = {}, const Progress& progress = {});

}  // namespace geo
