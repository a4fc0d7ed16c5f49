// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"

#include <chrono>
#include <string>

namespace app {

/// Where a long job stands, on standard error: one line that is drawn again on a terminal, a plain line every tenth
/// otherwise, nothing when quiet. Ends its line when it goes.
class ProgressLine {
 public:
  ProgressLine(std::string what, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// For handing down; refers to this object.
  [[nodiscard]] geo::Progress progress();

 private:
  void show(std::int64_t done, std::int64_t total);

  std::string m_what;
  bool m_quiet;
  bool m_terminal;
  bool m_drawn = false;
  std::int64_t m_tenth = 0;
  std::chrono::steady_clock::time_point m_next;
};

}  // namespace app
