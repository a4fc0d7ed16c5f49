// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/admin_areas.hpp"

#include "geo/base/text.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace importers {
namespace {

constexpr std::string_view kinds_of_area[] = {"distrito_de_", "cidade_de_", "cidade_da_",    "municipio_de_",
                                              "vila_de_",     "vila_da_",   "provincia_de_", "posto_administrativo_de_"};

/// Middle of the surface, longitudes and latitudes taken as a plane; of the vertices where there is no surface.
geo::LonLat centre_of(const std::vector<geo::Polygon>& polygons, geo::LonLat near) {
  double twice_area = 0;
  double x = 0;
  double y = 0;
  for (const geo::Polygon& polygon : polygons) {
    for (std::size_t r = 0; r < polygon.size(); ++r) {
      double ring_area = 0;
      double ring_x = 0;
      double ring_y = 0;
      for (std::size_t i = 0; i < polygon[r].size(); ++i) {
        const geo::LonLat a = polygon[r][i];
        const geo::LonLat b = polygon[r][(i + 1) % polygon[r].size()];
        const double cross = (a.lon - near.lon) * (b.lat - near.lat) - (b.lon - near.lon) * (a.lat - near.lat);
        ring_area += cross;
        ring_x += cross * (a.lon + b.lon - 2 * near.lon);
        ring_y += cross * (a.lat + b.lat - 2 * near.lat);
      }
      const double sign = (ring_area < 0) == (r == 0) ? -1 : 1;  // shells count, holes are taken off, whichever way they run
      twice_area += sign * ring_area;
      x += sign * ring_x;
      y += sign * ring_y;
    }
  }
  if (!(twice_area > 0)) { return near; }
  return {near.lon + x / (3 * twice_area), near.lat + y / (3 * twice_area)};
}

/// Metres to the vertex that is farthest away, told on a plane: a geodesic for each of a million would take a second.
double reach_of(geo::LonLat centre, const std::vector<geo::Polygon>& polygons) {
  const double lon_scale = std::cos(centre.lat * std::acos(-1.0) / 180);
  geo::LonLat farthest = centre;
  double most = 0;
  for (const geo::Polygon& polygon : polygons) {
    for (const geo::LonLat p : polygon.front()) {
      const double x = (p.lon - centre.lon) * lon_scale;
      const double y = p.lat - centre.lat;
      if (x * x + y * y <= most) { continue; }
      most = x * x + y * y;
      farthest = p;
    }
  }
  return geo::distance_m(centre, farthest);
}

AdminArea area_of(AdminAreaRow& row) {
  AdminArea area;
  area.names = folded_names(row.name, row.alt_names);
  area.codes = row.above;
  area.level = row.level.value_or(-1);
  if (!row.level) {
    const auto by_code = level_of_pcode(row.pcode);
    int deepest = -1;
    for (int level = 0; level < admin_levels; ++level) {
      if (!row.above[static_cast<std::size_t>(level)].empty()) { deepest = level; }
    }
    area.level = deepest >= 0 ? deepest + 1 : by_code.value_or(-1);
  }
  if (area.level >= admin_levels) { area.level = -1; }
  if (area.level >= 0) { area.codes[static_cast<std::size_t>(area.level)] = row.pcode; }
  const auto polygons = geo::polygons_of(row.shape);
  if (!polygons.empty()) {
    area.box = row.shape.box();
    area.centre = centre_of(polygons, {(area.box.west + area.box.east) / 2, (area.box.south + area.box.north) / 2});
    area.reach_m = reach_of(area.centre, polygons);
  }
  area.pcode = std::move(row.pcode);
  area.name = std::move(row.name);
  return area;
}

/// Codes above an area that its row does not say: those of the area of the level above whose code its own begins with.
void complete_codes(std::vector<AdminArea>& areas) {
  for (AdminArea& area : areas) {
    for (int level = area.level - 1; level >= 0; --level) {
      std::string& code = area.codes[static_cast<std::size_t>(level)];
      if (!code.empty()) { continue; }
      const auto is_above = [&](const AdminArea& other) {
        return other.level == level && !other.pcode.empty() && area.pcode.size() > other.pcode.size() &&
               area.pcode.starts_with(other.pcode);
      };
      const auto found = std::find_if(areas.begin(), areas.end(), is_above);
      if (found != areas.end()) { code = found->pcode; }
    }
  }
}

}  // namespace

std::optional<int> level_of_pcode(std::string_view pcode) {
  std::size_t letters = 0;
  while (letters < pcode.size() && pcode[letters] >= 'A' && pcode[letters] <= 'Z') { ++letters; }
  const std::string_view digits = pcode.substr(letters);
  const bool only_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (letters < 2 || letters > 3 || !only_digits || digits.size() % 2 != 0 || digits.size() / 2 >= admin_levels) { return std::nullopt; }
  return static_cast<int>(digits.size() / 2);
}

std::vector<std::string> folded_names(std::string_view name, std::string_view alt_names) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view text) {
    std::string folded = geo::fold_name(text);
    if (!folded.empty() && std::find(names.begin(), names.end(), folded) == names.end()) { names.push_back(std::move(folded)); }
  };
  add(name);
  while (!alt_names.empty()) {
    const std::size_t end = std::min(alt_names.find_first_of(",;|/"), alt_names.size());
    add(alt_names.substr(0, end));
    alt_names.remove_prefix(std::min(end + 1, alt_names.size()));
  }
  const std::size_t given = names.size();
  for (std::size_t i = 0; i < given; ++i) {
    for (const std::string_view kind : kinds_of_area) {
      if (names[i].starts_with(kind)) { add(std::string(names[i]).substr(kind.size())); }
    }
  }
  return names;
}

AdminAreas::AdminAreas(std::vector<AdminAreaRow> rows) {
  std::vector<std::pair<AdminArea, geo::Geometry>> made;
  made.reserve(rows.size());
  for (AdminAreaRow& row : rows) {
    AdminArea area = area_of(row);
    made.emplace_back(std::move(area), std::move(row.shape));
  }
  std::stable_sort(made.begin(), made.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.level, a.first.pcode, a.first.name) < std::tie(b.first.level, b.first.pcode, b.first.name);
  });
  std::vector<geo::Geometry> shapes;
  for (auto& [area, shape] : made) {
    if (area.level >= 0) { m_has_level[static_cast<std::size_t>(area.level)] = true; }
    m_areas.push_back(std::move(area));
    shapes.push_back(std::move(shape));
  }
  complete_codes(m_areas);
  m_index = geo::AreaIndex(shapes);
}

AdminAreas::ByLevel AdminAreas::find(geo::LonLat p) const {
  ByLevel found;
  found.fill(-1);
  m_index.visit(p, [&](std::uint32_t area) {
    const int level = m_areas[area].level;
    if (level >= 0 && found[static_cast<std::size_t>(level)] < 0) { found[static_cast<std::size_t>(level)] = static_cast<int>(area); }
  });
  return found;
}

bool AdminAreas::cover(geo::LonLat p) const {
  bool covered = false;
  m_index.visit(p, [&](std::uint32_t) { covered = true; });
  return covered;
}

bool AdminAreas::is_within(int area, geo::LonLat p, double tolerance_m) const {
  return m_index.is_within(static_cast<std::size_t>(area), p, tolerance_m);
}

int AdminAreas::by_code(int level, std::string_view pcode) const {
  const auto found = std::find_if(m_areas.begin(), m_areas.end(), [&](const AdminArea& a) { return a.level == level && a.pcode == pcode; });
  return found == m_areas.end() ? -1 : static_cast<int>(found - m_areas.begin());
}

int AdminAreas::by_name(int level, std::string_view folded, int inside) const {
  int found = -1;
  for (std::size_t i = 0; i < m_areas.size(); ++i) {
    const AdminArea& area = m_areas[i];
    if (area.level != level || std::find(area.names.begin(), area.names.end(), folded) == area.names.end()) { continue; }
    if (inside >= 0 && !is_part(static_cast<int>(i), inside)) { continue; }
    if (found >= 0 && m_areas[static_cast<std::size_t>(found)].pcode != area.pcode) { return -1; }
    if (found < 0) { found = static_cast<int>(i); }
  }
  return found;
}

bool AdminAreas::is_part(int area, int outer) const {
  const AdminArea& o = (*this)[outer];
  return o.level >= 0 && (*this)[area].codes[static_cast<std::size_t>(o.level)] == o.pcode;
}

}  // namespace importers
