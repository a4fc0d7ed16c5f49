// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/people_shares.hpp"
#include "geo/base/json.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/table/schema.hpp"

#include <array>
#include <optional>
#include <vector>

// A density of incidents over that of people: what kde_analysis() gives where a rate is asked for. Private to it.
namespace geo {

/// Nothing is called high that rests on fewer incidents within the bandwidth.
inline constexpr double rate_least_incidents = 10;
/// Where levels of a rate begin, in times the rate of all; the first holds what lies below the first of them.
inline constexpr std::array<double, 8> rate_level_bounds{0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5};
/// 1 to 9. \pre a rate of all above 0
std::int64_t rate_level(double times_rate_of_all);

/// The density of incidents that a rate is made of.
struct DensityOfIncidents {
  const DensityFound& found;
  const std::vector<WeightedPoint>& points;  ///< what it is made of
  const Geometry& looked_at;                 ///< where they were looked for: valid polygons; none: everywhere
};

/// Incidents per 1,000 people over the whole period: two densities with the same kernel, bandwidth and cells, one divided by the other.
/// "Nearby" is within the bandwidth of a quartic kernel that is as wide.
struct DensityRates {
  PeopleCounted people;
  std::vector<double> incidents_per_km2;    ///< by cell of the grid; 0 where nobody looked
  std::vector<double> people_per_km2;       ///< by cell of the grid
  std::vector<double> people_nearby;        ///< by cell: how many, wherever within it, not a density
  std::vector<std::optional<double>> rate;  ///< per 1,000; none where nothing was reported nearby, or too few people live nearby
  std::optional<double> rate_of_all;        ///< incidents over people of the cells that have a rate, per 1,000; none where no cell has one
  std::size_t with_rate = 0, too_few = 0;   ///< cells that incidents reach
  std::optional<double> highest;
  std::vector<Peak> peaks;  ///< rates, of at least rate_least_incidents nearby
};

/// A cell has a rate where so many people live nearby as are asked for, and not only at the rim, where the kernel makes next to nobody of
/// them: their density over the whole circle must come to as many. Throws as people_points().
DensityRates density_rates(const PerPeople& asked, Frame& frame, const DensityQuestion& question, const PlaneGrid& grid,
                           const DensityOfIncidents& incidents, const Progress& progress, const Workers& workers);

/// Cells that incidents reach and whose middle was looked at; those with too few people have no rate, and a reason.
std::vector<Row> rate_rows(Frame& frame, const Cells& cells, const DensityRates& rates);
std::vector<Field> rate_fields();

/// `"population":…,"rates":…`, null where no rate was asked for.
void write_rates(JsonWriter& json, Frame& frame, double width_m, const DensityRates* rates, const RateOptions* options);
void say_rates(std::vector<Text>& findings, Frame& frame, double width_m, const DensityRates& rates, const RateOptions& options);
void say_rate_caveats(std::vector<Text>& caveats, const DensityRates& rates, const RateOptions& options, const std::optional<Days>& period);

}  // namespace geo
