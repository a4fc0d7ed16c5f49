// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_cells.hpp"
#include "geo/analysis/hex_study.hpp"
#include "geo/base/json.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

// What would be found if incidents that patrols found were treated the other way: counted where they were left out, left out where they
// counted. A finding that hangs on them shows where patrols went (PRIVACY rule B9).
namespace geo {

/// The other way to treat them.
HotspotOptions other_way(HotspotOptions options);

struct HexSensitivity {
  bool includes_patrol = false;  ///< the other run
  std::uint64_t used = 0;        ///< by it, in the same hexagons
  std::size_t changed = 0;       ///< hexagons of another class
  std::size_t hot_then = 0;      ///< that are hot in the other run alone
  std::size_t hot_now = 0;       ///< that are hot in this one alone
};

/// Hexagons by class, and which of the classes are hot.
struct HexClasses {
  std::vector<int> of;
  std::function<bool(int)> is_hot;
};

/// The other run in the same hexagons: `judge` gives the classes of other counts. None where patrols found nothing of what was asked for.
std::optional<HexSensitivity> hex_sensitivity(const View& incidents, const Filter& filter, const HexOptions& options, HexStudy& hexes,
                                              const HexClasses& found, const std::function<std::vector<int>(const HexCounts&)>& judge);
/// `"sensitivity":{…}`, or null.
void write_sensitivity(JsonWriter& json, const std::optional<HexSensitivity>& other);
void say_sensitivity(std::vector<Text>& findings, const HexStudy& hexes, const std::optional<HexSensitivity>& other);

struct PeakSensitivity {
  bool includes_patrol = false;
  std::uint64_t used = 0;
  bool is_too_large = false;  ///< more cells than kde_most_cells: nothing was computed
  double highest_per_km2 = 0;
  double width_m = 0;  ///< of what a place is told by, see told_place()
  std::optional<LonLat> highest_at;
  std::optional<double> moved_m;  ///< of the highest place; none where one of the two has none
};

/// The other run with the same plane, lengths and cells, of `other`, whose `points` are in that plane. None as above.
std::optional<PeakSensitivity> peak_sensitivity(const HotspotInput& input, const HotspotInput& other, bool includes_patrol, Frame& frame,
                                                const std::vector<WeightedPoint>& points, const DensityQuestion& question,
                                                const Cells& cells, const DensityFound& found, const Progress& progress,
                                                const Workers& workers);
void write_sensitivity(JsonWriter& json, const std::optional<PeakSensitivity>& other);
void say_sensitivity(std::vector<Text>& findings, const HotspotInput& input, const std::optional<PeakSensitivity>& other);

}  // namespace geo
