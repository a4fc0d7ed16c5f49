// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/reprojection.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/crs/proj_handle.hpp"
#include "geo/geometry/wkb.hpp"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace geo {
namespace {

constexpr double degree_rad = 0.017453292519943295;
constexpr double millimetre_deg = 1e-8;
/// How far the way back may miss: turns of a datum shift are undone to some metres only (EPSG:3303). Where there are several datum shifts,
/// there and back may use two of them: 100 m apart at most over all of EPSG.
constexpr double slack_mm = 2e4, slack_of_shifts_mm = 2e5;
/// Some inverses are series that are right to a mm or so (EPSG:3035).
constexpr double sharp_mm = 2;
/// Of large coordinates a double holds no mm: near the poles of Web Mercator, some 1e8 m away.
constexpr double digits_of_double = 1e-9;

[[noreturn]] void refuse(const CrsName& crs, const char* en, const char* pt) {
  throw Error(Problem::usage, "The coordinate reference system " + crs.short_form() + " " + en,
              "O sistema de coordenadas " + crs.short_form() + " " + pt);
}

bool is_lonlat(LonLat p) { return std::fabs(p.lon) <= 180 && std::fabs(p.lat) <= 90; }  // false for NaN

int axis_count(PJ_CONTEXT* context, const PJ* crs) {
  const proj::Handle system(proj_crs_get_coordinate_system(context, crs));
  return system ? proj_cs_get_axis_count(context, system.get()) : 0;
}

proj::Handle known_crs(PJ_CONTEXT* context, const CrsName& crs) {
  proj::Handle known(proj_create(context, crs.short_form().c_str()));
  if (!known) {
    refuse(crs, "is not known. Look its number up at https://epsg.org or leave it out for longitude and latitude.",
           "não é conhecido. Procure o número em https://epsg.org ou omita-o se são longitude e latitude.");
  }
  const PJ_TYPE type = proj_get_type(known.get());
  const bool flat = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || (type == PJ_TYPE_PROJECTED_CRS && axis_count(context, known.get()) == 2);
  if (type == PJ_TYPE_GEOGRAPHIC_3D_CRS || type == PJ_TYPE_COMPOUND_CRS || (type == PJ_TYPE_PROJECTED_CRS && !flat)) {
    refuse(crs, "has heights, which there are none of here. Name its horizontal part.",
           "tem alturas, que aqui não há. Indique a sua parte horizontal.");
  }
  if (!flat) { refuse(crs, "is not one for positions on a map.", "não serve para posições num mapa."); }
  return known;
}

AxisFacts facts_of(PJ_CONTEXT* context, const PJ* crs) {
  AxisFacts facts;
  const bool angles = proj_get_type(crs) == PJ_TYPE_GEOGRAPHIC_2D_CRS;
  const proj::Handle system(proj_crs_get_coordinate_system(context, crs));
  double unit = 1;  // in metres or radians
  facts.around = -1;
  std::array<std::string, 2> ways;
  for (int axis = 0; axis < 2; ++axis) {
    const char* name = nullptr;
    const char* direction = nullptr;
    if (!system || proj_cs_get_axis_info(context, system.get(), axis, &name, nullptr, &direction, &unit, nullptr, nullptr, nullptr) == 0) {
      break;
    }
    facts.names[static_cast<std::size_t>(axis)] = name;
    const std::string_view way(direction);
    if (angles && (way == "east" || way == "west")) { facts.around = axis; }
    ways[static_cast<std::size_t>(axis)] = way;
  }
  facts.north_first = ways[0] == "north" && ways[1] == "east";
  facts.millimetre = angles ? millimetre_deg * degree_rad / unit : 0.001 / unit;
  facts.round = angles ? 360 * degree_rad / unit : 0;
  // A digit that stands for 1 cm at most where there are angles (the lattice of lonlat.hpp), for 1 mm where there are lengths.
  const double finest = angles ? facts.millimetre * 10 : facts.millimetre;
  facts.decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(finest) - 1e-6)), 0, 12);
  return facts;
}

/// A place, and what its image lacks to be the position that it was made from.
struct Return {
  LonLat place;
  double first = HUGE_VAL, second = HUGE_VAL;

  [[nodiscard]] double missed() const {
    return std::isnan(first) || std::isnan(second) ? HUGE_VAL : std::max(std::fabs(first), std::fabs(second));
  }
};

}  // namespace

struct Reprojection::Pipeline {
  proj::Context context = proj::make_context();  // first, so that it outlives the handle made with it
  proj::Handle handle;
  double slack_mm = geo::slack_mm;

  [[nodiscard]] AxisPair run(PJ_DIRECTION direction, AxisPair p) const {
    const PJ_COORD image = proj_trans(handle.get(), direction, proj_coord(p.first, p.second, 0, HUGE_VAL));
    return {image.xy.x, image.xy.y};
  }
  /// The place that the inverse gives for `from`, and by how much that place's image misses `want`.
  [[nodiscard]] Return home(AxisPair from, AxisPair want, const AxisFacts& axes) const {
    const AxisPair image = run(PJ_INV, from);
    const LonLat place{image.first, image.second};
    if (!is_lonlat(place)) { return {}; }
    const AxisPair back = run(PJ_FWD, image);
    Return found{place, back.first - want.first, back.second - want.second};
    if (axes.around == 0) { found.first = std::remainder(found.first, axes.round); }
    if (axes.around == 1) { found.second = std::remainder(found.second, axes.round); }
    return found;
  }
  /// A database may know of a transformation whose grid is not installed, or whose method PROJ has not got: a place where the CRS is
  /// at home then has no image either.
  [[nodiscard]] bool works_somewhere(const PJ* crs) const {
    double west = 0, south = 0, east = 0, north = 0;
    if (proj_get_area_of_use(context.get(), crs, &west, &south, &east, &north, nullptr) == 0) { return true; }
    if (west > east) { east += 360; }
    for (const double share : {0.5, 0.25, 0.75}) {
      const double lon = west + (east - west) * share;
      const AxisPair image = run(PJ_FWD, {lon > 180 ? lon - 360 : lon, south + (north - south) * share});
      if (std::isfinite(image.first) && std::isfinite(image.second)) { return true; }
    }
    return false;
  }
};

Reprojection::Reprojection(CrsName crs) : m_crs(std::move(crs)) {
  if (m_crs.is_crs84()) {
    m_axes.names = {"Geodetic longitude", "Geodetic latitude"};
    m_axes.around = 0;
    return;
  }
  auto pipeline = std::make_unique<Pipeline>();
  PJ_CONTEXT* context = pipeline->context.get();
  const proj::Handle known = known_crs(context, m_crs);
  m_axes = facts_of(context, known.get());
  if (m_crs.code == "4326") { return; }
  const proj::Handle wgs84(proj_create(context, "OGC:CRS84"));
  // A ballpark shift says that two datums are the same because nobody knows better: off by hundreds of metres, and silent.
  const char* const options[] = {"ALLOW_BALLPARK=NO", nullptr};
  if (wgs84) { pipeline->handle.reset(proj_create_crs_to_crs_from_pj(context, wgs84.get(), known.get(), nullptr, options)); }
  // PROJ cannot tell what it will do before it has seen a position when it has several ways to choose from, one for each area.
  const char* const way = pipeline->handle ? proj_pj_info(pipeline->handle.get()).id : nullptr;
  const bool several = way != nullptr && std::string_view(way) == "unknown";
  if (several) { pipeline->slack_mm = slack_of_shifts_mm; }
  if (!pipeline->handle || !pipeline->works_somewhere(known.get())) {
    refuse(m_crs, "cannot be reached from WGS 84: no transformation between the two is installed here.",
           "não se alcança a partir do WGS 84: não há aqui transformação entre os dois.");
  }
  m_pipeline = std::move(pipeline);
}
Reprojection::Reprojection(Reprojection&&) noexcept = default;
Reprojection& Reprojection::operator=(Reprojection&&) noexcept = default;
Reprojection::~Reprojection() = default;

std::string Reprojection::wkt1() const {
  const proj::Context context = proj::make_context();
  const proj::Handle crs(proj_create(context.get(), m_crs.short_form().c_str()));
  const char* const text = crs ? proj_as_wkt(context.get(), crs.get(), PJ_WKT1_GDAL, nullptr) : nullptr;
  return text == nullptr ? std::string() : std::string(text);
}

std::optional<AxisPair> Reprojection::from_lonlat(LonLat p) const {
  if (!is_lonlat(p)) { return std::nullopt; }
  if (is_exact()) { return is_exchanged() ? AxisPair{p.lat, p.lon} : AxisPair{p.lon, p.lat}; }
  const AxisPair image = m_pipeline->run(PJ_FWD, {p.lon, p.lat});
  if (!std::isfinite(image.first) || !std::isfinite(image.second)) { return std::nullopt; }
  const AxisPair back = m_pipeline->run(PJ_INV, image);
  const double across = std::remainder(back.first - p.lon, 360) * std::cos(p.lat * degree_rad);
  const double slack_deg = m_pipeline->slack_mm * millimetre_deg;
  const bool returns = std::fabs(across) <= slack_deg && std::fabs(back.second - p.lat) <= slack_deg;
  return returns ? std::optional(image) : std::nullopt;
}

std::optional<LonLat> Reprojection::to_lonlat(AxisPair p, bool* is_vague) const {
  if (!std::isfinite(p.first) || !std::isfinite(p.second)) { return std::nullopt; }
  if (is_exact()) {
    const LonLat same = is_exchanged() ? LonLat{p.second, p.first} : LonLat{p.first, p.second};
    return is_lonlat(same) ? std::optional(same) : std::nullopt;
  }
  const Return found = m_pipeline->home(p, p, m_axes);
  const double far = m_axes.around < 0 ? digits_of_double * std::max(std::fabs(p.first), std::fabs(p.second)) : 0;
  if (!(found.missed() <= m_pipeline->slack_mm * m_axes.millimetre + far)) { return std::nullopt; }
  if (found.missed() <= sharp_mm * m_axes.millimetre + far) { return found.place; }
  // The way back took another of several datum shifts. What from_lonlat() says is what holds, and this is where it leads here from.
  const Return better = m_pipeline->home({p.first - found.first, p.second - found.second}, p, m_axes);
  if (better.missed() <= sharp_mm * m_axes.millimetre + far) { return better.place; }
  if (is_vague != nullptr) { *is_vague = true; }
  return found.place;
}

std::optional<std::string> Reprojection::from_crs84(std::string_view wkb) const {
  bool lost = false;
  std::string mapped = map_wkb(wkb, [&](LonLat p) {
    if (std::isnan(p.lon)) { return p; }  // a lone empty point
    const auto image = from_lonlat(p);
    lost = lost || !image;
    return image ? LonLat{image->first, image->second} : LonLat{};
  });
  return lost ? std::nullopt : std::optional(std::move(mapped));
}

std::string Reprojection::to_crs84(std::string_view wkb) const {
  return map_wkb(wkb, [&](LonLat p) {
    if (std::isnan(p.lon)) { return p; }  // a lone empty point
    if (const auto place = to_lonlat({p.lon, p.lat})) { return *place; }
    std::string pair;
    append_number(pair, p.lon);
    pair += ", ";
    append_number(pair, p.lat);
    const std::string name = m_crs.short_form();
    throw Error(
        Problem::usage,
        "The position " + pair + " is no place on earth in " + name + ", whose axes are " + m_axes.names[0] + ", " + m_axes.names[1] + ".",
        "A posição " + pair + " não é um lugar na terra em " + name + ", cujos eixos são " + m_axes.names[0] + ", " + m_axes.names[1] +
            ".");
  });
}

}  // namespace geo
