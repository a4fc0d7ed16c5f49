// SPDX-License-Identifier: Apache-2.0
#include "importers/osm/pbf_input.hpp"

#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <utility>

namespace importers::osm {
namespace {

class FileInput final : public PbfInput {
 public:
  explicit FileInput(const std::filesystem::path& path) : m_name(path.filename().string()), m_file(path, std::ios::binary | std::ios::ate) {
    const std::streamoff end = m_file ? static_cast<std::streamoff>(m_file.tellg()) : -1;
    if (end < 0) { fail(); }
    m_size = static_cast<std::uint64_t>(end);
  }
  [[nodiscard]] std::uint64_t size() const override { return m_size; }

  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    if (offset >= m_size) { return 0; }
    m_file.clear();
    m_file.seekg(static_cast<std::streamoff>(offset));
    m_file.read(into, static_cast<std::streamsize>(size));
    if (m_file.bad()) { fail(); }
    return static_cast<std::size_t>(m_file.gcount());
  }

 private:
  [[noreturn]] void fail() const {
    const std::string shown = geo::excerpt(m_name);
    throw geo::Error(geo::Problem::failed, fmt::format("The file {} cannot be read.", shown),
                     fmt::format("Não é possível ler o ficheiro {}.", shown));
  }

  std::string m_name;
  std::ifstream m_file;
  std::uint64_t m_size = 0;
};

class MemoryInput final : public PbfInput {
 public:
  explicit MemoryInput(std::string bytes) : m_bytes(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t size() const override { return m_bytes.size(); }

  std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) override {
    if (offset >= m_bytes.size()) { return 0; }
    const std::size_t count = std::min(size, m_bytes.size() - static_cast<std::size_t>(offset));
    std::memcpy(into, m_bytes.data() + offset, count);
    return count;
  }

 private:
  std::string m_bytes;
};

}  // namespace

std::unique_ptr<PbfInput> pbf_file(const std::filesystem::path& path) { return std::make_unique<FileInput>(path); }
std::unique_ptr<PbfInput> pbf_memory(std::string bytes) { return std::make_unique<MemoryInput>(std::move(bytes)); }

}  // namespace importers::osm
