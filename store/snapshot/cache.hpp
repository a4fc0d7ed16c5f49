// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/snapshot/snapshot.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace store {

/// The disposable folder `<store>.cache` (0700): one file a collection (0600) that holds a snapshot as it stands in memory, so
/// that opening a store costs a memory map, and several processes share the pages. Named by the commit it was taken at: a
/// file that does not belong to this very history of this very store is never used. Losing the folder costs only time.
class SnapshotCache {
 public:
  explicit SnapshotCache(const std::filesystem::path& store_file);

  struct Key {
    std::string collection;
    geo::Rev rev = 0;
    std::int64_t commit_token = 0;  ///< random number of the commit `rev`; 0 when there is none yet
  };
  struct Entry {
    std::filesystem::path file;
    geo::Rev rev;
    std::int64_t commit_token;
  };

  /// Files of the collection, newest first.
  [[nodiscard]] std::vector<Entry> entries(const std::string& collection) const;
  /// The snapshot in the file, or nullptr when it is not whole, of another format, or of other columns than `schema` has now.
  [[nodiscard]] std::shared_ptr<const Snapshot> load(const Entry& entry, const geo::Collection& schema) const;
  /// Writes to a temporary file, then renames it; deletes the collection's older files. False when that could not be done:
  /// nothing is lost but time.
  /// All that is in the folder, also what a killed writer left.
  [[nodiscard]] std::vector<std::filesystem::path> files() const;
  bool save(const Key& key, const Snapshot& snapshot) const;

 private:
  std::filesystem::path m_folder;
};

}  // namespace store
