// SPDX-License-Identifier: Apache-2.0
// join-count: where places that have something lie beside others that have it.
#include "geo/hotspots/local_statistics.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo::plain {
namespace {

void run(Question& question, PlainResult& result) {
  question.use({"value"}, where_for_weights(question));
  const SpatialWeights weights = weights_for(question, rows_as_places(question), result);
  const double threshold = question.number("threshold", {}, 0);
  const double alpha = alpha_of(question);
  if (!weights.values.empty()) {
    question.warn(
        {"Joins are counted, not weighed: every neighbour counts 1.", "As ligações contam-se, não se pesam: cada vizinho conta 1."});
  }
  std::vector<bool> has;
  for (const double value : question.values("value")) { has.push_back(value > threshold); }
  const std::vector<LocalJoinCount> places = local_join_count(has, weights.neighbours);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = places.size();
  std::vector<std::optional<double>> p;
  p.reserve(places.size());
  for (const LocalJoinCount& place : places) { p.push_back(place.p); }
  result.rows.add("has", n, [&](std::size_t i) { return PlainCell(bool{has[i]}); });
  result.rows.add("neighbours", n, [&](std::size_t i) { return cell(weights.neighbours.of(i).size()); });
  result.rows.add("joins", n, [&](std::size_t i) { return cell(places[i].joins); });
  result.rows.add("p", n, [&](std::size_t i) { return cell(p[i]); });
  const Adjusted adjusted = add_adjusted(result, p, alpha);
  std::size_t together = 0;
  result.rows.add("class", n, [&](std::size_t i) -> PlainCell {
    if (!adjusted.q[i]) { return nothing(); }
    together += *adjusted.q[i] <= alpha ? 1 : 0;
    return *adjusted.q[i] <= alpha ? "together" : "none";
  });
  result.rows.add("reason", n, [&](std::size_t i) {
    if (p[i]) { return nothing(); }
    return has[i] ? cell(code(NoStatistic::island)) : PlainCell("has_it_not");
  });
  result.summary.emplace_back("have_it", cell(std::count(has.begin(), has.end(), true)));
  result.summary.emplace_back("together", cell(together));
  result.says = {fmt::format("{} of the {} places that have it lie beside more others that have it than chance explains (exact p, q at "
                             "most {} %); it says nothing of how much of it they have.",
                             together, adjusted.tests, percent(alpha)),
                 fmt::format("{} dos {} lugares que o têm estão ao lado de mais outros que o têm do que o acaso explica (p exacto, q até "
                             "{} %); nada diz de quanto têm.",
                             together, adjusted.tests, percent(alpha))};
  if (adjusted.tests == 0) { result.says = nothing_tested(); }
}

}  // namespace

PlainMethod join_count() {
  return {
      "join-count",
      {"Where places that have it lie together: local join counts", "Onde estão juntos os lugares que o têm: contagens locais de ligações"},
      with_weights({"value", "threshold", "alpha"}),
      run};
}

}  // namespace geo::plain
