// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"

#include <array>
#include <signal.h>

namespace app {

/// While it lives, Ctrl-C, SIGTERM and a closed terminal ask the work to stop instead of ending the process, so that it can tidy up
/// what must not lie about. Asked twice, the process ends. What was ignored before (nohup) stays ignored. One at a time.
class StopRequest {
 public:
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  [[nodiscard]] bool made() const;
  /// Goes on reporting to `also`; stops when it says so, or when asked.
  [[nodiscard]] geo::Progress progress(const geo::Progress& also) const;

 private:
  std::array<struct sigaction, 3> m_before{};
};

}  // namespace app
