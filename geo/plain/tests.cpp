// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/tests.hpp"

#include "geo/base/number.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/moments.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {

double alpha_of(Question& question) {
  constexpr double least = 1e-12;
  constexpr double usual = 0.05;
  return question.number("alpha", {least, 1 - least}, usual);
}

std::string percent(double share) {
  std::string text;
  append_rounded(text, share * 100, 4);
  return text;
}

std::string written_p(double p) { return p > least_p ? fmt::format("{:.3g}", p) : "< 2.3e-308"; }

Adjusted add_adjusted(PlainResult& result, std::span<const std::optional<double>> p, double alpha, const std::string& suffix) {
  Adjusted adjusted{false_discovery_q(p), 0};
  adjusted.tests = static_cast<std::size_t>(std::count_if(p.begin(), p.end(), [](const auto& one) { return one.has_value(); }));
  result.tests = adjusted.tests;
  const auto by = false_discovery_q_dependent(p);
  const auto bonferroni = family_wise_p(p);
  result.rows.add("q_bh" + suffix, p.size(), [&](std::size_t i) { return cell(adjusted.q[i]); });
  result.rows.add("q_by" + suffix, p.size(), [&](std::size_t i) { return cell(by[i]); });
  result.rows.add("p_bonferroni" + suffix, p.size(), [&](std::size_t i) { return cell(bonferroni[i]); });
  result.summary.emplace_back("tests" + suffix, cell(adjusted.tests));
  const auto cut_off = false_discovery_cut_off(p, alpha);
  result.summary.emplace_back("cut_off_caldas_de_castro_singer" + suffix, cut_off ? cell(*cut_off) : PlainCell("none"));
  return adjusted;
}

void warn_of_few_drawings(Question& question, std::uint32_t drawings, double sides, std::size_t tests, double alpha) {
  const double least = sides / (static_cast<double>(drawings) + 1);
  if (tests == 0 || least <= alpha / static_cast<double>(tests)) { return; }
  question.warn({fmt::format("{} drawings give no p below {:.2g}: too few for {} tests. A single one of them cannot pass the adjustment.",
                             drawings, least, tests),
                 fmt::format("{} sorteios não dão nenhum p abaixo de {:.2g}: poucos para {} testes. Um sozinho não pode passar o "
                             "ajustamento.",
                             drawings, least, tests)});
}

PermutationOptions permutation_options(Question& question, std::optional<std::uint64_t> fallback) {
  PermutationOptions options;
  options.permutations = static_cast<std::uint32_t>(question.whole("permutations", 1, 1'000'000, fallback));
  options.seed = question.whole("seed", 0, INT64_MAX, 1);
  return options;
}

std::optional<Adjusted> add_permutations(Question& question, PlainResult& result, std::span<const double> values,
                                         const SpatialWeights& weights, LocalKind kind, double alpha) {
  if (!question.has("permutations")) {
    question.note("permutations", nothing());
    return std::nullopt;
  }
  const PermutationOptions options = permutation_options(question);
  const auto drawn = conditional_permutations(values, weights, kind, options, question.workers(), question.progress());
  if (drawn.size() != values.size()) { refuse_stopped(); }
  std::vector<std::optional<double>> p;
  p.reserve(drawn.size());
  for (const Drawn& place : drawn) { p.push_back(place.two_sided()); }
  result.rows.add("p_permutation", p.size(), [&](std::size_t i) { return cell(p[i]); });
  result.rows.add("p_permutation_greater", p.size(), [&](std::size_t i) { return cell(drawn[i].greater()); });
  result.rows.add("p_permutation_less", p.size(), [&](std::size_t i) { return cell(drawn[i].less()); });
  result.rows.add("p_permutation_folded", p.size(), [&](std::size_t i) { return cell(drawn[i].folded()); });
  Adjusted adjusted = add_adjusted(result, p, alpha, "_permutation");
  warn_of_few_drawings(question, options.permutations, 2, adjusted.tests, alpha);
  return adjusted;
}

Text nothing_tested() {
  return {"No place could be tested (the column reason says why), so nothing is said of any.",
          "Nenhum lugar pôde ser testado (a coluna reason diz porquê), pelo que nada se diz de nenhum."};
}

void refuse_stopped() { throw Error(Problem::failed, "The analysis was stopped.", "A análise foi interrompida."); }

}  // namespace geo
