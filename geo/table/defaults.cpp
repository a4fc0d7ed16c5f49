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
  Defaults(collection).fill(row);
  return row;
}

Defaults::Defaults(const Collection& collection)
    : m_fields(collection.fields.size()),
      m_default_confidentiality(std::int64_t{collection.default_confidentiality}),
      m_confidentiality(collection.index_of("confidentiality")),
      m_from(time_field(collection, collection.time_from)),
      m_to(time_field(collection, collection.time_to)) {}

void Defaults::fill(Row& row) const {
  assert(row.values.size() == m_fields);
  const auto value = [&](int i) -> Value& { return row.values[static_cast<std::size_t>(i)]; };
  if (m_confidentiality >= 0 && is_null(value(m_confidentiality))) { value(m_confidentiality) = m_default_confidentiality; }
  if (m_from >= 0 && m_to >= 0 && is_null(value(m_to))) { value(m_to) = value(m_from); }
  for (Value& v : row.values) {
    if (double* real = std::get_if<double>(&v); real != nullptr && *real == 0) { *real = 0; }
  }
}

}  // namespace geo
