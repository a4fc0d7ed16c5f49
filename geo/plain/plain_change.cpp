// SPDX-License-Identifier: Apache-2.0
// change: have places more or fewer events than before?
#include "geo/hotspots/change.hpp"
#include "geo/plain/events.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>

namespace geo::plain {
namespace {

/// Counts of places in two periods of some length.
struct TwoPeriods {
  std::vector<std::uint32_t> named_by;  ///< rows in use
  std::vector<TwoCounts> counts;
  double length_before = 1, length_after = 1;
  std::size_t outside = 0;
};

std::uint64_t whole_count(const Question& question, const char* role, std::size_t i, double value) {
  constexpr double most = 2147483647;
  if (value == std::floor(value) && value <= most) { return static_cast<std::uint64_t>(value); }
  throw Error(Problem::input,
              fmt::format("{}, row {}, column {}: {} is no number of events.", question.table().file, question.rows()[i] + 1,
                          question.column_name(role), value),
              fmt::format("{}, linha {}, coluna {}: {} não é um número de acontecimentos.", question.table().file, question.rows()[i] + 1,
                          question.column_name(role), value));
}

TwoPeriods two_columns(Question& question) {
  question.use({"before", "after"}, Question::Where::nowhere);
  TwoPeriods periods;
  periods.length_before = question.number("length-before", above_zero, 1);
  periods.length_after = question.number("length-after", above_zero, 1);
  const std::vector<double> before = question.counts("before");
  const std::vector<double> after = question.counts("after");
  for (std::uint32_t i = 0; i < before.size(); ++i) {
    periods.named_by.push_back(i);
    periods.counts.push_back({whole_count(question, "before", i, before[i]), whole_count(question, "after", i, after[i])});
  }
  return periods;
}

/// Rows that are events, of the place that --id names; without it all are of one.
TwoPeriods split_events(Question& question) {
  question.use({"time"}, Question::Where::nowhere);
  const double split = question.day("split");
  const PlainPeriod period = period_of(question);
  TwoPeriods periods;
  periods.length_before = split - period.first_day;
  periods.length_after = period.end_day - split;
  if (!(periods.length_before > 0) || !(periods.length_after > 0)) {
    throw Error(Problem::usage, "--split must lie within the period, after its first day: it is the first day of the later part.",
                "--split tem de ficar dentro do período, depois do seu primeiro dia: é o primeiro dia da parte posterior.");
  }
  const std::vector<double> days = question.values("time");
  std::map<std::string_view, std::size_t> known;
  for (std::uint32_t i = 0; i < days.size(); ++i) {
    if (days[i] < period.first_day || days[i] >= period.end_day) {
      ++periods.outside;
      continue;
    }
    const std::string_view name = question.has("id") ? std::string_view(question.id(i)) : "";
    const auto [at, is_new] = known.emplace(name, known.size());
    if (is_new) {
      periods.named_by.push_back(i);
      periods.counts.emplace_back();
    }
    // Of the rows of a place that which the file has first stands for it.
    std::uint32_t& named_by = periods.named_by[at->second];
    if (question.rows()[i] < question.rows()[named_by]) { named_by = i; }
    ++(days[i] < split ? periods.counts[at->second].before : periods.counts[at->second].after);
  }
  if (!question.has("id")) {
    question.warn({"Without --id all events are of one place.", "Sem --id todos os acontecimentos são de um só lugar."});
  }
  return periods;
}

void run(Question& question, PlainResult& result) {
  const double alpha = alpha_of(question);
  if (question.has("time") && question.has("before")) {
    throw Error(Problem::usage, "Say either --before and --after, or --time and --split.",
                "Indique --before e --after, ou --time e --split.");
  }
  const TwoPeriods periods = question.has("time") ? split_events(question) : two_columns(question);
  TwoCounts all;
  for (const TwoCounts& one : periods.counts) {
    all.before += one.before;
    all.after += one.after;
  }
  const std::size_t n = periods.counts.size();
  std::vector<CountChange> own;
  std::vector<CountChange> against;
  std::vector<std::optional<double>> p;
  for (const TwoCounts& one : periods.counts) {
    own.push_back(change_of_rate(one, periods.length_before, periods.length_after));
    against.push_back(change_against(one, all));
    p.push_back(own.back().p);
  }
  const bool is_one_place = question.has("time") && !question.has("id");
  if (is_one_place) {
    result.rows.add("id", n, [](std::size_t) { return PlainCell(std::string("all")); });
  } else {
    result.rows = question.named_rows(periods.named_by);
    for (const std::uint32_t i : periods.named_by) { result.file_rows.push_back(question.rows()[i]); }
  }
  const auto told = [&](const char* name, auto get) { result.rows.add(name, n, [&](std::size_t i) { return cell(get(i)); }); };
  told("before", [&](std::size_t i) { return periods.counts[i].before; });
  told("after", [&](std::size_t i) { return periods.counts[i].after; });
  told("ratio", [&](std::size_t i) { return own[i].ratio; });
  told("ratio_low", [&](std::size_t i) { return own[i].ratio_low; });
  told("ratio_high", [&](std::size_t i) { return own[i].ratio_high; });
  told("p", [&](std::size_t i) { return own[i].p; });
  const Adjusted adjusted = add_adjusted(result, p, alpha);
  told("ratio_against_others", [&](std::size_t i) { return against[i].ratio; });
  told("p_against_others", [&](std::size_t i) { return against[i].p; });
  std::size_t more = 0;
  std::size_t fewer = 0;
  result.rows.add("class", n, [&](std::size_t i) {
    const bool is_sure = adjusted.q[i] && *adjusted.q[i] <= alpha;
    const bool is_more = static_cast<double>(periods.counts[i].after) * periods.length_before >
                         static_cast<double>(periods.counts[i].before) * periods.length_after;
    more += is_sure && is_more ? 1 : 0;
    fewer += is_sure && !is_more ? 1 : 0;
    return PlainCell(!is_sure ? "none" : is_more ? "more" : "fewer");
  });
  told("reason", [&](std::size_t i) {
    const TwoCounts& one = periods.counts[i];
    return std::string_view(one.before + one.after == 0 ? "nothing_happened" : one.before == 0 ? "none_before" : "");
  });
  const CountChange of_all = change_of_rate(all, periods.length_before, periods.length_after);
  result.summary.emplace_back("before", cell(all.before));
  result.summary.emplace_back("after", cell(all.after));
  result.summary.emplace_back("length_before", cell(periods.length_before));
  result.summary.emplace_back("length_after", cell(periods.length_after));
  result.summary.emplace_back("ratio", cell(of_all.ratio));
  result.summary.emplace_back("p", cell(of_all.p));
  if (periods.outside > 0) { result.summary.emplace_back("events_outside_the_period", cell(periods.outside)); }
  result.says = {
      fmt::format("{} of {} places have more and {} fewer events than before (q at most {} %); reporting may have changed rather "
                  "than what happened, and fewer is not safe.",
                  more, n, fewer, percent(alpha)),
      fmt::format("{} de {} lugares têm mais e {} menos acontecimentos do que antes (q até {} %); pode ter mudado a comunicação e "
                  "não o que aconteceu, e menos não quer dizer seguro.",
                  more, n, fewer, percent(alpha))};
}

}  // namespace

PlainMethod change() {
  return {"change",
          {"Where there are more or fewer than before: two periods", "Onde há mais ou menos do que antes: dois períodos"},
          {"before", "after", "length-before", "length-after", "time", "split", "from", "to", "alpha"},
          run};
}

}  // namespace geo::plain
