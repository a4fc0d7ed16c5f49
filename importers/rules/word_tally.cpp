// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/word_tally.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace importers {
namespace {

constexpr std::size_t most_words = 1000;
constexpr std::size_t words_shown = 15;

}  // namespace

void WordTally::add(std::string_view word) {
  ++m_total;
  if (const auto it = m_words.find(word); it != m_words.end()) {
    ++it->second;
  } else if (m_words.size() < most_words) {
    m_words.emplace(std::string(word), 1);
  }
}

std::string WordTally::list() const {
  std::vector<std::pair<std::string_view, std::int64_t>> words(m_words.begin(), m_words.end());
  std::sort(words.begin(), words.end(),
            [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
  std::string list;
  for (std::size_t i = 0; i < std::min(words.size(), words_shown); ++i) {
    list += fmt::format("{}{} {}", i == 0 ? "" : ", ", geo::excerpt(words[i].first), words[i].second);
  }
  return words.size() > words_shown ? list + ", …" : list;
}

}  // namespace importers
