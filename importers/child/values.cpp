// SPDX-License-Identifier: Apache-2.0
#include "importers/child/values.hpp"

#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/child/source.hpp"

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <iterator>

namespace importers::child {
namespace {

void append_real(std::string& out, double value) {
  // Integers without end are no number to every reader of JSON; as a text it is the same cell over there.
  constexpr double longest = 1e18;
  if (std::isfinite(value) && std::abs(value) >= longest) {
    out += '"';
    geo::append_number(out, value);
    out += '"';
  } else if (std::isfinite(value)) {
    geo::append_number(out, value);
  } else {
    out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
}

/// OGR's flag of a zone: 0 unknown, 1 local, 100 UTC, and a quarter of an hour for each step from there.
void append_zone(std::string& out, int flag) {
  if (flag < 2) { return; }
  const int minutes = (flag - 100) * 15;
  if (minutes == 0) {
    out += 'Z';
  } else {
    fmt::format_to(std::back_inserter(out), "{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
  }
}

void append_moment(std::string& out, const OGRFeature& feature, int field, OGRFieldType type) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  float second = 0;
  int zone = 0;
  feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
  out += '"';
  if (type != OFTTime) { fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}", year, month, day); }
  if (type == OFTDateTime) { out += 'T'; }
  if (type != OFTDate) {
    const int milliseconds = static_cast<int>(std::lround(second * 1000.0F));
    fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", hour, minute, milliseconds / 1000);
    if (milliseconds % 1000 != 0) { fmt::format_to(std::back_inserter(out), ".{:03}", milliseconds % 1000); }
    append_zone(out, zone);
  }
  out += '"';
}

template <class Each>
void append_list(std::string& out, int count, Each each) {
  out += '[';
  for (int i = 0; i < count; ++i) {
    if (i > 0) { out += ','; }
    each(i);
  }
  out += ']';
}

void append_point(std::string& out, const OGRPoint& point) {
  const double xy[] = {point.getX(), point.getY()};
  append_list(out, 2, [&](int i) {
    // null is no number: the reader says so.
    if (std::isfinite(xy[i])) {
      geo::append_number(out, xy[i]);
    } else {
      out += "null";
    }
  });
}

void append_line(std::string& out, const OGRSimpleCurve& line) {
  append_list(out, line.getNumPoints(), [&](int i) {
    OGRPoint point;
    line.getPoint(i, &point);
    append_point(out, point);
  });
}

void append_polygon(std::string& out, const OGRPolygon& polygon) {
  const int inner = polygon.getNumInteriorRings();
  append_list(out, 1 + inner, [&](int i) { append_line(out, i == 0 ? *polygon.getExteriorRing() : *polygon.getInteriorRing(i - 1)); });
}

template <class Append>
void append_members(std::string& out, const OGRGeometry& g, Append append) {
  const OGRGeometryCollection& all = *g.toGeometryCollection();
  append_list(out, all.getNumGeometries(), [&](int i) { append(out, *all.getGeometryRef(i)); });
}

/// `"type":…,"coordinates":…` of a geometry without curves that is not empty.
void append_content(std::string& out, const OGRGeometry& g) {
  const auto begin = [&](const char* type) { fmt::format_to(std::back_inserter(out), R"({{"type":"{}","coordinates":)", type); };
  const auto polygon = [](std::string& to, const OGRGeometry& member) { append_polygon(to, *member.toPolygon()); };
  switch (wkbFlatten(g.getGeometryType())) {
    case wkbPoint: begin("Point"), append_point(out, *g.toPoint()); break;
    case wkbLineString: begin("LineString"), append_line(out, *g.toLineString()); break;
    case wkbPolygon:
    case wkbTriangle: begin("Polygon"), polygon(out, g); break;
    case wkbMultiPoint:
      begin("MultiPoint");
      append_members(out, g, [](std::string& to, const OGRGeometry& m) { append_point(to, *m.toPoint()); });
      break;
    case wkbMultiLineString:
      begin("MultiLineString");
      append_members(out, g, [](std::string& to, const OGRGeometry& m) { append_line(to, *m.toLineString()); });
      break;
    case wkbMultiPolygon: begin("MultiPolygon"), append_members(out, g, polygon); break;
    case wkbGeometryCollection:
      out += R"({"type":"GeometryCollection","geometries":)";
      append_members(out, g, [](std::string& to, const OGRGeometry& m) { append_geometry(to, &m); });
      break;
    default: out += R"({"type":"unreadable")"; break;
  }
  out += '}';
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
  if (geo::is_valid_utf8(text)) {
    geo::append_json_string(out, text);
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') { out += '\\'; }
    if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_value(std::string& out, const OGRFeature& feature, int field, bool cp1252) {
  if (field == row_id) {
    geo::append_integer(out, feature.GetFID());
    return;
  }
  if (!feature.IsFieldSetAndNotNull(field)) {
    out += "null";
    return;
  }
  const OGRFieldDefn& definition = *feature.GetFieldDefnRef(field);
  switch (definition.GetType()) {
    case OFTInteger:
      if (definition.GetSubType() == OFSTBoolean) {
        out += feature.GetFieldAsInteger(field) != 0 ? "true" : "false";
        break;
      }
      [[fallthrough]];
    case OFTInteger64: geo::append_integer(out, feature.GetFieldAsInteger64(field)); break;
    case OFTReal: append_real(out, feature.GetFieldAsDouble(field)); break;
    case OFTDate:
    case OFTTime:
    case OFTDateTime: append_moment(out, feature, field, definition.GetType()); break;
    default: {
      const std::string text = feature.GetFieldAsString(field);
      append_text(out, cp1252 ? geo::from_cp1252(text) : text);
    }
  }
}

void append_geometry(std::string& out, const OGRGeometry* geometry) {
  if (geometry == nullptr || geometry->IsEmpty()) {
    out += "null";
    return;
  }
  const OGRwkbGeometryType type = wkbFlatten(geometry->getGeometryType());
  if (type == wkbTIN || type == wkbPolyhedralSurface) {
    const OGRGeometryUniquePtr faces(OGRGeometryFactory::forceToMultiPolygon(geometry->clone()));
    append_content(out, *faces);
  } else if (geometry->hasCurveGeometry()) {
    const OGRGeometryUniquePtr lines(geometry->getLinearGeometry());
    append_content(out, *lines);
  } else {
    append_content(out, *geometry);
  }
}

}  // namespace importers::child
