// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/reference/reference.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/row_notes.hpp"
#include "importers/rules/text_map.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Province, district and post of a row: what it states (C2), where it lies, and whether the two agree (G9). Not thread-safe.
class AdminRules {
 public:
  /// Both must outlive it. `judges`: disagreements are worth a note; they are not in layers of reference.
  AdminRules(const geo::Collection& collection, const Reference& reference, bool judges);

  /// Finds the columns that name an area: "distrito", "adm1_pt" …. Again whenever the mapping has grown.
  void plan(const Mapping& mapping);
  /// Before the cells of a row.
  void clear();
  /// Whether the column names an area; then its cells are handed to take().
  [[nodiscard]] bool names_area(std::size_t column) const { return column < m_level_of_column.size() && m_level_of_column[column] > 0; }
  void take(std::size_t column, std::string_view cell) { m_names[m_level_of_column[column]] = cell; }

  /// What the row states, by its codes and names. Codes of another version are understood where settlements bear them out;
  /// where code and name are those of two areas, neither is believed.
  const Stated& resolve(const Draft& draft, RowNotes& notes);
  /// Gives the row the codes of the areas that it lies in, where it has none of its own: down to `deepest`, the level its
  /// position is good for. A row without a position gets those around the area that it states.
  void derive(Draft& draft, int deepest, RowNotes& notes);

  [[nodiscard]] std::int64_t derived() const { return m_derived; }  ///< rows that got a code

 private:
  struct CodeNote {
    int level;
    geo::Text message;
  };
  struct Resolved {
    Stated stated;
    std::vector<CodeNote> notes;
  };

  void resolve_level(int level, Resolved& resolved) const;
  [[nodiscard]] int named(int level, std::string_view folded, int inside) const;
  void note_code(int level, std::string_view code, int by_code, int by_old_code, int by_name, Resolved& resolved) const;
  void compare(const Draft& draft, geo::LonLat p, int deepest, const AdminAreas::ByLevel& found, RowNotes& notes) const;
  [[nodiscard]] std::string_view code_of(const Draft& draft, int level) const;
  void fill(Draft& draft, int level, const std::string& code, bool& any) const;

  const AdminAreas& m_areas;
  const Gazetteer& m_places;
  bool m_judges;
  std::array<int, admin_levels> m_code_fields{};
  std::vector<std::string> m_code_columns;  // names of the file's columns, by level
  std::vector<std::uint8_t> m_level_of_column;
  std::array<std::string_view, admin_levels> m_names;
  std::array<std::string, admin_levels> m_name_columns;
  TextMap<Resolved> m_seen;
  std::string m_key;
  Resolved m_nothing;
  const Stated* m_stated = nullptr;
  std::int64_t m_derived = 0;
};

}  // namespace importers
