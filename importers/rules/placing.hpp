// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/rules/draft.hpp"
#include "importers/rules/row_notes.hpp"
#include "importers/rules/text_map.hpp"
#include "importers/rules/whereabouts.hpp"

#include <string>
#include <string_view>

namespace importers {

/// Why a row has no point of its own.
struct Lost {
  std::string_view rule;    ///< G10: there is none; G3: it is 0,0; G11: its accuracy is worse than 5 km
  std::string_view column;  ///< what the position stood in, for notes
  std::string_view text;
};

/// Places rows without a usable position by the name of their settlement. A name that several have is never guessed at: the row
/// is kept where its district is known, else it waits in quarantine with the candidates. 0,0 is a fault of the form, so there
/// the district must bear the name out. Not thread-safe.
class Placing {
 public:
  Placing(const KnownFields& known, Whereabouts& where) : m_known(known), m_where(where) {}

  /// True: the draft has a point now. False: it has what it had, and `notes` say what becomes of it.
  bool place(Draft& draft, const Lost& lost, std::string_view name_column, RowNotes& notes);

 private:
  const PlaceMatch& find(std::string_view name);
  void several(const PlaceMatch& match, const Lost& lost, std::string_view name, std::string_view name_column, RowNotes& notes) const;
  void none(const Lost& lost, std::string_view name, std::string_view name_column, RowNotes& notes) const;
  [[nodiscard]] geo::Text nowhere_stated(std::string_view name) const;
  [[nodiscard]] std::string describe(const Place& place) const;
  [[nodiscard]] bool is_kept(const Lost& lost) const;

  const KnownFields& m_known;
  Whereabouts& m_where;
  TextMap<PlaceMatch> m_seen;
  std::string m_key;
};

}  // namespace importers
