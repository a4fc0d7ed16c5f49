// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace store {

/// A file in the making, for its owner only. It grows in a folder of its own (0700) beside `target`, with whatever its maker puts
/// beside it, and takes the target's place at the end, whole: until publish() the target is as it was before. What a process
/// that died has left there is removed by the next export to the same target; a living one holds a lock on its folder.
/// One thread at a time.
class PendingFile {
 public:
  /// Throws Error{usage} when the target is there but no plain file, Error{failed} when nothing can be written beside it or another
  /// program has it open as a database.
  explicit PendingFile(std::filesystem::path target);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  /// Where to write; there is nothing yet.
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// 0600, fsync, rename, fsync of the folder. Throws Error{failed}; then the target is as it was, unless only the last step failed.
  void publish();

 private:
  std::filesystem::path m_target;
  std::filesystem::path m_folder;
  std::filesystem::path m_path;
  int m_lock = -1;  ///< descriptor of m_folder
};

/// Bytes into a new private file. Throws Error{failed} for whatever the system refuses; the message names `shown`.
class PrivateWriter {
 public:
  /// The file must not be there.
  PrivateWriter(const std::filesystem::path& file, std::filesystem::path shown);
  ~PrivateWriter();
  PrivateWriter(const PrivateWriter&) = delete;
  PrivateWriter& operator=(const PrivateWriter&) = delete;

  void write(std::string_view bytes);
  /// Over bytes that have been written.
  void write_over(std::size_t at, std::string_view bytes);
  /// The last word of the system on what was written. Not called: nobody vouches for it.
  void close();

 private:
  std::filesystem::path m_shown;
  int m_fd;
};

/// "cannot write 'FILE': why", with the system's words for `error`. `file` by its name only: the folder is nobody else's business.
[[noreturn]] void fail_writing(const std::filesystem::path& file, int error);
[[noreturn]] void fail_writing(const std::filesystem::path& file, const geo::Text& why);

}  // namespace store
