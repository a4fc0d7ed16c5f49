// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/index/hexgrid.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// How a cluster is drawn: by hexagons of which each holds so many of it that none singles out a place.
namespace geo {

/// Outlines are tried at so many widths, each twice the one before.
inline constexpr int outline_widths = 6;
/// A width is wide enough when the hexagons drawn hold this share of the cluster.
inline constexpr double outline_least_share = 0.75;

struct ClusterOutline {
  HexGrid grid;
  std::vector<Hex> hexes;   ///< drawn: they hold least_told members each, in the order of Hex
  std::size_t holding = 0;  ///< hexagons of the grid that hold any, drawn or not

  /// Of the ground of all that hold any: less the drawn ones it would say how dense the others are.
  [[nodiscard]] double area_km2() const { return grid.area_km2() * static_cast<double>(holding); }
  [[nodiscard]] Geometry geometry(Frame& frame) const;
};

/// The narrowest width from `width_m` on at which hexagons of least_told members or more hold outline_least_share of them; none where no
/// width does. The grids know nothing of the members. O(n log n). Throws Error{too_large} for a place too far away for a hexagon.
std::optional<ClusterOutline> cluster_outline(std::span<const Metric> members, double width_m);

}  // namespace geo
