// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "importers/parse/date.hpp"

#include <array>
#include <cstdint>

namespace importers {

/// How the times of one column were noted (rule T6).
struct TimeHabits {
  bool midnight_is_day = false;  ///< all, or far too many, are 00:00: a program gave dates a time
  bool hour_is_rough = false;    ///< far too many are on the full hour: people round
};

/// Collects the times of one column.
class TimeVote {
 public:
  /// A date that was read; one without a time counts for nothing.
  void add(const ParsedDate& date);
  [[nodiscard]] TimeHabits decide() const;

 private:
  std::array<std::int64_t, 24> m_on_the_hour{};  ///< by hour, at minute 0
  std::int64_t m_times = 0;
};

/// Do the serial numbers of a spreadsheet count from 1900, or from 1904 as old Macs had it (rule T3)? The other dates of the
/// same rows tell: an event lies days before its report, not four years.
class SerialVote {
 public:
  void start_row();
  void add(const ParsedDate& date);
  void end_row();
  [[nodiscard]] bool from_1904() const { return m_from_1904 >= least_rows && m_from_1904 > m_from_1900; }

  static constexpr geo::TimeMs days_between = 1462;

 private:
  static constexpr std::int64_t least_rows = 3;

  bool m_has_serial = false;
  bool m_has_other = false;
  geo::TimeMs m_serial = 0;
  geo::TimeMs m_other = 0;
  std::int64_t m_from_1900 = 0;
  std::int64_t m_from_1904 = 0;
};

}  // namespace importers
