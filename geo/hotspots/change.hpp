// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

// Has a number of events changed between two periods, more than chance explains?

namespace geo {

/// Events of one place in two periods.
struct TwoCounts {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

struct CountChange {
  std::optional<double> ratio;       ///< after to before, by time or by what the others did; none where there were none before
  std::optional<double> p;           ///< two-sided, exact; none where nothing happened in either period, or nothing can be compared
  std::optional<double> ratio_low;   ///< 95 % of such intervals hold the true ratio, or more; none where there is no p
  std::optional<double> ratio_high;  ///< none where there is no upper limit: none before
};

/// The exact test of two rates (Przyborowski & Wilenski 1940): of all the place's events, how many fall into the later period is binomial
/// with the share of the later time. Two-sided: all numbers as unlikely as the one there is, or more. The interval is that of Clopper &
/// Pearson (1934), turned into a ratio. Agrees with R's poisson.test. Supposes that events come one by one.
///
/// O(log n). Throws Error{usage} for a time that is not positive and finite, Error{too_large} beyond 2^31 events.
CountChange change_of_rate(TwoCounts place, double time_before, double time_after);

/// Has the place changed otherwise than all the others together? The exact test of Fisher (1934), given the events of each period and of
/// the place; two-sided as above. Agrees in p with R's fisher.test. `ratio` is the place's after to before over the others'; no interval.
///
/// O(log n) and as change_of_rate(). \pre `all` has no fewer than the place in either period
CountChange change_against(TwoCounts place, TwoCounts all);

}  // namespace geo
