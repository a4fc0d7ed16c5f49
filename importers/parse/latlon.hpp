// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/parse/number.hpp"

#include <optional>
#include <string_view>

namespace importers {

enum class Axis { unknown, latitude, longitude };

/// One coordinate as written in one cell.
struct ParsedAngle {
  double value = 0;           ///< degrees; or whatever unit the file has, when there was neither sign nor letter
  Axis axis = Axis::unknown;  ///< told by a hemisphere letter or word
  bool sexagesimal = false;   ///< written with minutes (G4)
};

/// "-12.49", "-12,49" (style comma), "12.49 S", "S12.49", "12°29'24.00\"S", "12 29.4 S", "12º 29’ 24” Sul", "40 01 17 E",
/// "40,5 Leste", "71°4′ O". Minutes and seconds are below 60, only the last part has decimals; one leading minus is taken
/// without a letter or with S, W, O. Parts without any mark or letter ("12 29.4") are not an angle but nothing: they could
/// be two numbers. Not range-checked: projected metres pass, too.
std::optional<ParsedAngle> parse_latlon_cell(std::string_view cell, NumberStyle style);

/// "lat lon [alt [acc]]" of ODK and Kobo (P6, G12), "(41.8, -87.6)" of Socrata.
struct ParsedGeopoint {
  double latitude = 0;
  double longitude = 0;
  std::optional<double> altitude_m;
  std::optional<double> accuracy_m;
};
std::optional<ParsedGeopoint> parse_geopoint_cell(std::string_view cell);

}  // namespace importers
