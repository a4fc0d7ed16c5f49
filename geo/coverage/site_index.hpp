// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace geo {

/// A place that serves people: its row's number and where it is.
struct Place {
  std::int64_t id = 0;
  LonLat at;
};

/// Finds the nearest of many places by geodesic distance, over poles and the antimeridian as anywhere. Immutable, so it may be
/// asked from several threads. A k-d tree in space: the straight line through the earth is never longer than
/// the way over it, so it may rule places out, but the distance that decides is geodesic. 1 to 3 µs a question.
class SiteIndex {
 public:
  struct Nearest {
    std::int64_t id = 0;  ///< the smallest of those at the same distance
    double distance_m = 0;

    bool operator==(const Nearest&) const = default;
  };

  /// Precondition: positions finite and within ±180, ±90.
  explicit SiteIndex(std::span<const Place> places);

  [[nodiscard]] bool empty() const { return m_nodes.empty(); }
  /// Nothing when there is no place.
  [[nodiscard]] std::optional<Nearest> nearest(LonLat p) const;
  /// How many places are within radius_m of `p`, those at exactly the distance included.
  [[nodiscard]] std::size_t count_within(LonLat p, double radius_m) const;

 private:
  struct Node {
    std::array<double, 3> at{};  ///< metres from the centre of the earth
    Place place;
  };

  void build(std::size_t begin, std::size_t end, std::size_t axis);
  template <class Visit>
  void visit(std::size_t begin, std::size_t end, std::size_t axis, const std::array<double, 3>& p, double& within_m, Visit&& found) const;

  std::vector<Node> m_nodes;  ///< the median of each range parts it, by x, y, z in turn
};

}  // namespace geo
