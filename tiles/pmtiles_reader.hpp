// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/pmtiles_format.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tiles {

/// A PMTiles file of version 3 with gzip MVT tiles, whoever wrote it. Every position is checked against the file, every size against a
/// limit, so that a damaged or hostile file gives Error{input} and nothing worse. Reads what it needs when it is asked. Thread-safe as
/// `read` is.
class PmtilesReader {
 public:
  /// Exactly `bytes` bytes from `offset` on; they lie within the file. Throws what it must.
  using Read = std::function<std::string(std::uint64_t offset, std::size_t bytes)>;

  /// Reads header and root directory. Throws Error{input} for any other file, Error{unsupported} for other compressions or kinds of tiles.
  PmtilesReader(std::uint64_t file_bytes, Read read);

  [[nodiscard]] const PmtilesHeader& header() const { return m_header; }
  /// JSON, as it stands there.
  [[nodiscard]] std::string metadata() const;
  /// A tile as it was before compression; nothing where there is none.
  [[nodiscard]] std::optional<std::string> tile(TileId id) const;
  /// The entries of all directories that stand for tiles, in order. Time in proportion to the bytes of the directories.
  void for_each_entry(const std::function<void(const PmtilesEntry&)>& visit) const;

 private:
  [[nodiscard]] std::string read(const PmtilesSection& section, const PmtilesSection& part, std::size_t most) const;
  [[nodiscard]] std::vector<PmtilesEntry> directory(const PmtilesSection& section, const PmtilesSection& part) const;
  void walk(const std::vector<PmtilesEntry>& entries, std::uint64_t end, int depth,
            const std::function<void(const PmtilesEntry&)>& visit) const;
  [[nodiscard]] std::vector<PmtilesEntry> leaf(const PmtilesEntry& entry, std::uint64_t end, int depth) const;

  std::uint64_t m_file_bytes;
  Read m_read;
  PmtilesHeader m_header;
  std::vector<PmtilesEntry> m_root;
};

}  // namespace tiles
