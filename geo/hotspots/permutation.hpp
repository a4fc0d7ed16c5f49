// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/spatial_weights.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace geo {

enum class LocalKind : std::uint8_t {
  g,  ///< Gi and Gi*: in both only the neighbours' values are drawn anew
  moran,
  geary,
};

struct PermutationOptions {
  std::uint32_t permutations = 999;
  std::uint64_t seed = 1;
};

/// Most values drawn in all permutations together: some minutes of two cores.
inline constexpr double max_permuted = 1e11;

/// Throws Error{usage} for none, or more than a million.
void check_permutations(std::uint32_t number);

/// (R + 1)/(M + 1): of `drawings` drawings so many are as extreme as what there is.
double permutation_p(std::uint64_t extreme, std::uint32_t drawings);

/// How the drawings of one place compare with what there is.
struct Drawn {
  std::uint32_t at_least = 0;  ///< whose statistic is as high or higher; equal ones count in both
  std::uint32_t at_most = 0;
  std::uint32_t drawings = 0;  ///< 0: an island, or no other place to draw from

  /// (R + 1)/(M + 1), none for an island.
  [[nodiscard]] std::optional<double> greater() const { return p_of(at_least); }
  [[nodiscard]] std::optional<double> less() const { return p_of(at_most); }
  /// Twice the smaller one, at most 1.
  [[nodiscard]] std::optional<double> two_sided() const;
  /// The smaller one, as GeoDa and esda give it: of one side, that which the data chose.
  [[nodiscard]] std::optional<double> folded() const;

 private:
  [[nodiscard]] std::optional<double> p_of(std::uint32_t extreme) const;
};

/// Conditional permutation (Anselin 1995): the value of a place stays, those of its neighbours are drawn from all others without
/// replacement. Each place has drawings of its own, a function of the seed and its position: the same bits for any number of workers.
/// Statistics that differ by less than 10^-12 of what they could be are equal.
///
/// O(n k M). Throws Error{too_large} beyond max_permuted. Empty when `progress` asks to stop. Throws Error{input} as check_values(),
/// Error{usage} for no permutations or more than a million. Precondition: as many values as places.
std::vector<Drawn> conditional_permutations(std::span<const double> values, const SpatialWeights& weights, LocalKind kind,
                                            const PermutationOptions& options, const Workers& workers = one_by_one,
                                            const Progress& progress = {});

}  // namespace geo
