// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"
#include "geo/table/schema.hpp"
#include "importers/rules/codes.hpp"
#include "importers/rules/moments.hpp"
#include "importers/rules/profile.hpp"
#include "importers/rules/row_notes.hpp"
#include "importers/rules/word_tally.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace importers {

/// What one cell says.
struct CellValue {
  geo::Value value;                 ///< null: the cell says nothing, or nothing that can be used
  bool unusable = false;            ///< there was something, and the field cannot hold it: noted, to be kept in `extra`
  std::optional<Moment> moment;     ///< of date and time fields
  int month_only = 0;               ///< 1..12: of the field that decides when, its cell is the name of a month and nothing else
  const CodeMatch* code = nullptr;  ///< of code fields
};

/// Turns cells into values by the type of their field. Not thread-safe.
class FieldReader {
 public:
  /// Both must outlive it. Throws Error{usage} for a zone there is not.
  FieldReader(const geo::Collection& collection, const geo::Catalog& catalog, const Profile& profile, std::string_view time_zone);

  /// `cell` is trimmed and not empty. `column`: position in the file, -1 for a constant; `column_name` is for notes.
  CellValue read(int field, std::string_view cell, int column, std::string_view column_name, RowNotes& notes);

  /// The moment that a cell means, whatever its column is for.
  std::optional<Moment> moment(std::string_view cell) { return m_moments.read(cell); }
  /// A category as a code, with its severity and the like; nullptr for fields without a code list.
  CodeFinder* codes(int field) { return m_codes[static_cast<std::size_t>(field)].get(); }
  [[nodiscard]] std::int64_t times_without_zone() const { return m_times_without_zone; }
  [[nodiscard]] std::int64_t rough_times() const { return m_rough_times; }      ///< T6: on the full hour, or midnight for a day
  [[nodiscard]] std::int64_t settled_dates() const { return m_settled_dates; }  ///< T1: either way, decided by the other dates
  [[nodiscard]] const WordTally& null_words() const { return m_null_words; }    ///< E4

 private:
  struct Where {
    int column;
    std::string_view name;
  };

  CellValue read_boolean(std::string_view cell, Where where, RowNotes& notes);
  CellValue read_number(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes);
  CellValue read_text(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes);
  CellValue read_code(int field, std::string_view cell, Where where, RowNotes& notes);
  CellValue read_moment(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes);
  std::optional<double> number(std::string_view cell, Where where, RowNotes& notes) const;
  void note_spelling(std::string_view cell, Where where, RowNotes& notes);
  void take_habits(Moment& moment, std::size_t column);
  void note_form(const Moment& moment, std::string_view cell, Where where, RowNotes& notes);

  const geo::Collection& m_collection;
  const Profile& m_profile;
  MomentReader m_moments;
  std::vector<std::unique_ptr<CodeFinder>> m_codes;
  TextMap<std::optional<bool>> m_booleans;
  std::vector<TextMap<std::string>> m_spellings;  // by column: cell -> how the column writes it, "" where it is just so
  std::int64_t m_times_without_zone = 0;
  std::int64_t m_rough_times = 0;
  std::int64_t m_settled_dates = 0;
  WordTally m_null_words;
};

}  // namespace importers
