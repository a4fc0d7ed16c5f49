// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/cluster_outline.hpp"

#include "geo/analysis/hexagons.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"

#include <algorithm>

namespace geo {
namespace {

Hex hex_at(const HexGrid& grid, Metric p) {
  if (const auto hex = grid.at(p)) { return *hex; }
  throw Error(Problem::too_large, "The incidents lie too far apart for so short a radius.",
              "Os incidentes estão demasiado afastados para um raio tão curto.");
}

}  // namespace

Geometry ClusterOutline::geometry(Frame& frame) const {
  std::vector<Geometry> hexagons;
  for (const Hex hex : hexes) { hexagons.push_back(hexagon(frame, grid, hex)); }
  return union_of(hexagons);
}

std::optional<ClusterOutline> cluster_outline(std::span<const Metric> members, double width_m) {
  for (int doubled = 0; doubled < outline_widths; ++doubled, width_m *= 2) {
    ClusterOutline outline{HexGrid::with_width(width_m), {}, 0};
    std::vector<Hex> all;
    for (const Metric member : members) { all.push_back(hex_at(outline.grid, member)); }
    std::sort(all.begin(), all.end());
    std::size_t drawn = 0;
    for (auto first = all.begin(); first != all.end();) {
      const auto end = std::upper_bound(first, all.end(), *first);
      const auto number = static_cast<std::size_t>(end - first);
      ++outline.holding;
      if (number >= least_told) {
        outline.hexes.push_back(*first);
        drawn += number;
      }
      first = end;
    }
    if (drawn > 0 && static_cast<double>(drawn) >= outline_least_share * static_cast<double>(members.size())) { return outline; }
  }
  return std::nullopt;
}

}  // namespace geo
