// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace app {

/// What is wrong with a command that was not understood, in both languages: words that nothing knows, with the nearest that is known, or a
/// subcommand that is missing. `words` are those of the command line, in their order.
geo::Text usage_fault(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words);

/// How far two words are from one another: letters put in, left out, replaced or two exchanged (optimal string alignment).
std::size_t letters_apart(const std::string& a, const std::string& b);

}  // namespace app
