// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/table/schema.hpp"
#include "importers/mapping/mapping.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/row_notes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// Rules for what the programme does (outreach, dialogues, issues, trainings), once a row's cells are read. Nothing is ever made
/// up: a count that nobody took stays empty. A collection that lacks the fields is left alone.
class ProgrammeRules {
 public:
  /// `collection` must outlive it. `now`: what is later than this plus a day has not happened yet (T5).
  ProgrammeRules(const geo::Collection& collection, geo::TimeMs now);

  /// Findings then name the file's own columns.
  void use_names_of(const Mapping& mapping);
  void check(const Draft& draft, RowNotes& notes) const;

 private:
  /// Numbers of people that add up: women and men to a total, other groups to no more than it.
  struct People {
    int total;
    int women;
    int men;
    std::vector<int> groups = {};
  };

  void happened(const Draft& draft, RowNotes& notes) const;
  void people(const Draft& draft, const People& people, RowNotes& notes) const;
  void issue(const Draft& draft, RowNotes& notes) const;
  void order(const Draft& draft, RowNotes& notes) const;
  void state(const Draft& draft, std::string_view state, RowNotes& notes) const;
  [[nodiscard]] std::string_view column_of(int field) const { return m_columns[static_cast<std::size_t>(field)]; }

  const geo::Collection& m_collection;
  std::vector<std::string> m_columns;  // by field: the file's name for it, else the field's own
  geo::DayNumber m_latest;
  int m_begins, m_ends;
  int m_state, m_raised, m_agreed, m_started, m_closed, m_due, m_confirmed;
  std::vector<People> m_people;
};

}  // namespace importers
