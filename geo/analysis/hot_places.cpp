// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hot_places.hpp"

#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/hexagons.hpp"
#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

Hex hex_at(const HexGrid& grid, Metric p) {
  const auto hex = grid.at(p);
  if (!hex) {
    throw Error(Problem::too_large, "The incidents lie too far apart for hexagons of this width.",
                "Os incidentes estão demasiado afastados para hexágonos desta largura.");
  }
  return *hex;
}

/// Counts the incidents into the hexagons of the study area; leaves out of `input` those that lie in none.
void count(Places& places, HotspotInput& input, const std::vector<Hex>& hex_of) {
  places.incidents.assign(places.hexes.size(), 0);
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) {
    const auto at = std::lower_bound(places.hexes.begin(), places.hexes.end(), hex_of[i]);
    if (at == places.hexes.end() || !(*at == hex_of[i])) { return true; }
    ++places.incidents[static_cast<std::size_t>(at - places.hexes.begin())];
    return false;
  });
}

Cluster cluster_from(std::size_t start, const Places& places, const NeighbourLists& neighbours, std::vector<bool>& seen) {
  Cluster cluster;
  cluster.hottest = start;
  cluster.places.push_back(start);
  seen[start] = true;
  for (std::size_t next = 0; next < cluster.places.size(); ++next) {
    const std::size_t place = cluster.places[next];
    cluster.incidents += places.incidents[place];
    const double z = *places.statistics.places[place].z;
    const double best = *places.statistics.places[cluster.hottest].z;
    if (z > best || (z == best && place < cluster.hottest)) { cluster.hottest = place; }
    for (const std::uint32_t other : neighbours.of(place)) {
      if (places.classes[other] > 0 && !seen[other]) {
        seen[other] = true;
        cluster.places.push_back(other);
      }
    }
  }
  return cluster;
}

void find_clusters(Places& places, const NeighbourLists& neighbours) {
  std::vector<bool> seen(places.hexes.size(), false);
  places.is_small.assign(places.hexes.size(), false);
  for (std::size_t i = 0; i < places.hexes.size(); ++i) {
    if (places.classes[i] <= 0 || seen[i]) { continue; }
    Cluster cluster = cluster_from(i, places, neighbours, seen);
    if (cluster.incidents >= gi_star_least_cluster) {
      places.clusters.push_back(std::move(cluster));
      continue;
    }
    ++places.small_clusters;
    for (const std::size_t place : cluster.places) { places.is_small[place] = true; }
  }
  for (std::size_t i = 0; i < places.hexes.size(); ++i) { places.classes[i] = places.is_small[i] ? 0 : places.classes[i]; }
  std::stable_sort(places.clusters.begin(), places.clusters.end(),
                   [](const Cluster& a, const Cluster& b) { return a.incidents > b.incidents; });
}

}  // namespace

/// A hexagon reaches 1.2 widths far.
void leave_out_far(HotspotInput& input, const StudyArea& study, double width_m) {
  if (study.area.is_none()) { return; }
  BBox box = study.area.box();
  constexpr double m_a_degree = 110'000;
  const double north = std::max({box.east - box.west, box.north - box.south, 2 * std::max(width_m, 1000.0) / m_a_degree});
  const double east = north / std::max(std::cos(std::max(std::fabs(box.south), std::fabs(box.north)) * M_PI / 180), 0.1);
  box = {box.west - east, box.south - north, box.east + east, box.north + north};
  input.leave_out(LeftOut::outside_study, [&](std::size_t i) { return !box.contains(input.used[i].at); });
}

Places places_of(HotspotInput& input, const StudyArea& study, Frame& frame, const HexGrid& grid) {
  std::vector<Hex> hex_of;
  hex_of.reserve(input.used.size());
  for (const Metric p : frame.points()) { hex_of.push_back(hex_at(grid, p)); }
  Places places;
  places.hexes = study.area.is_none() ? hexes_around(hex_of, gi_star_steps_around, gi_star_most_hexagons)
                                      : hexes_of(frame, grid, study.area, gi_star_most_hexagons);
  count(places, input, hex_of);
  return places;
}

void judge(Places& places, const HexGrid& grid, double neighbours_m) {
  const NeighbourLists neighbours = hex_neighbours(grid, places.hexes, neighbours_m);
  const std::vector<double> values(places.incidents.begin(), places.incidents.end());
  places.statistics = gi_star(values, neighbours);
  for (const GiStar& place : places.statistics.places) { places.classes.push_back(place.z ? gi_star_class(*place.z, *place.q) : 0); }
  find_clusters(places, neighbours);
}

}  // namespace geo
