// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kde.hpp"

#include <span>
#include <vector>

namespace geo {

struct TimedPoint {
  Metric at;
  double day = 0;
  double weight = 1;
};

struct SpaceTimeOptions {
  Kernel kernel = Kernel::quartic;
  double bandwidth_m = 0;
  Kernel time_kernel = Kernel::epanechnikov;
  double bandwidth_days = 0;
  bool past_only = false;  ///< a moment knows only what was at it or before; the kernel of time then counts twice
};

struct SpaceTimeKde {
  PlaneGrid grid;
  std::vector<std::vector<double>> per_km2_day;  ///< for each moment, by row from the south
  bool cancelled = false;                        ///< `progress` asked to stop; moments are missing
};

/// Events per km² and day: the sum of w K(d/h) / h² × K_t(Δt/h_t) / h_t at each moment of `days` (Brunsdon, Corcoran & Higgs 2007). With a
/// Gaussian in time points are followed 7.5 deviations too. The same bits for any number of workers and any order of points. Throws as
/// Kde, Error{usage} for a bandwidth of time that is not positive and finite, Error{input} for a time that is not finite.
SpaceTimeKde space_time_kde(std::span<const TimedPoint> points, const SpaceTimeOptions& options, const PlaneGrid& grid,
                            std::span<const double> days, const Workers& workers = one_by_one, const Progress& progress = {});

}  // namespace geo
