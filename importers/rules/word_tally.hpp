// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/rules/text_map.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace importers {

/// Counts words for a line of the report: the first thousand different ones, the others together.
class WordTally {
 public:
  void add(std::string_view word);
  [[nodiscard]] bool empty() const { return m_total == 0; }
  [[nodiscard]] std::int64_t total() const { return m_total; }
  /// `"Outro caso" 7, "Boato" 2, …`, the most frequent first.
  [[nodiscard]] std::string list() const;

 private:
  TextMap<std::int64_t> m_words;
  std::int64_t m_total = 0;
};

}  // namespace importers
