// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/entry.hpp"
#include "store/sqlite/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace store {

/// Which entries to show.
struct AuditFilter {
  std::string who = {}, action = {};  ///< empty: any
  geo::TimeMs since = INT64_MIN;
  std::int64_t limit = 50;  ///< the newest so many; 0: all
};

/// Oldest first.
std::vector<AuditRecord> load_audit(Database& database, const AuditFilter& filter);
std::optional<AuditRecord> last_audit_record(Database& database);
/// Calls `take` for every entry in order of `seq`.
void for_each_audit_record(Database& database, const std::function<void(const AuditRecord&)>& take);

}  // namespace store
