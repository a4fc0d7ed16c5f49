// SPDX-License-Identifier: Apache-2.0
#include "geo/index/hexgrid.hpp"

#include "geo/base/error.hpp"

#include <cassert>
#include <cmath>
#include <cstdlib>

namespace geo {
namespace {

constexpr double sqrt3 = 1.7320508075688772935;
constexpr std::int32_t id_half = 1 << 25;
constexpr double reach = 16'000'000;  // in sides: keeps |q| and |r| below id_half

std::int32_t whole(double v) { return static_cast<std::int32_t>(v); }

/// Centres and corners lie on one lattice: steps of half a width to the east and of half a side to the north. Every corner is
/// computed from its integers there, so that neighbours agree in each digit.
Metric lattice_point(double side_m, std::int64_t east, std::int64_t north) {
  return {side_m * (sqrt3 / 2) * static_cast<double>(east), side_m / 2 * static_cast<double>(north)};
}

std::int64_t east_of(Hex hex) { return 2 * std::int64_t{hex.q} + hex.r; }
std::int64_t north_of(Hex hex) { return 3 * std::int64_t{hex.r}; }

}  // namespace

HexGrid::HexGrid(double side_m) : m_side_m(side_m) {
  if (!(side_m >= 1 && side_m <= 1e6)) {
    throw Error(Problem::usage, "The side of a hexagon must be between 1 m and 1,000 km.",
                "O lado de um hexágono tem de estar entre 1 m e 1.000 km.");
  }
}

HexGrid HexGrid::with_width(double width_m) { return HexGrid(width_m / sqrt3); }
double HexGrid::width_m() const { return m_side_m * sqrt3; }
double HexGrid::area_km2() const { return 1.5 * sqrt3 * m_side_m * m_side_m / 1e6; }

/// Rounds all three cube coordinates (q + r + s = 0) and takes the one that moved most from the other two; see Red Blob Games,
/// "Hexagonal Grids".
std::optional<Hex> HexGrid::at(Metric p) const {
  if (!(std::fabs(p.x) <= reach * m_side_m && std::fabs(p.y) <= reach * m_side_m)) { return std::nullopt; }
  const double r = p.y / m_side_m * (2.0 / 3);
  const double q = p.x / m_side_m / sqrt3 - r / 2;
  const double s = -q - r;
  const double round_q = std::floor(q + 0.5);
  const double round_r = std::floor(r + 0.5);
  const double round_s = std::floor(s + 0.5);
  const double off_q = std::fabs(round_q - q);
  const double off_r = std::fabs(round_r - r);
  const double off_s = std::fabs(round_s - s);
  if (off_q > off_r && off_q > off_s) { return Hex{whole(-round_r - round_s), whole(round_r)}; }
  if (off_r > off_s) { return Hex{whole(round_q), whole(-round_q - round_s)}; }
  return Hex{whole(round_q), whole(round_r)};
}

Metric HexGrid::centre(Hex hex) const { return lattice_point(m_side_m, east_of(hex), north_of(hex)); }

std::array<Metric, 7> HexGrid::ring(Hex hex) const {
  const std::int64_t east = east_of(hex);
  const std::int64_t north = north_of(hex);
  const auto corner = [&](int dx, int dy) { return lattice_point(m_side_m, east + dx, north + dy); };
  return {corner(0, -2), corner(1, -1), corner(1, 1), corner(0, 2), corner(-1, 1), corner(-1, -1), corner(0, -2)};
}

double HexGrid::distance_m(Hex a, Hex b) const {
  const Metric step = lattice_point(m_side_m, east_of(b) - east_of(a), north_of(b) - north_of(a));
  return std::hypot(step.x, step.y);
}

std::vector<Hex> HexGrid::in_box(Metric south_west, Metric north_east, std::size_t limit) const {
  std::vector<Hex> found;
  if (!(south_west.x <= north_east.x && south_west.y <= north_east.y)) { return found; }
  const double columns = (north_east.x - south_west.x) / width_m() + 1;
  const double rows = (north_east.y - south_west.y) / (1.5 * m_side_m) + 1;
  const bool in_reach = at(south_west).has_value() && at(north_east).has_value();
  if (!in_reach || columns * rows > static_cast<double>(limit)) {
    throw Error(Problem::too_large, "The area has too many hexagons of this size. Choose a larger side.",
                "A área tem hexágonos a mais deste tamanho. Escolha um lado maior.");
  }
  const auto inside = [&](Metric p) { return p.x >= south_west.x && p.x <= north_east.x && p.y >= south_west.y && p.y <= north_east.y; };
  const std::int32_t last_row = whole(std::floor(north_east.y / (1.5 * m_side_m))) + 1;
  for (std::int32_t r = whole(std::floor(south_west.y / (1.5 * m_side_m))); r <= last_row; ++r) {
    const std::int32_t first = whole(std::floor(south_west.x / width_m() - 0.5 * r)) - 1;
    const std::int32_t last = whole(std::ceil(north_east.x / width_m() - 0.5 * r)) + 1;
    for (std::int32_t q = first; q <= last; ++q) {
      if (inside(centre({q, r}))) { found.push_back({q, r}); }
    }
  }
  return found;
}

std::vector<Hex> HexGrid::steps_within(double distance_m) const {
  std::vector<Hex> steps;
  const double widths = distance_m / width_m() * (1 + 1e-6);
  if (!(widths <= 1000)) {
    throw Error(Problem::too_large, "The distance is more than 1,000 hexagons wide. Choose larger hexagons.",
                "A distância é maior que 1.000 hexágonos. Escolha hexágonos maiores.");
  }
  if (widths < 0) { return steps; }
  const std::int32_t span = whole(std::ceil(2 * widths / sqrt3)) + 1;
  for (std::int32_t r = -span; r <= span; ++r) {
    for (std::int32_t q = -2 * span; q <= 2 * span; ++q) {
      const auto squared = static_cast<double>(q * q + q * r + r * r);  // of the distance in widths
      if ((q != 0 || r != 0) && squared <= widths * widths) { steps.push_back({q, r}); }
    }
  }
  return steps;
}

std::array<Hex, 6> neighbours(Hex hex) {
  const auto [q, r] = hex;
  return {{{q + 1, r}, {q, r + 1}, {q - 1, r + 1}, {q - 1, r}, {q, r - 1}, {q + 1, r - 1}}};
}

std::int32_t hex_steps(Hex a, Hex b) {
  const std::int32_t q = a.q - b.q;
  const std::int32_t r = a.r - b.r;
  return (std::abs(q) + std::abs(r) + std::abs(q + r)) / 2;
}

std::uint64_t hex_id(Hex hex) {
  assert(hex.q > -id_half && hex.q < id_half && hex.r > -id_half && hex.r < id_half);
  return static_cast<std::uint64_t>(hex.r + id_half) << 26 | static_cast<std::uint64_t>(hex.q + id_half);
}

Hex hex_of_id(std::uint64_t id) {
  constexpr std::uint64_t mask = (1U << 26) - 1;
  return {static_cast<std::int32_t>(id & mask) - id_half, static_cast<std::int32_t>(id >> 26) - id_half};
}

}  // namespace geo
