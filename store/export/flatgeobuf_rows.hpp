// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"
#include "store/export/places.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace store {

/// Kinds of geometry under their numbers in FlatGeobuf, which are those of WKB.
std::uint8_t flatgeobuf_geometry(geo::GeometryType type);
/// Kinds of values under theirs.
std::uint8_t flatgeobuf_column(geo::FieldType type);
inline constexpr std::uint8_t flatgeobuf_long = 7;

/// Rows of one schema as features of a FlatGeobuf file: size, then a flat buffer. Not thread-safe.
class FlatGeobufRows {
 public:
  explicit FlatGeobufRows(const geo::Collection& schema, Places places = Places());

  /// Precondition: the columns of `batch` begin with those of the schema, all of them, in its order.
  void append_row(std::string& out, const geo::BatchView& batch, std::size_t row);
  /// Of all that was written, along x and y.
  [[nodiscard]] const geo::BBox& box() const { return m_box; }

 private:
  void append_properties(const geo::BatchView& batch, std::size_t row);
  void append_value(const geo::ColumnView& column, geo::FieldType type, std::size_t row);
  void append_text(std::string_view text);

  geo::Collection m_schema;
  Places m_places;
  geo::BBox m_box = geo::BBox::empty();
  std::string m_properties;
  std::string m_text;
};

}  // namespace store
