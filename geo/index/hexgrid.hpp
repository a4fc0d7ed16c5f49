// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace geo {

/// One hexagon in axial coordinates: q counts columns eastwards, r rows northwards, each row shifted east by half a hexagon.
struct Hex {
  std::int32_t q = 0;
  std::int32_t r = 0;

  bool operator==(const Hex&) const = default;
  /// By row, then from west to east.
  bool operator<(const Hex& o) const { return r != o.r ? r < o.r : q < o.q; }
};

/// Hexagons with a corner to the north, one centred on the origin of the plane: a hexagon depends on its side alone, never on
/// the data, so that results of two months lie on each other (given one projection). A value; thread-safe; no memory of its own.
class HexGrid {
 public:
  /// Throws Error{usage} unless 1 m <= side_m <= 1,000 km.
  explicit HexGrid(double side_m);
  /// By the width over flat sides, which is also the distance of neighbouring centres.
  static HexGrid with_width(double width_m);

  [[nodiscard]] double side_m() const { return m_side_m; }
  [[nodiscard]] double width_m() const;  ///< over flat sides: side × √3
  [[nodiscard]] double area_km2() const;

  /// The hexagon whose centre is nearest. On a shared edge one of the two, always the same. Nothing for coordinates that are
  /// not finite or more than 16 million sides from the origin.
  [[nodiscard]] std::optional<Hex> at(Metric p) const;
  [[nodiscard]] Metric centre(Hex hex) const;
  /// Counter-clockwise, closed. A corner shared with a neighbour has the very same digits in both.
  [[nodiscard]] std::array<Metric, 7> ring(Hex hex) const;
  [[nodiscard]] double distance_m(Hex a, Hex b) const;  ///< between centres

  /// Every hexagon whose centre lies in the closed box, in the order of Hex. Throws Error{too_large} beyond `limit` of them.
  [[nodiscard]] std::vector<Hex> in_box(Metric south_west, Metric north_east, std::size_t limit = 4'000'000) const;
  /// Steps to all hexagons, other than itself, whose centres are within distance_m, to a millionth: those at exactly
  /// the distance belong to it. In the order of Hex. Six where distance_m is the width.
  [[nodiscard]] std::vector<Hex> steps_within(double distance_m) const;

 private:
  double m_side_m;
};

/// East, north-east, north-west, west, south-west, south-east.
std::array<Hex, 6> neighbours(Hex hex);
/// Number of steps from neighbour to neighbour.
std::int32_t hex_steps(Hex a, Hex b);
/// Below 2^53, rising in the order of Hex. Precondition: |q| and |r| below 2^25, as HexGrid::at() gives.
std::uint64_t hex_id(Hex hex);
Hex hex_of_id(std::uint64_t id);

}  // namespace geo
