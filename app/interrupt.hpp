// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <signal.h>

namespace app {

/// While it lives, Ctrl-C and SIGTERM ask for an orderly end instead of ending the program; a second one ends it at once, which
/// leaves a store as whole as a power cut would. One at a time, in a program that has no other use for these signals.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] static bool requested();

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, signals.size()> m_before{};
};

}  // namespace app
