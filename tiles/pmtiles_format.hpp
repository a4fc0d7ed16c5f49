// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// PMTiles version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), byte by byte.
namespace tiles {

inline constexpr std::size_t pmtiles_header_bytes = 127;
/// Header and root directory: clients ask for so much first.
inline constexpr std::size_t pmtiles_first_bytes = 16'384;
/// Of the bytes of the format's numbers for compressions and kinds of tiles.
inline constexpr std::uint8_t pmtiles_gzip = 2, pmtiles_mvt = 1;

/// A stretch of the file.
struct PmtilesSection {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;

  bool operator==(const PmtilesSection&) const = default;
};

struct PmtilesHeader {
  PmtilesSection root, metadata, leaves, tiles;
  std::uint64_t addressed_tiles = 0;  ///< these three: 0 when nobody counted
  std::uint64_t entries = 0;
  std::uint64_t contents = 0;
  bool clustered = false;  ///< tiles lie in the order of their positions
  std::uint8_t directory_compression = pmtiles_gzip, tile_compression = pmtiles_gzip, tile_type = pmtiles_mvt;
  int min_zoom = 0, max_zoom = 0;
  geo::BBox bounds;  ///< on a lattice of 1e-7 degrees, as is the centre
  int centre_zoom = 0;
  geo::LonLat centre;

  bool operator==(const PmtilesHeader&) const = default;
};
std::string encode(const PmtilesHeader& header);
/// Throws Error{input} for bytes that are no header of version 3. Does not look at what it points to.
PmtilesHeader decode_pmtiles_header(std::string_view bytes);

/// Tiles side by side in the order of pmtiles_id() that are the same; with run 0 a leaf directory that begins with `id`.
struct PmtilesEntry {
  std::uint64_t id = 0;
  std::uint64_t offset = 0;  ///< within the section of tiles, or of leaves
  std::uint32_t bytes = 0;   ///< at least 1
  std::uint32_t run = 1;

  bool operator==(const PmtilesEntry&) const = default;
};
/// Before compression. Preconditions: at least one entry, ids ascending.
std::string encode_directory(std::span<const PmtilesEntry> entries);
/// Throws Error{input} for anything that is no directory, and where an id is not larger than all that the entry before stands for. Memory
/// stays within a few times that of the bytes.
std::vector<PmtilesEntry> decode_directory(std::string_view bytes);

/// Throws Error{input}: the file is no such archive, or a part of it is damaged; `en` and `pt` say what.
[[noreturn]] void refuse_pmtiles(const char* en, const char* pt);

}  // namespace tiles
