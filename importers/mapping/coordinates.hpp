// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace importers {

/// Columns that say where a row is; -1: there is none.
struct CoordinateColumns {
  int latitude = -1;   ///< or northing
  int longitude = -1;  ///< or easting
  int geopoint = -1;   ///< "lat lon alt acc" in one text
  int wkt = -1;
  int accuracy = -1;  ///< metres, of the same question as latitude and longitude
};

/// By name: latitude/longitude, lat/lon/lng/long, latitud/longitud, y/x and the like; also behind a prefix that both share
/// (Kobo `_gps_latitude`, ODK `place-Latitude`), then the text column called like the prefix is the geopoint. `folded`: names
/// in fold_name() form, empty for columns that are not to be taken.
CoordinateColumns find_coordinates(const std::vector<std::string>& folded);

}  // namespace importers
