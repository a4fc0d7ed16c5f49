// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/plane_rectangle.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace geo {

enum class KCorrection : std::uint8_t {
  none,
  translation,  ///< a pair counts by the area over that of the window cut with itself moved by the pair's offset (Ohser & Stoyan 1981)
};

/// Ripley's K (1976): area / (n (n - 1)) times the pairs, each both ways, at most `radii[k]` apart. Under chance π r². Points outside the
/// window are left out; none for fewer than two inside. The same bits for any number of workers and any order of points. Throws
/// Error{usage} for a window without an area, or radii that are not rising from 0 on or reach beyond the window's shorter side;
/// Error{input} as PointPlaces.
std::vector<double> ripley_k(std::span<const Metric> points, const PlaneRectangle& window, std::span<const double> radii,
                             KCorrection correction, const Workers& workers = one_by_one);

struct ClarkEvans {
  std::optional<double> ratio;           ///< below 1: clustered; none for fewer than two places
  std::optional<double> ratio_donnelly;  ///< the same with Donnelly's (1978) expected distance in a rectangle
  std::optional<double> z;               ///< of the first (Clark & Evans 1954); negative: clustered
  std::optional<double> p;               ///< two-sided
  std::size_t places = 0;                ///< points at one place count as one
  std::size_t left_out = 0;              ///< points outside the window
};
/// The mean distance to the nearest neighbour over what chance would give (Clark & Evans 1954). Throws as ripley_k().
ClarkEvans clark_evans(std::span<const Metric> points, const PlaneRectangle& window);

}  // namespace geo
