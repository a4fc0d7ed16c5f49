// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/heaping.hpp"

#include "geo/hotspots/distributions.hpp"

#include <algorithm>

namespace geo {
namespace {

HeapCheck judged(Heap heap, double observed, double of, double share) {
  constexpr double excess = 2;
  constexpr double fewest = 5;
  constexpr double alpha = 0.001;
  HeapCheck check{heap, observed, of, of * share, 1, false};
  if (observed > 0) { check.p = binomial_at_least(static_cast<std::size_t>(observed), static_cast<std::size_t>(of), share); }
  check.is_heap = observed >= fewest && observed >= excess * check.expected && check.p < alpha;
  return check;
}

bool is_on(Heap heap, const CivilDate& date) {
  if (heap == Heap::fifteenth) { return date.day == 15; }
  return date.day == 1 && (heap == Heap::first_of_month || date.month == 1);
}

}  // namespace

std::string_view code(Heap heap) {
  switch (heap) {
    case Heap::first_of_month: return "first_of_month";
    case Heap::fifteenth: return "fifteenth";
    case Heap::first_of_january: return "first_of_january";
    case Heap::midnight: return "midnight";
    case Heap::noon: return "noon";
    case Heap::full_hour: return "full_hour";
    case Heap::half_hour: return "half_hour";
  }
  return "";
}

std::vector<HeapCheck> heaping(std::span<const LocalMoment> moments, DayNumber first, DayNumber last) {
  const auto used = static_cast<double>(seasonality(moments, first, last).used);
  std::vector<HeapCheck> checks;
  for (const Heap heap : {Heap::first_of_month, Heap::fifteenth, Heap::first_of_january}) {
    double days = 0;
    for (std::int64_t day = first; day <= last; ++day) { days += is_on(heap, civil_date(static_cast<DayNumber>(day))) ? 1 : 0; }
    double observed = 0;
    for (const LocalMoment& moment : moments) {
      observed += moment.day >= first && moment.day <= last && is_on(heap, civil_date(moment.day)) ? 1 : 0;
    }
    checks.push_back(judged(heap, observed, used, days / (static_cast<double>(last) - first + 1)));
  }
  std::vector<double> at(1440);
  double timed = 0;
  for (const LocalMoment& moment : moments) {
    if (!moment.minute || moment.day < first || moment.day > last) { continue; }
    ++at[static_cast<std::size_t>(*moment.minute)];
    ++timed;
  }
  checks.push_back(judged(Heap::midnight, at[0], at[0] + at[23 * 60] + at[60], 1.0 / 3));
  checks.push_back(judged(Heap::noon, at[12 * 60], at[12 * 60] + at[11 * 60] + at[13 * 60], 1.0 / 3));
  double full = 0;
  double half = 0;
  for (std::size_t minute = 0; minute < at.size(); minute += 60) {
    full += at[minute];
    half += at[minute + 30];
  }
  checks.push_back(judged(Heap::full_hour, full, timed, 1.0 / 60));
  checks.push_back(judged(Heap::half_hour, half, timed - full, 1.0 / 59));
  return checks;
}

}  // namespace geo
