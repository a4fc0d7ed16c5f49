// SPDX-License-Identifier: Apache-2.0
#include "api/html/map_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace api {
namespace {

constexpr double radians = 3.14159265358979323846 / 180;
/// No part of the world is shown nearer than this: a point has no size.
constexpr double nearest_zoom = 13;

/// How far up the whole world, of height 1 and cut at 85°, a latitude lies (Web Mercator).
double mercator_y(double lat) {
  const double cut = std::clamp(lat, -85.0, 85.0) * radians;
  return 0.5 + std::log(std::tan(cut / 2 + 45 * radians)) / (360 * radians);
}

/// "zoom/lat/lon" so that the box fits a narrow screen, of 360 pixels; the world is 512 wide at zoom 0.
std::string position_of(const geo::BBox& box) {
  const double width = box.west <= box.east ? box.east - box.west : box.east - box.west + 360;
  double lon = box.west + width / 2;
  if (lon > 180) { lon -= 360; }
  const double share = std::max({width / 360, mercator_y(box.north) - mercator_y(box.south), 1e-9});
  const double zoom = std::clamp(std::log2(360.0 / 512 / share), 0.0, nearest_zoom);
  return fmt::format("{:.2f}/{:.4f}/{:.4f}", zoom, std::clamp((box.south + box.north) / 2, -85.0, 85.0), lon);
}

}  // namespace

std::string map_url(const Call& call) {
  return url(call, "/map") + (call.request.parameter("lang") == nullptr ? "" : "#lang=" + std::string(tag(call.language)));
}

std::string map_url(const Call& call, const geo::Collection& schema, const MapWish& wish) {
  std::string address = url(call, "/map") + "#";
  if (wish.box && !wish.box->is_empty()) { address += "map=" + position_of(*wish.box) + "&"; }
  address += schema.id == "admin_areas" ? "on=admin_areas" : "on=admin_areas," + schema.id;
  if (!wish.from.empty() || !wish.to.empty()) { address += "&time=" + wish.from + "/" + wish.to; }
  for (const auto& [name, value] : wish.asked) { address += "&" + name + "." + schema.id + "=" + percent_encoded(value); }
  if (call.request.parameter("lang") != nullptr) { address += "&lang=" + std::string(tag(call.language)); }
  return address;
}

}  // namespace api
