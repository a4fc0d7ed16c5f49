// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/reprojection.hpp"
#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// Writes rows of one schema as GeoJSON features, cell by cell into the answer: no tree, no string per cell. Every property
/// is written, null where it has no value, since clients take the fields from the first features they see, and their types: reals
/// always have a point. Times carry the row's own UTC offset if the schema shows it. About 30 ns per cell. Immutable, so safe to
/// share where it writes CRS84; else as its Reprojection is.
class FeatureWriter {
 public:
  enum class Place { shown, left_out };

  /// Keeps no reference to `schema`. `columns`: of the batches, by name; empty: those of the schema. Coordinates are written in `crs`,
  /// which must outlive the writer; null: CRS84.
  explicit FeatureWriter(const geo::Collection& schema, Place place = Place::shown, const geo::Reprojection* crs = nullptr,
                         const std::vector<std::string>& columns = {});

  /// The members of a Feature without the braces, so that more can follow. Precondition: the columns of `batch` begin with those
  /// of the schema, all of them, in its order. Throws Error{usage}, naming the row, when a place of it has no coordinates in the CRS.
  void append_members(std::string& out, const geo::BatchView& batch, std::size_t row) const;

 private:
  struct Property {
    std::string key;   ///< ,"name":
    std::string null;  ///< ,"name":null
    geo::FieldType type;
  };

  Place m_place;
  std::vector<Property> m_properties;
  const geo::Reprojection* m_crs;  ///< null: CRS84
  int m_offset_column = -1;        ///< of utc_offset_min
};

}  // namespace api
