// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

// Is there more in the last step than in those before? For one area's counts, step after step; many areas are judged together by
// false_discovery_q().

namespace geo {

struct EarsOptions {
  std::size_t baseline = 7;    ///< steps that are compared with
  double min_deviation = 0.5;  ///< their standard deviation counts as no less, so that one incident after seven quiet steps is no alarm
};

/// The early aberration reporting system of the CDC (Hutwagner et al. 2003), in deviations above the baseline's mean. None where too few
/// steps went before. C1 or C2 above 3, C3 above 2 are alarms by custom.
struct EarsStep {
  std::optional<double> c1;  ///< against the steps just before
  std::optional<double> c2;  ///< leaving out the two just before, which may belong to it
  std::optional<double> c3;  ///< what the last three C2 have above 1, added up
};

/// As earsC() of R's surveillance has C1 and C2 with minSigma. O(steps × baseline). Throws Error{usage} for a baseline below 3 or a
/// deviation that is not above 0, Error{input} for a count that is negative or not finite.
std::vector<EarsStep> ears(std::span<const double> counts, const EarsOptions& options = {});

/// P of so many or more now, given as many in all, where now is one of `baseline` + 1 steps that are all alike (Przyborowski & Wilenski
/// 1940): exact, and right for the lowest counts, which have no deviation to speak of. \pre baseline > 0
double as_many_now(std::size_t now, std::size_t in_baseline, std::size_t baseline);

/// Poisson's CUSUM (Lucas 1985): S = max(0, S + count - k), an alarm when it reaches h, and then S begins at 0 again. Finds small rises
/// that last.
struct Cusum {
  double k = 0;
  double h = 0;
  double steps_to_false_alarm = 0;  ///< on average, where nothing has changed
};

/// The k that tells a mean from one `ratio` times as high, and the lowest h that gives no false alarm for `steps_to_false_alarm` steps on
/// average. k is rounded, by 5 % at most, to the lattice that h lies on. Some milliseconds. Throws Error{usage} for a mean outside [0.02,
/// 100], a ratio outside [1.5, 10] or steps outside [2, 10^4].
Cusum cusum_design(double mean, double ratio, double steps_to_false_alarm);

/// Steps until S reaches h, on average, from S = 0 (Brook & Evans 1972, exact): k and h are numbers of 1/per_unit. O(k h²), 8 h² bytes.
double cusum_run_length(double mean, std::size_t k, std::size_t h, std::size_t per_unit);

struct CusumStep {
  double sum = 0;  ///< S before it begins again
  bool is_alarm = false;
};
std::vector<CusumStep> cusum(std::span<const double> counts, const Cusum& design);

}  // namespace geo
