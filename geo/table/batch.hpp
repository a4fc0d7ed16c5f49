// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/hash.hpp"
#include "geo/base/progress.hpp"
#include "geo/table/row.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// Where the rows of a batch come from; kept with it for ever.
struct BatchInfo {
  std::string collection;
  std::string kind = "import";  ///< import | edit | undo
  std::string source;           ///< name within which source keys are unique
  std::string file_name;
  std::string file_sha256;
  std::string options;  ///< mapping, constants, CRS, time zone: with the hash this decides what "the same file again" means
  std::string operator_name;
  /// The file is the whole of its source: rows of the source that stand neither among its rows nor among those refused are
  /// marked withdrawn.
  bool complete = false;
};

/// A row in quarantine: which one of its batch, from 0.
struct QuarantineRef {
  BatchId batch = 0;
  std::int64_t position = 0;

  auto operator<=>(const QuarantineRef&) const = default;
};

/// A checked row on its way into the store.
struct StagedRow {
  std::int64_t line = 0;   ///< of the source file
  std::string source_key;  ///< the row's key in its source; empty when the source has none
  Hash128 raw;             ///< of the row as it stands in the file: its identity when there is no key
  Row row;
  std::optional<QuarantineRef> corrects = {};  ///< the row in quarantine that it takes the place of
};

/// A row that did not go in, and what to do about it.
struct RejectedRow {
  std::int64_t line = 0;
  std::string column;
  std::string value;
  std::string rule;
  Text message;
  std::string raw_json;  ///< the row as it was read, so that it can be corrected and sent again
  bool whole = true;     ///< raw_json has all of it; else it can be corrected in its own file only
  /// What it is known by, as in StagedRow. Both empty: nobody knows which row it is.
  std::string source_key = {};
  Hash128 raw = {};
  std::optional<QuarantineRef> corrects = {};
};

/// What a batch would do, or did.
struct BatchOutcome {
  BatchId batch = 0;
  Rev rev = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t returned = 0;                   ///< of `updated`: rows that were withdrawn and stand in the source again
  std::int64_t withdrawn = 0;                  ///< rows of the source that a complete file no longer has
  std::int64_t absent = 0;                     ///< the same of any other file: they stay as they are
  std::int64_t present = 0;                    ///< rows of the source that were there and not withdrawn before, and stand in the file
  std::int64_t resolved = 0;                   ///< rows in quarantine that this one settles: gone in now, or refused anew
  std::int64_t refused_again = 0;              ///< of `resolved`: refused anew, so that they wait on with the file's own row
  std::int64_t removed = 0;                    ///< of `updated`, when undoing: rows that are gone
  std::int64_t kept = 0;                       ///< when undoing: rows that the batch wrote and others have changed since; they stay
  std::vector<Fid> created;                    ///< by edits: the new rows, in the order of the edits that made them
  std::vector<std::int64_t> superseded_lines;  ///< rows whose key stands again further down in the same file
  /// The same file with the same options is in the store: nothing was done. `batch` is the one it came with, `rev` is 0,
  /// `unchanged` the number of rows added.
  bool already_imported = false;
};

/// Takes the checked rows of one batch. Nothing can be seen of them before commit(); dropping the object leaves no trace.
/// Not thread-safe.
class BatchWriter {
 public:
  BatchWriter() = default;
  BatchWriter(const BatchWriter&) = delete;
  BatchWriter& operator=(const BatchWriter&) = delete;
  virtual ~BatchWriter() = default;

  /// For resolve() and commit(): rows done of all there are to do in each. Whoever stops it before the commit itself begins
  /// gets Error{failed} and leaves no trace.
  void report_to(const Progress& progress) { m_progress = progress; }

  virtual void add(const StagedRow& row) = 0;
  virtual void reject(const RejectedRow& row) = 0;
  /// Finds out what commit() will do, with the store's writer lock held from here on; call it once.
  /// Throws Error{busy} when another writer holds the store for longer than 5 s.
  virtual BatchOutcome resolve() = 0;
  /// After resolve(). All of it or nothing: when this returns, it is on disk. `report_json` is kept with the batch.
  virtual BatchOutcome commit(const std::string& report_json) = 0;

 protected:
  [[nodiscard]] const Progress& progress() const { return m_progress; }

 private:
  Progress m_progress;
};

/// Throws what every writer and importer throws when its Progress says to stop.
[[noreturn]] void throw_stopped();

/// One correction by hand. fid 0 creates.
struct Edit {
  Fid fid = 0;
  bool remove = false;
  Row row;
  std::optional<Rev> expected = {};  ///< only if this is still the row's newest version; else Error{conflict}
};

}  // namespace geo
