// SPDX-License-Identifier: Apache-2.0
// seasonality: months, days of the week and hours of events, and where records pile up because nobody knew better.
#include "geo/hotspots/heaping.hpp"
#include "geo/hotspots/seasonality.hpp"
#include "geo/plain/events.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace geo::plain {
namespace {

constexpr std::array<const char*, 7> weekdays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::vector<LocalMoment> moments_of(const Question& question) {
  const std::vector<WallClock> clocks = question.clocks();
  if (clocks.empty()) {
    throw Error(Problem::input,
                fmt::format("{}, column {}: these are numbers and no dates, so nobody knows which month or weekday they are.",
                            question.table().file, question.column_name("time")),
                fmt::format("{}, coluna {}: são números e não datas, pelo que não se sabe que mês ou dia da semana são.",
                            question.table().file, question.column_name("time")));
  }
  std::vector<LocalMoment> moments;
  for (const WallClock& clock : clocks) { moments.push_back({clock.day, clock.minute < 0 ? std::nullopt : std::optional(clock.minute)}); }
  return moments;
}

/// Classes of one kind; what is expected is nothing where nothing is counted.
void add_classes(PlainResult& result, const char* kind, std::span<const double> observed, const EvenTest& test,
                 const std::function<PlainCell(std::size_t)>& name) {
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const auto expected = i < test.expected.size() ? cell(test.expected[i]) : nothing();
    const bool is_known = i < test.expected.size() && test.expected[i] > 0;
    result.rows.add_row({{"kind", PlainCell(std::string(kind))},
                         {"class", name(i)},
                         {"observed", cell(observed[i])},
                         {"expected", expected},
                         {"ratio", is_known ? cell(observed[i] / test.expected[i]) : nothing()},
                         {"reason", is_known ? nothing() : PlainCell("nothing_expected")}});
  }
}

void add_test(PlainResult& result, ResultTable& tests, const char* what, const EvenTest& test) {
  result.tests += test.p ? 1 : 0;
  tests.add_row({{"test", PlainCell(std::string(what))},
                 {"chi_square", test.p ? cell(test.statistic) : nothing()},
                 {"freedom", cell(test.freedom)},
                 {"p", cell(test.p)},
                 {"is_rough", PlainCell(test.is_rough)},
                 {"reason", test.p ? nothing() : PlainCell("nothing_to_compare")}});
}

/// How many records lie where they pile up.
std::size_t add_heaps(PlainResult& result, std::span<const LocalMoment> moments, DayNumber first, DayNumber last) {
  ResultTable heaps;
  std::size_t number = 0;
  for (const HeapCheck& one : heaping(moments, first, last)) {
    number += one.is_heap ? 1 : 0;
    heaps.add_row({{"heap", cell(code(one.heap))},
                   {"observed", cell(one.observed)},
                   {"of", cell(one.of)},
                   {"expected", cell(one.expected)},
                   {"p", cell(one.p)},
                   {"is_heap", PlainCell(one.is_heap)}});
  }
  result.more.emplace_back("heaping", std::move(heaps));
  return number;
}

void add_rows(PlainResult& result, const Seasonality& found) {
  std::array<double, 24> hours{};
  ResultTable matrix;
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    NamedCells row{{"weekday", PlainCell(std::string(weekdays[day]))}};
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
      hours[hour] += found.hours[day][hour];
      row.emplace_back(fmt::format("hour_{:02}", hour), cell(found.hours[day][hour]));
    }
    matrix.add_row(std::move(row));
  }
  const auto number = [](std::size_t from) { return [from](std::size_t i) { return cell(i + from); }; };
  add_classes(result, "month", found.months, found.month_test, number(1));
  add_classes(result, "weekday", found.weekdays, found.weekday_test, [](std::size_t i) { return PlainCell(std::string(weekdays[i])); });
  add_classes(result, "hour", hours, found.hour_test, number(0));
  ResultTable tests;
  add_test(result, tests, "months", found.month_test);
  add_test(result, tests, "weekdays", found.weekday_test);
  add_test(result, tests, "hours", found.hour_test);
  add_test(result, tests, "hours_by_weekday", found.hour_by_weekday_test);
  result.more.emplace_back("tests", std::move(tests));
  result.more.emplace_back("hours_by_weekday", std::move(matrix));
}

void run(Question& question, PlainResult& result) {
  question.use({"time"}, Question::Where::nowhere);
  const std::vector<LocalMoment> moments = moments_of(question);
  const PlainPeriod period = period_of(question, PlainClock::wall);
  const auto first = static_cast<DayNumber>(std::floor(period.first_day));
  const auto last = static_cast<DayNumber>(std::ceil(period.end_day)) - 1;
  const Seasonality found = seasonality(moments, first, last);
  add_rows(result, found);
  const std::size_t heaps = add_heaps(result, moments, first, last);
  result.summary.emplace_back("events", cell(found.used));
  result.summary.emplace_back("without_an_hour", cell(found.without_hour));
  result.summary.emplace_back("outside_the_period", cell(found.outside));
  result.summary.emplace_back("hours_lean_to_minute_of_the_day", found.lean ? cell(found.lean->minute) : nothing());
  result.summary.emplace_back("hours_lean_strength", found.lean ? cell(found.lean->strength) : nothing());
  result.summary.emplace_back("hours_lean_p", found.lean ? cell(found.lean->p) : nothing());
  constexpr double days_of_a_year = 365;
  if (period.end_day - period.first_day < days_of_a_year) {
    question.warn({"The period is shorter than a year: months cannot be told from a trend.",
                   "O período é mais curto do que um ano: os meses não se distinguem de uma tendência."});
  }
  if (heaps > 0) {
    question.warn(
        {fmt::format("Records pile up at {} of the usual places, such as midnight or the first of a month: there the clock and the "
                     "calendar of the records are seen, not those of the events. See heaping.",
                     heaps),
         fmt::format("Os registos amontoam-se em {} dos sítios habituais, como a meia-noite ou o dia 1: aí vê-se o relógio e o "
                     "calendário dos registos, não os dos acontecimentos. Veja heaping.",
                     heaps)});
  }
  result.says = {
      fmt::format("{} events by month, weekday and hour, {} of them without an hour; it shows when things were recorded to have "
                  "happened, which is not always when they did.",
                  found.used, found.without_hour),
      fmt::format("{} acontecimentos por mês, dia da semana e hora, {} deles sem hora; mostra quando se registou que aconteceram, "
                  "o que nem sempre é quando aconteceram.",
                  found.used, found.without_hour)};
}

}  // namespace

PlainMethod seasonality() {
  return {"seasonality",
          {"When events happen: months, days of the week, hours", "Quando há acontecimentos: meses, dias da semana, horas"},
          {"time", "from", "to"},
          run};
}

}  // namespace geo::plain
