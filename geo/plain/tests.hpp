// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/permutation.hpp"
#include "geo/plain/question.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What results say of many tests at once.

namespace geo {

/// --alpha: above 0 and below 1.
double alpha_of(Question& question);

/// What is made of the p of many places.
struct Adjusted {
  std::vector<std::optional<double>> q;  ///< after Benjamini & Hochberg
  std::size_t tests = 0;                 ///< that have a p
};
/// Adds the columns q_bh, q_by and p_bonferroni, their names followed by `suffix`, and to the summary the cut-off of Caldas de Castro &
/// Singer. `result.tests` becomes the number of tests. \pre 0 <= p <= 1
Adjusted add_adjusted(PlainResult& result, std::span<const std::optional<double>> p, double alpha, const std::string& suffix = "");

/// permutations and seed.
PermutationOptions permutation_options(Question& question, std::optional<std::uint64_t> fallback = {});

/// Warns where drawings give no p that a single one of the tests could pass with. `sides`: 2 where p is twice the smaller side, as the
/// least is then twice 1/(M + 1).
void warn_of_few_drawings(Question& question, std::uint32_t drawings, double sides, std::size_t tests, double alpha);

/// Where --permutations is given: columns p_permutation (two-sided) and its _greater, _less and _folded, adjusted as add_adjusted() does
/// under the suffix _permutation. Nothing where it is not.
std::optional<Adjusted> add_permutations(Question& question, PlainResult& result, std::span<const double> values,
                                         const SpatialWeights& weights, LocalKind kind, double alpha);

/// The sentence of a result of which nothing could be tested.
Text nothing_tested();

/// Throws Error{failed} for work that was told to stop.
[[noreturn]] void refuse_stopped();

/// "5" for 0.05.
std::string percent(double share);
/// "0.0123", or "< 2.3e-308" where p is the least that is told.
std::string written_p(double p);

}  // namespace geo
