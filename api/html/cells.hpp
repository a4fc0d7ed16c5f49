// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/column.hpp"

#include <string>
#include <vector>

namespace api {

/// Cells as people read them: codes by their title, times with the place's own offset. Not escaped.
class CellText {
 public:
  CellText(const Call& call, const geo::Collection& schema);

  [[nodiscard]] std::string value(const geo::BatchView& batch, std::size_t column, std::size_t row) const;
  /// "lon, lat" of the anchor; what else it is, if it is more than a point.
  [[nodiscard]] std::string geometry(const geo::BatchView& batch, std::size_t row) const;

 private:
  [[nodiscard]] std::string code(const geo::Field& field, std::string_view code) const;

  const Call& m_call;
  const geo::Collection& m_schema;
  std::vector<geo::CodeList> m_lists;
  int m_offset_column;
};

}  // namespace api
