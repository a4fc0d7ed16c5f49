// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/record.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace importers {

/// The columns of one file, each with a name of its own.
class ColumnNames {
 public:
  /// Cleans `raw`; nameless columns become "column N", repeated ones get " (2)", " (3)".
  void add(std::string_view raw, std::string_view tag = {});

  [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
  [[nodiscard]] std::size_t size() const { return m_columns.size(); }

 private:
  std::vector<Column> m_columns;
  std::unordered_set<std::string> m_taken;
};

}  // namespace importers
