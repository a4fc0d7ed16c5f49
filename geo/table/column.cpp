// SPDX-License-Identifier: Apache-2.0
#include "geo/table/column.hpp"

#include "geo/table/view.hpp"

namespace geo {

Value ColumnView::value(std::size_t i) const {
  if (is_null(i)) { return {}; }
  switch (type) {
    case FieldType::boolean: return integer(i) != 0;
    case FieldType::integer:
    case FieldType::date:
    case FieldType::time: return integer(i);
    case FieldType::real: return real(i);
    default: return std::string(text(i));
  }
}

Geometry GeometryColumn::geometry(std::size_t i) const {
  if (is_none(i)) { return {}; }
  return ends == nullptr ? Geometry::point(anchor(i)) : Geometry::from_wkb(wkb_of(i));
}

Feature feature_at(const BatchView& batch, std::size_t i) {
  Feature f;
  f.fid = batch.fid.integer(i);
  f.rev = batch.rev.integer(i);
  f.row.geometry = batch.geometry.geometry(i);
  for (const ColumnView& column : batch.columns) { f.row.values.push_back(column.value(i)); }
  return f;
}

}  // namespace geo
