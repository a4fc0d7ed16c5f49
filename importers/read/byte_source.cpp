// SPDX-License-Identifier: Apache-2.0
#include "importers/read/byte_source.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace importers {
namespace {

[[noreturn]] void fail_to_read(const std::string& name, int error) {
  const std::string shown = geo::excerpt(name);
  const std::string reason = std::error_code(error, std::generic_category()).message();
  if (error == ENOENT || error == ENOTDIR) {
    throw geo::Error(geo::Problem::not_found, fmt::format("The file {} does not exist.", shown),
                     fmt::format("O ficheiro {} não existe.", shown));
  }
  throw geo::Error(geo::Problem::failed, fmt::format("The file {} cannot be read: {}.", shown, reason),
                   fmt::format("Não é possível ler o ficheiro {}: {}.", shown, reason));
}

class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::filesystem::path& path)
      : m_name(path.filename().string()),
        // O_NONBLOCK: opening a pipe nobody writes to must not wait; it means nothing for regular files.
        m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    if (m_fd < 0) { fail_to_read(m_name, errno); }
    struct stat status {};
    const int error = ::fstat(m_fd, &status) == 0 ? 0 : errno;
    if (error != 0 || !S_ISREG(status.st_mode)) {
      ::close(m_fd);
      if (error != 0) { fail_to_read(m_name, error); }
      const std::string shown = geo::excerpt(path.string());
      refuse(fmt::format("{} is not a regular file but a directory, pipe or device.", shown),
             fmt::format("{} não é um ficheiro normal, mas uma pasta, um canal ou um dispositivo.", shown));
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(m_fd); }

  std::size_t read(char* into, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::read(m_fd, into, size);
      if (got >= 0) {
        m_read += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) { fail_to_read(m_name, errno); }
    }
  }

  [[nodiscard]] double progress() const override {
    return m_read >= m_size ? 1.0 : static_cast<double>(m_read) / static_cast<double>(m_size);
  }

 private:
  std::string m_name;
  int m_fd;
  std::uint64_t m_size = 0;
  std::uint64_t m_read = 0;
};

class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string bytes, std::size_t chunk) : m_bytes(std::move(bytes)), m_chunk(chunk) {}

  std::size_t read(char* into, std::size_t size) override {
    std::size_t n = std::min(size, m_bytes.size() - m_read);
    if (m_chunk != 0) { n = std::min(n, m_chunk); }
    std::copy_n(m_bytes.data() + m_read, n, into);
    m_read += n;
    return n;
  }

  [[nodiscard]] double progress() const override {
    return m_bytes.empty() ? 1.0 : static_cast<double>(m_read) / static_cast<double>(m_bytes.size());
  }

 private:
  std::string m_bytes;
  std::size_t m_chunk;
  std::size_t m_read = 0;
};

class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(std::string prefix, std::unique_ptr<ByteSource> rest) : m_prefix(std::move(prefix)), m_rest(std::move(rest)) {}

  std::size_t read(char* into, std::size_t size) override {
    if (m_given == m_prefix.size()) { return m_rest->read(into, size); }
    const std::size_t n = std::min(size, m_prefix.size() - m_given);
    std::copy_n(m_prefix.data() + m_given, n, into);
    m_given += n;
    if (m_given == m_prefix.size()) {
      m_given = 0;
      m_prefix = std::string();  // a megabyte not needed any more
    }
    return n;
  }

  [[nodiscard]] double progress() const override { return m_rest->progress(); }

 private:
  std::string m_prefix;
  std::size_t m_given = 0;
  std::unique_ptr<ByteSource> m_rest;
};

}  // namespace

std::size_t read_fully(ByteSource& source, char* into, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    const std::size_t got = source.read(into + filled, size - filled);
    if (got == 0) { break; }
    filled += got;
  }
  return filled;
}

std::unique_ptr<ByteSource> open_file(const std::filesystem::path& path) { return std::make_unique<FileSource>(path); }

std::unique_ptr<ByteSource> memory_source(std::string bytes, std::size_t chunk) {
  return std::make_unique<MemorySource>(std::move(bytes), chunk);
}

std::unique_ptr<ByteSource> prefixed_source(std::string prefix, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<PrefixedSource>(std::move(prefix), std::move(rest));
}

}  // namespace importers
