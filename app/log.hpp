// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/server.hpp"

#include <memory>
#include <string_view>

namespace spdlog {
class logger;
}

namespace app {

/// Lines on standard error. No coordinates, filters, bodies or tokens: paths come without their query. Thread-safe.
class Log {
 public:
  /// Quiet: warnings and failures only.
  explicit Log(bool quiet);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void access(const api::AccessEntry& entry);
  void failure(std::string_view request_id, std::string_view what);
  void warn(std::string_view sentence);

 private:
  std::shared_ptr<spdlog::logger> m_logger;
};

}  // namespace app
