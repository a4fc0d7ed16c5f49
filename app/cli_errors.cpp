// SPDX-License-Identifier: Apache-2.0
#include "app/cli_errors.hpp"

#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

/// The command that was meant last, and its words: "bairro analyse kde".
struct Meant {
  const CLI::App* command;
  std::string words;
};
Meant meant_command(const CLI::App& app) {
  Meant meant{&app, app.get_name().empty() ? "bairro" : app.get_name()};
  while (!meant.command->get_subcommands().empty()) {
    meant.command = meant.command->get_subcommands().back();
    meant.words += " " + meant.command->get_name();
  }
  return meant;
}

std::vector<std::string> subcommands_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) { names.push_back(each->get_name()); }
  return names;
}

std::vector<std::string> known_to(const CLI::App& command) {
  std::vector<std::string> names = subcommands_of(command);
  for (const CLI::Option* option : command.get_options([](const CLI::Option*) { return true; })) {
    for (const std::string& name : option->get_lnames()) { names.push_back("--" + name); }
  }
  return names;
}

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

geo::Text usage_fault(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
  const Meant meant = meant_command(app);
  const geo::Text help{fmt::format("See {} --help.", meant.words), fmt::format("Veja {} --help.", meant.words)};
  const std::vector<std::string> left = app.remaining(true);
  std::vector<std::string> unknown;
  for (const std::string& word : words) {
    if (std::find(left.begin(), left.end(), word) != left.end()) { unknown.push_back(geo::excerpt(word)); }
  }
  if (!unknown.empty()) {
    const auto first = std::find_if(words.begin(), words.end(),
                                    [&](const std::string& word) { return std::find(left.begin(), left.end(), word) != left.end(); });
    const std::string near = nearest(*first, known_to(*meant.command));
    return {fmt::format("{} does not know {}.{} {}", meant.words, joined(unknown, " "), near.empty() ? "" : " Did you mean " + near + "?",
                        help.en),
            fmt::format("{} não conhece {}.{} {}", meant.words, joined(unknown, " "), near.empty() ? "" : " Queria dizer " + near + "?",
                        help.pt)};
  }
  const std::vector<std::string> subcommands = subcommands_of(*meant.command);
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) && !subcommands.empty()) {
    return {fmt::format("{} needs one of: {}. {}", meant.words, joined(subcommands, ", "), help.en),
            fmt::format("{} precisa de um destes: {}. {}", meant.words, joined(subcommands, ", "), help.pt)};
  }
  const std::string what = error.what();
  const std::string convert = "Could not convert: ";
  if (what.rfind(convert, 0) == 0) {
    const std::string value = what.substr(convert.size());
    return {fmt::format("{} is not what it takes (a number?). {}", value, help.en),
            fmt::format("{} não é um valor que aceite (um número?). {}", value, help.pt)};
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch)) {
    const std::string option = what.substr(0, what.find(':'));
    return {fmt::format("{} needs a value, and one only. {}", option, help.en),
            fmt::format("{} precisa de um valor, e só um. {}", option, help.pt)};
  }
  // The rest is told by the library, in English alone.
  return {fmt::format("{}. {}", what, help.en), fmt::format("uso errado: {}. {}", what, help.pt)};
}

}  // namespace app
