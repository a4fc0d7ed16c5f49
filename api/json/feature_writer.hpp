// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// Writes rows of one schema as GeoJSON features, cell by cell into the answer: no tree, no string per cell. Every property
/// is written, null where it has no value, since clients take the fields from the first features they see, and their types: reals
/// always have a point. Times carry the row's own UTC offset if the schema shows it. About 30 ns per cell. Immutable, so safe to
/// share.
class FeatureWriter {
 public:
  enum class Place { shown, left_out };

  /// Keeps no reference to `schema`.
  explicit FeatureWriter(const geo::Collection& schema, Place place = Place::shown);

  /// The members of a Feature without the braces, so that more can follow. Precondition: the columns of `batch` begin with those
  /// of the schema, all of them, in its order.
  void append_members(std::string& out, const geo::BatchView& batch, std::size_t row) const;

 private:
  struct Property {
    std::string key;   ///< ,"name":
    std::string null;  ///< ,"name":null
    geo::FieldType type;
  };

  Place m_place;
  std::vector<Property> m_properties;
  int m_offset_column = -1;  ///< of utc_offset_min
};

}  // namespace api
