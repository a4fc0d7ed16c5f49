// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/row_notes.hpp"
#include "importers/rules/word_tally.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Rules that look at a row as a whole, once its cells are read. A collection that lacks the fields is left alone.
class RowRules {
 public:
  /// `collection` and `catalog` must outlive it. `now`: later than this plus a day has not happened yet (T5).
  RowRules(const geo::Collection& collection, const geo::Catalog& catalog, geo::TimeMs now);

  [[nodiscard]] const KnownFields& known() const { return m_known; }
  /// Words of categories that are no code of the list.
  [[nodiscard]] const WordTally& unmapped() const { return m_unmapped; }
  /// Findings then name the file's own columns, which is what people can look up.
  void use_names_of(const Mapping& mapping);

  /// From, to, offset and precision of what happened; refuses what lies in the future, before 1975, or ends before it begins.
  /// A row without a date gets the day on which the form was filled in or sent, and a precision that says so.
  void time(Draft& draft, RowNotes& notes) const;
  /// Category, its words, severity, gbv flag, and how confidential that makes the row: at least 2 for a sensitive category, 3
  /// for gender-based or sexual violence and for complaints about security forces.
  void category(Draft& draft, bool file_has_category, RowNotes& notes);
  /// Parts that are larger than their whole, estimates that are out of order.
  void parts(const Draft& draft, RowNotes& notes) const;
  /// Where someone was killed the severity is the highest, whatever was said.
  void severity(Draft& draft, RowNotes& notes) const;

  /// The file's name for a field, else the field's own; "" for -1.
  [[nodiscard]] std::string_view column_of(int field) const {
    return field < 0 ? std::string_view() : std::string_view(m_columns[static_cast<std::size_t>(field)]);
  }

 private:
  bool take_day_of_report(Draft& draft, RowNotes& notes) const;
  bool take_month(Draft& draft, RowNotes& notes) const;
  const geo::Code* code_of(Draft& draft, bool file_has_category, RowNotes& notes);
  bool is_gbv(Draft& draft, const geo::Code* code);
  bool words_name_gbv(Draft& draft);
  void raise(Draft& draft, geo::Confidentiality at_least, bool was_given, RowNotes& notes) const;
  void not_more(const Draft& draft, int part, int whole, std::string_view rule, RowNotes& notes) const;

  const geo::Collection& m_collection;
  KnownFields m_known;
  std::vector<std::string> m_columns;  // by field: the file's name for it, else the field's own
  const geo::CodeList* m_categories;
  TextMap<bool> m_gbv_words;
  WordTally m_unmapped;
  geo::TimeMs m_latest;
  geo::TimeMs m_earliest;
};

}  // namespace importers
