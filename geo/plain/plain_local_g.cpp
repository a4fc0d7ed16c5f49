// SPDX-License-Identifier: Apache-2.0
// gi and gi-star: where high or low values concentrate.
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <cmath>

namespace geo::plain {
namespace {

/// Normal p are rough where so few values are summed, or where they are so skewed.
constexpr std::size_t few_neighbours = 8;
constexpr double skewed = 1;

void warn_of_rough_p(Question& question, const SpatialWeights& weights, const Moments& moments) {
  std::size_t few = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) { few += weights.neighbours.of(i).size() < few_neighbours ? 1 : 0; }
  const bool is_skewed = moments.skewness && std::fabs(*moments.skewness) > skewed;
  if (question.has("permutations") || (few == 0 && !is_skewed)) { return; }
  const double skewness = moments.skewness.value_or(0);
  question.warn({fmt::format("p by the normal distribution is rough here: {} of {} places have fewer than {} neighbours, skewness is "
                             "{:.2f}. --permutations 999 needs no such distribution.",
                             few, weights.size(), few_neighbours, skewness),
                 fmt::format("O p pela distribuição normal é aqui aproximado: {} de {} lugares têm menos de {} vizinhos, a assimetria é "
                             "{:.2f}. --permutations 999 não precisa dessa distribuição.",
                             few, weights.size(), few_neighbours, skewness)});
}

void run(Question& question, PlainResult& result, Self self) {
  question.use({"value"}, where_for_weights(question));
  const SpatialWeights weights = weights_for(question, rows_as_places(question), "B", result);
  const double alpha = alpha_of(question);
  const std::vector<double> values = question.values("value");
  const std::vector<LocalG> places = local_g(values, weights, self);
  const Moments moments = moments_of(values);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = places.size();
  std::vector<std::optional<double>> p;
  p.reserve(places.size());
  for (const LocalG& place : places) { p.push_back(place.p); }
  result.rows.add("value", n, [&](std::size_t i) { return cell(values[i]); });
  result.rows.add("neighbours", n, [&](std::size_t i) { return cell(weights.neighbours.of(i).size()); });
  result.rows.add("z", n, [&](std::size_t i) { return cell(places[i].z); });
  result.rows.add("p", n, [&](std::size_t i) { return cell(p[i]); });
  Adjusted told = add_adjusted(result, p, alpha);
  if (auto drawn = add_permutations(question, result, values, weights, LocalKind::g, alpha)) { told = std::move(*drawn); }
  std::size_t hot = 0;
  std::size_t cold = 0;
  result.rows.add("class", n, [&](std::size_t i) -> PlainCell {
    if (!places[i].z || !told.q[i]) { return nothing(); }
    if (*told.q[i] > alpha) { return "none"; }
    ++(*places[i].z > 0 ? hot : cold);
    return *places[i].z > 0 ? "hot" : "cold";
  });
  result.rows.add("reason", n, [&](std::size_t i) { return cell(code(places[i].reason)); });
  result.summary.emplace_back("mean", cell(moments.mean));
  result.summary.emplace_back("standard_deviation", cell(moments.deviation));
  result.summary.emplace_back("skewness", cell(moments.skewness));
  result.summary.emplace_back("hot", cell(hot));
  result.summary.emplace_back("cold", cell(cold));
  warn_of_rough_p(question, weights, moments);
  result.says = {fmt::format("{} of {} places tested are hot and {} are cold (q at most {} %): values there lie together more than chance "
                             "explains; it does not say why, nor that cold places are safe.",
                             hot, told.tests, cold, percent(alpha)),
                 fmt::format("{} de {} lugares testados são quentes e {} são frios (q até {} %): aí os valores estão mais juntos do que o "
                             "acaso explica; não diz porquê, nem que os lugares frios são seguros.",
                             hot, told.tests, cold, percent(alpha))};
  if (told.tests == 0) { result.says = nothing_tested(); }
}

std::vector<std::string_view> options() { return with_weights({"value", "style", "permutations", "seed", "alpha"}); }

}  // namespace

PlainMethod gi() {
  return {"gi",
          {"Which places are surrounded by high or low values: Getis-Ord Gi",
           "Que lugares estão rodeados de valores altos ou baixos: Gi de Getis-Ord"},
          options(),
          [](Question& question, PlainResult& result) { run(question, result, Self::left_out); }};
}

PlainMethod gi_star() {
  return {"gi-star",
          {"Which places lie among high or low values: Getis-Ord Gi*", "Que lugares estão entre valores altos ou baixos: Gi* de Getis-Ord"},
          options(),
          [](Question& question, PlainResult& result) { run(question, result, Self::included); }};
}

}  // namespace geo::plain
