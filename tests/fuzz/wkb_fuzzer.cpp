// SPDX-License-Identifier: Apache-2.0
// WKB as a stranger sends it: read, written as GeoJSON, measured, repaired.
#include "geo/geometry/wkb.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/validity.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void repair(const geo::Geometry& geometry) {
  constexpr std::size_t few_vertices = 200;
  const geo::Repair repaired = geo::repair_polygon(geometry, few_vertices);
  require(repaired.unusable == repaired.geometry.is_none());
  require(repaired.area_change_share >= 0 && repaired.area_change_share <= 1);
  if (repaired.unusable) { return; }
  require(std::isfinite(geo::area_km2(repaired.geometry)));
  require(!geo::repair_polygon(repaired.geometry).unusable);
}

void take(std::string_view wkb) {
  const geo::Geometry geometry = geo::Geometry::from_wkb(wkb);
  std::string json;
  append_geojson(json, geometry);
  require(geo::is_valid_utf8(json));
  if (geometry.is_none()) { return; }
  const std::string again = geo::to_wkb(geometry);
  require(again.size() <= wkb.size() && geo::Geometry::from_wkb(again) == geometry);
  require(geo::swap_axes(geo::swap_axes(again)) == again);
  repair(geometry);
}

}  // namespace

// GEOS 3.11.1 loses 256 bytes when it gives up on a shape inside MakeValid; that must not end the search for our own leaks.
extern "C" const char*
__lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" const char*
__lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
  return "leak:libgeos";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT(readability-identifier-naming)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  try {
    take({reinterpret_cast<const char*>(data), size});
  } catch (const geo::Error&) {  // refused with a sentence: what bad bytes deserve
    return 0;
  }
  return 0;
}
