// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/space_time_kde.hpp"

#include "geo/base/error.hpp"

#include <cmath>

namespace geo {

SpaceTimeKde space_time_kde(std::span<const TimedPoint> points, const SpaceTimeOptions& options, const PlaneGrid& grid,
                            std::span<const double> days, const Workers& workers, const Progress& progress) {
  check_lengths(options.bandwidth_m, grid);
  if (!(options.bandwidth_days > 0 && std::isfinite(options.bandwidth_days))) {
    throw Error(Problem::usage, "The bandwidth of time must be above 0 days.", "A largura de banda do tempo tem de estar acima de 0 dias.");
  }
  const auto finite = [](double v) {
    if (!std::isfinite(v)) { throw Error(Problem::input, "A time is not a number.", "Um tempo não é um número."); }
  };
  for (const TimedPoint& p : points) { finite(p.day); }
  for (const double day : days) { finite(day); }
  SpaceTimeKde result;
  result.grid = grid;
  const double reach = reach_of(options.time_kernel) * (options.time_kernel == Kernel::uniform ? 1 + uniform_slack : 1);
  std::vector<WeightedPoint> now;
  for (const double day : days) {
    now.clear();
    for (const TimedPoint& p : points) {
      const double u = (day - p.day) / options.bandwidth_days;
      if (std::fabs(u) > reach || (options.past_only && p.day > day)) { continue; }
      const double slack = options.time_kernel == Kernel::uniform ? 1 / (1 + uniform_slack) : 1;
      const double height = line_kernel_value(options.time_kernel, u * slack) / options.bandwidth_days;
      now.push_back({p.at, p.weight * height * (options.past_only ? 2 : 1)});
    }
    result.per_km2_day.push_back(Kde(now, options.bandwidth_m, grid, options.kernel, workers).all_rows(workers));
    progress.at(static_cast<std::int64_t>(result.per_km2_day.size()), static_cast<std::int64_t>(days.size()));
    if (progress.cancelled() && result.per_km2_day.size() < days.size()) {
      result.cancelled = true;
      break;
    }
  }
  return result;
}

}  // namespace geo
