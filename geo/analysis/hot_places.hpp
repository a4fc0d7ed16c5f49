// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/analysis/study_area.hpp"
#include "geo/hotspots/gi_star.hpp"
#include "geo/index/hexgrid.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

// What gi_star_analysis() looks at: hexagons, what lies in them, and what is to be called hot. Private to it.
namespace geo {

/// Hot places that are neighbours of each other.
struct Cluster {
  std::vector<std::size_t> places;
  std::uint64_t incidents = 0;
  std::size_t hottest = 0;  ///< the place with the highest z; of equal ones the first
};

struct Places {
  std::vector<Hex> hexes;
  std::vector<std::uint64_t> incidents;
  GiStarResult statistics;
  std::vector<int> classes;
  std::vector<bool> is_small;     ///< hot, but in a cluster of few incidents
  std::vector<Cluster> clusters;  ///< those that are drawn, most incidents first
  std::size_t small_clusters = 0;
};

/// Leaves out of `input` what cannot share a hexagon with the study area, before it decides about anything. `width_m`: of the
/// hexagons, 0 while it is not known.
void leave_out_far(HotspotInput& input, const StudyArea& study, double width_m);

/// The hexagons of the study area and what lies in them; leaves out of `input` what lies in none. `frame` is that of `input`.
Places places_of(HotspotInput& input, const StudyArea& study, Frame& frame, const HexGrid& grid);

/// Statistics, classes, clusters.
void judge(Places& places, const HexGrid& grid, double neighbours_m);

}  // namespace geo
