// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/people_bounds.hpp"

#include "geo/coverage/overlay.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geo {
namespace {

constexpr double no_surface_km2 = 1e-9;  ///< what is less is where borders touch, as rounding has it

Geometry valid(const Geometry& ground) {
  Repair repair = repair_polygon(ground);
  if (!repair.unusable) { return std::move(repair.geometry); }
  throw Error(Problem::input, "An area that counts people cannot be used: " + repair.reason.en,
              "Não se pode usar uma área que conta pessoas: " + repair.reason.pt);
}

struct CountedGround {
  Geometry area;
  double km2 = 0;
};

std::vector<CountedGround> areas_of(const std::vector<PeopleRow>& rows) {
  std::vector<CountedGround> areas;
  for (const PeopleRow& row : rows) {
    if (row.area.empty() || !(row.people > 0)) { continue; }  // who counts nobody counts nobody twice
    const Geometry area = Geometry::from_wkb(row.area);
    if (polygons_of(area).empty()) { continue; }
    areas.push_back({valid(area), 0});
    areas.back().km2 = ground_area_km2(areas.back().area);
  }
  std::stable_sort(areas.begin(), areas.end(),
                   [](const CountedGround& a, const CountedGround& b) { return a.area.box().west < b.area.box().west; });
  return areas;
}

Geometry box_polygon(double west, double south, double east, double north) {
  return from_polygons({{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}});
}

}  // namespace

Geometry ground_of_box(const std::optional<BBox>& box) {
  if (!box) { return {}; }
  const bool is_line = box->west == box->east || (box->west == 180 && box->east == -180);
  if (!(box->south < box->north) || is_line) {
    throw Error(Problem::usage, "The bounding box has no surface.", "A caixa de coordenadas não tem superfície.");
  }
  if (box->west < box->east) { return box_polygon(box->west, box->south, box->east, box->north); }
  std::vector<Geometry> sides;
  if (box->west < 180) { sides.push_back(box_polygon(box->west, box->south, 180, box->north)); }
  if (box->east > -180) { sides.push_back(box_polygon(-180, box->south, box->east, box->north)); }
  return union_of(sides);
}

PeopleBounds::PeopleBounds(const Geometry& looked_at) : m_area(looked_at) {
  if (is_everywhere()) { return; }
  m_meets.emplace(Relation::intersects, to_wkb(m_area));
  m_holds.emplace(Relation::within, to_wkb(m_area));
}

bool PeopleBounds::holds(LonLat at) const { return is_everywhere() || m_meets->point(at); }

Geometry PeopleBounds::part_of(const Geometry& ground) const {
  if (is_everywhere()) { return ground; }
  const std::string wkb = to_wkb(ground);
  if (m_holds->shape(wkb, ground.box()).value_or(false)) { return ground; }
  if (!m_meets->shape(wkb, ground.box()).value_or(true)) { return {}; }
  Geometry part = intersection(valid(ground), m_area);
  return ground_area_km2(part) > no_surface_km2 ? std::move(part) : Geometry{};
}

void refuse_overlaps(const std::vector<PeopleRow>& rows, const PeopleCounted& counted) {
  constexpr double most_share = 0.05;
  const std::vector<CountedGround> areas = areas_of(rows);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    for (std::size_t j = i + 1; j < areas.size() && areas[j].area.box().west <= areas[i].area.box().east; ++j) {
      if (!areas[i].area.box().intersects(areas[j].area.box())) { continue; }
      const double both_km2 = ground_area_km2(intersection(areas[i].area, areas[j].area));
      if (!(both_km2 > most_share * std::min(areas[i].km2, areas[j].km2))) { continue; }
      throw Error(
          Problem::usage,
          fmt::format("Areas of the collection {} lie on each other, as a province and its districts do, and their people would count "
                      "twice. Give a population_collection whose areas lie side by side, of one level.",
                      counted.collection),
          fmt::format("Há áreas da colecção {} umas sobre as outras, como uma província e os seus distritos, e as suas pessoas contariam "
                      "duas vezes. Indique uma population_collection cujas áreas fiquem lado a lado, de um só nível.",
                      counted.collection));
    }
  }
}

}  // namespace geo
