// SPDX-License-Identifier: Apache-2.0
#include "store/audit/records.hpp"

#include <algorithm>

namespace store {
namespace {

constexpr const char* select = "SELECT seq, at, who, role, action, object, details, rows, prev, mac FROM audit ";

AuditRecord read(const Statement& s) {
  AuditRecord r;
  r.seq = s.integer(0);
  r.at = s.integer(1);
  r.who = s.text(2);
  r.role = s.text(3);
  r.action = s.text(4);
  r.object = s.text(5);
  r.details = s.text(6);
  r.rows = s.integer(7);
  r.prev = s.blob(8);
  r.mac = s.blob(9);
  return r;
}

}  // namespace

std::vector<AuditRecord> load_audit(Database& database, const AuditFilter& filter) {
  Statement s =
      database.prepare(std::string(select) + "WHERE at>=?1 AND (?2='' OR who=?2) AND (?3='' OR action=?3) ORDER BY seq DESC LIMIT ?4");
  s.bind(1, filter.since).bind(2, filter.who).bind(3, filter.action).bind(4, filter.limit == 0 ? std::int64_t{-1} : filter.limit);
  std::vector<AuditRecord> found;
  while (s.step()) { found.push_back(read(s)); }
  std::reverse(found.begin(), found.end());
  return found;
}

std::optional<AuditRecord> last_audit_record(Database& database) {
  Statement s = database.prepare(std::string(select) + "ORDER BY seq DESC LIMIT 1");
  return s.step() ? std::optional(read(s)) : std::nullopt;
}

void for_each_audit_record(Database& database, const std::function<void(const AuditRecord&)>& take) {
  Statement s = database.prepare(std::string(select) + "ORDER BY seq");
  while (s.step()) { take(read(s)); }
}

}  // namespace store
