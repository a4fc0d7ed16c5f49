// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/rules/text_map.hpp"

#include <string>
#include <string_view>

namespace importers {

struct CodeMatch {
  const geo::Code* code = nullptr;  ///< nullptr: the list has nothing like it
  bool exact = false;               ///< the cell is the code itself
  bool gbv = false;                 ///< its words name gender-based or sexual violence
};

/// Finds the code that a cell means: the code itself (also without a leading zero that a spreadsheet ate), its title in
/// either language, or a word of code_words.cpp; accents and case do not matter. Remembers what it found, so a column of a
/// million cells with a hundred different texts costs a hundred looks. Not thread-safe.
class CodeFinder {
 public:
  /// `list` must outlive it.
  explicit CodeFinder(const geo::CodeList& list);

  const CodeMatch& find(std::string_view cell);
  [[nodiscard]] const geo::CodeList& list() const { return m_list; }

 private:
  [[nodiscard]] CodeMatch look_up(std::string_view cell) const;

  const geo::CodeList& m_list;
  TextMap<const geo::Code*> m_words;
  TextMap<CodeMatch> m_seen;
};

/// Whether words name gender-based or sexual violence, whatever code they got: "violência doméstica", "rape", "VBG", ….
bool names_gbv(std::string_view words);

/// Words that people and known files use for a code.
struct CodeWord {
  std::string_view list;
  std::string_view word;  ///< in geo::fold_name() form
  std::string_view code;
};
/// See code_words.cpp.
struct CodeWords {
  const CodeWord* begin;
  const CodeWord* end;
};
CodeWords code_words();

}  // namespace importers
