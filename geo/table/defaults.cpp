// SPDX-License-Identifier: Apache-2.0
#include "geo/table/defaults.hpp"

#include <cassert>

namespace geo {
namespace {

/// Position of a field of type time, or -1.
int time_field(const Collection& collection, const std::string& name) {
  const int i = collection.index_of(name);
  return i >= 0 && collection.fields[static_cast<std::size_t>(i)].type == FieldType::time ? i : -1;
}

}  // namespace

Row with_defaults(const Collection& collection, Row row) {
  assert(row.values.size() == collection.fields.size());
  const auto value = [&](int i) -> Value& { return row.values[static_cast<std::size_t>(i)]; };

  const int confidentiality = collection.index_of("confidentiality");
  if (confidentiality >= 0 && is_null(value(confidentiality))) {
    value(confidentiality) = std::int64_t{collection.default_confidentiality};
  }
  const int from = time_field(collection, collection.time_from);
  const int to = time_field(collection, collection.time_to);
  if (from >= 0 && to >= 0 && is_null(value(to))) { value(to) = value(from); }

  for (Value& v : row.values) {
    if (double* real = std::get_if<double>(&v); real != nullptr && *real == 0) { *real = 0; }
  }
  return row;
}

}  // namespace geo
