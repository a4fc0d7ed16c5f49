// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/frame.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/study_area.hpp"
#include "geo/analysis/uncertain_places.hpp"
#include "geo/hotspots/neighbours.hpp"
#include "geo/index/hexgrid.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

// What analyses on hexagons share: which hexagons, what lies in them, which are neighbours.
namespace geo {

struct HexOptions {
  HotspotOptions incidents;
  /// Of the hexagons, over flat sides. None: two thirds of the default bandwidth of a density, so that a hexagon and its six
  /// neighbours are as wide as the kernel; but wide enough that some hex_default_number cover the study area. No narrower than
  /// least_width_m, given or found.
  std::optional<double> width_m = {};
  /// Hexagons whose centres are within it are neighbours. None: the width, which gives six.
  std::optional<double> neighbours_m = {};
};

inline constexpr double hex_widths_in_a_side = 45;
inline constexpr double hex_default_number = 20'000;
inline constexpr std::size_t hex_most = 200'000;
/// Without a study area: how many steps from the nearest hexagon with an incident.
inline constexpr int hex_steps_around = 2;

/// Incidents in the hexagons that share ground with the study area, cut to the filter's box, empty ones too; where there is no study
/// area, in those at most two steps from one with an incident (docs/decisions/0011).
struct HexStudy {
  StudyArea study;  ///< as it was looked at
  HotspotInput input;
  double width_m = 0, neighbours_m = 0;
  Frame frame;
  HexGrid grid;
  std::vector<Hex> hexes;                 ///< in the order of Hex
  std::vector<std::uint64_t> incidents;   ///< in each of them
  std::vector<double> values;             ///< the same, with shares of those of uncertain place
  std::vector<std::uint32_t> hexagon_of;  ///< of each incident of `input.used`
  SpreadTold spread = {};
  NeighbourLists neighbours;

  /// Into longitude and latitude; not for several threads at once.
  Geometry hexagon(std::size_t i);
  LonLat centre(std::size_t i);
};

/// Incidents in hexagons: what statistics are made of.
struct HexCounts {
  std::uint64_t used = 0;                ///< in all of them, and those that were shared out
  std::vector<std::uint64_t> incidents;  ///< in each
  std::vector<double> values;            ///< with shares of those of uncertain place: what statistics look at
};

/// Those of the study itself.
HexCounts hex_counts(const HexStudy& hexes);
/// Other incidents of the same view in the same hexagons, by the same rules; those that lie in none are left out.
HexCounts hex_counts(HexStudy& hexes, HotspotInput& input, Uncertain uncertain);

/// Takes incidents out before anything is decided by those that stay.
using Select = std::function<void(HotspotInput&)>;

/// The same rows give the same bits for any order. Throws Error{usage} for lengths that are none or neighbours farther than 20 widths,
/// Error{too_large} beyond hex_most hexagons, and as hotspot_input().
HexStudy hex_study(const View& incidents, const StudyArea& study, const Filter& filter, const HexOptions& options, const Progress& progress,
                   const Select& select = {});

/// What was read, for seal() and for whoever asks where a result is from.
void note_inputs(Analysis& analysis, const View& incidents, const HexStudy& hexes);

}  // namespace geo
