// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/calendar.hpp"

#include <cmath>
#include <optional>
#include <utility>

namespace geo::cql2 {
namespace {

constexpr TimeMs hour_ms = 3'600'000;
constexpr TimeMs day_ms = 24 * hour_ms;
/// The clocks of the world are at most 14 hours ahead, and 12 behind.
constexpr double most_hours = 18;
constexpr DayNumber first_day = -719'528;  // 0000-01-01
constexpr DayNumber last_day = 2'932'896;  // 9999-12-31
constexpr int days_a_week = 7;
constexpr int weekday_of_day_0 = 3;  // 1970-01-01 was a Thursday; Monday is 0 here

TimeMs floor_of(TimeMs value, TimeMs unit) { return value / unit - (value % unit < 0 ? 1 : 0); }

using Reading = int (*)(TimeMs day, TimeMs ms);

int year_of(TimeMs day, TimeMs) { return civil_date(static_cast<DayNumber>(day)).year; }
int month_of(TimeMs day, TimeMs) { return static_cast<int>(civil_date(static_cast<DayNumber>(day)).month); }
int day_of(TimeMs day, TimeMs) { return static_cast<int>(civil_date(static_cast<DayNumber>(day)).day); }
int weekday_of(TimeMs day, TimeMs) {
  const TimeMs since_monday = day + weekday_of_day_0;
  return static_cast<int>(since_monday - floor_of(since_monday, days_a_week) * days_a_week) + 1;
}
int hour_of(TimeMs day, TimeMs ms) { return static_cast<int>((ms - day * day_ms) / hour_ms); }

Reading reading(std::string_view function) {
  if (function == "year") { return year_of; }
  if (function == "month") { return month_of; }
  if (function == "day") { return day_of; }
  return function == "weekday" ? weekday_of : hour_of;
}

std::optional<int> read(Reading reading, TimeMs ms) {
  const TimeMs day = floor_of(ms, day_ms);
  return day < first_day || day > last_day ? std::nullopt : std::optional(reading(day, ms));
}

class Calendar final : public Operand<Number> {
 public:
  Calendar(Reading reading, OperandPtr<Span> instant, OperandPtr<Number> offset_hours)
      : m_reading(reading), m_instant(std::move(instant)), m_offset_hours(std::move(offset_hours)) {}

  void find(const Block& block, const Mask& asked, Scratch& scratch, Cells<Number>& out) const override {
    const auto instant = scratch.take<Span>();
    m_instant->find(block, asked, scratch, *instant);
    out.known = instant->known;
    if (m_offset_hours) { m_offset_hours->find(block, instant->known, scratch, out); }
    Mask known;
    out.known.for_each([&](std::size_t i) {
      const double offset = m_offset_hours ? static_cast<double>(out.value[i]) : 0;
      const auto number = number_of(instant->value[i].begin, offset);
      if (!number) { return; }
      out.value[i] = *number;
      known.set(i);
    });
    out.known = known;
  }

 private:
  /// Of something that is known less precisely than the number asked for nothing is said.
  [[nodiscard]] std::optional<int> number_of(const TimeInterval& instant, double offset_hours) const {
    if (!(std::abs(offset_hours) <= most_hours)) { return std::nullopt; }
    const bool has_clock = instant.from == instant.to;
    const TimeMs shift = has_clock ? std::llround(offset_hours * static_cast<double>(hour_ms)) : 0;
    constexpr TimeMs far = (static_cast<TimeMs>(last_day) + 2) * day_ms;
    if (instant.from < -far || instant.to > far) { return std::nullopt; }
    const auto first = read(m_reading, instant.from + shift);
    return first == read(m_reading, instant.to + shift) ? first : std::nullopt;
  }

  Reading m_reading;
  OperandPtr<Span> m_instant;
  OperandPtr<Number> m_offset_hours;
};

}  // namespace

const std::vector<CalendarFunction>& calendar_functions() {
  static const std::vector<CalendarFunction> functions{
      {"year", {"The year of a date or time", "O ano de uma data ou hora"}},
      {"month", {"The month, 1 to 12", "O mês, de 1 a 12"}},
      {"day", {"The day of the month, 1 to 31", "O dia do mês, de 1 a 31"}},
      {"weekday", {"The day of the week, 1 (Monday) to 7 (Sunday)", "O dia da semana, de 1 (segunda-feira) a 7 (domingo)"}},
      {"hour", {"The hour, 0 to 23; unknown where only the day is known", "A hora, de 0 a 23; desconhecida onde só se sabe o dia"}},
  };
  return functions;
}

OperandPtr<Number> calendar(std::string_view function, OperandPtr<Span> instant, OperandPtr<Number> offset_hours) {
  return std::make_unique<Calendar>(reading(function), std::move(instant), std::move(offset_hours));
}

}  // namespace geo::cql2
