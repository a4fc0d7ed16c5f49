// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/frame.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo {
namespace {

constexpr double worst_scale_error = 0.1;
constexpr double least_part_m = 100;

struct Range {
  double from = 0;
  double to = 0;
  [[nodiscard]] double length() const { return to - from; }
  [[nodiscard]] double middle() const { return from + (to - from) / 2; }
};

/// The middle 98 % of values: those between the ends belong to it.
Range middle_of(std::vector<double> values) {
  if (values.empty()) { return {}; }
  const auto last = static_cast<double>(values.size() - 1);
  const auto value_at = [&](double rank) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  const double from = value_at(std::floor(0.01 * last));
  return {from, value_at(std::ceil(0.99 * last))};
}

template <class Items, class Get>
Range middle_along(const Items& items, Get get) {
  std::vector<double> values;
  values.reserve(items.size());
  for (const auto& item : items) { values.push_back(get(item)); }
  return middle_of(std::move(values));
}

LonLat centre_of(std::span<const Incident> incidents, const BBox& study) {
  if (!study.is_empty()) {
    return {std::round(study.west + (study.east - study.west) / 2), std::round(study.south + (study.north - study.south) / 2)};
  }
  const Range lon = middle_along(incidents, [](const Incident& i) { return i.at.lon; });
  const Range lat = middle_along(incidents, [](const Incident& i) { return i.at.lat; });
  return {std::round(lon.middle()), std::round(lat.middle())};
}

[[noreturn]] void refuse_spread() {
  throw Error(Problem::too_large, "The incidents lie too far apart for one plane map. Choose a part of them with a bounding box.",
              "Os incidentes estão demasiado afastados para um só mapa plano. Escolha uma parte com uma caixa de coordenadas.");
}

double side_of(const std::vector<Metric>& points) {
  const double width = middle_along(points, [](Metric p) { return p.x; }).length();
  const double height = middle_along(points, [](Metric p) { return p.y; }).length();
  return std::max(std::min(width, height), std::max(width, height) / 10);
}

/// The box reaches to single incidents: more digits would say where they lie.
double up_to_two_digits(double error) {
  if (!(error > 0)) { return 0; }
  const double step = std::pow(10.0, std::floor(std::log10(error)) - 1);
  return std::ceil(error / step * (1 - 1e-9)) * step;
}

double power_of_ten_below(double length) {
  double power = 1;
  while (power > length) { power /= 10; }
  while (power * 10 <= length) { power *= 10; }
  return power;
}

constexpr std::array<double, 5> cell_steps{1, 2, 2.5, 5, 10};

}  // namespace

Frame::Frame(std::span<const Incident> incidents, const BBox& study) : m_projection(centre_of(incidents, study)) {
  BBox box = study;
  m_points.reserve(incidents.size());
  for (const Incident& incident : incidents) {
    const auto image = m_projection.forward(incident.at);
    if (!image) { refuse_spread(); }
    m_points.push_back(*image);
    box.extend(incident.at);
  }
  if (!box.is_empty()) {
    m_max_scale_error = m_projection.max_scale_error(box);
    if (!(m_max_scale_error <= worst_scale_error)) { refuse_spread(); }
    m_max_scale_error = up_to_two_digits(m_max_scale_error);
  }
  m_side_m = side_of(m_points);
}

double Frame::part_of_side_m(double parts) const { return round_length(std::max(m_side_m / parts, least_part_m)); }

LonLat Frame::place(Metric corner) {
  const auto p = m_projection.inverse(corner);
  if (!p) { refuse_spread(); }
  return {from_lattice(to_lattice(p->lon)), from_lattice(to_lattice(p->lat))};
}

Geometry cell_polygon(std::span<const LonLat> ring) {
  const auto [west, east] = std::minmax_element(ring.begin(), ring.end(), [](LonLat a, LonLat b) { return a.lon < b.lon; });
  if (east->lon - west->lon > 180) {
    throw Error(Problem::unsupported, "The area crosses the 180th meridian, which cells cannot. Choose one side with a bounding box.",
                "A área atravessa o meridiano 180, o que as células não podem. Escolha um lado com uma caixa de coordenadas.");
  }
  return from_polygons({{Ring(ring.begin(), ring.end())}});
}

double round_length(double length_m) {
  constexpr std::array<double, 7> steps{1, 1.5, 2, 3, 5, 7.5, 10};
  const double power = power_of_ten_below(length_m);
  const double share = length_m / power;
  const auto farther = [share](double a, double b) { return std::fabs(std::log(a / share)) < std::fabs(std::log(b / share)); };
  return *std::min_element(steps.begin(), steps.end(), farther) * power;
}

double round_down(double length_m) {
  const double power = power_of_ten_below(length_m);
  double best = power;
  for (const double step : cell_steps) { best = step * power <= length_m ? step * power : best; }
  return best;
}

double next_length(double length_m) {
  const double power = power_of_ten_below(length_m);
  for (const double step : cell_steps) {
    if (step * power > length_m * (1 + 1e-9)) { return step * power; }
  }
  return 10 * power;
}

void write_projection(JsonWriter& json, const Frame& frame) {
  json.key("projection").begin_object().member("method", "Lambert azimuthal equal-area, WGS 84");
  json.key("centre").begin_array().value(frame.centre().lon).value(frame.centre().lat).end_array().end_object();
}

}  // namespace geo
