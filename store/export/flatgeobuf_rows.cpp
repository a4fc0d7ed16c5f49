// SPDX-License-Identifier: Apache-2.0
#include "store/export/flatgeobuf_rows.hpp"

#include "geo/base/time.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

namespace store {
namespace {

using geo::WkbType;
using Builder = flatbuffers::FlatBufferBuilder;
using AnyTable = flatbuffers::Offset<flatbuffers::Table>;

/// Where the members of the format's tables stand: 4 and 2 for each member before them.
namespace slot {
constexpr flatbuffers::voffset_t geometry_ends = 4, geometry_xy = 6, geometry_type = 16, geometry_parts = 18;
constexpr flatbuffers::voffset_t feature_geometry = 4, feature_properties = 6;
}  // namespace slot

/// A geometry as the format has it: vertices in a row, and where each line or ring of them ends; or parts.
struct Shape {
  WkbType type = WkbType::point;
  std::vector<double> xy;
  std::vector<std::uint32_t> ends;
  std::vector<std::unique_ptr<Shape>> parts;
};

WkbType type_of_members(WkbType type) { return type == WkbType::multi_line ? WkbType::line : WkbType::point; }

/// Builds Shapes from WKB. Lines of a multi-line and points of a multi-point are no parts of their own, polygons are.
class ShapeBuilder {
 public:
  explicit ShapeBuilder(geo::BBox& box) : m_box(box) {}

  void begin(WkbType type, std::uint32_t) {
    const bool is_flat = !m_open.empty() && is_flat_multi(m_open.back()->type) && type == type_of_members(m_open.back()->type);
    m_flat.push_back(is_flat);
    if (is_flat) { return; }
    auto shape = std::make_unique<Shape>();
    shape->type = type;
    Shape* const opened = shape.get();
    if (m_open.empty()) {
      m_whole = std::move(shape);
    } else {
      m_open.back()->parts.push_back(std::move(shape));
    }
    m_open.push_back(opened);
  }
  void ring(std::uint32_t count) { m_open.back()->ends.push_back(vertices() + count); }
  void vertex(double x, double y) {
    m_open.back()->xy.insert(m_open.back()->xy.end(), {x, y});
    m_box.extend(geo::LonLat{x, y});
  }
  void end() {
    const bool was_flat = m_flat.back();
    m_flat.pop_back();
    if (!was_flat) {
      m_open.pop_back();
    } else if (m_open.back()->type == WkbType::multi_line) {
      m_open.back()->ends.push_back(vertices());
    }
  }
  [[nodiscard]] std::unique_ptr<Shape> take() { return std::move(m_whole); }

 private:
  static bool is_flat_multi(WkbType type) { return type == WkbType::multi_line || type == WkbType::multi_point; }
  [[nodiscard]] std::uint32_t vertices() const { return static_cast<std::uint32_t>(m_open.back()->xy.size() / 2); }

  geo::BBox& m_box;
  std::unique_ptr<Shape> m_whole;
  std::vector<Shape*> m_open;
  std::vector<bool> m_flat;
};

/// A layer should hold one type: single lines and polygons become multi ones in layers of lines and of polygons.
std::unique_ptr<Shape> as_in_layer(std::unique_ptr<Shape> shape, geo::GeometryType layer) {
  if (layer == geo::GeometryType::line && shape->type == WkbType::line) {
    shape->type = WkbType::multi_line;
    shape->ends = {static_cast<std::uint32_t>(shape->xy.size() / 2)};
  }
  if (layer == geo::GeometryType::polygon && shape->type == WkbType::polygon) {
    auto multi = std::make_unique<Shape>();
    multi->type = WkbType::multi_polygon;
    multi->parts.push_back(std::move(shape));
    return multi;
  }
  return shape;
}

AnyTable build(Builder& builder, const Shape& shape) {
  std::vector<AnyTable> parts;
  for (const auto& part : shape.parts) { parts.push_back(build(builder, *part)); }
  const auto part_list = parts.empty() ? 0 : builder.CreateVector(parts).o;
  // A polygon of one ring needs no end; a multi-line always has them.
  const bool has_ends = shape.ends.size() > 1 || (shape.type == WkbType::multi_line && !shape.ends.empty());
  const auto ends = !has_ends ? 0 : builder.CreateVector(shape.ends).o;
  const auto xy = shape.xy.empty() ? 0 : builder.CreateVector(shape.xy).o;
  const auto start = builder.StartTable();
  if (part_list != 0) { builder.AddOffset(slot::geometry_parts, flatbuffers::Offset<void>(part_list)); }
  if (xy != 0) { builder.AddOffset(slot::geometry_xy, flatbuffers::Offset<void>(xy)); }
  if (ends != 0) { builder.AddOffset(slot::geometry_ends, flatbuffers::Offset<void>(ends)); }
  builder.AddElement<std::uint8_t>(slot::geometry_type, static_cast<std::uint8_t>(shape.type), 0);
  return {builder.EndTable(start)};
}

template <class T>
void append_number(std::string& out, T value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

}  // namespace

std::uint8_t flatgeobuf_geometry(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return 1;
    case geo::GeometryType::line: return 5;
    case geo::GeometryType::polygon: return 6;
    case geo::GeometryType::any:
    case geo::GeometryType::none: break;
  }
  return 0;
}

std::uint8_t flatgeobuf_column(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return 2;
    case geo::FieldType::integer: return flatgeobuf_long;
    case geo::FieldType::real: return 10;
    case geo::FieldType::json: return 12;
    case geo::FieldType::date:
    case geo::FieldType::time: return 13;
    case geo::FieldType::text:
    case geo::FieldType::code: break;
  }
  return 11;
}

FlatGeobufRows::FlatGeobufRows(const geo::Collection& schema, Places places) : m_schema(schema), m_places(places) {}

void FlatGeobufRows::append_row(std::string& out, const geo::BatchView& batch, std::size_t row) {
  assert(batch.columns.size() >= m_schema.fields.size());
  Builder builder;
  AnyTable geometry;
  if (m_schema.geometry != geo::GeometryType::none && !batch.geometry.is_none(row)) {
    ShapeBuilder shape(m_box);
    geo::wkb::walk(m_places.wkb(batch, row), shape);
    geometry = build(builder, *as_in_layer(shape.take(), m_schema.geometry));
  }
  append_properties(batch, row);
  const auto properties = builder.CreateVector(reinterpret_cast<const std::uint8_t*>(m_properties.data()), m_properties.size());
  const auto start = builder.StartTable();
  if (!geometry.IsNull()) { builder.AddOffset(slot::feature_geometry, geometry); }
  builder.AddOffset(slot::feature_properties, properties);
  builder.FinishSizePrefixed(AnyTable(builder.EndTable(start)));
  out.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
}

/// Number of the column, then the value; nothing for a null.
void FlatGeobufRows::append_properties(const geo::BatchView& batch, std::size_t row) {
  m_properties.clear();
  append_number(m_properties, std::uint16_t{0});
  append_number(m_properties, batch.fid.integer(row));
  for (std::size_t i = 0; i < m_schema.fields.size(); ++i) {
    if (batch.columns[i].is_null(row)) { continue; }
    append_number(m_properties, static_cast<std::uint16_t>(i + 1));
    append_value(batch.columns[i], m_schema.fields[i].type, row);
  }
}

void FlatGeobufRows::append_value(const geo::ColumnView& column, geo::FieldType type, std::size_t row) {
  m_text.clear();
  switch (type) {
    case geo::FieldType::boolean: m_properties += column.integer(row) != 0 ? '\1' : '\0'; return;
    case geo::FieldType::integer: append_number(m_properties, column.integer(row)); return;
    case geo::FieldType::real: append_number(m_properties, column.real(row)); return;
    case geo::FieldType::date: geo::append_date(m_text, static_cast<geo::DayNumber>(column.integer(row))); break;
    case geo::FieldType::time: geo::append_time(m_text, column.integer(row), 0); break;
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::json: return append_text(column.text(row));
  }
  append_text(m_text);
}

void FlatGeobufRows::append_text(std::string_view text) {
  std::string without_nul;
  if (text.find('\0') != std::string_view::npos) {
    without_nul = text;
    std::erase(without_nul, '\0');
    text = without_nul;
  }
  append_number(m_properties, static_cast<std::uint32_t>(text.size()));
  m_properties += text;
}

}  // namespace store
