// SPDX-License-Identifier: Apache-2.0
// eb-rates: rates of places with few people, drawn towards a mean.
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/plain/global_row.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo::plain {
namespace {

/// Where neighbours are named: local rates, and Moran's I of rates.
void add_local(Question& question, PlainResult& result, const std::vector<double>& cases, const std::vector<double>& people) {
  const SpatialWeights weights = weights_for(question, rows_as_places(question), "W", result);
  const std::vector<Rate> local = locally_smoothed_rates(cases, people, weights.neighbours);
  result.rows.add("eb_local", local.size(), [&](std::size_t i) { return cell(local[i].smoothed); });
  ResultTable moran;
  if (std::any_of(people.begin(), people.end(), [](double n) { return !(n > 0); })) {
    auto row = global_row("eb_moran_i", "randomisation", {0, 0, 0, 0, 1, NoStatistic::zero_variance});
    row.back().second = "no_population";
    moran.add_row(std::move(row));
  } else {
    moran.add_row(global_row("eb_moran_i", "randomisation", rates_moran(cases, people, weights)));
  }
  result.more.emplace_back("global", std::move(moran));
}

void run(Question& question, PlainResult& result) {
  const bool is_local = question.has("weights") || question.has("neighbours");
  question.use({"value", "population"}, is_local ? where_for_weights(question) : Question::Where::nowhere);
  const double alpha = alpha_of(question);
  const std::vector<double> cases = question.counts("value");
  const std::vector<double> people = question.counts("population");
  const SmoothedRates global = smoothed_rates(cases, people);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = cases.size();
  const auto choynowski = [&](std::size_t i) { return global.places[i].p_low ? global.places[i].p_low : global.places[i].p_high; };
  std::vector<std::optional<double>> p;
  for (std::size_t i = 0; i < n; ++i) { p.push_back(choynowski(i)); }
  result.rows.add("cases", n, [&](std::size_t i) { return cell(cases[i]); });
  result.rows.add("population", n, [&](std::size_t i) { return cell(people[i]); });
  result.rows.add("raw", n, [&](std::size_t i) { return cell(global.places[i].raw); });
  result.rows.add("eb", n, [&](std::size_t i) { return cell(global.places[i].smoothed); });
  if (is_local) { add_local(question, result, cases, people); }
  result.rows.add("p_choynowski", n, [&](std::size_t i) { return cell(p[i]); });
  result.rows.add("p_choynowski_side", n, [&](std::size_t i) -> PlainCell {
    if (!p[i]) { return nothing(); }
    return global.places[i].p_low ? "low" : "high";
  });
  add_adjusted(result, p, alpha);
  result.rows.add("reason", n, [&](std::size_t i) { return global.places[i].raw ? nothing() : PlainCell("no_population"); });
  result.summary.emplace_back("mean_rate", cell(global.mean));
  result.summary.emplace_back("variance_of_rates", cell(global.variance));
  const auto empty = static_cast<std::size_t>(std::count(people.begin(), people.end(), 0.0));
  if (empty > 0) {
    question.warn({fmt::format("{} places have no people: there is no rate there, the smoothed one is the mean.", empty),
                   fmt::format("{} lugares não têm pessoas: aí não há taxa, a suavizada é a média.", empty)});
  }
  result.says = {fmt::format("The rate of all is {:.6g}; each place's own is drawn towards {} by as much as few people make it uncertain. "
                             "A smoothed rate is an estimate, not a count, and says nothing of persons.",
                             global.mean, is_local ? "it, or towards that of its neighbours," : "it"),
                 fmt::format("A taxa de todos é {:.6g}; a de cada lugar é puxada para {} tanto quanto poucas pessoas a tornam incerta. Uma "
                             "taxa suavizada é uma estimativa, não uma contagem, e nada diz de pessoas.",
                             global.mean, is_local ? "ela, ou para a dos vizinhos," : "ela")};
}

}  // namespace

PlainMethod eb_rates() {
  return {"eb-rates",
          {"Rates of small places, made comparable: empirical Bayes, global and local",
           "Taxas de lugares pequenos, tornadas comparáveis: Bayes empírico, global e local"},
          with_weights({"value", "population", "style", "alpha"}),
          run};
}

}  // namespace geo::plain
