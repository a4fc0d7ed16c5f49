// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace importers {

/// A stream of bytes read once from front to back.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Reads at most `size` (> 0) bytes; 0 means the end, for ever. May give fewer than asked for.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  /// Share of the underlying file that was read, 0..1.
  [[nodiscard]] virtual double progress() const = 0;
};

/// Reads until `size` bytes are there or the source ends.
std::size_t read_fully(ByteSource& source, char* into, std::size_t size);

/// A regular file. Throws geo::Error{not_found} when it does not exist, {input} when it is a directory, pipe, socket or
/// device (never blocks on a pipe), {failed} when the system does not let us read it.
std::unique_ptr<ByteSource> open_file(const std::filesystem::path& path);

/// Bytes in memory, handed out `chunk` at a time (0: as many as asked for).
std::unique_ptr<ByteSource> memory_source(std::string bytes, std::size_t chunk = 0);

/// `prefix` first, then the rest of `rest`: gives back bytes that were read to look at them.
std::unique_ptr<ByteSource> prefixed_source(std::string prefix, std::unique_ptr<ByteSource> rest);

}  // namespace importers
