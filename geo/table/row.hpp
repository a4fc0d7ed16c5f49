// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"
#include "geo/table/schema.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace geo {

/// One cell. boolean -> bool; integer, date, time -> int64; real -> double (finite); text, code, json -> string.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

inline bool is_null(const Value& v) { return v.index() == 0; }
/// Whether a value may stand in a column of this type (null always may).
bool fits(const Value& value, FieldType type);

/// Whether a row of a collection of this type may lie so. None always fits.
bool fits(const Geometry& geometry, GeometryType type);

/// One row against a Collection: `values[i]` belongs to `fields[i]`.
struct Row {
  Geometry geometry;
  std::vector<Value> values;

  bool operator==(const Row&) const = default;
};

/// 64 bits of what a row says: geometry and every value that is not null, by field name, so that adding a field to the
/// schema or reordering it changes nothing.
std::uint64_t content_hash(const Collection& collection, const Row& row);

/// The same for many rows of one collection.
class ContentHasher {
 public:
  explicit ContentHasher(const Collection& collection);
  [[nodiscard]] std::uint64_t operator()(const Row& row) const;

 private:
  std::vector<std::optional<std::uint64_t>> m_names;  // hashes; none for fields that do not count
};

/// Feature id: stable for the life of the store, never used again, < 2^53.
using Fid = std::int64_t;
/// Number of the commit that wrote something; grows by one with every commit of a store.
using Rev = std::int64_t;
using BatchId = std::int64_t;

/// A row as a View hands it out.
struct Feature {
  Fid fid = 0;
  Rev rev = 0;  ///< the newest commit that changed anything this view may see of the row
  Row row;

  bool operator==(const Feature&) const = default;
};

}  // namespace geo
