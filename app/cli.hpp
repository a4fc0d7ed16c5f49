// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace app {

/// The command line: parses, runs one command, and turns every error into one sentence on standard error and an ExitCode.
int run(int argc, char** argv);

}  // namespace app
