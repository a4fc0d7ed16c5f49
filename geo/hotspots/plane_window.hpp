// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kernel.hpp"
#include "geo/hotspots/plane_rectangle.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace geo {

/// Where was looked: polygons of the plane with their holes. Immutable; safe for several threads.
class PlaneWindow {
 public:
  using Ring = std::vector<Metric>;  ///< closed or not; outer rings and holes in any order and direction, none crossing another

  /// Throws Error{usage} for a window without an area, Error{input} for a vertex that is not finite.
  explicit PlaneWindow(std::vector<Ring> rings);
  explicit PlaneWindow(const PlaneRectangle& rectangle);

  [[nodiscard]] const std::optional<PlaneRectangle>& rectangle() const { return m_rectangle; }
  [[nodiscard]] const std::vector<Ring>& rings() const { return m_rings; }
  /// Whether the place lies inside or on an edge, as rounding has it. O(vertices).
  [[nodiscard]] bool covers(Metric at) const;

 private:
  std::vector<Ring> m_rings;  ///< without the repeated last vertex, the inside to the left of each
  std::optional<PlaneRectangle> m_rectangle;
};

/// The share of a kernel around a place that falls into a window: the e of edge corrections (Diggle 1985).
///
/// In closed form for the compact kernels: towards each edge the kernel is integrated outwards first, and what is left along the edge is a
/// polynomial (the triangular kernel: with a root). For the Gaussian the integral along the edge is done by Gauss' rule on pieces of at
/// most one standard deviation; for a rectangle it is a product of differences of Φ. The error is at most 10^-9, less than 10^-12 but for
/// places within 10^-10 bandwidths of an edge, which are looked at from 10^-9 bandwidths beside.
class WindowMass {
 public:
  /// Throws Error{usage} for a bandwidth that is not positive and finite. The window must stay.
  WindowMass(const PlaneWindow& window, Kernel kernel, double bandwidth_m);

  /// O(edges in the band of the plane around the place).
  [[nodiscard]] double at(Metric place) const;

 private:
  struct Edge {
    Metric from, to;
  };
  [[nodiscard]] double rectangle_at(Metric place) const;
  [[nodiscard]] double polygon_at(Metric place, Metric aside) const;

  const PlaneWindow& m_window;
  Kernel m_kernel;
  double m_bandwidth_m;
  double m_south = 0;
  double m_band_m = 0;                     ///< height of a band
  std::vector<std::vector<Edge>> m_bands;  ///< the edges within reach of each band
};

}  // namespace geo
