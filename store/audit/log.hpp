// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "store/audit/entry.hpp"
#include "store/audit/records.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace store {

/// Puts on record what is read: what the store writes it records itself, in the same transaction. On a connection of its own, so
/// that reads and writes wait for each other at the disk only. Thread-safe.
class AuditLog {
 public:
  /// So many may wait; a flush comes a second after the first of them, or when there are a thousand.
  static constexpr std::size_t most_waiting = 10'000;
  static constexpr std::size_t flushed_at = 1'000;

  /// `say` gets a sentence about an account that reads far more than usual, and about entries that could not be written.
  AuditLog(std::filesystem::path store_file, std::string store_id, std::function<geo::TimeMs()> clock,
           std::function<void(const geo::Text&)> say);
  /// Writes what waits.
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  /// On disk within a second or so, with what others note. Once a flush has failed (a full disk, a writer that held the store for
  /// more than 5 s), and until one succeeds, it throws Error{busy} and takes nothing: answer 503 rather than without a trace.
  void note(const AuditEntry& entry);
  /// On disk when it returns. Throws DatabaseError and what AuditPen throws; then nothing is on record.
  void append(const AuditEntry& entry);
  /// Everything noted before is on disk when it returns. Throws like append().
  void flush();

  /// Oldest first; with what waits.
  [[nodiscard]] std::vector<AuditRecord> list(const AuditFilter& filter);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace store
