// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"

#include <filesystem>
#include <string>

namespace store {

/// Checked rows of one import on their way to the store: written once, read once, in order. Lives in an unnamed file with
/// mode 0600 beside the store, so that a batch of any size takes little memory and a crash leaves nothing behind.
class Spool {
 public:
  explicit Spool(const std::filesystem::path& folder);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// Throws Error{failed} when the disk is full.
  void write(const geo::StagedRow& row);
  /// Starts reading from the first row.
  void rewind();
  /// Precondition: not past the last row. Reuses the memory of `row`.
  void read(geo::StagedRow& row);

 private:
  void flush();
  void fill(std::size_t at_least);

  int m_fd = -1;
  std::string m_buffer;
  std::size_t m_at = 0;
  std::uint64_t m_offset = 0;
};

/// Appends and parses one row in the spool's own encoding (never kept: it has no version).
void encode(std::string& out, const geo::StagedRow& row);
void decode(std::string_view bytes, geo::StagedRow& row);

}  // namespace store
