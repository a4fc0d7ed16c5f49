// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"

namespace geo {

/// The row as a store keeps it, so that the same statement has one form and one content_hash():
/// a null `confidentiality` becomes the collection's default; an instant that has no end (`time_to`, where both ends are
/// times) ends when it began; a negative zero becomes zero, because not every store can keep the difference.
/// Precondition: one value per field. Pure; a second call changes nothing.
Row with_defaults(const Collection& collection, Row row);

/// The same for many rows of one collection, in place.
class Defaults {
 public:
  explicit Defaults(const Collection& collection);
  void fill(Row& row) const;

 private:
  std::size_t m_fields;
  Value m_default_confidentiality;
  int m_confidentiality;
  int m_from;
  int m_to;
};

}  // namespace geo
