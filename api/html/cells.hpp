// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/html/times.hpp"
#include "geo/crs/reprojection.hpp"
#include "geo/table/column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace api {

/// Cells as people read them: codes by their title, times with the place's own offset.
class CellText {
 public:
  /// `crs`: of locations; null: degrees, longitude first. `columns`: of the batches, by name; empty: those of the schema.
  CellText(const Call& call, const geo::Collection& schema, Wording wording, const geo::Reprojection* crs = nullptr,
           const std::vector<std::string>& columns = {});

  void append(Html& html, const geo::BatchView& batch, std::size_t column, std::size_t row) const;
  /// The two coordinates of the anchor, in the order of the axes; what else it is, if it is more than a point. Not escaped.
  [[nodiscard]] std::string geometry(const geo::BatchView& batch, std::size_t row) const;

 private:
  [[nodiscard]] std::string place(std::int32_t lon, std::int32_t lat) const;
  [[nodiscard]] std::string code(const geo::Field& field, std::string_view code) const;

  [[nodiscard]] std::string value(const geo::ColumnView& cells, const geo::Field& field, std::size_t row) const;

  const Call& m_call;
  const geo::Collection& m_schema;
  std::vector<geo::CodeList> m_lists;
  Wording m_wording;
  const geo::Reprojection* m_crs;
  int m_offset_column;
};

}  // namespace api
