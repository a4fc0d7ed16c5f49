// SPDX-License-Identifier: Apache-2.0
#include "importers/read/column_names.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace importers {

void ColumnNames::add(std::string_view raw, std::string_view tag) {
  std::string cleaned = geo::clean(raw);
  if (cleaned.empty()) { cleaned = geo::clean(tag); }
  if (cleaned.empty()) { cleaned = fmt::format("column {}", m_columns.size() + 1); }
  std::string name = cleaned;
  for (int copy = 2; !m_taken.insert(name).second; ++copy) { name = fmt::format("{} ({})", cleaned, copy); }
  m_columns.push_back({std::move(name), geo::clean(tag)});
}

}  // namespace importers
