// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/suggest.hpp"

#include <algorithm>
#include <utility>

namespace importers {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) { d[i][0] = i; }
  for (std::size_t j = 0; j <= b.size(); ++j) { d[0][j] = j; }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, changed});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) { d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1); }
    }
  }
  return d[a.size()][b.size()];
}

std::vector<std::string> nearest(std::string_view wanted, const std::vector<std::string>& names, std::size_t count) {
  constexpr std::size_t longest = 100;  // an option of a stranger may be long; the table is quadratic
  const std::string_view start = wanted.substr(0, longest);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& name : names) { ranked.emplace_back(edit_distance(start, name), name); }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i) { out.push_back(ranked[i].second); }
  return out;
}

}  // namespace importers
