// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/file_part.hpp"
#include "api/http/message.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/time.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace api {

struct DownloadOptions {
  /// Files grow in a private folder beside this name, on the disk that the store is on; nothing is there by this name itself. Empty:
  /// no files are given out.
  std::filesystem::path beside;
  /// The day that files are named after. Empty: that of the system's clock, UTC.
  std::function<geo::TimeMs()> clock;
  /// So many are written at once, waiting for one that another request writes included; each holds a worker of the HTTP layer.
  std::size_t at_once = 2;
  /// Of all files that are there: in writing, kept, on their way to slow readers.
  std::uint64_t disk_bytes = std::uint64_t{4} << 30U;
  /// What the disk must have left: the store needs some, to go on writing.
  std::uint64_t least_free_bytes = std::uint64_t{256} << 20U;
  /// Files that are kept, each an open descriptor.
  std::size_t kept_files = 64;
  /// Those that people have together who have not signed in: one is written at a time, few are kept, in a part of the room.
  std::size_t strangers_files = 8;
  std::uint64_t strangers_bytes = std::uint64_t{1} << 30U;
  /// A file that nobody has asked for since goes.
  std::chrono::seconds kept{900};
  /// Writing one may take so long.
  std::chrono::seconds longest_writing{300};
};

/// What a writer says of the file that it wrote.
struct Written {
  std::uint64_t rows = 0;
  std::string next;  ///< where the rest begins, when `limit` ended it
};

/// A file for download. Nobody reaches it by a name any more: it is gone with its last reader, and with the process.
struct Download {
  std::shared_ptr<const OpenFile> file;
  std::string etag;       ///< of its bytes
  std::string export_id;  ///< tells it from all others
  geo::TimeMs made_at = 0;
  Written written;
};

/// Writes files for download and keeps them for a while, so that a download that broke off goes on with the very same bytes. Thread-safe.
class Downloads {
 public:
  /// What a writer is given: the new private file's path, what stands in it, and whom to ask now and then whether to go on.
  struct Task {
    std::filesystem::path path;
    std::string export_id;
    geo::TimeMs made_at = 0;
    geo::Progress progress;
  };
  using Writer = std::function<Written(const Task&)>;

  /// Removes what a process that died has left. Throws Error{failed} when nothing can be written there.
  explicit Downloads(DownloadOptions options);

  [[nodiscard]] bool are_given_out() const { return !m_options.beside.empty(); }

  /// The file of this key: the one that is there, or a new one. Throws Error{busy} when too many are being written, when there is no
  /// room at the moment, or when the client has gone; Error{too_large} for a file that would not fit or takes too long; and whatever
  /// the writer throws.
  /// `is_stranger`: it is for somebody who has not signed in where others can.
  std::shared_ptr<const Download> get(const std::string& key, const Request& request, const Writer& writer, bool is_stranger = false);

  /// Lets go of files that nobody has asked for in a while. Cheap when there are none.
  void sweep();

 private:
  using Clock = std::chrono::steady_clock;
  class Growing;
  using DownloadPtr = std::shared_ptr<const Download>;
  struct Kept {
    std::string key;
    DownloadPtr download;
    Clock::time_point used;
    bool is_strangers;
  };
  using Count = std::shared_ptr<std::atomic<std::uint64_t>>;

  DownloadPtr take(const std::string& key);
  bool drop_oldest(bool strangers_only);
  void drop_beyond_number();
  void drop_stale();
  DownloadPtr write(const Request& request, const Writer& writer, bool is_stranger);
  void check(Growing& file, const Request& request, Clock::time_point deadline, bool is_stranger);
  [[nodiscard]] DownloadPtr finished(const Task& task, Written written, bool is_stranger) const;

  DownloadOptions m_options;
  Count m_bytes;            ///< of all files: growing, kept, dropped but still being sent
  Count m_strangers_bytes;  ///< of those of strangers
  std::mutex m_mutex;
  std::condition_variable m_done;
  std::list<Kept> m_kept;  ///< used last first
  std::set<std::string> m_in_writing;
  std::size_t m_busy = 0;
  std::size_t m_strangers_busy = 0;
  std::atomic<Clock::rep> m_next_sweep{Clock::duration::max().count()};
};

}  // namespace api
