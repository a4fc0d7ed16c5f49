// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/coarse_places.hpp"

#include "geo/geometry/geodesic.hpp"
#include "store/sqlite/row_table.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace store {
namespace {

constexpr double farthest_m = 25'000;
constexpr double farthest_degrees = 0.23;  // of latitude, a little more than that

geo::LonLat anchor(const Statement& s, int column) {
  return {geo::from_lattice(static_cast<std::int32_t>(s.integer(column))),
          geo::from_lattice(static_cast<std::int32_t>(s.integer(column + 1)))};
}

}  // namespace

CoarsePlaces::CoarsePlaces(Database& database) {
  Statement places = database.prepare(
      "SELECT _lon, _lat, name FROM " + row_table("settlements") +
      " WHERE NOT _deleted AND _lon IS NOT NULL AND confidentiality=0 AND withdrawn_on IS NULL AND name IS NOT NULL ORDER BY _lat, fid");
  while (places.step()) { m_settlements.push_back({anchor(places, 0), std::string(places.text(2))}); }
  Statement areas = database.prepare("SELECT _lon, _lat, pcode FROM " + row_table("admin_areas") +
                                     " WHERE NOT _deleted AND _lon IS NOT NULL AND confidentiality=0 AND withdrawn_on IS NULL AND level=2 "
                                     "AND pcode IS NOT NULL ORDER BY fid");
  while (areas.step()) { m_districts[std::string(areas.text(2))] = anchor(areas, 0); }
}

const CoarsePlaces::Settlement* CoarsePlaces::settlement(geo::LonLat from) const {
  const double shrink = std::cos(from.lat * std::numbers::pi / 180);
  const Settlement* nearest = nullptr;
  double least = INFINITY;
  auto s = std::lower_bound(m_settlements.begin(), m_settlements.end(), from.lat - farthest_degrees,
                            [](const Settlement& settlement, double lat) { return settlement.at.lat < lat; });
  // Among neighbours a plane puts them in the same order as the ellipsoid, but for those as good as equally far.
  for (; s != m_settlements.end() && s->at.lat <= from.lat + farthest_degrees; ++s) {
    const double square = std::pow((s->at.lon - from.lon) * shrink, 2) + std::pow(s->at.lat - from.lat, 2);
    if (square < least) {
      least = square;
      nearest = &*s;
    }
  }
  return nearest != nullptr && geo::distance_m(from, nearest->at) <= farthest_m ? nearest : nullptr;
}

std::optional<geo::LonLat> CoarsePlaces::district(const std::string& pcode) const {
  const auto found = m_districts.find(pcode);
  return found == m_districts.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace store
