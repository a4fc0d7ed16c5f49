// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/transform.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/crs/proj_handle.hpp"
#include "geo/geometry/wkb.hpp"

#include <proj.h>

#include <cassert>
#include <cmath>
#include <limits>
#include <string>

namespace geo {
namespace {

[[noreturn]] void refuse(std::string_view crs, const char* en, const char* pt) {
  throw Error(Problem::usage, "The coordinate reference system " + excerpt(crs) + " " + en,
              "O sistema de coordenadas " + excerpt(crs) + " " + pt);
}

CrsName checked_name(std::string_view crs) {
  auto name = parse_crs_name(crs);
  if (!name) {
    refuse(crs, "is not understood. Write its EPSG number, for example EPSG:32737 (WGS 84 / UTM 37S).",
           "não se entende. Escreva o seu número EPSG, por exemplo EPSG:32737 (WGS 84 / UTM 37S).");
  }
  return std::move(*name);
}

/// A code may as well name an ellipsoid, a unit, heights, or metres from the centre of the earth.
bool places_on_a_map(PJ_TYPE type) {
  return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS || type == PJ_TYPE_PROJECTED_CRS ||
         type == PJ_TYPE_COMPOUND_CRS;
}

proj::Handle make_pipeline(PJ_CONTEXT* context, const CrsName& crs) {
  const proj::Handle known(proj_create(context, crs.short_form().c_str()));
  if (!known) {
    refuse(crs.short_form(), "is not known. Look its number up at https://epsg.org or leave it out for longitude and latitude.",
           "não é conhecido. Procure o número em https://epsg.org ou omita-o se são longitude e latitude.");
  }
  const bool usable = places_on_a_map(proj_get_type(known.get()));
  const proj::Handle raw(usable ? proj_create_crs_to_crs(context, crs.short_form().c_str(), "OGC:CRS84", nullptr) : nullptr);
  proj::Handle normalised(raw ? proj_normalize_for_visualization(context, raw.get()) : nullptr);
  if (!normalised) {
    refuse(crs.short_form(), "cannot be turned into longitude and latitude: it is not one for positions on a map.",
           "não se converte em longitude e latitude: não serve para posições num mapa.");
  }
  return normalised;
}

bool is_lonlat(double lon, double lat) { return std::fabs(lon) <= 180 && std::fabs(lat) <= 90; }

}  // namespace

struct Transform::Pipeline {
  proj::Context context;  // first, so that it outlives the handle made with it
  proj::Handle handle;
  double slack;  ///< how far, in units of the CRS, the way back may miss; see is_inverse_of()

  [[nodiscard]] LonLat run(PJ_DIRECTION direction, LonLat p) const {
    const PJ_COORD image = proj_trans(handle.get(), direction, proj_coord(p.lon, p.lat, 0, HUGE_VAL));
    return {image.xy.x, image.xy.y};
  }
  /// Far outside its domain a projection does not fail but wraps round the earth, to a place that looks good. The way back
  /// tells. It may use another of several datum shifts, metres apart, so it is given slack.
  [[nodiscard]] bool is_inverse_of(LonLat image, LonLat origin) const {
    const LonLat back = run(PJ_INV, image);
    const double allowed = slack + 1e-3 * std::fmax(std::fabs(origin.lon), std::fabs(origin.lat));
    return std::fabs(back.lon - origin.lon) <= allowed && std::fabs(back.lat - origin.lat) <= allowed;
  }
};

Transform::Transform(std::string_view crs) : m_crs(checked_name(crs)) {
  if (m_crs.is_crs84() || m_crs.code == "4326") { return; }
  proj::Context context = proj::make_context();
  proj::Handle handle = make_pipeline(context.get(), m_crs);
  const double slack = proj_degree_input(handle.get(), PJ_FWD) != 0 ? 0.01 : 100;
  m_pipeline = std::make_unique<Pipeline>(Pipeline{std::move(context), std::move(handle), slack});
}
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;
Transform::~Transform() = default;

std::optional<LonLat> Transform::to_lonlat(double x, double y) {
  if (!std::isfinite(x) || !std::isfinite(y)) { return std::nullopt; }
  const LonLat origin{x, y};
  const LonLat image = m_pipeline ? m_pipeline->run(PJ_FWD, origin) : origin;
  if (!is_lonlat(image.lon, image.lat) || (m_pipeline && !m_pipeline->is_inverse_of(image, origin))) { return std::nullopt; }
  return image;
}

std::size_t Transform::to_lonlat(std::span<double> x, std::span<double> y) {
  assert(x.size() == y.size());
  std::size_t lost = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto image = to_lonlat(x[i], y[i]);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    x[i] = image ? image->lon : nan;
    y[i] = image ? image->lat : nan;
    lost += image ? 0 : 1;
  }
  return lost;
}

std::optional<Geometry> Transform::to_lonlat(std::string_view wkb) {
  bool lost = false;
  const std::string mapped = map_wkb(wkb, [&](LonLat p) {
    const bool is_empty_point = std::isnan(p.lon);  // the one vertex that is not finite and is let through
    const auto image = to_lonlat(p.lon, p.lat);
    lost = lost || (!image && !is_empty_point);
    return image.value_or(is_empty_point ? p : LonLat{});
  });
  return lost ? std::nullopt : std::optional(Geometry::from_wkb(mapped));
}

}  // namespace geo
