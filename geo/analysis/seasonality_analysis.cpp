// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/seasonality_analysis.hpp"

#include "geo/analysis/hex_words.hpp"
#include "geo/analysis/row_values.hpp"
#include "geo/analysis/season_words.hpp"
#include "geo/analysis/time_steps.hpp"
#include "geo/analysis/time_words.hpp"
#include "geo/analysis/told.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/heaping.hpp"
#include "geo/hotspots/seasonality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace geo {
namespace {

constexpr double alpha = 0.05;
constexpr std::size_t hours_a_day = 24;
constexpr std::size_t tables = 4;
constexpr int told_digits = 3;  ///< of what all cells go into, those too that are not told

/// Months, days of the week, hours, hours of days of the week.
constexpr std::array<std::string_view, tables> table_names{"month", "weekday", "hour", "hour_by_weekday"};

struct Found {
  Days period;
  Seasonality seasons;
  std::vector<HeapCheck> heaps;
  std::array<std::optional<double>, tables> q = {};
  bool is_withheld = false;                             ///< too few incidents
  bool are_hours_withheld = false;                      ///< too few whose hour is known
  std::array<std::vector<bool>, tables> are_told = {};  ///< the numbers of cells

  [[nodiscard]] const EvenTest& test(std::size_t table) const {
    const std::array<const EvenTest*, tables> all{&seasons.month_test, &seasons.weekday_test, &seasons.hour_test,
                                                  &seasons.hour_by_weekday_test};
    return *all.at(table);
  }
  [[nodiscard]] bool is_told(std::size_t table) const { return !(table < 2 ? is_withheld : are_hours_withheld); }
  [[nodiscard]] double hour(std::size_t hour) const {
    double all = 0;
    for (const auto& day : seasons.hours) { all += day.at(hour); }
    return all;
  }
  [[nodiscard]] double count(std::size_t table, std::size_t cell) const {
    if (table == 0) { return seasons.months.at(cell); }
    if (table == 1) { return seasons.weekdays.at(cell); }
    return table == 2 ? hour(cell) : seasons.hours.at(cell / hours_a_day).at(cell % hours_a_day);
  }
};

constexpr std::size_t cells_of(std::size_t table) {
  constexpr std::array<std::size_t, tables> cells{12, 7, hours_a_day, 7 * hours_a_day};
  return cells.at(table);
}

std::vector<std::uint64_t> counts_of(const Found& found, std::size_t table) {
  std::vector<std::uint64_t> counts;
  for (std::size_t cell = 0; cell < cells_of(table); ++cell) { counts.push_back(static_cast<std::uint64_t>(found.count(table, cell))); }
  return counts;
}

/// Rows and columns of the last table add up to the two before it: less what is told of them nothing of few may be left either.
void tell_cells(Found& found) {
  for (std::size_t t = 0; t < tables; ++t) { found.are_told.at(t) = told_places(counts_of(found, t)); }
  std::vector<bool>& told = found.are_told[3];
  std::vector<std::vector<std::size_t>> lines(7 + hours_a_day);
  for (std::size_t cell = 0; cell < told.size(); ++cell) {
    const std::size_t day = cell / hours_a_day;
    const std::size_t hour = cell % hours_a_day;
    told[cell] = told[cell] && found.are_told[1][day] && found.are_told[2][hour];
    lines[day].push_back(cell);
    lines[7 + hour].push_back(cell);
  }
  const std::vector<std::uint64_t> counts = counts_of(found, 3);
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (const auto& line : lines) { has_changed = give_up(counts, line, told) || has_changed; }
  }
}

Days period_of(const Filter& filter, const HotspotInput& input) {
  if (const auto days = days_of(filter.datetime, input.period)) { return *days; }
  throw Error(Problem::usage, "No incident has a day that is known, so that nothing says which period this is about. Give datetime.",
              "Nenhum incidente tem um dia conhecido, pelo que nada diz de que período se trata. Indique datetime.");
}

Found look(const HotspotInput& input, Days period) {
  std::vector<LocalMoment> moments;
  for (const Incident& incident : input.used) {
    moments.push_back({local_day(incident), incident.has_hour ? std::optional(local_minute(incident)) : std::nullopt});
  }
  Found found{period, seasonality(moments, period.first, period.last), heaping(moments, period.first, period.last)};
  found.is_withheld = found.seasons.used < seasonality_least_incidents;
  found.are_hours_withheld = found.seasons.used - found.seasons.without_hour < seasonality_least_incidents;
  tell_cells(found);
  std::vector<std::optional<double>> p(tables);
  for (std::size_t t = 0; t < tables; ++t) {
    if (found.is_told(t)) { p[t] = found.test(t).p; }
  }
  const auto q = false_discovery_q(p);
  std::copy(q.begin(), q.end(), found.q.begin());
  return found;
}

std::vector<Row> rows_of(const Found& found) {
  std::vector<Row> rows;
  for (std::size_t t = 0; t < tables; ++t) {
    for (std::size_t cell = 0; cell < cells_of(t); ++cell) {
      Row row{{}, {std::string(table_names.at(t))}};
      const auto number = [](bool is_there, std::size_t n) { return is_there ? Value(static_cast<std::int64_t>(n)) : Value(); };
      append(row, {number(t == 0, cell + 1), number(t == 1 || t == 3, (t == 1 ? cell : cell / hours_a_day) + 1),
                   number(t >= 2, cell % hours_a_day)});
      const EvenTest& test = found.test(t);
      const double expected = cell < test.expected.size() ? test.expected[cell] : 0;
      if (!found.is_told(t)) {
        append(row, {Value(), Value(), Value(), std::string(few_incidents)});
      } else {
        const double n = found.count(t, cell);
        if (!found.are_told.at(t)[cell]) {
          // What the last table expects is made of the numbers of its rows and columns.
          append(row, {Value(), t == 3 ? Value() : Value(expected), Value(), std::string(expected > 0 ? few_incidents : "not_in_period")});
          rows.push_back(std::move(row));
          continue;
        }
        append(row, {static_cast<std::int64_t>(n), expected, expected > 0 ? Value(n / expected) : Value(),
                     expected > 0 ? Value() : Value(std::string("not_in_period"))});
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::string parameters_json(const View& view, const Filter& filter, const HotspotOptions& options, const Found& found) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("collection", view.schema().id);
  write_filter(json, filter);
  write_options(json, options);
  json.key("days").begin_array().value(format_date(found.period.first)).value(format_date(found.period.last)).end_array();
  json.member("alpha", alpha).end_object();
  return out;
}

std::string hour_text(double minute) {
  const int whole = static_cast<int>(minute);
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

/// The cell that stands out most above what is expected, of those that are told.
std::optional<std::size_t> highest(const Found& found, std::size_t table) {
  const EvenTest& test = found.test(table);
  std::optional<std::size_t> best;
  double most = -1;
  for (std::size_t cell = 0; cell < test.expected.size(); ++cell) {
    if (!(test.expected[cell] > 0) || !found.are_told.at(table)[cell]) { continue; }
    const double ratio = found.count(table, cell) / test.expected[cell];
    if (ratio > most) {
      most = ratio;
      best = cell;
    }
  }
  return best;
}

Text cell_text(std::size_t table, std::size_t cell) {
  if (table == 0) { return month_text(cell); }
  if (table == 1) { return weekday_text(cell); }
  return {fmt::format("{:02}:00 to {:02}:59", cell, cell), fmt::format("{:02}:00 às {:02}:59", cell, cell)};
}

void say_table(std::vector<Text>& findings, const Found& found, std::size_t table) {
  if (!found.is_told(table) || !found.test(table).p) { return; }
  constexpr std::array<const char*, tables> en{"Months", "Days of the week", "Hours", "Hours of different days of the week"};
  constexpr std::array<const char*, tables> pt{"Os meses", "Os dias da semana", "As horas", "As horas dos vários dias da semana"};
  Text p = p_text(*found.test(table).p);
  const Text q = decimal_text(found.q.at(table).value_or(1), 3);
  p.en += ", false discovery rate " + q.en;
  p.pt += ", taxa de falsas descobertas " + q.pt;
  if (!found.q.at(table) || *found.q.at(table) > alpha) {
    findings.push_back({fmt::format("{} differ no more than chance makes them ({}).", en.at(table), p.en),
                        fmt::format("{} não diferem mais do que o acaso faz ({}).", pt.at(table), p.pt)});
    return;
  }
  const std::optional<std::size_t> most = table == 3 ? std::nullopt : highest(found, table);
  if (!most) {
    findings.push_back({fmt::format("{} differ ({}).", en.at(table), p.en), fmt::format("{} diferem ({}).", pt.at(table), p.pt)});
    return;
  }
  const std::size_t cell = *most;
  const Text name = cell_text(table, cell);
  const Text expected = decimal_text(found.test(table).expected[cell], 1);
  findings.push_back({fmt::format("{} differ ({}): most stand out {}, {} where {} are expected.", en.at(table), p.en, name.en,
                                  found.count(table, cell), expected.en),
                      fmt::format("{} diferem ({}): sobressai {}, {} onde se esperam {}.", pt.at(table), p.pt, name.pt,
                                  found.count(table, cell), expected.pt)});
}

std::vector<Text> findings_of(const HotspotInput& input, const HotspotOptions& options, const Found& found) {
  std::vector<Text> findings = input_findings(input, options);
  for (std::size_t t = 0; t < tables; ++t) { say_table(findings, found, t); }
  if (!found.are_hours_withheld && found.seasons.lean && found.seasons.lean->p <= alpha) {
    const Lean& lean = *found.seasons.lean;
    const Text strength = decimal_text(lean.strength, 2);
    findings.push_back({fmt::format("Hours lean to {} (strength {} of 1).", hour_text(lean.minute), strength.en),
                        fmt::format("As horas inclinam-se para as {} (força {} de 1).", hour_text(lean.minute), strength.pt)});
  }
  return findings;
}

Text heap_text(Heap heap) {
  switch (heap) {
    case Heap::first_of_month: return {"on the first of months", "no primeiro dia dos meses"};
    case Heap::fifteenth: return {"on the 15th of months", "no dia 15 dos meses"};
    case Heap::first_of_january: return {"on 1 January", "em 1 de Janeiro"};
    case Heap::midnight: return {"at 00:00", "às 00:00"};
    case Heap::noon: return {"at 12:00", "às 12:00"};
    case Heap::full_hour: return {"at full hours", "a horas certas"};
    case Heap::half_hour: break;
  }
  return {"at half hours", "a meias horas"};
}

std::vector<Text> caveats_of(const HotspotInput& input, const Filter& filter, const HotspotOptions& options, const Found& found) {
  std::vector<Text> caveats = hotspot_caveats(input, options);
  if (found.is_withheld) {
    caveats.push_back({"Tables of fewer than 10 incidents are not shown.", "As tabelas de menos de 10 incidentes não se mostram."});
  }
  if (!found.is_withheld) {
    caveats.push_back({"Of cells with fewer than 10 incidents the number is not told, nor of those that these could be worked out from.",
                       "De células com menos de 10 incidentes não se diz o número, nem das de que aquele se pudesse calcular."});
  }
  const Seasonality& s = found.seasons;
  if (s.without_hour > 0) {
    caveats.push_back(
        {fmt::format("{} of {} incidents have a day but no hour: they are in no table of hours.", s.without_hour, s.used),
         fmt::format("{} de {} incidentes têm dia mas não hora: não estão em nenhuma tabela de horas.", s.without_hour, s.used)});
  }
  for (const HeapCheck& heap : found.heaps) {
    if (!heap.is_heap || found.is_withheld) { continue; }
    const Text where = heap_text(heap.heap);
    const Text expected = decimal_text(heap.expected, 1);
    const bool is_heap_told = heap.observed >= least_told;
    const Text number =
        is_heap_told ? Text{fmt::format("{}", heap.observed), fmt::format("{}", heap.observed)} : Text{"fewer than 10", "menos de 10"};
    caveats.push_back(
        {fmt::format("Records pile up {}: {} where {} are expected. Times were rounded, or nobody knew better.", where.en, number.en,
                     expected.en),
         fmt::format("Os registos acumulam-se {}: {} onde se esperam {}. Os tempos foram arredondados, ou não se sabia ao certo.", where.pt,
                     number.pt, expected.pt)});
  }
  const bool is_rough = std::any_of(table_names.begin(), table_names.end(), [&](const std::string_view& name) {
    const auto t = static_cast<std::size_t>(&name - table_names.data());
    return found.is_told(t) && found.test(t).is_rough;
  });
  if (is_rough) {
    caveats.push_back({"Some cells expect fewer than five incidents: p of that table is rough.",
                       "Algumas células esperam menos de cinco incidentes: o p dessa tabela é aproximado."});
  }
  const double length = static_cast<double>(found.period.last) - found.period.first + 1;
  if (length < 730) {
    caveats.push_back({"The period is shorter than two years: what is of the season, and what of that year, cannot be told apart.",
                       "O período é inferior a dois anos: não se distingue o que é da estação do que é desse ano."});
  }
  say_open_period(caveats, filter);
  caveats.push_back({"Incidents that come in series are not independent: p then is too low.",
                     "Incidentes que vêm em série não são independentes: o p fica então demasiado baixo."});
  return caveats;
}

void write_tests(JsonWriter& json, const Found& found) {
  json.key("tests").begin_object();
  for (std::size_t t = 0; t < tables; ++t) {
    const EvenTest& test = found.test(t);
    json.key(table_names.at(t));
    if (!found.is_told(t)) {
      json.null();
      continue;
    }
    json.begin_object().member("chi_square", in_digits(test.statistic, told_digits)).member("freedom", test.freedom);
    write_optional(json, "p", in_digits(test.p, told_digits));
    write_optional(json, "q", in_digits(found.q.at(t), told_digits));
    json.member("is_rough", test.is_rough).end_object();
  }
  json.end_object();
}

std::string summary_json(const HotspotInput& input, const HotspotOptions& options, const Found& found, const Analysis& analysis) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_input(json, input, options);
  json.member("with_hour", found.seasons.used - found.seasons.without_hour).member("without_hour", found.seasons.without_hour);
  write_tests(json, found);
  json.key("lean");
  if (found.are_hours_withheld || !found.seasons.lean) {
    json.null();
  } else {
    const Lean& lean = *found.seasons.lean;
    json.begin_object().member("at", hour_text(lean.minute)).member("strength", lean.strength).member("p", lean.p).end_object();
  }
  json.key("heaps").begin_array();
  for (const HeapCheck& heap : found.heaps) {
    if (found.is_withheld) { break; }
    const bool is_heap_told = heap.observed >= least_told;
    json.begin_object().member("heap", code(heap.heap)).key("observed");
    if (is_heap_told) {
      json.value(heap.observed);
    } else {
      json.null();
    }
    json.member("of", heap.of)
        .member("expected", heap.expected)
        .member("p", is_heap_told ? heap.p : told_p(heap.p))
        .member("is_heap", heap.is_heap)
        .end_object();
  }
  json.end_array();
  write_sentences(json, analysis.findings, analysis.caveats);
  json.end_object();
  return out;
}

Collection describe(const Collection& source, const HotspotInput& input, const Found& found) {
  using enum FieldType;
  Collection c = result_collection("seasonality", GeometryType::none);
  const std::string first = format_date(found.period.first);
  const std::string last = format_date(found.period.last);
  c.title = {fmt::format("{}: months, days of the week, hours, {} to {}", source.title.en, first, last),
             fmt::format("{}: meses, dias da semana, horas, {} a {}", source.title.pt, first, last)};
  c.description = {
      fmt::format(
          "Incidents by the calendar and the clock of the place, beside what is expected where nothing but time passes. Period: {} to "
          "{}. {} of {} rows used.",
          first, last, input.used.size(), input.matched),
      fmt::format(
          "Incidentes pelo calendário e pelo relógio do lugar, ao lado do que se espera onde só o tempo passa. Período: {} a {}. {} de "
          "{} linhas usadas.",
          first, last, input.used.size(), input.matched)};
  c.fields = {result_field("part", text, {"Table: month, weekday, hour, hour_by_weekday", "Tabela: month, weekday, hour, hour_by_weekday"}),
              result_field("month", integer, {"Month, 1 January", "Mês, 1 Janeiro"}),
              result_field("weekday", integer, {"Day of the week, 1 Monday", "Dia da semana, 1 segunda-feira"}),
              result_field("hour", integer, {"Hour, 0 to 23, by the clock of the place", "Hora, 0 a 23, pelo relógio do lugar"}, "h"),
              result_field("incidents", integer, {"Number of incidents", "Número de incidentes"}),
              result_field("expected", real, {"Expected", "Esperados"}),
              result_field("ratio", real, {"Observed to expected", "Observados sobre esperados"}),
              result_field("reason", text, {"Why there is no figure", "Porque não há valor"})};
  return c;
}

}  // namespace

Analysis seasonality_analysis(const View& incidents, const Filter& filter, const HotspotOptions& options, const Progress& progress) {
  HotspotOptions anywhere = options;
  anywhere.area_level = HotspotOptions::any_place;
  HotspotInput input = hotspot_input(incidents, filter, anywhere, part_of(progress, 0, 90));
  keep_known_days(input);
  const Days period = period_of(filter, input);
  input.leave_out(LeftOut::outside_steps, [&](std::size_t i) {
    const DayNumber day = local_day(input.used[i]);
    return day < period.first || day > period.last;
  });
  const Found found = look(input, period);
  Analysis analysis;
  analysis.rows = rows_of(found);
  analysis.collection = describe(incidents.schema(), input, found);
  Provenance& result = *analysis.collection.result;
  result.parameters = parameters_json(incidents, filter, options, found);
  analysis.findings = findings_of(input, options, found);
  analysis.caveats = caveats_of(input, filter, options, found);
  result.summary = summary_json(input, options, found, analysis);
  result.inputs = {incidents.schema().id};
  analysis.read = {{incidents.schema().id, incidents.version()}};
  return analysis;
}

}  // namespace geo
