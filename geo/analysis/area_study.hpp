// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/json.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geo {

struct AreaOptions {
  HotspotOptions incidents;
  std::optional<int> level = {};  ///< of the areas. None: the most detailed there is
  DayNumber day = 0;              ///< areas that are valid on it
};

/// An administrative area to count in.
struct CountedArea {
  Fid fid = 0;
  std::string pcode, name;
  Geometry geometry;  ///< valid
  double side_m = 0;  ///< of a square of the same surface
};

/// Which area a place lies in; of areas that overlap the first. Not for several threads at once.
class AreaFinder {
 public:
  explicit AreaFinder(const std::vector<CountedArea>& areas);
  std::optional<std::uint32_t> at(LonLat place);

 private:
  std::vector<PreparedArea> m_areas;
};

/// Administrative areas and the incidents in them.
struct AreaStudy {
  std::optional<std::int64_t> level;
  std::vector<CountedArea> areas;  ///< by P-code, then number
  std::uint64_t left_out = 0;      ///< of that level: not valid on the day, beyond repair, or of a P-code that is there already
  std::uint64_t cut = 0;           ///< reach beyond the box that was asked for
  HotspotInput input;
  std::vector<std::uint32_t> area_of;  ///< of each of input.used
};

/// The areas of one level and the incidents in each. What is known to lie in an area of that level counts, if only its middle stands for
/// it; what has a place of its own counts where that is no less certain than its area is wide. An area that the box of `filter` cuts is
/// left out, since its incidents would be counted in part. `select` may leave incidents out beforehand.
///
/// Throws Error{usage} where there is no such area, and as hotspot_input().
AreaStudy area_study(const View& incidents, const View& admin_areas, const Filter& filter, const AreaOptions& options,
                     const Progress& progress = {}, const std::function<void(HotspotInput&)>& select = {});

/// Of parameters: `"collection":…` to `"include_patrol":…`, the level, and which areas.
void write_area_question(JsonWriter& json, const View& incidents, const Filter& filter, const AreaOptions& options, const AreaStudy& study);
/// Of summaries: `"level":…,"areas":…,"areas_left_out":…,"areas_cut":…`
void write_areas(JsonWriter& json, const AreaStudy& study);
/// That areas were left out, where some were.
void say_areas_left_out(std::vector<Text>& caveats, const AreaStudy& study);
/// Its name, else its P-code, else its number.
std::string area_label(const CountedArea& area);
/// "districts"; "areas of level 4".
Text areas_text(const AreaStudy& study);
/// What `analysis` was made from.
void note_inputs(Analysis& analysis, const View& incidents, const View& admin_areas);

}  // namespace geo
