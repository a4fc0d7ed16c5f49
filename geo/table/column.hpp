// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/time.hpp"
#include "geo/table/row.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace geo {

/// Distinct strings of one column, looked up by position.
struct DictionaryView {
  const std::uint64_t* ends = nullptr;  ///< ends[i] is where string i stops in `bytes`; it starts where string i-1 stops
  const char* bytes = nullptr;
  std::uint32_t size = 0;

  [[nodiscard]] std::string_view operator[](std::uint32_t i) const {
    const std::uint64_t begin = i == 0 ? 0 : ends[i - 1];
    return {bytes + begin, ends[i] - begin};
  }
};

/// Read-only columns of `rows` cells, however they are kept. Whole numbers (also dates, times, booleans and dictionary
/// positions) are base + step * unsigned(data[i]), 0, 1, 2, 4 or 8 bytes wide; width 0 means that every cell is `base`.
/// Cheap to copy; valid as long as its owner (a batch, a page, a view). Safe to read from many threads.
class ColumnView {
 public:
  FieldType type = FieldType::text;
  std::uint8_t width = 0;
  std::int64_t base = 0;
  std::int64_t step = 1;
  const void* data = nullptr;
  const std::uint64_t* present = nullptr;  ///< bit i set: cell i has a value; nullptr: see all_null
  bool all_null = true;                    ///< with present == nullptr: none, or all, of the cells have a value
  DictionaryView strings;                  ///< of text, code and json columns

  [[nodiscard]] bool is_null(std::size_t i) const { return present == nullptr ? all_null : ((present[i >> 6U] >> (i & 63U)) & 1U) == 0; }
  /// Known without a look at the cells; a column may be empty and not know it.
  [[nodiscard]] bool is_all_null() const { return present == nullptr && all_null; }
  /// Precondition of the three below: not null, and the type fits.
  [[nodiscard]] std::int64_t integer(std::size_t i) const {
    // Unsigned: a column may span more than half of the 64-bit range.
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(step) * raw(i));
  }
  [[nodiscard]] double real(std::size_t i) const {
    double value = 0;
    std::memcpy(&value, static_cast<const char*>(data) + i * sizeof value, sizeof value);
    return value;
  }
  [[nodiscard]] std::string_view text(std::size_t i) const { return strings[static_cast<std::uint32_t>(integer(i))]; }
  [[nodiscard]] Value value(std::size_t i) const;

  [[nodiscard]] std::uint64_t raw(std::size_t i) const {
    const char* at = static_cast<const char*>(data);
    switch (width) {
      case 0: return 0;
      case 1: return static_cast<std::uint8_t>(at[i]);
      case 2: return load<std::uint16_t>(at, i);
      case 4: return load<std::uint32_t>(at, i);
      default: return load<std::uint64_t>(at, i);
    }
  }

 private:
  template <class T>
  static T load(const char* at, std::size_t i) {
    T v;
    std::memcpy(&v, at + i * sizeof v, sizeof v);
    return v;
  }
};

/// Where the rows are. Every row has an anchor, on the lattice of lonlat.hpp: the point itself, or a point on the surface of
/// anything else. Collections of points have nothing more; others have WKB and boxes.
struct GeometryColumn {
  const std::int32_t* lon = nullptr;  ///< lattice steps; no_point where the row has no geometry
  const std::int32_t* lat = nullptr;
  const std::uint64_t* ends = nullptr;  ///< ends[i] is where the WKB of row i stops in `wkb`; nullptr in collections of points
  const char* wkb = nullptr;
  const BBox* boxes = nullptr;

  static constexpr std::int32_t no_point = INT32_MIN;
  [[nodiscard]] bool is_none(std::size_t i) const { return lon[i] == no_point; }
  [[nodiscard]] LonLat anchor(std::size_t i) const { return {from_lattice(lon[i]), from_lattice(lat[i])}; }
  [[nodiscard]] std::string_view wkb_of(std::size_t i) const {
    const std::uint64_t begin = i == 0 ? 0 : ends[i - 1];
    return {wkb + begin, ends[i] - begin};
  }
  [[nodiscard]] Geometry geometry(std::size_t i) const;
};

/// Rows side by side. `columns[k]` is the k-th column that was asked for; a find() that asks for none gets all of the schema.
struct BatchView {
  std::size_t rows = 0;
  ColumnView fid;
  ColumnView rev;
  GeometryColumn geometry;
  std::span<const ColumnView> columns;
};

}  // namespace geo
