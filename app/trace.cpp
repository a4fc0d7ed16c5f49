// SPDX-License-Identifier: Apache-2.0
#include "app/trace.hpp"

namespace app {

bool sees_exact(const geo::Role& role) { return !geo::is_public(role); }

void trace_read(store::SqliteStore& store, const geo::Role& role, const std::string& collection, std::uint64_t rows,
                const std::string& command) {
  if (!sees_exact(role)) { return; }
  store::AuditDetails details;
  details.word("command", command);
  store.audit().append(
      store::audit_entry({store::system_user().who, geo::role_text(role)}, "read", collection, static_cast<std::int64_t>(rows), details));
}

void trace_export(store::SqliteStore& store, const geo::Role& role, const std::string& object, std::uint64_t rows,
                  const store::AuditDetails& details) {
  store.audit().append(
      store::audit_entry({store::system_user().who, geo::role_text(role)}, "export", object, static_cast<std::int64_t>(rows), details));
}

}  // namespace app
