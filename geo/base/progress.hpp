// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace geo {

/// Handed down into anything long: where it stands, and whether it should stop. Knows no clock; whoever makes it decides how
/// often to show `at` and what a cancelled job or a passed deadline is. Default: silent, never stops. Copies share the
/// functions, which must be safe to call from every thread that gets a copy.
class Progress {
 public:
  using Report = std::function<void(std::int64_t done, std::int64_t total)>;
  using Stop = std::function<bool()>;

  Progress() = default;
  explicit Progress(Report report, Stop stop = {}) : m_report(std::move(report)), m_stop(std::move(stop)) {}

  /// `total` is 0 while it is not known. Call it per block of work (thousands of rows), not per row.
  void at(std::int64_t done, std::int64_t total) const {
    if (m_report) { m_report(done, total); }
  }
  /// Whether to give up: asked per block too.
  [[nodiscard]] bool cancelled() const { return m_stop && m_stop(); }

 private:
  Report m_report;
  Stop m_stop;
};

}  // namespace geo
