// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/column_names.hpp"
#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Flattens one JSON object after the other, and keeps the columns found in them in the order first seen.
class JsonRowParser {
 public:
  JsonRowParser(std::string file, const ReadLimits& limits);
  JsonRowParser(const JsonRowParser&) = delete;
  JsonRowParser& operator=(const JsonRowParser&) = delete;
  ~JsonRowParser();

  /// Fills cells, geometry and problem of `record`, whose views point into the parser. `row`: one JSON value.
  /// Throws geo::Error{input} when there are more columns than the limit allows.
  void parse(std::string_view row, Record& record);

  [[nodiscard]] const std::vector<Column>& columns() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace importers
