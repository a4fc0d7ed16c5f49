// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/uncertain_places.hpp"

#include "geo/analysis/words.hpp"
#include "geo/hotspots/plane_window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace geo {
namespace {

constexpr double rings_a_bandwidth = 6;
constexpr double points_of_the_middle = 3;  ///< the ring at i has (2 i + 1) times as many, as has its area

double rings_of(const UncertainPlace& place, double bandwidth_m) {
  return std::max(1.0, std::ceil(rings_a_bandwidth * place.radius_m / bandwidth_m));
}

}  // namespace

std::vector<UncertainPlace> uncertain_places(Projection& plane, std::span<const Incident> incidents) {
  std::map<std::tuple<double, double, double>, double> rows;
  for (const Incident& incident : incidents) { rows[{incident.at.lon, incident.at.lat, incident.uncertainty_m}] += 1; }
  std::vector<UncertainPlace> places;
  for (const auto& [key, number] : rows) {
    const auto at = plane.forward({std::get<0>(key), std::get<1>(key)});
    if (at) { places.push_back({*at, std::get<2>(key), number}); }
  }
  return places;
}

void add_points(const UncertainPlace& place, double bandwidth_m, std::vector<WeightedPoint>& points) {
  const double rings = rings_of(place, bandwidth_m);
  const double width_m = place.radius_m / rings;
  const double weight = place.rows / (points_of_the_middle * rings * rings);
  for (double ring = 0; ring < rings; ++ring) {
    const double number = points_of_the_middle * (2 * ring + 1);
    const double radius_m = width_m * std::sqrt((ring * ring + (ring + 1) * (ring + 1)) / 2);
    for (double i = 0; i < number; ++i) {
      const double angle = 2 * M_PI * (i + 0.5) / number;
      points.push_back({{place.at.x + radius_m * std::cos(angle), place.at.y + radius_m * std::sin(angle)}, weight});
    }
  }
}

std::vector<WeightedPoint> spread_points(std::span<const UncertainPlace> places, double bandwidth_m) {
  double number = 0;
  for (const UncertainPlace& place : places) {
    const double rings = rings_of(place, bandwidth_m);
    number += points_of_the_middle * rings * rings;
  }
  if (number > most_spread_points) {
    throw Error(Problem::too_large, "Too many uncertain places to share out. Choose a wider bandwidth, or leave them out.",
                "Há lugares incertos a mais para repartir. Escolha uma largura de banda maior, ou exclua-os.");
  }
  std::vector<WeightedPoint> points;
  points.reserve(static_cast<std::size_t>(number));
  for (const UncertainPlace& place : places) { add_points(place, bandwidth_m, points); }
  return points;
}

void share_out(const HexGrid& grid, const UncertainPlace& place, const std::function<void(Hex, double share)>& take) {
  // All hexagons are that of the origin, moved.
  const auto corners = grid.ring({0, 0});
  const PlaneWindow hexagon({PlaneWindow::Ring(corners.begin(), corners.end())});
  const WindowMass share(hexagon, Kernel::uniform, place.radius_m);
  const double reach_m = place.radius_m + grid.side_m();
  for (const Hex hex : grid.in_box({place.at.x - reach_m, place.at.y - reach_m}, {place.at.x + reach_m, place.at.y + reach_m})) {
    const Metric centre = grid.centre(hex);
    const double part = share.at({place.at.x - centre.x, place.at.y - centre.y});
    if (part > 0) { take(hex, part); }
  }
}

void write_spread(JsonWriter& json, const SpreadTold& told) {
  json.key("spread");
  if (!told.is_asked) {
    json.null();
    return;
  }
  json.begin_object().member("rows", told.rows).member("weight", told.weight).end_object();
}

void say_spread(std::vector<Text>& findings, const SpreadTold& told) {
  if (told.rows == 0) { return; }
  const Text weight = decimal_text(told.weight, 1);
  findings.push_back(
      {fmt::format("{} rows of uncertain place are shared out over the circles that they may lie in; {} of them fall where was "
                   "looked.",
                   told.rows, weight.en),
       fmt::format("{} linhas de lugar incerto repartem-se pelos círculos em que podem estar; {} delas caem onde se procurou.", told.rows,
                   weight.pt)});
}

}  // namespace geo
