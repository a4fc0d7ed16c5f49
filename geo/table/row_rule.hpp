// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/role.hpp"
#include "geo/table/row.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

using CodeSet = std::set<std::string, std::less<>>;
/// The codes of the field whose rows a role of that level does not see, whatever the rows say themselves: those that are never points
/// below the highest, the sensitive ones below level 2. None for a field of another kind.
CodeSet hidden_codes(const Field& field, const std::vector<CodeList>& code_lists, Confidentiality level);

/// Which rows of a collection exist for a role:
/// - none above its level; one that does not say how secret it is, is most secret;
/// - of classes that are never shown as points (Care::never_point; PRIVACY rule B6), only for the highest level, and of sensitive
///   ones (Care::sensitive) from level 2;
/// - for a role bound to areas, public rows and those that lie in one: by the P-codes that the row carries, whatever their
///   version. A row that carries none lies nowhere.
/// Rows of a result all exist for who may know of it.
class RowRule {
 public:
  RowRule(const Role& role, const Collection& collection, const std::vector<CodeList>& code_lists);

  [[nodiscard]] bool admits_all() const { return m_all; }
  [[nodiscard]] bool admits(const Row& row) const;

 private:
  friend class RowSieve;
  struct ProtectedField {
    std::string name;
    int index;
    CodeSet codes;
  };

  bool m_all = false;
  Confidentiality m_level = -1;
  int m_level_field;
  std::vector<ProtectedField> m_protected;
  std::vector<std::string> m_areas;  // sorted
  std::vector<int> m_area_fields;
  bool m_bound;
};

/// A RowRule over columns: what takes long is asked once for each distinct string.
class RowSieve {
 public:
  /// `column` gives the column of a name; the sieve is valid as long as it is.
  RowSieve(const RowRule& rule, const std::function<ColumnView(std::string_view, FieldType)>& column);
  [[nodiscard]] bool admits(std::size_t row) const;

 private:
  struct Marks {
    ColumnView column;
    std::vector<bool> marked;  // by position in the dictionary
    [[nodiscard]] bool has(std::size_t row) const { return !column.is_null(row) && marked[static_cast<std::size_t>(column.integer(row))]; }
  };
  static Marks marks(const ColumnView& column, const std::function<bool(std::string_view)>& is_marked);

  bool m_all;
  bool m_bound;
  Confidentiality m_level;
  ColumnView m_levels;
  std::vector<Marks> m_protected;
  std::vector<Marks> m_areas;
};

}  // namespace geo
