// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstdint>

namespace store_test {

/// A disk that fails: while it lives, every connection that SQLite opens writes through it to the real one, and a chosen one of
/// the calls that change a disk — write, sync, truncate, open — fails. One at a time, and no connection may outlive it.
class FaultVfs {
 public:
  enum class Kind { io_error, disk_full };

  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  /// The `nth` call from now on fails, counted from 1; with `for_good` so do all calls after it. A write that fails has written
  /// half of what it should. A full disk fails writes only.
  void fail(std::int64_t nth, Kind kind, bool for_good);
  /// All is well again.
  void heal() { m_until_fault = 0; }
  /// Whether anything has failed since the last fail().
  [[nodiscard]] bool has_failed() const { return m_has_failed; }
  /// Whether a write or a sync has.
  [[nodiscard]] bool has_failed_to_write() const { return m_has_failed_to_write; }
  /// Calls so far that could have failed.
  [[nodiscard]] std::int64_t calls() const { return m_calls; }

  enum class Call { write, sync, truncate, open };
  /// For the calls themselves: SQLITE_OK, or how this one fails.
  int judge(Call call);
  [[nodiscard]] sqlite3_vfs* real() const { return m_real; }

 private:
  sqlite3_vfs* m_real;
  sqlite3_vfs m_vfs{};
  std::atomic<std::int64_t> m_calls{0};
  std::atomic<std::int64_t> m_until_fault{0};  // 0: none to come
  std::atomic<bool> m_for_good{false};
  std::atomic<bool> m_has_failed{false};
  std::atomic<bool> m_has_failed_to_write{false};
  Kind m_kind = Kind::io_error;
};

}  // namespace store_test
