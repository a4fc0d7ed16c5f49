// SPDX-License-Identifier: Apache-2.0
#include "app/cli_errors.hpp"

#include "geo/base/text.hpp"
#include "importers/mapping/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

/// Empty where nothing is near enough to have been meant.
std::string meant_by(const std::string& word, const std::vector<std::string>& known) {
  const std::string name = word.substr(0, word.find('='));
  const std::vector<std::string> best = importers::nearest(name, known, 1);
  return !best.empty() && importers::edit_distance(name, best.front()) <= 1 + word.size() / 4 ? best.front() : std::string();
}

std::string joined(const std::vector<std::string>& words, const char* between) { return fmt::format("{}", fmt::join(words, between)); }

}  // namespace

geo::Text usage_fault(const WrongUsage& usage) {
  const geo::Text help{fmt::format("See {} --help.", usage.command), fmt::format("Veja {} --help.", usage.command)};
  if (!usage.unknown.empty()) {
    std::vector<std::string> words;
    for (const std::string& word : usage.unknown) { words.push_back(geo::excerpt(word)); }
    std::vector<std::string> known = usage.subcommands;
    known.insert(known.end(), usage.options.begin(), usage.options.end());
    const std::string near = meant_by(usage.unknown.front(), known);
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
