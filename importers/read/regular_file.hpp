// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace importers {

/// A regular file opened for reading; symbolic links are followed.
class RegularFile {
 public:
  /// Throws geo::Error{not_found} when it does not exist, {input} when it is a directory, pipe, socket or device (never blocks on a
  /// pipe), {failed} when the system does not let us read it.
  explicit RegularFile(const std::filesystem::path& path);
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;
  ~RegularFile();

  [[nodiscard]] int descriptor() const { return m_fd; }
  [[nodiscard]] std::uint64_t size() const { return m_size; }
  /// Throws geo::Error{failed}.
  std::size_t read(char* into, std::size_t size);

 private:
  std::filesystem::path m_name;  ///< without folders: for sentences
  int m_fd;
  std::uint64_t m_size = 0;
};

}  // namespace importers
