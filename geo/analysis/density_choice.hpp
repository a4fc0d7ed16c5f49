// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/kernel.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace geo {

/// By what a density's bandwidth is chosen where nobody gives one.
enum class Selector : std::uint8_t {
  spread,          ///< a thirtieth of the side over which the incidents spread, rounded: two months of one place have the same
  scott,           ///< normal reference, the geometric mean of both axes
  lcv,             ///< likelihood cross-validation
  lscv,            ///< least squares cross-validation
  sheather_jones,  ///< "solve the equation" for each axis by itself, the geometric mean of both
};
inline constexpr Selector all_selectors[] = {Selector::spread, Selector::scott, Selector::lcv, Selector::lscv, Selector::sheather_jones};
/// "sheather-jones" and so on, as parameters and results spell it.
std::string_view code(Selector selector);
std::optional<Selector> selector_named(std::string_view name);

/// A bandwidth of a kernel that is as wide, by its standard deviation along an axis, as `quartic_m` is of the quartic one.
double as_wide_as_quartic(double quartic_m, Kernel kernel);

/// Of this kernel, for the incidents of the plane. The same points give the same bits for any order. Throws Error{usage} that says why
/// where the rule gives none, or one that is no length from 1 m to 1,000 km: another rule is not put in its place.
double choose_bandwidth_m(const Frame& frame, Selector selector, Kernel kernel, const Progress& progress, const Workers& workers);

}  // namespace geo
