// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace geo {

/// How what happened at a place counts around it. All but the Gaussian end at their bandwidth.
enum class Kernel : std::uint8_t { uniform, triangular, epanechnikov, quartic, triweight, gaussian };

inline constexpr Kernel all_kernels[] = {Kernel::uniform, Kernel::triangular, Kernel::epanechnikov,
                                         Kernel::quartic, Kernel::triweight,  Kernel::gaussian};

/// As parameters and results spell it: its name.
std::string_view code(Kernel kernel);
std::optional<Kernel> kernel_named(std::string_view name);

/// The bandwidth of the Gaussian is its standard deviation. It is followed this many of them: beyond, a point adds less than 7 * 10^-13
/// of what it adds at its own place, and all points beyond together less than 10^-10 of the peak.
inline constexpr double gaussian_reach = 7.5;

/// Until how many bandwidths it is followed: 1, for the Gaussian gaussian_reach.
double reach_of(Kernel kernel);

/// The uniform kernel counts a point exactly at its bandwidth; one that is farther by less than this share of it lies there too, so that
/// rounding does not decide.
inline constexpr double uniform_slack = 1e-9;

/// In the plane, with an integral of 1 for a bandwidth of 1 (METHODS of each: Silverman 1986, Wand & Jones 1995): at a distance whose
/// square is `u2`, in bandwidths. 0 beyond the bandwidth; at it too, except for the uniform kernel.
double kernel_value(Kernel kernel, double u2);
/// The same on the line, for time.
double line_kernel_value(Kernel kernel, double u);

/// The standard deviation along an axis, in bandwidths: what makes bandwidths of different kernels comparable. Epanechnikov 1/√6.
double axis_deviation(Kernel kernel);

/// The integral of its square in the plane, in bandwidths: the variance of an estimate.
double roughness(Kernel kernel);

/// The integral of kernel × distance from 0 to the distance `u`, in bandwidths: the share within a disc is 2π of it.
double kernel_mass(Kernel kernel, double u);

}  // namespace geo
