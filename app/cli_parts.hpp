// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/commands.hpp"

#include <functional>
#include <memory>

// What the files share that describe the command line: app/cli.cpp and those for groups of commands.

namespace app {

inline constexpr const char* whose_eyes =
    "Whose eyes: visitor, partner, police, programme, editor (the same, and writes), protection (everything) or admin; "
    "programme@MZ0102,MZ0108 for two districts";

/// What is done once the command line has been read.
using Action = std::function<ExitCode(const Context&)>;

// App is CLI::App, which headers of the house do not know.

/// Options live as long as the App that writes into them.
template <class App, class Options>
Options& keep(App* command, Action& action, ExitCode (*run)(const Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  command->callback([&action, options, run] { action = [options, run](const Context& context) { return run(context, *options); }; });
  return *options;
}
template <class App>
void keep(App* command, Action& action, ExitCode (*run)(const Context&)) {
  command->callback([&action, run] { action = run; });
}

/// `analyse` with a command for each method, and `results`.
template <class App>
void add_analyses(App& app, Action& action);

}  // namespace app
