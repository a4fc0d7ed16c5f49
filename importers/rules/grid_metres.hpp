// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "importers/rules/whereabouts.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Metres that stand where degrees are expected: which grid they are of (G6: UTM 36S or 37S on WGS 84, Moznet or Tete; G7: Web
/// Mercator), by the only candidate that lies where the row must lie. Not thread-safe. Grids are opened when first needed.
class GridMetres {
 public:
  struct Found {
    std::string_view rule;             ///< G6 or G7
    std::optional<geo::LonLat> point;  ///< none: no candidate fits, or more than one does
    std::string_view crs;              ///< of the point
    double spread_m = 0;               ///< between the datums the numbers may be on
    std::string candidates;            ///< "EPSG:32736: -12.5 34.1; …" when there is no point
  };
  /// Numbers as they stand in the longitude's and the latitude's column, in metres.
  Found find(double x, double y, Whereabouts& where);

 private:
  struct Candidate {
    geo::LonLat at;
    std::size_t grid;
    double easting;
    double northing;
  };

  std::optional<geo::LonLat> to_lonlat(std::size_t grid, double easting, double northing);
  std::vector<Candidate> candidates(double x, double y);
  double spread(const Candidate& taken);

  std::array<std::optional<geo::Transform>, 7> m_grids;
};

}  // namespace importers
