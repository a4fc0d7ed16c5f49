// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/reference/admin_areas.hpp"
#include "importers/reference/gazetteer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace importers {

/// A point that files give when all that is known is the area: the middle of a country, province, district or post, or the
/// seat of a district (rule G8).
struct StandIn {
  geo::LonLat at;
  int level = 0;         ///< of the area it stands for
  bool is_seat = false;  ///< the settlement a district is called after: the row may as well have happened there
  double reach_m = 0;    ///< how far from here that area goes
  int area = -1;         ///< in AdminAreas; -1: a country that no store needs to have
  geo::BBox box;         ///< of the area
  std::string name;
};

/// All points that stand for areas. Immutable.
class StandIns {
 public:
  StandIns() = default;
  /// Middles of areas (of their surface and of their box), seats, and the middles of countries as gazetteers give them.
  StandIns(const AdminAreas& areas, const Gazetteer& places);

  /// The one within 50 m of the point, the widest area first; nullptr: none.
  [[nodiscard]] const StandIn* find(geo::LonLat p) const;

 private:
  std::vector<StandIn> m_points;  // by longitude
};

}  // namespace importers
