// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/service.hpp"
#include "store/audit/log.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace app {

/// Puts on record what people do over HTTP. Programs sign in with every request and strangers may guess by the thousand: an account's
/// sign-in is one entry an hour, and refusals are gathered into one every ten seconds. Thread-safe.
class HttpTrail {
 public:
  explicit HttpTrail(store::AuditLog& log) : m_log(log) {}
  ~HttpTrail();
  HttpTrail(const HttpTrail&) = delete;
  HttpTrail& operator=(const HttpTrail&) = delete;

  /// Throws Error{busy} while the log cannot be written.
  void take(const api::Trace& trace);

 private:
  using Clock = std::chrono::steady_clock;
  void exported(const api::Trace& trace);
  void analysed(const api::Trace& trace);
  void signed_in(const api::Trace& trace);
  void refused();
  void note_refusals();

  store::AuditLog& m_log;
  std::mutex m_mutex;
  std::map<std::string, Clock::time_point> m_signed_in;
  std::int64_t m_refused = 0;
  Clock::time_point m_refusals_since{};
};

}  // namespace app
