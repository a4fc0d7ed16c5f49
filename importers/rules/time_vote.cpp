// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/time_vote.hpp"

#include <numeric>

namespace importers {
namespace {

constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr geo::TimeMs ms_per_hour = 3'600'000;
constexpr std::int64_t least_midnights = 3;  // one or two may be chance
constexpr std::int64_t least_times = 100;    // before a habit can be told
constexpr double rough_share = 0.10;         // 1 in 60 times falls on the hour by chance
constexpr std::int64_t midnight_factor = 4;  // times as many as any other full hour has on the average
constexpr double midnight_share = 0.005;     // 1 in 1440 by chance
constexpr geo::TimeMs soon_ms = 400 * ms_per_day;

}  // namespace

void TimeVote::add(const ParsedDate& date) {
  if (date.precision != TimePrecision::minute && date.precision != TimePrecision::hour) { return; }
  ++m_times;
  const geo::TimeMs of_day = ((date.from_local % ms_per_day) + ms_per_day) % ms_per_day;
  if (of_day % ms_per_hour == 0) { ++m_on_the_hour[static_cast<std::size_t>(of_day / ms_per_hour)]; }
}

TimeHabits TimeVote::decide() const {
  const std::int64_t midnights = m_on_the_hour[0];
  const std::int64_t other_hours = std::accumulate(m_on_the_hour.begin() + 1, m_on_the_hour.end(), std::int64_t{0});
  const auto times = static_cast<double>(m_times);
  TimeHabits habits;
  const bool all = midnights == m_times && midnights >= least_midnights;
  const bool too_many = static_cast<double>(midnights) > midnight_share * times && midnights * 23 > midnight_factor * other_hours;
  habits.midnight_is_day = all || (m_times >= least_times && too_many);
  habits.hour_is_rough = m_times >= least_times && static_cast<double>(other_hours) > rough_share * times;
  return habits;
}

void SerialVote::start_row() { m_has_serial = m_has_other = false; }

void SerialVote::add(const ParsedDate& date) {
  if (date.form == DateForm::excel_serial) {
    m_has_serial = true;
    m_serial = date.from_local;
  } else if (date.precision == TimePrecision::day || date.precision == TimePrecision::hour || date.precision == TimePrecision::minute) {
    m_has_other = true;
    m_other = date.from_local;
  }
}

void SerialVote::end_row() {
  if (!m_has_serial || !m_has_other) { return; }
  const geo::TimeMs later = m_other - m_serial;
  if (later >= -2 * ms_per_day && later <= soon_ms) { ++m_from_1900; }
  const geo::TimeMs shifted = later - days_between * ms_per_day;
  if (shifted >= -2 * ms_per_day && shifted <= soon_ms) { ++m_from_1904; }
}

}  // namespace importers
