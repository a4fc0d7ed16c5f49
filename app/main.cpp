// SPDX-License-Identifier: Apache-2.0
#include "app/cli.hpp"

#include <csignal>

int main(int argc, char** argv) {
  // A client or a pipe that goes away is an error to be handled where it was written to, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  // So is a limit on the size of files.
  std::signal(SIGXFSZ, SIG_IGN);
  return app::run(argc, argv);
}
