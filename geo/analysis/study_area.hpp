// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace geo {

/// Where an analysis looks.
struct StudyArea {
  Geometry area;                              ///< valid; none: nobody said
  std::string origin;                         ///< area_of_operation, admin_areas, bbox; empty where there is none
  std::uint64_t areas = 0;                    ///< of admin_areas that make it up
  std::optional<std::int64_t> level;          ///< theirs
  std::uint64_t left_out = 0;                 ///< of that level: not valid on the day, or beyond repair
  std::optional<std::uint64_t> version = {};  ///< of the view of admin_areas
};

/// The area of operation, repaired. Throws Error{input} when it is no area.
StudyArea study_of_operation(const Geometry& area);

/// The union of the administrative areas of the most detailed level there is, of those that are valid on `day`; an area without a
/// level counts as less detailed than any. None where the view has no area.
StudyArea study_of_admin_areas(const View& admin_areas, DayNumber day);

/// The part of it in the box; the box itself where there is no area. Throws Error{unsupported} for a box across the antimeridian.
StudyArea cut_to(StudyArea study, const BBox& box);

}  // namespace geo
