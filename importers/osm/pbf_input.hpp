// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace importers::osm {

/// The bytes of a file, to be read again and again from anywhere: roads need several passes.
class PbfInput {
 public:
  PbfInput() = default;
  PbfInput(const PbfInput&) = delete;
  PbfInput& operator=(const PbfInput&) = delete;
  virtual ~PbfInput() = default;

  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// As many bytes as there are from `offset` on, at most `size`. Throws geo::Error{failed} when the disk fails.
  virtual std::size_t read_at(std::uint64_t offset, char* into, std::size_t size) = 0;
};

/// Throws geo::Error{failed} when it cannot be opened.
std::unique_ptr<PbfInput> pbf_file(const std::filesystem::path& path);
std::unique_ptr<PbfInput> pbf_memory(std::string bytes);

}  // namespace importers::osm
