// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/report/report.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace importers {

/// One thing a rule found in the row at hand. The message is empty when the catalogue's sentence for the rule says it all.
struct Note {
  std::string rule;
  Action action;
  std::string column;
  std::string value;
  std::string new_value;
  geo::Text message;
};

/// What the rules say about one row. The first rejection decides; whatever else was found is then of no interest.
class RowNotes {
 public:
  void clear() {
    m_notes.clear();
    m_decided = -1;
    m_fixed = false;
  }

  void warn(std::string_view rule, std::string_view column, std::string_view value, geo::Text message = {}) {
    add({std::string(rule), Action::warned, std::string(column), std::string(value), {}, std::move(message)});
  }
  void fix(std::string_view rule, std::string_view column, std::string_view value, std::string_view new_value, geo::Text message = {}) {
    m_fixed = true;
    add({std::string(rule), Action::fixed, std::string(column), std::string(value), std::string(new_value), std::move(message)});
  }
  void quarantine(std::string_view rule, std::string_view column, std::string_view value, geo::Text message = {}) {
    decide({std::string(rule), Action::quarantined, std::string(column), std::string(value), {}, std::move(message)});
  }
  void drop(std::string_view rule, geo::Text message = {}) { decide({std::string(rule), Action::dropped, {}, {}, {}, std::move(message)}); }

  /// Whether the row does not go in.
  [[nodiscard]] bool decided() const { return m_decided >= 0; }
  [[nodiscard]] const Note& decision() const { return m_notes[static_cast<std::size_t>(m_decided)]; }
  [[nodiscard]] bool fixed() const { return m_fixed; }
  [[nodiscard]] const std::vector<Note>& all() const { return m_notes; }

 private:
  void add(Note note) { m_notes.push_back(std::move(note)); }
  void decide(Note note) {
    if (decided()) { return; }
    m_decided = static_cast<int>(m_notes.size());
    add(std::move(note));
  }

  std::vector<Note> m_notes;
  int m_decided = -1;
  bool m_fixed = false;
};

}  // namespace importers
