// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/study_area.hpp"

#include "geo/analysis/columns.hpp"
#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace geo {
namespace {

struct AdminArea {
  Fid fid = 0;
  std::int64_t level = -1;
  bool valid = true;  ///< on the day
  Geometry area;
};

enum : std::size_t { level_column, from_column, to_column };

std::vector<AdminArea> read(const View& view, DayNumber day) {
  const Columns columns(view.schema(), {{"level", false}, {"valid_from", false}, {"valid_to", false}});
  std::vector<AdminArea> areas;
  view.scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const bool began = columns.integer(batch, row, from_column).value_or(day) <= day;
      const bool ended = columns.integer(batch, row, to_column).value_or(day) < day;
      areas.push_back(
          {batch.fid.integer(row), columns.integer(batch, row, level_column).value_or(-1), began && !ended, batch.geometry.geometry(row)});
    }
    return true;
  });
  std::sort(areas.begin(), areas.end(), [](const AdminArea& a, const AdminArea& b) { return a.fid < b.fid; });
  return areas;
}

}  // namespace

StudyArea study_of_operation(const Geometry& area) {
  Repair repair = repair_polygon(area);
  if (repair.unusable) {
    throw Error(Problem::input, "The area of operation cannot be used: " + repair.reason.en,
                "Não se pode usar a área de operação: " + repair.reason.pt);
  }
  StudyArea study;
  study.area = std::move(repair.geometry);
  study.origin = "area_of_operation";
  return study;
}

StudyArea study_of_admin_areas(const View& admin_areas, DayNumber day) {
  const std::vector<AdminArea> all = read(admin_areas, day);
  std::int64_t level = -1;
  for (const AdminArea& area : all) { level = area.valid ? std::max(level, area.level) : level; }
  StudyArea study;
  std::vector<Geometry> parts;
  for (const AdminArea& area : all) {
    if (area.level != level) { continue; }
    Repair repair = area.valid ? repair_polygon(area.area) : Repair{};
    if (!area.valid || repair.unusable) {
      ++study.left_out;
      continue;
    }
    parts.push_back(std::move(repair.geometry));
  }
  study.area = union_of(parts);
  if (study.area.is_none()) { return {}; }
  study.origin = "admin_areas";
  study.areas = parts.size();
  study.level = level < 0 ? std::nullopt : std::optional(level);
  study.version = admin_areas.version();
  return study;
}

StudyArea cut_to(StudyArea study, const BBox& box) {
  if (box.west > box.east) {
    throw Error(Problem::unsupported,
                fmt::format("The western edge of the box ({}) lies east of its eastern edge ({}): exchange them. A study area cannot "
                            "cross the 180th meridian; where that is meant, choose one side of it.",
                            box.west, box.east),
                fmt::format("O limite oeste da caixa ({}) fica a leste do limite leste ({}): troque-os. Uma área de estudo não pode "
                            "atravessar o meridiano 180; se é isso que quer, escolha um dos lados.",
                            box.west, box.east));
  }
  const Geometry frame = from_polygons(
      {{{{box.west, box.south}, {box.east, box.south}, {box.east, box.north}, {box.west, box.north}, {box.west, box.south}}}});
  if (!study.area.is_none()) {
    study.area = intersection(study.area, frame);
    if (study.area.is_none()) {
      throw Error(Problem::usage, "The bounding box lies outside the study area.", "A caixa de coordenadas fica fora da área de estudo.");
    }
    return study;
  }
  if (repair_polygon(frame).unusable) {
    throw Error(Problem::usage, "The bounding box has no surface.", "A caixa de coordenadas não tem superfície.");
  }
  study.area = frame;
  study.origin = "bbox";
  return study;
}

}  // namespace geo
