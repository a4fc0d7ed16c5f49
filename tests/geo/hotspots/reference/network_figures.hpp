// SPDX-License-Identifier: Apache-2.0
#pragma once

// Written by network.R: spatstat.linnet 3.0.6, densityEqualSplit(kernel = "biweight", continuous = FALSE); sigma is bandwidth / sqrt(7).
namespace geo::network_figures {

// clang-format off
inline constexpr double events[][2] = {{35, 0}, {175, 0}, {105, 100}, {100, -45}, {200, 95}};
inline constexpr double per_m_60[] = {0.015625, 0.015625, 0.015625, 0.015625, 0.015625};
inline constexpr double with_junction_per_m_60[] = {0.015625, 0.015625, 0.015625, 0.017120361328125, 0.015625};
inline constexpr double per_m_150[] = {0.00672971193415638, 0.00736460905349794, 0.00817901234567901, 0.00696510288065844, 0.00898901234567901};
inline constexpr double with_junction_per_m_150[] = {0.00879128986625514, 0.00912242155349794, 0.00899182484567901, 0.00955291538065844, 0.00898901234567901};
inline constexpr double per_m_400[] = {0.00465956176757812, 0.00739165100097656, 0.00738020080566406, 0.00492178344726562, 0.00779946350097656};
inline constexpr double with_junction_per_m_400[] = {0.00577036425590515, 0.00861792119979858, 0.00863991613388062, 0.00606418307304382, 0.00911763982772827};
// clang-format on

}  // namespace geo::network_figures
