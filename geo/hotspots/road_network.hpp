// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace geo {

/// A straight piece of road between two nodes.
struct RoadPiece {
  std::uint32_t from = 0, to = 0;  ///< nodes
  std::uint32_t line = 0;          ///< of those that the network was made of
  double length_m = 0;
};

/// A place on a network.
struct OnRoad {
  std::uint32_t piece = 0;
  double along_m = 0;  ///< from the piece's first node
  double off_m = 0;    ///< how far the place that was asked for lies from it
};

/// Lines that can be walked along. They meet where they have a vertex in common, to the bit; one that crosses another without is a bridge.
/// A value.
class RoadNetwork {
 public:
  /// A piece that is there twice counts once; one without length does not count. O(n log n). Throws Error{input} for a coordinate that is
  /// not finite, Error{too_large} beyond max_road_pieces.
  explicit RoadNetwork(std::span<const std::vector<Metric>> lines);
  RoadNetwork(RoadNetwork&&) noexcept;
  RoadNetwork& operator=(RoadNetwork&&) noexcept;
  ~RoadNetwork();

  [[nodiscard]] std::span<const RoadPiece> pieces() const { return m_pieces; }
  [[nodiscard]] std::span<const Metric> nodes() const { return m_nodes; }
  /// The pieces that meet at a node, rising.
  [[nodiscard]] std::span<const std::uint32_t> pieces_at(std::uint32_t node) const {
    return std::span(m_incident).subspan(m_incident_begin[node], m_incident_begin[node + 1] - m_incident_begin[node]);
  }
  [[nodiscard]] double length_m() const { return m_length_m; }

  /// The nearest place on the network, of equally near ones that on the first piece; none within `limit_m`, or for a place that is not
  /// finite. O(log n). Thread-safe.
  [[nodiscard]] std::optional<OnRoad> nearest(Metric at, double limit_m = std::numeric_limits<double>::infinity()) const;

 private:
  struct Tree;

  std::vector<Metric> m_nodes;      ///< by x, then y
  std::vector<RoadPiece> m_pieces;  ///< by nodes: whatever order lines come in, pieces stand in this one
  std::vector<std::size_t> m_incident_begin;
  std::vector<std::uint32_t> m_incident;
  double m_length_m = 0;
  std::unique_ptr<Tree> m_tree;
};

inline constexpr std::size_t max_road_pieces = 20'000'000;

}  // namespace geo
