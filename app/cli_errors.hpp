// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace app {

/// What is known of a command that was not understood.
struct WrongUsage {
  enum class Kind : std::uint8_t { subcommand_missing, value_missing, not_a_value, other };

  std::string command;                   ///< the one that was meant last: "bairro analyse kde"
  std::vector<std::string> subcommands;  ///< of it
  std::vector<std::string> options;      ///< of it, with their hyphens
  std::vector<std::string> unknown;      ///< words that nothing knows, in their order
  Kind kind = Kind::other;
  std::string what;  ///< of the library of the command line, in English
};

/// What is wrong, in both languages: words that nothing knows, with the nearest that is known, or what is missing.
geo::Text usage_fault(const WrongUsage& usage);

}  // namespace app
