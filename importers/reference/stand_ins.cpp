// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/stand_ins.hpp"

#include "geo/geometry/geodesic.hpp"

#include <algorithm>
#include <cmath>

namespace importers {
namespace {

constexpr double near_m = 50;
constexpr double lon_window_deg = 0.006;  // 50 m up to 85° of latitude
constexpr double lat_window_deg = 0.0006;
constexpr double seat_reach_m = 1000;  // precision crosswalk: a named town is good to a kilometre
constexpr int district = 2;

struct Country {
  const char* name;
  double lat;
  double lon;
  geo::BBox box;
};

/// Middles of Mozambique and its neighbours as the CIA World Factbook rounds them, which conflict data sets took over (UCDP
/// GED: 35, -18.25), with boxes to the nearest tenth of a degree outwards.
constexpr Country countries[] = {
    {"Moçambique", -18.25, 35.0, {30.2, -26.9, 40.9, -10.4}}, {"Tanzânia", -6.0, 35.0, {29.3, -11.8, 40.5, -0.9}},
    {"Malawi", -13.5, 34.0, {32.6, -17.2, 36.0, -9.3}},       {"Zâmbia", -15.0, 30.0, {21.9, -18.1, 33.8, -8.2}},
    {"Zimbabwe", -20.0, 30.0, {25.2, -22.5, 33.1, -15.6}},    {"África do Sul", -29.0, 24.0, {16.4, -34.9, 32.9, -22.1}},
    {"Eswatini", -26.5, 31.5, {30.7, -27.4, 32.2, -25.7}},
};

double reach_of(geo::LonLat p, const geo::BBox& box) {
  double reach = 0;
  for (const geo::LonLat corner : {geo::LonLat{box.west, box.south}, {box.west, box.north}, {box.east, box.south}, {box.east, box.north}}) {
    reach = std::max(reach, geo::distance_m(p, corner));
  }
  return reach;
}

}  // namespace

StandIns::StandIns(const AdminAreas& areas, const Gazetteer& places) {
  for (const Country& c : countries) {
    const geo::LonLat at{c.lon, c.lat};
    m_points.push_back({at, 0, false, reach_of(at, c.box), -1, c.box, c.name});
  }
  for (int i = 0; i < static_cast<int>(areas.size()); ++i) {
    const AdminArea& area = areas[i];
    if (area.level < 0 || !area.has_shape()) { continue; }
    const geo::LonLat box_centre{(area.box.west + area.box.east) / 2, (area.box.south + area.box.north) / 2};
    m_points.push_back({area.centre, area.level, false, area.reach_m, i, area.box, area.name});
    m_points.push_back({box_centre, area.level, false, reach_of(box_centre, area.box), i, area.box, area.name});
  }
  for (const Place& place : places.places()) {
    const int in = place.areas[district];
    if (in < 0) { continue; }
    const std::vector<std::string> names = folded_names(place.name, {});
    const auto is_name = [&](const std::string& name) {
      return std::find(areas[in].names.begin(), areas[in].names.end(), name) != areas[in].names.end();
    };
    if (std::any_of(names.begin(), names.end(), is_name)) {
      m_points.push_back({place.at, district, true, seat_reach_m, in, areas[in].box, place.name});
    }
  }
  std::stable_sort(m_points.begin(), m_points.end(), [](const StandIn& a, const StandIn& b) { return a.at.lon < b.at.lon; });
}

const StandIn* StandIns::find(geo::LonLat p) const {
  const StandIn* best = nullptr;
  auto it = std::lower_bound(m_points.begin(), m_points.end(), p.lon - lon_window_deg,
                             [](const StandIn& s, double lon) { return s.at.lon < lon; });
  for (; it != m_points.end() && it->at.lon <= p.lon + lon_window_deg; ++it) {
    if (std::fabs(it->at.lat - p.lat) > lat_window_deg || geo::distance_m(it->at, p) > near_m) { continue; }
    const bool wider = best == nullptr || it->level < best->level || (it->level == best->level && best->is_seat && !it->is_seat);
    if (wider) { best = &*it; }
  }
  return best;
}

}  // namespace importers
