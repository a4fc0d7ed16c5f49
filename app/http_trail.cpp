// SPDX-License-Identifier: Apache-2.0
#include "app/http_trail.hpp"

#include "geo/base/error.hpp"

namespace app {
namespace {

constexpr std::chrono::hours sign_in_every{1};
constexpr std::chrono::seconds refusals_every{10};
constexpr const char* nobody = "-";

}  // namespace

HttpTrail::~HttpTrail() {
  const std::lock_guard lock(m_mutex);
  try {
    note_refusals();
  } catch (const geo::Error&) {}  // the log has said so itself
}

void HttpTrail::take(const api::Trace& trace) {
  switch (trace.kind) {
    case api::Trace::Kind::signed_in: return signed_in(trace);
    case api::Trace::Kind::refused: return refused();
    case api::Trace::Kind::analysed: return analysed(trace);
    case api::Trace::Kind::read: break;
  }
  if (!trace.export_id.empty()) { return exported(trace); }
  store::AuditDetails details;
  details.word("route", trace.route);
  m_log.note(store::audit_entry({trace.account.empty() ? nobody : trace.account, trace.role}, "read",
                                trace.collection.empty() ? std::string(trace.route) : trace.collection,
                                static_cast<std::int64_t>(trace.rows), details));
}

/// A file leaves for good: on record before its first byte does.
void HttpTrail::exported(const api::Trace& trace) {
  store::AuditDetails details;
  details.word("route", trace.route).word("export", trace.export_id);
  m_log.append(store::audit_entry({trace.account.empty() ? nobody : trace.account, trace.role}, "export", trace.collection,
                                  static_cast<std::int64_t>(trace.rows), details));
}

void HttpTrail::analysed(const api::Trace& trace) {
  store::AuditDetails details;
  details.word("route", trace.route).word("method", trace.method);
  m_log.note(store::audit_entry({trace.account.empty() ? nobody : trace.account, trace.role}, "analyse", trace.collection, 0, details));
}

void HttpTrail::signed_in(const api::Trace& trace) {
  const Clock::time_point now = Clock::now();
  const std::lock_guard lock(m_mutex);
  const auto [at, is_new] = m_signed_in.try_emplace(trace.account, now);
  if (!is_new && now - at->second < sign_in_every) { return; }
  m_log.note(store::audit_entry({trace.account, ""}, "sign-in", "service", 0));
  at->second = now;
}

void HttpTrail::refused() {
  const Clock::time_point now = Clock::now();
  const std::lock_guard lock(m_mutex);
  ++m_refused;
  if (now - m_refusals_since < refusals_every) { return; }
  note_refusals();
  m_refusals_since = now;
}

void HttpTrail::note_refusals() {
  if (m_refused == 0) { return; }
  store::AuditDetails details;
  details.number("times", m_refused);
  m_log.note(store::audit_entry({nobody, ""}, "sign-in-refused", "service", 0, details));
  m_refused = 0;
}

}  // namespace app
