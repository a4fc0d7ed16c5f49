// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/entry.hpp"
#include "store/sqlite/database.hpp"

#include <map>
#include <optional>
#include <string>

namespace store {

/// Watches how many rows each account reads and takes out: more than ten times its own average day is worth a look.
class AuditVolume {
 public:
  /// Nobody is looked at who has read no more than that in a day.
  static constexpr std::int64_t floor = 1000;
  static constexpr std::int64_t times_usual = 10;
  static constexpr int days_remembered = 28;

  /// Before entries are appended behind `seq`, and when those up to `seq` have been committed: rows that were summed up once need not
  /// be again unless others have written meanwhile.
  void begin(std::int64_t seq);
  void committed(std::int64_t seq) { m_seq = seq; }

  /// An 'alert' entry when the account's rows of the day of `at` (UTC) are too many and none was written on that day. The usual is
  /// the mean of its last 28 days with any, in half a year; without one, ten times the floor is too many. `added`: the rows of entries
  /// appended since begin().
  std::optional<AuditEntry> check(Database& database, const std::string& who, geo::TimeMs at, std::int64_t added);

 private:
  struct Account {
    geo::TimeMs day = INT64_MIN;
    std::optional<std::int64_t> today;  ///< rows
    std::int64_t days = 0;
    double mean = 0;
  };
  Account& account(Database& database, const std::string& who, geo::TimeMs day);

  std::map<std::string, Account> m_accounts;  // that were seen today
  std::int64_t m_seq = -1;                    // the last entry that the sums know of; -1: they know nothing
};

}  // namespace store
