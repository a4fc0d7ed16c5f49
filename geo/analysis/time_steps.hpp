// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/error.hpp"
#include "geo/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace geo {

enum class StepLength : std::uint8_t { day, week, month, quarter, year };
/// day and so on; none for another word.
std::optional<StepLength> step_length(std::string_view code);
std::string_view code(StepLength length);
/// "months", "meses".
Text plural_text(StepLength length);

/// The days that a period reaches over: what was asked for, its open ends filled from what was found. A day that an asked end cuts is not
/// one of them. None where nothing says.
std::optional<Days> days_of(const std::optional<TimeInterval>& asked, const std::optional<Days>& found);

/// Steps of the calendar that lie whole in a period, one after the other. Weeks begin on Monday.
class TimeSteps {
 public:
  TimeSteps(Days period, StepLength length);

  [[nodiscard]] StepLength length() const { return m_length; }
  [[nodiscard]] std::size_t size() const { return m_begin.empty() ? 0 : m_begin.size() - 1; }
  /// The step of a day; none before the first and after the last.
  [[nodiscard]] std::optional<std::size_t> at(DayNumber day) const;
  /// First and last day of all steps. \pre some step
  [[nodiscard]] Days days() const { return {m_begin.front(), m_begin.back() - 1}; }
  [[nodiscard]] Days days(std::size_t step) const { return {m_begin[step], m_begin[step + 1] - 1}; }
  /// Days of the period before the first step and after the last.
  [[nodiscard]] std::int32_t days_before() const { return m_before; }
  [[nodiscard]] std::int32_t days_after() const { return m_after; }

 private:
  StepLength m_length;
  std::vector<DayNumber> m_begin;  ///< of each step, and of the one after the last
  std::int32_t m_before = 0, m_after = 0;
};

/// Most steps.
inline constexpr std::size_t most_steps = 5'000;

/// When an incident may have been: the days between its times, or those of the week, month or year that it is known to. None where nobody
/// knows. \pre it has a time
std::optional<Days> possible_days(const Incident& incident);

/// Leaves out of `input` what has no time (no_time), may have been in another step (coarse_time), or in none of them (outside_steps).
void keep_in_steps(HotspotInput& input, const TimeSteps& steps);
/// Leaves out of `input` what has no time, and what may have been on another day.
void keep_known_days(HotspotInput& input);

}  // namespace geo
