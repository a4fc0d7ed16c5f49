// SPDX-License-Identifier: Apache-2.0
#include "app/interrupt.hpp"

#include <csignal>

namespace app {
namespace {

volatile std::sig_atomic_t asked = 0;

extern "C" void note_signal(int /*number*/) { asked = 1; }

}  // namespace

Interrupt::Interrupt() {
  asked = 0;
  struct sigaction action {};
  action.sa_handler = note_signal;
  sigemptyset(&action.sa_mask);
  // Once: the next one does what it always does. System calls go on; who works asks requested().
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (std::size_t i = 0; i < signals.size(); ++i) { ::sigaction(signals[i], &action, &m_before[i]); }
}

Interrupt::~Interrupt() {
  for (std::size_t i = 0; i < signals.size(); ++i) { ::sigaction(signals[i], &m_before[i], nullptr); }
}

bool Interrupt::requested() { return asked != 0; }

}  // namespace app
