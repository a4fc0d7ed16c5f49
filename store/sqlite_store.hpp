// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/log.hpp"
#include "store/retention.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <functional>

namespace store {

struct OpenOptions {
  bool create = true;     ///< make a new store when there is no such file
  bool use_cache = true;  ///< read and write the folder `<file>.cache`
  /// After a write of our own, views of what was asked for before are made ready for the next who asks; else they are loaded anew
  /// when somebody does. For a program that writes and goes.
  bool advance_views = true;
  std::function<geo::TimeMs()> clock = {};  ///< wall clock for records; default: the system's
  /// Who writes, for the audit log: asked on the thread that calls, each time it does. Default: the user of the operating system.
  std::function<Actor()> actor = {};
  /// Gets a sentence when an account reads far more than usual, and when entries of the audit log are lost.
  std::function<void(const geo::Text&)> say = {};
};

/// A store in one private file (DESIGN: SQLite in WAL mode, synchronous=FULL, 0600).
class SqliteStore : public Store {
 public:
  /// Takes in what other processes have committed since. Two microseconds when nothing was.
  virtual void refresh() = 0;
  /// Grows whenever refresh() or a write of our own has changed what views show. Never blocks.
  [[nodiscard]] virtual std::uint64_t stamp() const = 0;

  /// Where the programme works; imports check points against it. None: those checks are off.
  [[nodiscard]] virtual std::optional<geo::Geometry> area_of_operation() const = 0;
  virtual void set_area_of_operation(const std::optional<geo::Geometry>& area) = 0;

  /// For what is read and given out; what is written is on record already.
  [[nodiscard]] virtual AuditLog& audit() = 0;

  /// Empties and makes coarse what is too old to be kept, in every version of a row, in quarantine and in reports, for good; removes
  /// results of analyses of such rows and cached snapshots. Without `apply` it only says so. Held rows are left alone.
  virtual RetentionReport retain(const RetentionPolicy& policy, bool apply) = 0;
  [[nodiscard]] virtual std::vector<HeldRow> held_rows() const = 0;
  /// Holds a row, or releases it. Throws Error{not_found} for a row that never was.
  virtual void hold_row(const HeldRow& row, bool hold) = 0;

  struct CollectionStats {
    std::string id;
    std::uint64_t rows = 0;
    std::uint64_t deleted = 0;
    std::uint64_t versions = 0;  ///< superseded ones in the history
    std::uint64_t parts = 0;     ///< of the snapshot
    std::uint64_t bytes = 0;     ///< of the snapshot
  };
  /// For `bairro inspect snapshot`; loads the snapshot of every collection.
  [[nodiscard]] virtual std::vector<CollectionStats> stats() = 0;
};

/// Throws Error{failed, input, damaged, not_found} with a sentence that names the file.
std::unique_ptr<SqliteStore> open_sqlite(const std::filesystem::path& file, const OpenOptions& options = {});

/// "cli:" and the user of the operating system whose process this is, who may do everything with the file.
Actor system_user();

/// Lower-case hex SHA-256 of a file's bytes. Throws Error{failed}.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace store
