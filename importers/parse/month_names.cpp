// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/month_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace importers {

int month_named(std::string_view folded) {
  using Entry = std::pair<std::string_view, int>;
  static constexpr std::array<Entry, 43> months{{
      {"jan", 1},   {"janeiro", 1},   {"january", 1},   {"fev", 2},      {"feb", 2},   {"fevereiro", 2}, {"february", 2},  {"mar", 3},
      {"marco", 3}, {"march", 3},     {"abr", 4},       {"apr", 4},      {"abril", 4}, {"april", 4},     {"mai", 5},       {"maio", 5},
      {"may", 5},   {"jun", 6},       {"junho", 6},     {"june", 6},     {"jul", 7},   {"julho", 7},     {"july", 7},      {"ago", 8},
      {"aug", 8},   {"agosto", 8},    {"august", 8},    {"set", 9},      {"sep", 9},   {"sept", 9},      {"setembro", 9},  {"september", 9},
      {"out", 10},  {"oct", 10},      {"outubro", 10},  {"october", 10}, {"nov", 11},  {"novembro", 11}, {"november", 11}, {"dez", 12},
      {"dec", 12},  {"dezembro", 12}, {"december", 12},
  }};
  const auto* const found = std::find_if(months.begin(), months.end(), [&](const Entry& entry) { return entry.first == folded; });
  return found == months.end() ? 0 : found->second;
}

bool is_weekday_word(std::string_view folded) {
  static constexpr std::array<std::string_view, 23> words{
      "segunda", "terca",    "quarta", "quinta", "sexta", "feira", "sabado", "domingo", "monday", "tuesday", "wednesday", "thursday",
      "friday",  "saturday", "sunday", "mon",    "tue",   "wed",   "thu",    "fri",     "sat",    "sun",     "dom"};
  return std::find(words.begin(), words.end(), folded) != words.end();
}

}  // namespace importers
