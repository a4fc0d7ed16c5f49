// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace geo {

/// The adjusted p of Benjamini & Hochberg (1995): of the places called hot because their q is at most 0.05, 5 % are expected
/// to be so by chance. `q_(k) = min over j >= k of p_(j) m / j`, at most 1, m the number of tests that have a p; where there is
/// none there is no q. Thread-safe; O(n log n). Precondition: 0 <= p <= 1. Checked against R's p.adjust.
std::vector<std::optional<double>> false_discovery_q(std::span<const std::optional<double>> p);

}  // namespace geo
