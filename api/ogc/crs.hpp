// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace api {

/// WGS 84, longitude first: the one CRS so far.
inline constexpr std::string_view crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
/// Content-Crs wants its URI in angle brackets.
inline constexpr std::string_view content_crs84 = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>";

}  // namespace api
