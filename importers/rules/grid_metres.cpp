// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/grid_metres.hpp"

#include "geo/geometry/geodesic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

struct Grid {
  std::string_view crs;
  std::array<std::size_t, 2> other_datums;  ///< the same zone on Moznet and on Tete
};

// WGS 84 is what receivers and forms write; it is taken, and how far the old datums would move it goes into the uncertainty.
constexpr std::array<Grid, 7> grids = {{{"EPSG:32736", {2, 3}},
                                        {"EPSG:32737", {4, 5}},
                                        {"EPSG:3036", {}},
                                        {"EPSG:2736", {}},
                                        {"EPSG:3037", {}},
                                        {"EPSG:2737", {}},
                                        {"EPSG:3857", {}}}};
constexpr std::size_t zone_36 = 0;
constexpr std::size_t zone_37 = 1;
constexpr std::size_t web_mercator = 6;

bool is_between(double v, double low, double high) { return v >= low && v <= high; }
bool is_easting(double v) { return is_between(v, 1e5, 9e5); }
bool is_northing(double v) { return is_between(v, 1e6, 1e7); }
bool is_mercator(double x, double y) { return is_between(x, 3.3e6, 4.6e6) && is_between(y, -3.1e6, -1.1e6); }

}  // namespace

std::optional<geo::LonLat> GridMetres::to_lonlat(std::size_t grid, double easting, double northing) {
  if (!m_grids[grid]) { m_grids[grid].emplace(grids[grid].crs); }
  return m_grids[grid]->to_lonlat(easting, northing);
}

std::vector<GridMetres::Candidate> GridMetres::candidates(double x, double y) {
  std::vector<Candidate> found;
  for (const auto& [easting, northing] : {std::pair(x, y), std::pair(y, x)}) {
    const auto add = [&, e = easting, n = northing](std::size_t grid) {
      if (const auto at = to_lonlat(grid, e, n)) { found.push_back({*at, grid, e, n}); }
    };
    if (is_easting(easting) && is_northing(northing)) {
      add(zone_36);
      add(zone_37);
    }
    if (is_mercator(easting, northing)) { add(web_mercator); }
  }
  return found;
}

double GridMetres::spread(const Candidate& taken) {
  if (taken.grid == web_mercator) { return 0; }
  double spread_m = 0;
  for (const std::size_t other : grids[taken.grid].other_datums) {
    if (const auto at = to_lonlat(other, taken.easting, taken.northing)) { spread_m = std::max(spread_m, geo::distance_m(taken.at, *at)); }
  }
  return spread_m;
}

GridMetres::Found GridMetres::find(double x, double y, Whereabouts& where) {
  const std::vector<Candidate> all = candidates(x, y);
  const bool mercator = !all.empty() && all.front().grid == web_mercator;
  Found found;
  found.rule = mercator ? "G7" : "G6";
  const Candidate* inside = nullptr;
  std::size_t count = 0;
  for (const Candidate& c : all) {
    // Web Mercator is told by the size of its numbers alone; a zone is not.
    if (!where.holds(c.at).value_or(mercator)) { continue; }
    inside = &c;
    ++count;
  }
  if (count == 1) {
    found.point = inside->at;
    found.crs = grids[inside->grid].crs;
    found.spread_m = spread(*inside);
    return found;
  }
  for (const Candidate& c : all) {
    found.candidates += fmt::format("{}{}: {:.5f} {:.5f}", found.candidates.empty() ? "" : "; ", grids[c.grid].crs, c.at.lat, c.at.lon);
  }
  return found;
}

}  // namespace importers
