// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/two_periods.hpp"

namespace geo {
namespace {

bool holds(Days period, DayNumber day) { return period.first <= day && day <= period.last; }
bool meets(Days a, Days b) { return a.first <= b.last && b.first <= a.last; }

[[noreturn]] void refuse(const char* en, const char* pt) { throw Error(Problem::usage, en, pt); }

}  // namespace

bool TwoPeriods::are_same_season() const {
  const auto same = [](DayNumber a, DayNumber b) {
    const CivilDate first = civil_date(a);
    const CivilDate second = civil_date(b);
    return first.month == second.month && first.day == second.day && first.year != second.year;
  };
  return same(before.first, after.first) && same(before.last + 1, after.last + 1);
}

std::optional<bool> TwoPeriods::at(DayNumber day) const {
  if (holds(before, day)) { return false; }
  return holds(after, day) ? std::optional(true) : std::nullopt;
}

TwoPeriods two_periods(const std::optional<TimeInterval>& before, const std::optional<TimeInterval>& asked,
                       const std::optional<Days>& found) {
  const auto later = days_of(asked, found);
  if (!later) {
    refuse("There is no period to compare: no whole day lies in it.", "Não há período a comparar: não contém nenhum dia inteiro.");
  }
  if (!before) {
    const DayNumber days = later->last - later->first + 1;
    if (days < 2) { refuse("A single day has no halves to compare.", "Um único dia não tem metades a comparar."); }
    const DayNumber middle = later->first + days / 2;
    return {{later->first, middle - 1}, {middle, later->last}};
  }
  if (!asked) {
    refuse("Give 'datetime', too: the later period that 'datetime_before' is compared with.",
           "Indique também 'datetime': o período posterior com que se compara 'datetime_before'.");
  }
  const auto earlier = days_of(before, found);
  if (!earlier) { refuse("The earlier period holds no whole day.", "O período anterior não contém nenhum dia inteiro."); }
  if (earlier->last >= later->first) {
    refuse("The period of 'datetime_before' must end before that of 'datetime' begins.",
           "O período de 'datetime_before' tem de acabar antes de começar o de 'datetime'.");
  }
  return {*earlier, *later};
}

void keep_in_periods(HotspotInput& input, const TwoPeriods& periods) {
  input.leave_out(LeftOut::no_time, [&](std::size_t i) { return !input.used[i].time; });
  input.leave_out(LeftOut::coarse_time, [&](std::size_t i) {
    const auto days = possible_days(input.used[i]);
    if (!days) { return true; }
    const bool is_in_one = periods.at(days->first) && periods.at(days->first) == periods.at(days->last);
    return !is_in_one && (meets(*days, periods.before) || meets(*days, periods.after));
  });
  input.leave_out(LeftOut::outside_periods, [&](std::size_t i) { return !periods.at(local_day(input.used[i])); });
}

}  // namespace geo
