// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/crs/transform.hpp"
#include "geo/table/schema.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/grid.hpp"
#include "importers/rules/row_notes.hpp"

#include <optional>
#include <string>

namespace importers {

/// Rules for where people live. Grids have a row for every cell, the sea and the bush included: cells without a figure and cells
/// in which nobody lives are dropped and counted. Another collection is left alone. Not thread-safe.
class PopulationRules {
 public:
  /// `collection` and `transform` must outlive it. `grid`: what find_grid() found in the file.
  PopulationRules(const geo::Collection& collection, std::optional<GridStep> grid, geo::Transform& transform);

  /// Findings then name the file's own column.
  void use_names_of(const Mapping& mapping);
  /// Drops a cell that says nothing or nobody; a figure that is no number is refused.
  void figure(const Draft& draft, RowNotes& notes) const;
  /// Fills how large the cell is, where the row does not say: from its own polygon (`side_m`), or from the grid. `middle` is in
  /// the coordinates of the file.
  void size(Draft& draft, std::optional<double> side_m, std::optional<GridPoint> middle);
  /// Adds the row's people to the total: it goes in.
  void count(const Draft& draft);

  /// People in all rows that go in; nothing for another collection.
  [[nodiscard]] std::optional<double> total() const { return m_people < 0 ? std::nullopt : std::optional<double>(m_total); }
  [[nodiscard]] bool wants_middle() const { return m_grid.has_value(); }

 private:
  int m_people;
  int m_cell;
  int m_uncertainty;
  std::string m_column = "people";
  std::optional<GridStep> m_grid;
  geo::Transform& m_transform;
  double m_total = 0;
  double m_last_y = 0;  // cells of one row of the grid are equally large
  std::optional<CellSize> m_last_size;
};

}  // namespace importers
