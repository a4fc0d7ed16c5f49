// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkb.hpp"
#include "importers/quarantine/correction.hpp"
#include "importers/quarantine/geometry_cell.hpp"
#include "importers/quarantine/service_columns.hpp"
#include "importers/report/spreadsheet_cell.hpp"
#include "importers/rules/cell.hpp"
#include "importers/rules/row_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

/// Of WKB as map_wkb() writes it.
geo::GeometryKind kind_of(std::string_view wkb) {
  switch (static_cast<geo::WkbType>(wkb[1])) {
    case geo::WkbType::point: return geo::GeometryKind::point;
    case geo::WkbType::line:
    case geo::WkbType::multi_line: return geo::GeometryKind::line;
    case geo::WkbType::polygon:
    case geo::WkbType::multi_polygon: return geo::GeometryKind::polygon;
    default: return geo::GeometryKind::other;
  }
}

class CorrectionReader final : public Reader {
 public:
  explicit CorrectionReader(std::unique_ptr<Reader> inner) : m_inner(std::move(inner)), m_info(m_inner->info()) { take_columns(); }

  [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }
  [[nodiscard]] double progress() const override { return m_inner->progress(); }

  bool next(Record& record) override {
    while (m_inner->next(m_record)) {
      take_columns();
      if (!take_cells()) {
        ++m_empty;
        continue;
      }
      record = m_record;
      record.cells.assign(m_cells.begin(), m_cells.end());
      if (m_geometry_at < m_record.cells.size()) { take_geometry(record, trim_cell(m_record.cells[m_geometry_at])); }
      return true;
    }
    say_end();
    return false;
  }

 private:
  /// Columns may grow at the end.
  void take_columns() {
    const std::vector<Column>& all = m_inner->columns();
    for (; m_seen < all.size(); ++m_seen) {
      if (all[m_seen].name == shape_column || all[m_seen].name == geometry_column) {
        m_geometry_at = m_seen;
      } else if (!service_of(all[m_seen].name)) {
        m_source.push_back(m_seen);
        m_columns.push_back({std::string(unguarded(all[m_seen].name)), all[m_seen].tag});
      }
    }
  }

  /// Whether anything is written in the row.
  bool take_cells() {
    m_cells.clear();
    bool any = m_geometry_at < m_record.cells.size() && !trim_cell(m_record.cells[m_geometry_at]).empty();
    for (const std::size_t c : m_source) {
      const std::string_view cell = m_record.cells[c];
      m_cells.push_back(cell.empty() ? cell : unguarded(cell));
      any = any || !trim_cell(cell).empty();
    }
    return any;
  }

  void take_geometry(Record& record, std::string_view cell) {
    if (cell.empty()) { return; }
    m_wkb = read_shape_cell(cell).value_or("");
    if (m_wkb.empty()) {
      record.rule = "geometry";
      record.problem = "the geometry was changed and cannot be read; write it as POINT (lon lat) or POLYGON ((lon lat, …))";
      record.problem_pt = "a geometria foi alterada e não se consegue ler; escreva-a como POINT (lon lat) ou POLYGON ((lon lat, …))";
      record.problem_column = shape_column;
      record.problem_value = cell;
      return;
    }
    record.wkb = m_wkb;
    record.geometry_kind = kind_of(m_wkb);
  }

  void say_end() {
    if (m_empty == 0) { return; }
    m_info.notes.push_back(fmt::format("{} rows are still empty; they wait on in quarantine", m_empty));
    m_info.notes_pt.push_back(fmt::format("{} linhas ainda estão vazias; continuam em quarentena", m_empty));
    m_empty = 0;
  }

  std::unique_ptr<Reader> m_inner;
  SourceInfo m_info;
  std::vector<Column> m_columns;
  std::vector<std::size_t> m_source;  // of each column, its place in the file
  std::size_t m_seen = 0;
  std::size_t m_geometry_at = static_cast<std::size_t>(-1);
  Record m_record;
  std::vector<std::string_view> m_cells;
  std::string m_wkb;
  std::int64_t m_empty = 0;
};

}  // namespace

std::unique_ptr<Reader> correction_reader(std::unique_ptr<Reader> reader) { return std::make_unique<CorrectionReader>(std::move(reader)); }

}  // namespace importers
