// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/progress.hpp"
#include "geo/table/view.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Why an incident does not count. Where several reasons hold it is the first of them.
enum class LeftOut : std::uint8_t {
  none,            ///< it counts
  other_category,  ///< not of the category that was asked for
  rejected,        ///< verification says that it is false
  duplicate,       ///< of another row
  patrol,          ///< found by a patrol: it shows where patrols go (PRIVACY rule B9)
  no_time,         ///< a period was asked for, and nobody knows whether it belongs to it
  no_location,
  coarse_location,  ///< the middle of an administrative area stands in for the place
  uncertain,        ///< the place is less certain than the analysis is fine
  outside_study,
  coarse_time,      ///< it may have been in another step of time, or on another day
  outside_steps,    ///< in a step that the period does not hold whole
  outside_periods,  ///< in neither of two periods
};
inline constexpr std::size_t left_out_reasons = 13;
/// other_category and so on, as results spell it; empty for none.
std::string_view code(LeftOut reason);

/// What is done with incidents whose place is less certain than an analysis is fine.
enum class Uncertain : std::uint8_t {
  exclude,
  spread,  ///< shared out evenly over the circle of their uncertainty, up to spread_most_lengths times as wide
};
/// exclude, spread, as parameters spell it.
std::string_view code(Uncertain uncertain);
/// A circle that is more than so many bandwidths or widths of hexagons wide says next to nothing: it is left out all the same.
inline constexpr double spread_most_lengths = 20;

struct HotspotOptions {
  std::string category;                      ///< an ICCS code: those that begin with it; empty: all
  bool include_patrol = false;               ///< also what patrols found; the share of it is reported either way
  Uncertain uncertain = Uncertain::exclude;  ///< of kde, gi-star and local-moran
  /// How coarse a place may be: that of an administrative area of this level. By default it must be a place of its own, at any_place there
  /// need not be one.
  int area_level = place_of_its_own;
  /// With fewer that count there is no answer: a result of a few is one of each of them. See told.hpp.
  std::uint64_t least_used = 0;

  static constexpr int any_place = -1;
  static constexpr int place_of_its_own = 9;  ///< finer than any level
};

/// How well the day of an incident is known.
enum class TimePrecision : std::uint8_t { day, week, month, year, unknown };

/// One incident that counts.
struct Incident {
  LonLat at;
  std::optional<TimeMs> time;
  Fid fid = 0;
  double uncertainty_m = 0;         ///< 0: not stated
  std::int32_t utc_offset_min = 0;  ///< of the place then; 0 too where nobody said
  std::optional<TimeMs> time_to = {};
  TimePrecision time_precision = TimePrecision::day;
  bool has_hour = false;    ///< the time is one of the clock, not the day alone
  bool is_of_area = false;  ///< the place is that of an administrative area
};

/// By the clock of the place, of the years 0 to 9999. \pre it has a time
DayNumber local_day(const Incident& incident);
/// That of time_to, or of time where there is no other or it lies before.
DayNumber last_local_day(const Incident& incident);

/// Of the day, 0 to 1439, by the clock of the place. \pre it has a time
std::int32_t local_minute(const Incident& incident);

/// The first and the last day, by the clocks of the places.
struct Days {
  DayNumber first = 0;
  DayNumber last = 0;
};

/// The incidents that an analysis works on, and what became of the others: matched = used + spread + the sum of excluded.
struct HotspotInput {
  std::uint64_t matched = 0;
  std::vector<Incident> used;                              ///< by longitude, latitude, time, fid, whatever order the view has
  std::vector<Incident> spread;                            ///< used too, but shared out; in the same order
  std::array<std::uint64_t, left_out_reasons> excluded{};  ///< by LeftOut; 0 under none
  std::uint64_t patrol = 0;                                ///< of those matched, of the category asked for: found by patrols
  std::uint64_t of_category = 0;                           ///< of those matched, of the category asked for
  std::uint64_t settlement_precision = 0;                  ///< of those that have a place: the place is a settlement's
  std::optional<Days> period;                              ///< of those `used` that have a time
  std::uint64_t least_used = 0;                            ///< HotspotOptions::least_used

  /// Takes out of `used` those for whose position in it `is_out` holds, under `reason`. Asks once for each, in order. Throws Error{usage}
  /// when fewer than `least_used` are left.
  void leave_out(LeftOut reason, const std::function<bool(std::size_t)>& is_out);
  /// Those whose place is less certain than `limit_m`.
  void leave_out_uncertain(double limit_m);
  /// The same, or to share out those of them that may be.
  void judge_uncertain(double limit_m, Uncertain what);
  [[nodiscard]] std::uint64_t rows_used() const { return used.size() + spread.size(); }
};

/// Selects among the rows that match `filter`. A column that the view does not have, because its collection has none or its
/// role may not see it, gives no reason. Rows that stand for an area are taken where their anchor is. O(n log n).
/// Throws Error{failed} when `progress` asks to stop, Error{usage} for a collection without geometry, a result, or fewer rows that count
/// than options.least_used.
HotspotInput hotspot_input(const View& view, const Filter& filter, const HotspotOptions& options = {}, const Progress& progress = {});

/// A part of the incidents, for a first look.
struct HotspotSample {
  HotspotInput input;           ///< what became of the rows that were looked at
  std::uint64_t matched = 0;    ///< rows that match
  std::uint64_t rows_each = 1;  ///< for so many each of those looked at stands
};

/// As hotspot_input(), of every so many-th of the rows that match, in the view's own order: all of up to `most`, else more than half as
/// many. Throws as that one. \pre most > 1
HotspotSample hotspot_sample(const View& view, const Filter& filter, const HotspotOptions& options, std::size_t most);

}  // namespace geo
