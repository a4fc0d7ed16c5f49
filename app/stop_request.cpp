// SPDX-License-Identifier: Apache-2.0
#include "app/stop_request.hpp"

#include <csignal>

namespace app {
namespace {

constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t asked = 0;

}  // namespace

StopRequest::StopRequest() {
  asked = 0;
  struct sigaction action {};
  action.sa_handler = [](int) { asked = 1; };
  // The handler is there for one signal: the next one has its usual effect.
  action.sa_flags = static_cast<int>(static_cast<unsigned>(SA_RESETHAND) | static_cast<unsigned>(SA_RESTART));
  for (std::size_t i = 0; i < signals.size(); ++i) {
    sigaction(signals[i], nullptr, &m_before[i]);
    if (m_before[i].sa_handler != SIG_IGN) { sigaction(signals[i], &action, nullptr); }
  }
}

StopRequest::~StopRequest() {
  for (std::size_t i = 0; i < signals.size(); ++i) { sigaction(signals[i], &m_before[i], nullptr); }
}

bool StopRequest::made() const { return asked != 0; }

geo::Progress StopRequest::progress(const geo::Progress& also) const {
  return geo::Progress([also](std::int64_t done, std::int64_t total) { also.at(done, total); },
                       [this, also] { return made() || also.cancelled(); });
}

}  // namespace app
