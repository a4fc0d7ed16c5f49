// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/plane_rectangle.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace geo {

/// Bandwidths that are chosen by the points. All are standard deviations of a Gaussian; for another kernel as wide, divide by
/// axis_deviation(). All depend on the points only, not on their order, and throw Error{input} for a coordinate that is not finite.

/// Why there is none.
enum class NoBandwidth : std::uint8_t {
  none,        ///< there is one
  too_few,     ///< fewer than two points
  no_spread,   ///< all at one place, or on a line along an axis
  no_minimum,  ///< the score falls to the end of what was searched: many points at one place drive it to 0, or nothing holds it
  unsolvable,  ///< the equation has no solution (Sheather & Jones)
  cancelled,
};
/// too_few and so on, as results spell it; empty for none.
std::string_view code(NoBandwidth reason);

struct AxisBandwidths {
  std::optional<double> x, y;
};
/// Normal reference, by Scott's and Silverman's rules, which are one in the plane: sd n^(-1/6) for each axis, sd with n - 1.
AxisBandwidths normal_reference(std::span<const Metric> points);
/// One for both axes: the geometric mean of the two, as spatstat's bw.scott.iso.
std::optional<double> isotropic_normal_reference(std::span<const Metric> points);

/// On the line, R's bw.nrd0: 0.9 min(sd, IQR/1.34) n^(-1/5), quartiles of type 7; the sd alone where the quartiles are one. None without
/// spread, where R makes one up.
std::optional<double> nrd0(std::span<const double> values);
/// R's bw.nrd: 1.06 in place of 0.9. None where the quartiles are one.
std::optional<double> nrd(std::span<const double> values);

struct LineBandwidth {
  std::optional<double> bandwidth;
  NoBandwidth reason = NoBandwidth::none;
};
/// Sheather & Jones (1991) "solve the equation" on the line, from distances counted in 1,000 classes as R's bw.SJ does: for each axis by
/// itself. O(n + 10^6).
LineBandwidth sheather_jones(std::span<const double> values);

struct CrossValidation {
  std::optional<double> bandwidth_m;  ///< for both axes
  double score = 0;                   ///< the log-likelihood, or the squared error but for a constant
  NoBandwidth reason = NoBandwidth::none;
  std::size_t duplicates = 0;      ///< points at a place where there is another already
  bool held_out_together = false;  ///< every point shares its place with another: all at one place were left out at once
  bool many_duplicates = false;    ///< more than one in twenty: such a score is drawn to narrow bandwidths (Silverman 1986, p. 52)
};
/// Likelihood cross-validation (Habbema et al. 1974; Duin 1976): the Gaussian whose density at each point, made of all others, has the
/// highest product. A density, not an intensity: spatstat's bw.ppl gives other figures. Searched between a tenth of the middle distance to
/// the nearest neighbour and the points' deviation. Some 60 sums, see GaussianNeighbours.
CrossValidation likelihood_cross_validation(std::span<const Metric> points, const Workers& workers = one_by_one,
                                            const Progress& progress = {});
/// Least squares (Rudemo 1982; Bowman 1984): ∫f² - 2/n Σ f_{-i}(p_i) at its lowest.
CrossValidation least_squares_cross_validation(std::span<const Metric> points, const Workers& workers = one_by_one,
                                               const Progress& progress = {});

/// Mean square error of an intensity under a Cox process (Diggle 1985; Berman & Diggle 1989), from Ripley's K with translation correction
/// in 512 steps up to a quarter of the window's shorter side or 1,000 neighbours. Good to a step, some 1 %. Points outside the window are
/// left out.
CrossValidation berman_diggle(std::span<const Metric> points, const PlaneRectangle& window, const Workers& workers = one_by_one,
                              const Progress& progress = {});

}  // namespace geo
