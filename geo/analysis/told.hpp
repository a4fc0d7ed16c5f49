// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/hotspots/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// What results tell where there are few, and how finely they draw: one rule for all methods. docs/decisions/0073.
namespace geo {

/// So many incidents of a place are told by their number (PRIVACY rules B2 and B11); fewer look like none.
inline constexpr std::uint64_t least_told = 10;

/// What is drawn is no narrower, whoever asks: hexagons, bandwidths, outlines.
inline constexpr double least_width_m = 250;
/// Cells of a surface may be finer than the bandwidth that smooths it, but no finer than this.
inline constexpr double least_cell_m = 50;

/// Which places' numbers are told. Others have fewer than least_told, or would give those away: whoever knows the number of all and takes
/// off what is told must be left with nothing, or with least_told in two places or more that have any. O(n), more where one is given up.
std::vector<bool> told_places(std::span<const std::uint64_t> counts);
/// Of some places whose sum is known, gives up as told_places() does. Returns whether any was.
bool give_up(std::span<const std::uint64_t> counts, std::span<const std::size_t> places, std::vector<bool>& told);

/// Whether all that lies around each place is told, so that a figure made of it tells nothing else. What has none is not told: an exact
/// figure would say that it is none, and not few.
std::vector<bool> told_around(const NeighbourLists& neighbours, const std::vector<bool>& told);

/// The next of 0.001, 0.01, 0.05, 0.1, 0.5 and 1 that is not below it: from p itself counts can be worked back.
double told_p(double p);
/// A place's p: none where its number is not told, by steps where not all is exact. q is made of the p of all and is exact nowhere.
std::optional<double> told_p(const std::optional<double>& p, bool is_told, bool is_exact);
/// For sentences and summaries: not a number where a place is not exact.
std::vector<double> only_exact(std::vector<double> values, const std::vector<bool>& is_exact);
/// Towards 0, the next of 0, 1, 2, 3, 5, 10, 20, 30, 50, … that is not beyond it.
double told_z(double z);
/// To the nearest five: of sums that overlap, differences tell of single places.
std::uint64_t told_sum(std::uint64_t sum);
/// With so many significant digits.
double in_digits(double value, int digits);
std::optional<double> in_digits(const std::optional<double>& value, int digits);

/// With as many decimals of a degree as a length permits: their step is no wider than it, and at least a tenth of it. 1 to 4.
int place_decimals(double width_m);
/// Rounded to them.
LonLat told_place(LonLat place, double width_m);

}  // namespace geo
