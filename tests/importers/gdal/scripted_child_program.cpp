// SPDX-License-Identifier: Apache-2.0
// Stands in for the reading process and does what its input says: the first line is one of "exit N", "signal N", "wait" (for ever) or
// "close" (its output, and wait); what follows it is written first.
#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>

int main() {
  std::string script;
  char block[4096];
  for (ssize_t n = 0; (n = ::read(STDIN_FILENO, block, sizeof block)) > 0;) { script.append(block, static_cast<std::size_t>(n)); }
  const std::size_t line = script.find('\n');
  for (std::size_t at = line + 1; at < script.size();) {
    const ssize_t n = ::write(STDOUT_FILENO, script.data() + at, script.size() - at);
    if (n <= 0) { ::_exit(99); }
    at += static_cast<std::size_t>(n);
  }
  const std::string how = script.substr(0, line);
  if (how.rfind("exit ", 0) == 0) { ::_exit(std::atoi(how.c_str() + 5)); }
  if (how.rfind("signal ", 0) == 0) { ::raise(std::atoi(how.c_str() + 7)); }
  if (how == "close") { ::close(STDOUT_FILENO); }
  for (;;) { ::pause(); }
}
