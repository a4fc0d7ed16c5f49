// SPDX-License-Identifier: Apache-2.0
#pragma once

// Written by trend.R: R 4.2.2, cor.test(method = "kendall", exact = FALSE, continuity = TRUE).
namespace geo::trend_figures {

// clang-format off
inline constexpr double rising[] = {2, 3, 1, 4, 6, 5, 7, 9, 8, 8, 12};
inline constexpr double rising_z_p_tau_slope[] = {3.35773588060503, 0.000785836621693177, 0.807373427759331, 1};
inline constexpr double ties[] = {1, 1, 2, 2, 2, 3, 1, 3, 3, 4};
inline constexpr double ties_z_p_tau_slope[] = {2.52878169127057, 0.0114459196356358, 0.695665592999935, 0.285714285714286};
inline constexpr double falling[] = {9, 7.5, 8, 6, 6, 5, 2, 3, 1, 0.5};
inline constexpr double falling_z_p_tau_slope[] = {-3.50230338952211, 0.000461254067170548, -0.898933149950989, -1};
// clang-format on

}  // namespace geo::trend_figures
