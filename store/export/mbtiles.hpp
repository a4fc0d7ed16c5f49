// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/export/note.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace store {

/// Writes an MBTiles file (version 1.3) with gzip vector tiles, those that are the same once. The same calls give the same bytes. Not
/// thread-safe. Throws Error{failed}, as all of it does when something cannot be written.
class Mbtiles {
 public:
  /// `file` must not be there yet; messages name `shown`.
  Mbtiles(const std::filesystem::path& file, std::filesystem::path shown);
  ~Mbtiles();
  Mbtiles(const Mbtiles&) = delete;
  Mbtiles& operator=(const Mbtiles&) = delete;

  /// Bytes of one tile or of many, under a number of the caller's, each once.
  void add_content(std::int64_t number, std::string_view bytes);
  /// Row 0 in the north; the file has it in the south.
  void add_tile(int zoom, std::uint32_t column, std::uint32_t row, std::int64_t content);
  /// The last step.
  void finish(const Facts& metadata);

 private:
  struct Writing;
  std::unique_ptr<Writing> m_writing;
};

}  // namespace store
