// SPDX-License-Identifier: Apache-2.0
#include "store/audit/volume.hpp"

#include <algorithm>
#include <cmath>

namespace store {
namespace {

constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr geo::TimeMs half_a_year = 183 * ms_per_day;

/// The index audit_volume has all of it: the entries themselves are not read.
constexpr const char* rows_of_day = "SELECT sum(rows) FROM audit WHERE who=? AND action IN('read','export') AND at>=? AND at<?";
constexpr const char* days_before =
    "SELECT count(*), avg(day_rows) FROM (SELECT sum(rows) AS day_rows FROM audit WHERE who=? AND action IN('read','export') AND at>=? "
    "AND at<? GROUP BY at/86400000 HAVING sum(rows)>0 ORDER BY at/86400000 DESC LIMIT ?)";

std::int64_t limit_of(std::int64_t days, double mean) {
  if (days == 0) { return AuditVolume::floor * AuditVolume::times_usual; }
  return std::max(AuditVolume::floor, static_cast<std::int64_t>(std::ceil(mean * AuditVolume::times_usual)));
}

}  // namespace

void AuditVolume::begin(std::int64_t seq) {
  if (seq != m_seq) {
    for (auto& [who, account] : m_accounts) { account.today.reset(); }
  }
  m_seq = -1;  // until all of it is committed
}

AuditVolume::Account& AuditVolume::account(Database& database, const std::string& who, geo::TimeMs day) {
  Account& known = m_accounts[who];
  if (known.day == day) { return known; }
  std::erase_if(m_accounts, [&](const auto& other) { return other.second.day != day && other.first != who; });
  Statement s = database.prepare(days_before);
  s.bind(1, who).bind(2, day - half_a_year).bind(3, day).bind(4, std::int64_t{days_remembered}).step();
  known = {day, std::nullopt, s.integer(0), s.is_null(1) ? 0 : s.real(1)};
  return known;
}

std::optional<AuditEntry> AuditVolume::check(Database& database, const std::string& who, geo::TimeMs at, std::int64_t added) {
  const geo::TimeMs day = at - at % ms_per_day;
  Account& before = account(database, who, day);
  if (before.today) {
    *before.today += added;
  } else {
    Statement today = database.prepare(rows_of_day);
    today.bind(1, who).bind(2, day).bind(3, day + ms_per_day);
    before.today = today.step() ? today.integer(0) : 0;
  }
  const std::int64_t rows = *before.today;
  if (rows <= floor) { return std::nullopt; }
  const std::int64_t limit = limit_of(before.days, before.mean);
  if (rows <= limit) { return std::nullopt; }
  Statement told = database.prepare("SELECT 1 FROM audit WHERE who=? AND action='alert' AND at>=? AND at<?");
  if (told.bind(1, who).bind(2, day).bind(3, day + ms_per_day).step()) { return std::nullopt; }
  AuditDetails details;
  details.number("usual_rows_a_day", std::llround(before.mean)).number("days", before.days).number("limit", limit);
  return audit_entry({who, ""}, "alert", "audit", rows, details);
}

}  // namespace store
