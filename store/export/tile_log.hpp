// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/hash.hpp"
#include "store/export/pending_file.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// Tiles that are finished while others are still to be made, in a folder (0700) beside the file that they are for: it stays when the
/// work is interrupted, by whatever, and the same work goes on from there. The same bytes are kept once. Numbers and bytes are taken as
/// they come; what they mean is the caller's business. One thread at a time, one process at a time.
class TileLog {
 public:
  struct Tile {
    std::uint64_t id = 0;
    std::uint64_t note = 0;
    std::uint64_t offset = 0;  ///< of its bytes among those of all; those met first lie behind all before
    std::uint32_t bytes = 0;   ///< 0: it has none
  };

  /// The folder that work for `target` leaves when it is interrupted.
  static std::filesystem::path folder_for(const std::filesystem::path& target);

  /// Takes up what lies there from work of the same fingerprint, as far as it is whole: whatever a killed process or a power cut has left
  /// is held against checksums. Anything else that lies there goes. Throws Error{busy} when another process is at it, Error{failed} when
  /// nothing can be written.
  TileLog(const std::filesystem::path& target, const geo::Hash128& fingerprint);
  ~TileLog();
  TileLog(const TileLog&) = delete;
  TileLog& operator=(const TileLog&) = delete;

  /// In the order in which they were added.
  [[nodiscard]] const std::vector<Tile>& tiles() const { return m_tiles; }
  [[nodiscard]] std::uint64_t tile_bytes() const { return m_end; }

  /// Throws Error{failed} when the disk is full.
  void add(std::uint64_t id, std::uint64_t note, std::string_view bytes);
  /// What was added so far outlives the process. Happens by itself every few hundred tiles.
  void flush();

  /// Bytes of a tile, or of anything that was added. After flush().
  [[nodiscard]] std::string read(std::uint64_t offset, std::uint64_t bytes) const;
  /// The bytes of all tiles, one behind the other. After flush().
  void copy_to(PrivateWriter& out) const;
  /// The work is done: the folder goes.
  void remove();

 private:
  class File;
  void begin(const geo::Hash128& fingerprint);
  [[nodiscard]] bool take_up(const geo::Hash128& fingerprint);
  [[nodiscard]] bool take_up_one(std::string_view record);
  void remember(const Tile& tile, const geo::Hash128& hash);

  std::filesystem::path m_target;
  std::filesystem::path m_folder;
  int m_lock = -1;
  std::unique_ptr<File> m_index, m_data;
  std::vector<Tile> m_tiles;
  std::map<geo::Hash128, std::uint64_t> m_offset_of;
  std::uint64_t m_end = 0;
  std::size_t m_added = 0;  ///< since the last flush
};

}  // namespace store
