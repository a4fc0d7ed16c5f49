// SPDX-License-Identifier: Apache-2.0
// knox and near-repeat: do events that are near in space come near in time too?
#include "geo/hotspots/knox.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <cmath>

namespace geo::plain {
namespace {

constexpr double ms_per_day = 86'400'000;
constexpr double longest_days = 1e9;
constexpr std::uint64_t usual_permutations = 999;

/// Bands as the result names them, in the file's units.
struct Bands {
  std::vector<double> radius, days;
};

/// Beyond which a band begins; the first has no such limit, it holds 0 too.
PlainCell above(const std::vector<double>& limits, std::size_t band) { return band == 0 ? nothing() : cell(limits[band - 1]); }

/// None where no pair can come about: that is no test.
std::optional<double> p_of(const NearRepeat& one) { return one.ratio ? std::optional(one.p) : std::nullopt; }

struct Filled {
  NearRepeatTable table;
  std::uint32_t drawings = 0;
};

Filled fill(Question& question, const Bands& bands, PlainResult& result) {
  const PermutationOptions options = permutation_options(question, usual_permutations);
  NearRepeatBands limits{bands.radius, {}};
  for (const double days : bands.days) { limits.time_ms.push_back(std::llround(days * ms_per_day)); }
  NearRepeatTable table = near_repeats(question.places(), question.times(), limits, options, question.workers(), question.progress());
  if (table.cells.empty()) { refuse_stopped(); }
  for (std::size_t at = 0; at < table.cells.size(); ++at) {
    const NearRepeat& one = table.cells[at];
    const std::size_t s = at / bands.days.size();
    const std::size_t t = at % bands.days.size();
    result.rows.add_row({{"radius_above", above(bands.radius, s)},
                         {"radius_to", cell(bands.radius[s])},
                         {"days_above", above(bands.days, t)},
                         {"days_to", cell(bands.days[t])},
                         {"observed", cell(one.observed)},
                         {"expected", cell(one.expected)},
                         {"ratio", cell(one.ratio)},
                         {"variance", cell(one.variance)},
                         {"p", cell(p_of(one))},
                         {"space_pairs", cell(table.space_pairs[s])},
                         {"time_pairs", cell(table.time_pairs[t])},
                         {"reason", one.ratio ? nothing() : PlainCell("nothing_expected")}});
  }
  result.summary.emplace_back("pairs", cell(table.pairs));
  return {std::move(table), options.permutations};
}

void run_knox(Question& question, PlainResult& result) {
  question.use({"time"}, Question::Where::known);
  const Bands bands{{question.number("radius", {0})}, {question.number("days", {0, longest_days})}};
  const NearRepeat found = fill(question, bands, result).table.cells.front();
  if (!found.ratio) {
    result.says = {"No pair of events is that near in space, or none in time: there is nothing to be tested, and nothing is said.",
                   "Nenhum par de acontecimentos está tão próximo no espaço, ou nenhum no tempo: não há nada a testar, e nada se diz."};
    return;
  }
  result.tests = 1;
  const std::string p = written_p(found.p);
  result.says = {fmt::format("{} pairs are near in space and in time, where sharing times out anew gives {:.1f} (p {}); it does not say "
                             "which event followed from which, and people or places that change over time can do the same.",
                             found.observed, found.expected, p),
                 fmt::format("{} pares estão próximos no espaço e no tempo, onde redistribuir os tempos dá {:.1f} (p {}); não diz que "
                             "acontecimento se seguiu de qual, e pessoas ou lugares que mudam com o tempo podem ter o mesmo efeito.",
                             found.observed, found.expected, p)};
}

void run_near_repeat(Question& question, PlainResult& result) {
  constexpr double alpha = 0.05;
  question.use({"time"}, Question::Where::known);
  Bands bands;
  bands.radius = question.numbers("radius-bands", {0});
  bands.days = question.numbers("day-bands", {0, longest_days});
  const auto [found, drawings] = fill(question, bands, result);
  std::vector<std::optional<double>> p;
  std::size_t more = 0;
  for (const NearRepeat& one : found.cells) { p.push_back(p_of(one)); }
  const Adjusted adjusted = add_adjusted(result, p, alpha);
  for (const auto& q : adjusted.q) { more += q && *q <= alpha ? 1 : 0; }
  warn_of_few_drawings(question, drawings, 1, adjusted.tests, alpha);
  result.says = {fmt::format("{} of {} bands of distance and time hold more pairs than sharing times out anew explains (q at most 5 %); it "
                             "does not say which event followed from which.",
                             more, adjusted.tests),
                 fmt::format("{} de {} faixas de distância e tempo têm mais pares do que redistribuir os tempos explica (q até 5 %); não "
                             "diz que acontecimento se seguiu de qual.",
                             more, adjusted.tests)};
}

}  // namespace

PlainMethod knox() {
  return {
      "knox",
      {"Whether what is near in space is near in time: Knox's test", "Se o que está perto no espaço está perto no tempo: teste de Knox"},
      {"time", "radius", "days", "permutations", "seed"},
      run_knox};
}

PlainMethod near_repeat() {
  return {"near-repeat",
          {"How long and how far places stay at risk: the near-repeat table",
           "Por quanto tempo e até onde os lugares ficam em risco: tabela de repetições próximas"},
          {"time", "radius-bands", "day-bands", "permutations", "seed"},
          run_near_repeat};
}

}  // namespace geo::plain
