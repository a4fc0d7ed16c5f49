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

  /// An 'alert' entry when the account's rows of the day of `at` (UTC) are too many and none was written on that day. The usual is
  /// the mean of its last 28 days with any, in half a year; without one, ten times the floor is too many.
  std::optional<AuditEntry> check(Database& database, const std::string& who, geo::TimeMs at);

 private:
  struct Usual {
    geo::TimeMs day = 0;
    std::int64_t days = 0;
    double mean = 0;
  };
  const Usual& usual(Database& database, const std::string& who, geo::TimeMs day);

  std::map<std::string, Usual> m_usual;  // of who was seen today
};

}  // namespace store
