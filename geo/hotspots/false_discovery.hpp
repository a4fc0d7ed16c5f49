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

/// The same for tests that depend on each other in any way (Benjamini & Yekutieli 2001): q times 1 + 1/2 + … + 1/m, at most 1. Local
/// statistics of neighbours share values; for them Caldas de Castro & Singer (2006) found the q of 1995 to hold.
std::vector<std::optional<double>> false_discovery_q_dependent(std::span<const std::optional<double>> p);

/// Bonferroni's p times m, at most 1: 5 % is the chance that even one of those called hot is so by chance.
std::vector<std::optional<double>> family_wise_p(std::span<const std::optional<double>> p);

/// The cut-off of Caldas de Castro & Singer (2006), which is that of Benjamini & Hochberg on the p of local statistics: the highest p whose
/// q is at most `alpha`; places with a p up to it are told. None when there is no such p (esda gives alpha / m then).
std::optional<double> false_discovery_cut_off(std::span<const std::optional<double>> p, double alpha);

}  // namespace geo
