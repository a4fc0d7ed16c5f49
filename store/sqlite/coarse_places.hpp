// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"
#include "store/sqlite/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace store {

/// Places that stand in for exact ones: the settlements and districts that the store has now and anybody may know.
class CoarsePlaces {
 public:
  explicit CoarsePlaces(Database& database);

  struct Settlement {
    geo::LonLat at;
    std::string name;
  };
  /// The nearest within 25 km.
  [[nodiscard]] const Settlement* settlement(geo::LonLat from) const;
  /// A point on the district's surface.
  [[nodiscard]] std::optional<geo::LonLat> district(const std::string& pcode) const;

 private:
  std::vector<Settlement> m_settlements;  // in order of latitude
  std::map<std::string, geo::LonLat> m_districts;
};

}  // namespace store
