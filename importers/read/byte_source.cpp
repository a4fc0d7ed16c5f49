// SPDX-License-Identifier: Apache-2.0
#include "importers/read/byte_source.hpp"

#include "importers/read/regular_file.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace importers {
namespace {

class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::filesystem::path& path) : m_file(path) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = m_file.read(into, size);
    m_read += got;
    return got;
  }

  [[nodiscard]] double progress() const override {
    return m_read >= m_file.size() ? 1.0 : static_cast<double>(m_read) / static_cast<double>(m_file.size());
  }

 private:
  RegularFile m_file;
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
