// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/population_rules.hpp"

#include <algorithm>
#include <cmath>

namespace importers {
namespace {

double tenths(double metres) { return std::round(10 * metres) / 10; }

}  // namespace

PopulationRules::PopulationRules(const geo::Collection& collection, std::optional<GridStep> grid, geo::Transform& transform)
    : m_people(known_field(collection, "people")),
      m_cell(known_field(collection, "cell_m")),
      m_uncertainty(m_cell < 0 ? -1 : known_field(collection, "uncertainty_m")),
      m_grid(grid),
      m_transform(transform) {}

void PopulationRules::use_names_of(const Mapping& mapping) {
  const int column = m_people < 0 ? -1 : mapping.column_of("people");
  if (column >= 0) { m_column = mapping.name(static_cast<std::size_t>(column)); }
}

void PopulationRules::figure(const Draft& draft, RowNotes& notes) const {
  if (m_people < 0) { return; }
  const auto* people = std::get_if<double>(&draft.staged.row.values[static_cast<std::size_t>(m_people)]);
  if (people == nullptr) {
    const auto& all = notes.all();
    const auto bad = std::find_if(all.begin(), all.end(), [&](const Note& n) { return n.rule == "number" && n.column == m_column; });
    if (bad != all.end()) {
      notes.quarantine("people", m_column, bad->value);
    } else {
      notes.drop("nodata");
    }
  } else if (*people == 0) {
    notes.drop("nobody");
  }
}

void PopulationRules::size(Draft& draft, std::optional<double> side_m, std::optional<GridPoint> middle) {
  if (m_cell < 0) { return; }
  const auto set = [&](int field, double metres) {
    if (field >= 0 && draft.is_null(field)) { draft.at(field) = tenths(metres); }
  };
  if (side_m) { set(m_cell, *side_m); }
  if (!side_m && m_grid && middle && draft.is_null(m_cell)) {
    if (!m_last_size || m_last_y != middle->y) {
      m_last_y = middle->y;
      m_last_size = cell_size(m_transform, *m_grid, *middle);
    }
    if (m_last_size) {
      set(m_cell, m_last_size->side_m);
      set(m_uncertainty, m_last_size->reach_m);
    }
  }
  if (const auto* side = std::get_if<double>(&draft.at(m_cell))) { set(m_uncertainty, *side / std::sqrt(2.0)); }
}

void PopulationRules::count(const Draft& draft) {
  if (m_people < 0) { return; }
  const auto* people = std::get_if<double>(&draft.staged.row.values[static_cast<std::size_t>(m_people)]);
  if (people != nullptr) { m_total += *people; }
}

}  // namespace importers
