// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace api {

class UploadFolder;

/// The body of one request on its way to the disk, in a private folder of its own that goes, with whatever else lies in it by then,
/// when nobody holds the upload any more. Written by one thread at a time.
class Upload {
 public:
  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  /// False when the disk takes no more; then the body is lost.
  [[nodiscard]] bool append(std::string_view bytes);
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
  [[nodiscard]] std::filesystem::path file() const { return m_folder / "body"; }

 private:
  friend class UploadFolder;
  Upload(UploadFolder& owner, std::filesystem::path folder);

  UploadFolder& m_owner;
  std::filesystem::path m_folder;
  int m_fd = -1;
  std::size_t m_size = 0;
};

/// How much the disk under a folder still takes; nothing when it does not tell.
using FreeBytes = std::function<std::optional<std::uint64_t>(const std::filesystem::path& folder)>;
std::optional<std::uint64_t> free_bytes_of_disk(const std::filesystem::path& folder);

/// Where uploads of this process lie. What an earlier process left behind is removed; one that still runs is left alone, by a lock
/// that ends with its process. Thread-safe; must outlive its uploads.
class UploadFolder {
 public:
  /// `folder` is made when it is not there, for its owner only. At most `most` uploads at once, and
  /// none unless the disk has `room_bytes` left for each, and some to spare: the store must go on writing. A disk
  /// that does not tell is taken at its word when it is written to.
  /// Throws geo::Error{failed} when it cannot be written.
  UploadFolder(const std::filesystem::path& folder, std::size_t most, std::uint64_t room_bytes = 0,
               FreeBytes free_bytes = free_bytes_of_disk);
  ~UploadFolder();
  UploadFolder(const UploadFolder&) = delete;
  UploadFolder& operator=(const UploadFolder&) = delete;

  /// Null when there are too many, or the disk takes none.
  [[nodiscard]] std::shared_ptr<Upload> begin();

 private:
  friend class Upload;
  void ended();

  std::filesystem::path m_folder;  ///< of this process
  int m_lock = -1;
  std::size_t m_most;
  std::uint64_t m_room_bytes;
  FreeBytes m_free_bytes;
  std::mutex m_mutex;
  std::size_t m_open = 0;
  std::size_t m_begun = 0;
};

}  // namespace api
