// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/upload.hpp"
#include "api/identity.hpp"
#include "api/jobs/runner.hpp"
#include "store/accounts/accounts.hpp"
#include "store/sqlite_store.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace api {

/// What is asked of an import, as on the command line.
struct ImportAsked {
  std::string collection;
  std::string file_name;  ///< decides, with the content, what kind of file it is
  std::string profile, layer, crs, time_zone, source, encoding, delimiter;
  std::vector<std::pair<std::string, std::string>> map, set;
  bool dry_run = false, strict = false, accept_partial = false, complete = false;
  std::string language;  ///< of what is said: pt or en
};

/// What came of it.
struct ImportOutcome {
  std::string counts_json;           ///< one object, no rows
  std::string report_json;           ///< empty: the file was imported before, or could not be read at all
  std::optional<geo::Text> refusal;  ///< why nothing was written
};

/// The import itself, which only the program knows how to do. Throws for trouble with the store or the disk, and when stopped.
using ImportFile = std::function<ImportOutcome(const ImportAsked& asked, const std::filesystem::path& file,
                                               const std::string& operator_name, const geo::Progress& progress)>;

struct ImportsOptions {
  ImportFile import_file;
  store::Accounts* accounts = nullptr;  ///< null: nobody signs in
  std::function<geo::TimeMs()> clock;
  std::filesystem::path folder;  ///< of uploads
  std::size_t file_bytes = std::size_t{256} * 1024 * 1024;
  std::size_t uploads = 4;  ///< at once
  FreeBytes free_bytes = free_bytes_of_disk;
  JobRunner::Say say = {};
};

/// Imports of files that came over HTTP, one at a time, each a job of the account that sent it. Thread-safe.
class Imports {
 public:
  /// `store`, `registry` and the accounts must outlive it.
  Imports(store::SqliteStore& store, store::JobRegistry& registry, ImportsOptions options);

  /// `file` lies in the folder of `upload`, which goes when the work is done.
  JobRunner::Answer accept(const Identity& who, const ImportAsked& asked, std::shared_ptr<Upload> upload,
                           const std::filesystem::path& file);

  /// Newest first.
  [[nodiscard]] std::vector<store::JobRecord> list(const Identity& who) const;
  [[nodiscard]] std::optional<store::JobRecord> find(const Identity& who, const std::string& id) const;
  /// Takes one that has ended off the list.
  void remove(const store::JobRecord& job);
  /// Of an import that has ended; empty: there is none, or it was only kept in memory and is gone.
  [[nodiscard]] std::string report_json(const store::JobRecord& job) const;

  [[nodiscard]] JobRunner& runner() { return m_runner; }
  [[nodiscard]] UploadFolder& uploads() { return m_uploads; }
  [[nodiscard]] std::size_t file_bytes() const { return m_options.file_bytes; }

 private:
  struct Kept {
    std::string id;
    std::shared_ptr<std::string> report_json;  ///< written and read under m_mutex
  };
  ImportOutcome run(const Identity& who, const ImportAsked& asked, const std::filesystem::path& file, const geo::Progress& progress);

  store::SqliteStore& m_store;
  store::JobRegistry& m_registry;
  ImportsOptions m_options;
  UploadFolder m_uploads;
  mutable std::mutex m_mutex;
  std::list<Kept> m_reports;  ///< newest first; of files that were refused or only tried there is no other copy
  JobRunner m_runner;         ///< last: its thread ends first
};

}  // namespace api
