// SPDX-License-Identifier: Apache-2.0
#include "store/export/places.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"

#include <cmath>

namespace store {

Places::Places(const geo::Reprojection* crs) : m_crs(crs == nullptr || crs->is_exact() ? nullptr : crs) {
  if (m_crs != nullptr) { m_steps_per_unit = std::pow(10.0, m_crs->axes().decimals); }
}

std::string Places::wkb(const geo::BatchView& batch, std::size_t row) const {
  const geo::Geometry geometry = batch.geometry.geometry(row);
  if (geometry.is_none()) { return {}; }
  std::string wkb = geo::to_wkb(geometry);
  if (m_crs == nullptr) { return wkb; }
  const auto image = m_crs->from_crs84(wkb);
  if (!image) { refuse_place(*m_crs, batch.fid.integer(row)); }
  const auto rounded = [this](double value) { return std::round(value * m_steps_per_unit) / m_steps_per_unit; };
  const bool exchanged = m_crs->axes().north_first;
  return geo::map_wkb(*image, [&](geo::LonLat p) {
    return exchanged ? geo::LonLat{rounded(p.lat), rounded(p.lon)} : geo::LonLat{rounded(p.lon), rounded(p.lat)};
  });
}

void refuse_place(const geo::Reprojection& crs, geo::Fid fid) {
  const std::string name = crs.crs().short_form(), id = std::to_string(fid);
  throw geo::Error(geo::Problem::usage,
                   "Feature " + id + " lies where " + name + " has no coordinates. Ask for another 'crs', or for less with 'bbox'.",
                   "O elemento " + id + " fica onde " + name + " não tem coordenadas. Peça outro 'crs', ou menos com 'bbox'.");
}

}  // namespace store
