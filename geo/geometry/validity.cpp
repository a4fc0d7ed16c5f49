// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/validity.hpp"

#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geos_handle.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

namespace geo {
namespace {

/// The beginnings of GEOSisValidReason's texts; the place follows in brackets.
Text translate(const std::string& reason) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> known = {{
      {"Ring Self-intersection", "O anel cruza-se a si mesmo"},
      {"Self-intersection", "O contorno cruza-se a si mesmo"},
      {"Hole lies outside shell", "Um buraco está fora do contorno"},
      {"Holes are nested", "Um buraco está dentro de outro"},
      {"Interior is disconnected", "O interior está partido"},
      {"Nested shells", "Um polígono está dentro de outro"},
      {"Duplicate Rings", "Um anel está repetido"},
      {"Too few points in geometry component", "Há vértices a menos"},
      {"Invalid Coordinate", "Uma coordenada não é válida"},
  }};
  const auto* found = std::find_if(known.begin(), known.end(), [&](const auto& entry) { return reason.rfind(entry.first, 0) == 0; });
  if (found == known.end()) { return {reason, "Geometria inválida: " + reason}; }
  return {reason, std::string(found->second) + reason.substr(found->first.size())};
}

Text not_an_area() { return {"There is no polygon in it", "Não contém nenhum polígono"}; }
Text too_few() { return {"Fewer than three distinct vertices", "Menos de três vértices distintos"}; }
Text no_surface() { return {"It has no surface", "Não tem superfície"}; }
Text not_closed() { return {"A ring was not closed", "Um anel não estava fechado"}; }
Text lost_ring() { return {"A ring had fewer than three distinct vertices", "Um anel tinha menos de três vértices distintos"}; }

/// What has to be done before GEOS will take the rings.
struct Tidied {
  std::vector<Polygon> polygons;
  Text reason;
};

Ring tidy_ring(const Ring& ring, Text& reason) {
  Ring out;
  out.reserve(ring.size() + 1);
  std::unique_copy(ring.begin(), ring.end(), std::back_inserter(out));
  if (!out.empty() && out.front() != out.back()) {
    out.push_back(out.front());
    reason = not_closed();
  }
  return out;
}

bool has_three_distinct(const Ring& closed) {
  if (closed.size() < 4) { return false; }
  const auto third = std::find_if(closed.begin() + 2, closed.end(), [&](const LonLat& p) { return p != closed[0] && p != closed[1]; });
  return third != closed.end();
}

Tidied tidy(const std::vector<Polygon>& polygons) {
  Tidied result;
  for (const Polygon& polygon : polygons) {
    Polygon kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      Ring ring = tidy_ring(polygon[i], result.reason);
      if (has_three_distinct(ring)) {
        kept.push_back(std::move(ring));
      } else {
        result.reason = lost_ring();
        if (i == 0) { break; }  // without its shell a polygon is nothing
      }
    }
    if (!kept.empty()) { result.polygons.push_back(std::move(kept)); }
  }
  return result;
}

/// Asked of GEOS, which decides it exactly: for a sliver the sign of a sum of products is noise.
bool is_counter_clockwise(const geos::Context& context, const Ring& ring) {
  static_assert(sizeof(LonLat) == 2 * sizeof(double), "vertices are handed over as pairs of doubles");
  const geos::Coordinates coordinates(
      GEOSCoordSeq_copyFromBuffer_r(context.get(), &ring.front().lon, static_cast<unsigned>(ring.size()), 0, 0), {context.get()});
  char answer = 0;
  if (!coordinates || GEOSCoordSeq_isCCW_r(context.get(), coordinates.get(), &answer) != 1) { context.fail(); }
  return answer == 1;
}

void orient(const geos::Context& context, std::vector<Polygon>& polygons) {
  for (Polygon& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const bool is_shell = i == 0;
      if (is_counter_clockwise(context, polygon[i]) != is_shell) { std::reverse(polygon[i].begin(), polygon[i].end()); }
    }
  }
}

std::string validity_reason(const geos::Context& context, const GEOSGeometry& shape) {
  const std::unique_ptr<char, geos::Deleter<GEOSFree_r>> reason(GEOSisValidReason_r(context.get(), &shape), {context.get()});
  if (!reason) { context.fail(); }
  return reason.get();
}

/// None when GEOS gives up, which it does for some shapes with coordinates of very different size.
geos::Shape make_valid(const geos::Context& context, const GEOSGeometry& shape) {
  const std::unique_ptr<GEOSMakeValidParams, geos::Deleter<GEOSMakeValidParams_destroy_r>> how(GEOSMakeValidParams_create_r(context.get()),
                                                                                               {context.get()});
  if (!how) { context.fail(); }
  GEOSMakeValidParams_setMethod_r(context.get(), how.get(), GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed_r(context.get(), how.get(), 0);
  return {GEOSMakeValidWithParams_r(context.get(), &shape, how.get()), {context.get()}};
}

Repair unusable(Text reason) {
  Repair result;
  result.reason = std::move(reason);
  result.area_change_share = 1;
  result.changed = true;
  result.unusable = true;
  return result;
}

double change_share(double before, double after) {
  const double larger = std::fmax(before, after);
  return larger > 0 ? std::fabs(after - before) / larger : 0;
}

/// The same polygons when they are valid, otherwise what MakeValid makes of them; empty when nothing usable is left. About one
/// scrawl in 3,000 is still not valid after the first time (GEOS 3.11.1: parts that share an edge); the second mends it.
std::vector<Polygon> valid_polygons(const geos::Context& context, std::vector<Polygon> polygons, Text& reason) {
  constexpr int most_rounds = 4;
  for (int round = 0; round < most_rounds && !polygons.empty(); ++round) {
    const geos::Shape shape = geos::read(context, from_polygons(polygons).wkb());
    const std::string verdict = validity_reason(context, *shape);
    if (verdict == "Valid Geometry") { return polygons; }
    if (round == 0) { reason = translate(verdict); }
    const geos::Shape valid = make_valid(context, *shape);
    if (!valid) { return {}; }
    polygons = tidy(polygons_of(Geometry::from_wkb(geos::write(context, *valid)))).polygons;
  }
  if (polygons.empty()) { reason = no_surface(); }
  return {};
}

}  // namespace

Repair repair_polygon(const Geometry& geometry, std::size_t vertex_limit) {
  constexpr std::size_t vertex_bytes = 16;
  if (geometry.wkb().size() / vertex_bytes > vertex_limit && summarise_wkb(geometry.wkb()).vertices > vertex_limit) {
    const std::string limit = std::to_string(vertex_limit);
    throw Error(Problem::too_large, "The geometry has more than " + limit + " vertices.",
                "A geometria tem mais de " + limit + " vértices.");
  }
  const std::vector<Polygon> given = polygons_of(geometry);
  if (given.empty()) { return unusable(not_an_area()); }
  Tidied tidied = tidy(given);
  if (tidied.polygons.empty()) { return unusable(too_few()); }
  const double before = area_km2(from_polygons(tidied.polygons));

  const geos::Context context;
  Repair result;
  result.reason = std::move(tidied.reason);
  std::vector<Polygon> polygons = valid_polygons(context, std::move(tidied.polygons), result.reason);
  if (polygons.empty()) { return unusable(std::move(result.reason)); }
  orient(context, polygons);
  const std::uint32_t type = static_cast<unsigned char>(geometry.wkb()[1]);
  result.geometry = from_polygons(polygons, type == static_cast<std::uint32_t>(WkbType::multi_polygon));
  result.changed = result.geometry != geometry;
  result.area_change_share = result.changed ? change_share(before, area_km2(result.geometry)) : 0;
  return result;
}

double drawn_change_share(const Geometry& as_given, const Geometry& repaired) {
  const Tidied tidied = tidy(polygons_of(as_given));
  if (tidied.polygons.empty()) { return 1; }
  const geos::Context context;
  const geos::Shape shape = geos::read(context, from_polygons(tidied.polygons).wkb());
  const geos::Shape drawn(GEOSMakeValid_r(context.get(), shape.get()), {context.get()});  // the line work method fills so
  if (!drawn) { return 1; }
  return change_share(area_km2(Geometry::from_wkb(geos::write(context, *drawn))), area_km2(repaired));
}

}  // namespace geo
