// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

namespace app {

/// What the program tells the shell; `bairro --help` and docs/commands.md name them too.
enum ExitCode : int {
  done = 0,
  failed = 1,         ///< the machine said no: disk, memory, permission, a damaged or busy store
  wrong_usage = 2,    ///< the command line has no meaning
  input_refused = 3,  ///< the file, or what was said about it, cannot be taken; nothing was written
};

/// One table for every Problem.
constexpr ExitCode exit_code(geo::Problem problem) {
  switch (problem) {
    case geo::Problem::input:
    case geo::Problem::too_large:
    case geo::Problem::unsupported: return input_refused;
    case geo::Problem::usage:
    case geo::Problem::not_found:
    case geo::Problem::conflict: return wrong_usage;
    default: return failed;
  }
}

}  // namespace app
