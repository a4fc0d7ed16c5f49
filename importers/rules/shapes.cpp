// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/shapes.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/lines.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/parse/shape_text.hpp"
#include "importers/rules/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

namespace importers {
namespace {

constexpr double most_area_change = 0.10;
constexpr double least_catchment_km2 = 0.01;
constexpr std::size_t wkb_header_bytes = 5;

bool has_open_ring(const geo::Geometry& geometry) {
  const auto polygons = geo::polygons_of(geometry);
  return std::any_of(polygons.begin(), polygons.end(), [](const geo::Polygon& polygon) {
    return std::any_of(polygon.begin(), polygon.end(), [](const geo::Ring& ring) { return !ring.empty() && ring.front() != ring.back(); });
  });
}

std::string percent_pt(double share) {
  std::string text = fmt::format("{:.1f} %", 100 * share);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

/// "Self-intersection[40.05 -12.95]", as GEOS says it: the place set apart, and said which number is which.
std::string with_place(const std::string& reason) {
  const std::size_t open = reason.find('[');
  const std::size_t blank = reason.find(' ', open);
  if (open == std::string::npos || blank == std::string::npos || reason.back() != ']') { return reason; }
  return fmt::format("{} (longitude {}, latitude {})", reason.substr(0, open), reason.substr(open + 1, blank - open - 1),
                     reason.substr(blank + 1, reason.size() - blank - 2));
}

geo::Text reason_of(const geo::Repair& repair) { return {with_place(repair.reason.en), with_place(repair.reason.pt)}; }

/// What was wrong, and what mending it did to the surface; of a boundary whose loops cancel out also that all were kept, since
/// what was meant may be another area.
geo::Text mended(const geo::Repair& repair, double change_share) {
  geo::Text text = reason_of(repair);
  if (repair.area_change_share > most_area_change) {
    text.en += "; every loop of it was kept";
    text.pt += "; todas as suas voltas foram mantidas";
  }
  constexpr double shown_share = 0.0005;
  if (change_share < shown_share) {
    text.en += "; it was mended, with the same surface";
    text.pt += "; foi consertado, com a mesma superfície";
  } else {
    text.en += fmt::format("; it was mended, which changed its surface by {:.1f} %", 100 * change_share);
    text.pt += fmt::format("; foi consertado, o que mudou a superfície em {}", percent_pt(change_share));
  }
  return text;
}

geo::Text kind_word(geo::GeometryKind kind) {
  switch (kind) {
    case geo::GeometryKind::point: return {"a point", "um ponto"};
    case geo::GeometryKind::line: return {"a line", "uma linha"};
    case geo::GeometryKind::polygon: return {"a polygon", "um polígono"};
    default: return {"a mixture of shapes", "uma mistura de formas"};
  }
}

geo::Text kinds_word(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return {"points", "pontos"};
    case geo::GeometryType::line: return {"lines", "linhas"};
    case geo::GeometryType::polygon: return {"polygons", "polígonos"};
    default: return {"no shapes", "nenhuma forma"};
  }
}

/// Catchments are drawn by people who may never have heard of polygons.
geo::Text wrong_kind(geo::GeometryKind kind, const geo::Collection& collection) {
  const geo::Text is = kind_word(kind);
  if (collection.id == "catchments") {
    return {fmt::format("it is {}; a catchment is a polygon: draw the area", is.en),
            fmt::format("é {}; uma área de abrangência é um polígono: desenhe a área", is.pt)};
  }
  const geo::Text holds = kinds_word(collection.geometry);
  return {fmt::format("it is {}; the collection '{}' holds {}", is.en, collection.id, holds.en),
          fmt::format("é {}; a colecção '{}' guarda {}", is.pt, collection.id, holds.pt)};
}

}  // namespace

ShapeRules::ShapeRules(geo::Transform& transform, Whereabouts& where, PointRules& points, const geo::Collection& collection,
                       bool must_be_inside)
    : m_transform(transform),
      m_where(where),
      m_points(points),
      m_collection(collection),
      m_must_be_inside(must_be_inside),
      m_takes_cells(known_field(collection, "cell_m") >= 0) {}

bool ShapeRules::is_wanted(geo::GeometryKind kind) const {
  switch (m_collection.geometry) {
    case geo::GeometryType::point: return kind == geo::GeometryKind::point || (m_takes_cells && kind == geo::GeometryKind::polygon);
    case geo::GeometryType::line: return kind == geo::GeometryKind::line;
    case geo::GeometryType::polygon: return kind == geo::GeometryKind::polygon || kind == geo::GeometryKind::other;
    case geo::GeometryType::none: return false;
    case geo::GeometryType::any: break;
  }
  return true;
}

geo::Geometry ShapeRules::find(const Record& record, Judged& judged, RowNotes& notes) {
  m_cell_side_m.reset();
  if (!is_wanted(record.geometry_kind)) {
    notes.quarantine("geometry-type", {}, {}, wrong_kind(record.geometry_kind, m_collection));
    return {};
  }
  if (record.geometry_kind == geo::GeometryKind::point) { return point(record.wkb, judged, notes); }
  return area(record.wkb, record.geometry_facts, notes);
}

geo::Geometry ShapeRules::from_text(std::string_view cell, std::string_view column, RowNotes& notes) {
  const auto walked = parse_geoshape_cell(cell);
  const auto wkb = walked ? walked : parse_wkt_area(cell);
  if (!wkb) {
    notes.quarantine("geometry", column, cell);
    return {};
  }
  geo::Geometry shape = area(*wkb, {}, notes);
  if (walked && !notes.decided()) { notes.fix("P6", column, cell, {}); }
  return shape;
}

geo::Geometry ShapeRules::area(std::string_view wkb, const GeometryFacts& facts, RowNotes& notes) {
  try {
    geo::Geometry shape = in_degrees(wkb, notes);
    const bool is_area = m_collection.geometry == geo::GeometryType::polygon || shape.kind() == geo::GeometryKind::polygon;
    if (!shape.is_none() && is_area) { shape = boundary(shape, facts, notes); }
    if (shape.kind() == geo::GeometryKind::line) { shape = line(shape, notes); }
    return shape.is_none() ? shape : middle(inside(std::move(shape), notes));
  } catch (const geo::Error& e) {  // a hostile shape is a bad row, not a bad file
    notes.quarantine("geometry", {}, {}, e.text());
    return {};
  }
}

geo::Geometry ShapeRules::point(std::string_view wkb, Judged& judged, RowNotes& notes) {
  double xy[2] = {0, 0};
  assert(wkb.size() == wkb_header_bytes + sizeof xy);
  std::memcpy(xy, wkb.data() + wkb_header_bytes, sizeof xy);
  judged = m_points.judge(xy[0], xy[1], {}, {}, notes);
  return judged.point ? geo::Geometry::point(*judged.point) : geo::Geometry();
}

geo::Geometry ShapeRules::in_degrees(std::string_view wkb, RowNotes& notes) {
  if (m_transform.is_identity()) { return geo::Geometry::from_wkb(wkb); }
  if (auto shape = m_transform.to_lonlat(wkb)) { return std::move(*shape); }
  notes.quarantine("crs", {}, {});
  return {};
}

geo::Geometry ShapeRules::line(const geo::Geometry& as_given, RowNotes& notes) {
  geo::TidyLines tidy = geo::tidy_lines(as_given);
  if (tidy.geometry.is_none()) {
    notes.quarantine("L1", {}, {});
  } else if (tidy.parts_left_out > 0) {
    notes.fix("L1", {}, {}, {},
              {fmt::format("{} parts without a length were left out", tidy.parts_left_out),
               fmt::format("{} partes sem comprimento foram omitidas", tidy.parts_left_out)});
  } else if (tidy.changed) {
    notes.fix("P5", {}, {}, {}, {"repeated vertices of the line were dropped", "vértices repetidos da linha foram retirados"});
  }
  return std::move(tidy.geometry);
}

/// A line that crosses itself has no surface of its own: its loops cancel out. What it is compared with is what any map draws.
geo::Geometry ShapeRules::boundary(const geo::Geometry& as_given, const GeometryFacts& facts, RowNotes& notes) {
  geo::Repair repair = geo::repair_polygon(as_given);
  const bool tiny = m_collection.id == "catchments" && !repair.unusable && geo::area_km2(repair.geometry) < least_catchment_km2;
  if (repair.unusable || tiny) {
    notes.quarantine("P3", {}, {}, tiny ? geo::Text{"smaller than 0.01 km²", "menor que 0,01 km²"} : reason_of(repair));
    return {};
  }
  const bool is_large = repair.area_change_share > most_area_change;
  const double change_share = is_large ? geo::drawn_change_share(as_given, repair.geometry) : repair.area_change_share;
  if (change_share > most_area_change) {
    notes.quarantine("P2", {}, {},
                     {fmt::format("{}; mending it would change its surface by {:.1f} %", reason_of(repair).en, 100 * change_share),
                      fmt::format("{}; consertá-lo mudaria a superfície em {}", reason_of(repair).pt, percent_pt(change_share))});
    return {};
  }
  if (facts.empty_vertices > 0) {
    notes.fix("P1", {}, {}, {},
              {"a last vertex without numbers was left out, and the boundary closed",
               "um último vértice sem números foi deixado de fora, e o limite fechado"});
  } else if (has_open_ring(as_given)) {
    notes.fix("P1", {}, {}, {}, reason_of(repair));
  } else if (!repair.reason.en.empty()) {
    notes.fix("P2", {}, {}, {}, mended(repair, change_share));
  } else if (repair.changed) {
    notes.fix("P5", {}, {}, {});
  } else if (facts.had_heights) {
    notes.fix("P5", {}, {}, {}, {"heights were left out", "as altitudes foram deixadas de fora"});
  }
  return std::move(repair.geometry);
}

geo::Geometry ShapeRules::inside(geo::Geometry shape, RowNotes& notes) {
  if (!m_where.area().is_set() || m_where.area().contains(geo::point_on_surface(shape))) { return shape; }
  const geo::BBox box = shape.box();
  const bool could_be_swapped = m_transform.is_identity() && std::max(-box.west, box.east) <= 90;
  if (could_be_swapped) {
    geo::Geometry swapped = geo::Geometry::from_wkb(geo::swap_axes(shape.wkb()));
    if (m_where.area().contains(geo::point_on_surface(swapped))) {
      notes.fix("P4", {}, {}, {});
      // Exchanging axes turns rings round; make them run as they should again.
      return swapped.kind() == geo::GeometryKind::polygon ? geo::repair_polygon(swapped).geometry : swapped;
    }
  }
  if (!m_must_be_inside) { return shape; }
  notes.quarantine("G9", {}, {});
  return {};
}

geo::Geometry ShapeRules::middle(geo::Geometry shape) {
  if (!m_takes_cells || shape.kind() != geo::GeometryKind::polygon) { return shape; }
  constexpr double m2_per_km2 = 1e6;
  m_cell_side_m = std::sqrt(geo::area_km2(shape) * m2_per_km2);
  return geo::Geometry::point(geo::point_on_surface(shape));
}

}  // namespace importers
