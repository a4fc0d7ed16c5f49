// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

namespace api {

/// A file that is open for reading, whole and never written again. Closed with its last owner. Reading from it is thread-safe.
class OpenFile {
 public:
  /// Takes the descriptor over.
  OpenFile(int fd, std::uint64_t size) : m_fd(fd), m_size(size) {}
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] int fd() const { return m_fd; }
  [[nodiscard]] std::uint64_t size() const { return m_size; }

 private:
  int m_fd;
  std::uint64_t m_size;
};

/// Bytes of a file as the body of an answer: sent from where they lie, piece by piece, as the client takes them.
struct FilePart {
  std::shared_ptr<const OpenFile> file = nullptr;
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};

}  // namespace api
