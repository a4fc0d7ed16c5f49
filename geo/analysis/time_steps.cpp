// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/time_steps.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace geo {
namespace {

constexpr TimeMs day_ms = 86'400'000;
constexpr std::array<std::string_view, 5> codes{"day", "week", "month", "quarter", "year"};

std::int64_t floor_days(TimeMs time) { return time / day_ms - (time % day_ms < 0 ? 1 : 0); }

/// Of the year 0 and the year 9998: the end of the last step, too, is a date that can be written.
constexpr DayNumber first_day = -719'528;
constexpr DayNumber last_day = 2'932'530;

DayNumber day_in_range(std::int64_t day) { return static_cast<DayNumber>(std::clamp<std::int64_t>(day, first_day, last_day)); }

/// The first day of the step that a day lies in.
DayNumber begin_of(DayNumber day, StepLength length) {
  if (length == StepLength::day) { return day; }
  if (length == StepLength::week) {
    const DayNumber since_monday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
    return day - since_monday;
  }
  CivilDate date = civil_date(day);
  date.day = 1;
  if (length == StepLength::quarter) { date.month -= (date.month - 1) % 3; }
  if (length == StepLength::year) { date.month = 1; }
  return *day_number(date);
}

/// Of the step after the one that begins on `begin`.
DayNumber next(DayNumber begin, StepLength length) {
  constexpr std::array<int, 5> longest{1, 7, 31, 92, 366};
  // Somewhere in the next step; the shortest step of its kind is never skipped.
  const int reach = longest[static_cast<std::size_t>(length)];
  return begin_of(begin + reach, length);
}

Days step_of(DayNumber day, StepLength length) {
  const DayNumber begin = begin_of(day, length);
  return {begin, next(begin, length) - 1};
}

}  // namespace

std::optional<StepLength> step_length(std::string_view word) {
  const auto found = std::find(codes.begin(), codes.end(), word);
  return found == codes.end() ? std::nullopt : std::optional(static_cast<StepLength>(found - codes.begin()));
}

std::string_view code(StepLength length) { return codes[static_cast<std::size_t>(length)]; }

Text plural_text(StepLength length) {
  switch (length) {
    case StepLength::day: return {"days", "dias"};
    case StepLength::week: return {"weeks", "semanas"};
    case StepLength::month: return {"months", "meses"};
    case StepLength::quarter: return {"quarters", "trimestres"};
    case StepLength::year: break;
  }
  return {"years", "anos"};
}

std::optional<Days> days_of(const std::optional<TimeInterval>& asked, const std::optional<Days>& found) {
  const bool has_begin = asked && asked->from != INT64_MIN;
  const bool has_end = asked && asked->to != INT64_MAX;
  if ((!has_begin || !has_end) && !found) { return std::nullopt; }
  const std::int64_t first = has_begin ? floor_days(asked->from) + (asked->from % day_ms != 0 ? 1 : 0) : found->first;
  const std::int64_t last = has_end ? floor_days(asked->to + 1) - 1 : found->last;
  if (first > last) { return std::nullopt; }
  return Days{day_in_range(first), day_in_range(last)};
}

TimeSteps::TimeSteps(Days period, StepLength length) : m_length(length) {
  DayNumber begin = begin_of(period.first, length);
  if (begin < period.first) { begin = next(begin, length); }
  for (DayNumber end = next(begin, length); end - 1 <= period.last; end = next(end, length)) {
    if (m_begin.empty()) { m_begin.push_back(begin); }
    m_begin.push_back(end);
    if (size() > most_steps) {
      throw Error(Problem::too_large, "The period has more than 5,000 steps. Choose longer steps or a shorter period.",
                  "O período tem mais de 5.000 passos. Escolha passos mais longos ou um período mais curto.");
    }
  }
  if (m_begin.empty()) { return; }
  m_before = m_begin.front() - period.first;
  m_after = period.last - (m_begin.back() - 1);
}

std::optional<std::size_t> TimeSteps::at(DayNumber day) const {
  if (m_begin.empty() || day < m_begin.front() || day >= m_begin.back()) { return std::nullopt; }
  return static_cast<std::size_t>(std::upper_bound(m_begin.begin(), m_begin.end(), day) - m_begin.begin()) - 1;
}

namespace {

/// \pre a week, a month or a year
StepLength length_of(TimePrecision precision) {
  return precision == TimePrecision::week ? StepLength::week : precision == TimePrecision::month ? StepLength::month : StepLength::year;
}

}  // namespace

std::optional<Days> possible_days(const Incident& incident) {
  if (incident.time_precision == TimePrecision::unknown) { return std::nullopt; }
  const Days said{local_day(incident), last_local_day(incident)};
  if (incident.time_precision == TimePrecision::day) { return said; }
  const Days step = step_of(said.first, length_of(incident.time_precision));
  // The clock of a row is that of its first instant: where it is put back within a month, the last instant seems to lie in the next.
  const bool is_step = said.first == step.first && std::abs(said.last - step.last) <= 1;
  return said.first < said.last && !is_step ? said : step;
}

void keep_in_steps(HotspotInput& input, const TimeSteps& steps) {
  input.leave_out(LeftOut::no_time, [&](std::size_t i) { return !input.used[i].time; });
  input.leave_out(LeftOut::coarse_time, [&](std::size_t i) {
    const auto days = possible_days(input.used[i]);
    if (!days || steps.at(days->first) != steps.at(days->last)) { return true; }
    // Both may lie in no step, one before and one after all of them.
    return steps.size() > 0 && days->first < steps.days().first && days->last > steps.days().last;
  });
  input.leave_out(LeftOut::outside_steps, [&](std::size_t i) { return !steps.at(local_day(input.used[i])); });
}

void keep_known_days(HotspotInput& input) {
  input.leave_out(LeftOut::no_time, [&](std::size_t i) { return !input.used[i].time; });
  input.leave_out(LeftOut::coarse_time, [&](std::size_t i) {
    const auto days = possible_days(input.used[i]);
    return !days || days->first != days->last;
  });
}

}  // namespace geo
