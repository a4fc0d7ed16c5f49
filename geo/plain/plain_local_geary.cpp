// SPDX-License-Identifier: Apache-2.0
// local-geary: how much places differ from their neighbours.
#include "geo/hotspots/local_statistics.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

namespace geo::plain {
namespace {

struct Numbers {
  std::size_t like = 0, unlike = 0;
};

/// p by permutation: there is no other.
Numbers add_classes(Question& question, PlainResult& result, std::span<const double> values, const SpatialWeights& weights) {
  const double alpha = alpha_of(question);
  const Adjusted adjusted = *add_permutations(question, result, values, weights, LocalKind::geary, alpha);
  const auto& less = *result.rows.column("p_permutation_less");
  const auto& greater = *result.rows.column("p_permutation_greater");
  Numbers numbers;
  result.rows.add("class", values.size(), [&](std::size_t i) -> PlainCell {
    if (!adjusted.q[i]) { return nothing(); }
    if (*adjusted.q[i] > alpha) { return cell("none"); }
    const bool is_like = std::get<double>(less[i]) < std::get<double>(greater[i]);
    ++(is_like ? numbers.like : numbers.unlike);
    return cell(is_like ? "like" : "unlike");
  });
  return numbers;
}

void run(Question& question, PlainResult& result) {
  question.use({"value"}, where_for_weights(question));
  const SpatialWeights weights = weights_for(question, rows_as_places(question), "W", result);
  const std::vector<double> values = question.values("value");
  const auto places = local_geary(values, weights);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = values.size();
  const auto is_island = [&](std::size_t i) { return weights.neighbours.of(i).empty(); };
  result.rows.add("value", n, [&](std::size_t i) { return cell(values[i]); });
  result.rows.add("neighbours", n, [&](std::size_t i) { return cell(weights.neighbours.of(i).size()); });
  result.rows.add("c", n, [&](std::size_t i) { return places ? cell((*places)[i]) : nothing(); });
  Numbers classes;
  if (places && question.has("permutations")) {
    classes = add_classes(question, result, values, weights);
  } else if (question.has("permutations")) {
    alpha_of(question);
    permutation_options(question);
  } else {
    question.note("permutations", nothing());
  }
  result.rows.add("reason", n, [&](std::size_t i) {
    return cell(code(places ? (is_island(i) ? NoStatistic::island : NoStatistic::none) : NoStatistic::zero_variance));
  });
  result.summary.emplace_back("like", cell(classes.like));
  result.summary.emplace_back("unlike", cell(classes.unlike));
  result.says =
      result.tests > 0
          ? Text{fmt::format("{} of {} places tested differ less from their neighbours than chance explains, and {} more; it does not say "
                             "whether their values are high or low.",
                             classes.like, result.tests, classes.unlike),
                 fmt::format("{} de {} lugares testados diferem menos dos vizinhos do que o acaso explica, e {} mais; não diz se os "
                             "valores são altos ou baixos.",
                             classes.like, result.tests, classes.unlike)}
          : Text{"c is small where a place is like its neighbours; without --permutations nothing says whether that is more than chance.",
                 "c é pequeno onde um lugar é igual aos vizinhos; sem --permutations nada diz se isso é mais do que o acaso."};
}

}  // namespace

PlainMethod local_geary() {
  return {"local-geary",
          {"How much places differ from their neighbours: local Geary's c", "Quanto diferem os lugares dos vizinhos: c de Geary local"},
          with_weights({"value", "style", "permutations", "seed", "alpha"}),
          run};
}

}  // namespace geo::plain
