// SPDX-License-Identifier: Apache-2.0
// global: one number for a whole map, each of those there are.
#include "geo/hotspots/global_statistics.hpp"
#include "geo/plain/global_row.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {

NamedCells global_row(std::string_view statistic, std::string_view assumption, const GlobalStatistic& found) {
  const bool is_there = found.reason == NoStatistic::none;
  const auto number = [&](double value) { return is_there ? cell(value) : nothing(); };
  return {{"statistic", cell(statistic)},
          {"assumption", cell(assumption)},
          {"value", number(found.value)},
          {"expected", number(found.expected)},
          {"variance", number(found.variance)},
          {"z", number(found.z)},
          {"p", number(found.p)},
          {"reason", cell(code(found.reason))}};
}

namespace plain {
namespace {

void run(Question& question, PlainResult& result) {
  question.use({"value"}, where_for_weights(question));
  const SpatialWeights weights = weights_for(question, rows_as_places(question), "W", result);
  const double threshold = question.number("threshold", {}, 0);
  const std::vector<double> values = question.values("value");
  const GlobalStatistic moran = global_moran(values, weights);
  const auto add = [&](std::string_view name, std::string_view assumption, const GlobalStatistic& found) {
    result.rows.add_row(global_row(name, assumption, found));
    result.tests += found.reason == NoStatistic::none ? 1 : 0;
  };
  add("moran_i", "randomisation", moran);
  add("moran_i", "normality", global_moran(values, weights, Assumption::normality));
  add("geary_c", "randomisation", global_geary(values, weights));
  if (std::any_of(values.begin(), values.end(), [](double value) { return value < 0; })) {
    auto row = global_row("getis_ord_g", "randomisation", {0, 0, 0, 0, 1, NoStatistic::zero_variance});
    row.back().second = "value_below_0";
    result.rows.add_row(std::move(row));
  } else {
    add("getis_ord_g", "randomisation", global_g(values, weights));
  }
  std::vector<bool> has;
  has.reserve(values.size());
  for (const double value : values) { has.push_back(value > threshold); }
  const JoinCounts joins = global_join_counts(has, weights);
  add("joins_without", "without_replacement", joins.both_without);
  add("joins_with", "without_replacement", joins.both_with);
  result.summary.emplace_back("have_it", cell(std::count(has.begin(), has.end(), true)));
  const bool is_there = moran.reason == NoStatistic::none;
  const std::string p = is_there ? written_p(moran.p) : "";
  const std::string i = is_there ? fmt::format("{:.3g}", moran.value) : "";
  result.says = is_there ? Text{fmt::format("Moran's I is {} (p {}): above {:.3g} like values lie together, below it they avoid each "
                                            "other; it is one number for the whole map and does not say where.",
                                            i, p, moran.expected),
                                fmt::format("O I de Moran é {} (p {}): acima de {:.3g} valores iguais estão juntos, abaixo evitam-se; é um "
                                            "número para o mapa todo e não diz onde.",
                                            i, p, moran.expected)}
                         : Text{fmt::format("There is no Moran's I ({}); nothing is said of how values lie.", code(moran.reason)),
                                fmt::format("Não há I de Moran ({}); nada se diz de como estão os valores.", code(moran.reason))};
}

}  // namespace

PlainMethod global() {
  return {"global",
          {"Whether like values lie together at all: Moran's I, Geary's C, Getis-Ord G, join counts",
           "Se valores iguais estão de todo juntos: I de Moran, C de Geary, G de Getis-Ord, contagens de ligações"},
          with_weights({"value", "style", "threshold"}),
          run};
}

}  // namespace plain
}  // namespace geo
