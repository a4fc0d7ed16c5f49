// SPDX-License-Identifier: Apache-2.0
#include "app/cli_errors.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = 1 + word.size() / 4;  // what is farther off was hardly meant
  for (const std::string& each : known) {
    const std::size_t apart = letters_apart(word.substr(0, word.find('=')), each);
    if (apart <= least) {
      best = each;
      least = apart == 0 ? 0 : apart - 1;
    }
  }
  return best;
}

std::string joined(const std::vector<std::string>& words, const char* between) { return fmt::format("{}", fmt::join(words, between)); }

}  // namespace

std::size_t letters_apart(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> apart(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        apart[i][j] = i + j;
        continue;
      }
      const bool same = a[i - 1] == b[j - 1];
      apart[i][j] = std::min({apart[i - 1][j] + 1, apart[i][j - 1] + 1, apart[i - 1][j - 1] + (same ? 0 : 1)});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) { apart[i][j] = std::min(apart[i][j], apart[i - 2][j - 2] + 1); }
    }
  }
  return apart[a.size()][b.size()];
}

geo::Text usage_fault(const WrongUsage& usage) {
  const geo::Text help{fmt::format("See {} --help.", usage.command), fmt::format("Veja {} --help.", usage.command)};
  if (!usage.unknown.empty()) {
    std::vector<std::string> words;
    for (const std::string& word : usage.unknown) { words.push_back(geo::excerpt(word)); }
    std::vector<std::string> known = usage.subcommands;
    known.insert(known.end(), usage.options.begin(), usage.options.end());
    const std::string near = nearest(usage.unknown.front(), known);
    return {fmt::format("{} does not know {}.{} {}", usage.command, joined(words, " "), near.empty() ? "" : " Did you mean " + near + "?",
                        help.en),
            fmt::format("{} não conhece {}.{} {}", usage.command, joined(words, " "), near.empty() ? "" : " Queria dizer " + near + "?",
                        help.pt)};
  }
  switch (usage.kind) {
    case WrongUsage::Kind::subcommand_missing:
      return {fmt::format("{} needs one of: {}. {}", usage.command, joined(usage.subcommands, ", "), help.en),
              fmt::format("{} precisa de um destes: {}. {}", usage.command, joined(usage.subcommands, ", "), help.pt)};
    case WrongUsage::Kind::not_a_value: {
      const std::size_t colon = usage.what.find(": ");
      const std::string value = colon == std::string::npos ? usage.what : usage.what.substr(colon + 2);
      return {fmt::format("{} is not what it takes (a number?). {}", value, help.en),
              fmt::format("{} não é um valor que aceite (um número?). {}", value, help.pt)};
    }
    case WrongUsage::Kind::value_missing: {
      const std::string option = usage.what.substr(0, usage.what.find(':'));
      return {fmt::format("{} needs another number of values. {}", option, help.en),
              fmt::format("{} precisa de outro número de valores. {}", option, help.pt)};
    }
    case WrongUsage::Kind::other: break;
  }
  return {fmt::format("{}. {}", usage.what, help.en), fmt::format("uso errado: {}. {}", usage.what, help.pt)};
}

}  // namespace app
