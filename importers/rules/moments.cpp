// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/moments.hpp"

#include "importers/rules/time_vote.hpp"

#include <algorithm>
#include <limits>

namespace importers {
namespace {

constexpr geo::TimeMs ms_per_minute = 60'000;
constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr std::size_t remembered_days = 8192;

geo::DayNumber day_of(geo::TimeMs local) {
  const geo::TimeMs floored = local >= 0 ? local / ms_per_day : -((-local + ms_per_day - 1) / ms_per_day);
  return static_cast<geo::DayNumber>(floored);
}

}  // namespace

MomentReader::MomentReader(std::string_view time_zone, DateOrder order, bool serials_from_1904)
    : m_zone(time_zone),
      m_order(order),
      m_serials_from_1904(serials_from_1904),
      m_days(remembered_days, Day{std::numeric_limits<geo::DayNumber>::min(), 0, false}) {}

int MomentReader::offset_min(geo::TimeMs local) {
  const geo::DayNumber day = day_of(local);
  Day& slot = m_days[static_cast<std::size_t>(static_cast<std::uint32_t>(day)) % remembered_days];
  if (slot.day != day) {
    // Zones change at most once a day, so equal offsets at both ends hold between them too.
    const geo::TimeMs begin = static_cast<geo::TimeMs>(day) * ms_per_day;
    const int first = m_zone.offset_min_at_local(begin);
    slot = {day, static_cast<std::int16_t>(first), first == m_zone.offset_min_at_local(begin + ms_per_day - 1)};
  }
  return slot.whole ? slot.offset_min : m_zone.offset_min_at_local(local);
}

std::optional<Moment> MomentReader::read(std::string_view cell) {
  std::optional<ParsedDate> parsed = parse_date(cell, m_order);
  if (!parsed) { return std::nullopt; }
  if (m_serials_from_1904 && parsed->form == DateForm::excel_serial) {
    parsed->from_local += SerialVote::days_between * ms_per_day;
    parsed->to_local += SerialVote::days_between * ms_per_day;
  }
  Moment m;
  m.precision = parsed->precision;
  m.form = parsed->form;
  m.day = day_of(parsed->from_local);
  m.zone_assumed = !parsed->utc_offset_min.has_value();
  m.utc_offset_min = m.zone_assumed ? offset_min(parsed->from_local) : *parsed->utc_offset_min;
  m.from = parsed->from_local - m.utc_offset_min * ms_per_minute;
  const bool instant = parsed->to_local == parsed->from_local;
  const int end_offset = instant || !m.zone_assumed ? m.utc_offset_min : offset_min(parsed->to_local);
  m.to = parsed->to_local - end_offset * ms_per_minute;
  return m;
}

void MomentReader::widen(Moment& moment) {
  const geo::TimeMs local = moment.from + moment.utc_offset_min * ms_per_minute;
  if (moment.from != moment.to || local != static_cast<geo::TimeMs>(moment.day) * ms_per_day) { return; }
  const geo::TimeMs end = local + ms_per_day - 1;
  moment.to = end - (moment.zone_assumed ? offset_min(end) : moment.utc_offset_min) * ms_per_minute;
  moment.precision = TimePrecision::day;
}

bool MomentReader::is_ambiguous(std::string_view cell, const Moment& moment) const {
  if (moment.form != DateForm::day_month_year && moment.form != DateForm::month_day_year) { return false; }
  const auto other = parse_date(cell, m_order == DateOrder::day_month ? DateOrder::month_day : DateOrder::day_month);
  return other && day_of(other->from_local) != moment.day;
}

Moment month_of(int year, int month, int utc_offset_min) {
  const bool is_last = month == 12;
  const auto first = geo::day_number({year, month, 1}).value_or(0);
  const auto next = geo::day_number({is_last ? year + 1 : year, is_last ? 1 : month + 1, 1}).value_or(first + 1);
  Moment m;
  m.day = first;
  m.utc_offset_min = utc_offset_min;
  m.from = static_cast<geo::TimeMs>(first) * ms_per_day - utc_offset_min * ms_per_minute;
  m.to = static_cast<geo::TimeMs>(next) * ms_per_day - utc_offset_min * ms_per_minute - 1;
  m.precision = TimePrecision::month;
  m.form = DateForm::month_name_year;
  return m;
}

Moment whole_day(const Moment& moment) {
  Moment day = moment;
  day.from = static_cast<geo::TimeMs>(moment.day) * ms_per_day - moment.utc_offset_min * ms_per_minute;
  day.to = day.from + ms_per_day - 1;
  day.precision = TimePrecision::day;
  return day;
}

std::string_view to_string(TimePrecision precision) {
  switch (precision) {
    case TimePrecision::minute: return "minute";
    case TimePrecision::hour: return "hour";
    case TimePrecision::day: return "day";
    case TimePrecision::month: return "month";
    case TimePrecision::year: break;
  }
  return "year";
}

}  // namespace importers
