// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/projection.hpp"

#include "geo/base/error.hpp"
#include "geo/crs/proj_handle.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <new>
#include <string>

namespace geo {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool is_place(LonLat p) { return std::fabs(p.lon) <= 180 && std::fabs(p.lat) <= 90; }  // false for NaN

PJ_COORD radians(LonLat p) { return proj_coord(proj_torad(p.lon), proj_torad(p.lat), 0, HUGE_VAL); }

[[noreturn]] void refuse_box() {
  throw Error(Problem::usage, "There is no box on the map to centre a projection on, or it is too large for one.",
              "Não há caixa no mapa para centrar uma projecção, ou é demasiado grande para uma só.");
}

double width(const BBox& box) { return box.west <= box.east ? box.east - box.west : box.east - box.west + 360; }
double wrapped(double lon) { return lon > 180 ? lon - 360 : lon; }

}  // namespace

struct Projection::Pipeline {
  proj::Context context = proj::make_context();  // first, so that it outlives the handle made with it
  proj::Handle handle;
};

Projection::Projection(LonLat centre) : m_centre(centre), m_pipeline(std::make_unique<Pipeline>()) {
  if (!is_place(centre)) { refuse_box(); }
  const std::string definition = fmt::format("+proj=laea +lon_0={} +lat_0={} +ellps=WGS84 +units=m", centre.lon, centre.lat);
  m_pipeline->handle.reset(proj_create(m_pipeline->context.get(), definition.c_str()));
  if (!m_pipeline->handle) { throw std::bad_alloc(); }  // the definition is ours and right
}
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;
Projection::~Projection() = default;

Projection Projection::centred_on(const BBox& box) {
  if (box.is_empty() || !is_place({box.west, box.south}) || !is_place({box.east, box.north})) { refuse_box(); }
  return Projection(LonLat{wrapped(box.west + width(box) / 2), box.south + (box.north - box.south) / 2});
}

std::optional<Metric> Projection::forward(LonLat p) {
  if (!is_place(p)) { return std::nullopt; }
  const PJ_COORD image = proj_trans(m_pipeline->handle.get(), PJ_FWD, radians(p));
  if (!std::isfinite(image.xy.x) || !std::isfinite(image.xy.y)) { return std::nullopt; }
  return Metric{image.xy.x, image.xy.y};
}

std::optional<LonLat> Projection::inverse(Metric p) {
  if (!std::isfinite(p.x) || !std::isfinite(p.y)) { return std::nullopt; }
  const PJ_COORD image = proj_trans(m_pipeline->handle.get(), PJ_INV, proj_coord(p.x, p.y, 0, HUGE_VAL));
  const LonLat place{proj_todeg(image.lp.lam), proj_todeg(image.lp.phi)};
  return is_place(place) ? std::optional(place) : std::nullopt;
}

std::size_t Projection::forward(std::span<const LonLat> from, std::span<Metric> to) {
  assert(from.size() == to.size());
  std::size_t lost = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto image = forward(from[i]);
    to[i] = image.value_or(Metric{nan, nan});
    lost += image ? 0 : 1;
  }
  return lost;
}

std::size_t Projection::inverse(std::span<const Metric> from, std::span<LonLat> to) {
  assert(from.size() == to.size());
  std::size_t lost = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto image = inverse(from[i]);
    to[i] = image.value_or(LonLat{nan, nan});
    lost += image ? 0 : 1;
  }
  return lost;
}

/// The scale along a circle round the centre is 1 / cos(c / 2), c the angle to it, and its inverse along a ray: both as far
/// from 1 as they get. On the ellipsoid the image of a small circle has axes a >= b with a b = 1.
double Projection::scale_error_at(LonLat p) {
  const PJ_FACTORS factors = proj_factors(m_pipeline->handle.get(), radians(p));
  if (proj_errno_reset(m_pipeline->handle.get()) != 0 || !(factors.tissot_semiminor > 0)) { refuse_box(); }
  return std::max(factors.tissot_semimajor - 1, 1 - factors.tissot_semiminor);
}

double Projection::max_scale_error(const BBox& box) {
  if (box.is_empty() || !is_place({box.west, box.south}) || !is_place({box.east, box.north})) { refuse_box(); }
  constexpr int steps = 32;  // the error grows with the distance from the centre, so its maximum lies on the edge of the box
  double worst = 0;
  for (int i = 0; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    const double lon = wrapped(box.west + width(box) * share);
    const double lat = box.south + (box.north - box.south) * share;
    for (const LonLat p : {LonLat{lon, box.south}, {lon, box.north}, {box.west, lat}, {box.east, lat}}) {
      worst = std::max(worst, scale_error_at(p));
    }
  }
  return worst;
}

}  // namespace geo
