// SPDX-License-Identifier: Apache-2.0
#include "tiles/pmtiles_writer.hpp"

#include "tiles/gzip.hpp"
#include "tiles/tile_id.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <vector>

namespace tiles {
namespace {

constexpr int directory_level = 9;
constexpr std::size_t most_root_bytes = pmtiles_first_bytes - pmtiles_header_bytes;
constexpr std::size_t smallest_leaf = 4096;  // entries; fewer, larger ones only where the root would not fit

/// Neighbours that are the same become one entry.
std::vector<PmtilesEntry> joined(std::span<const PmtilesEntry> tiles) {
  std::vector<PmtilesEntry> entries;
  for (const PmtilesEntry& tile : tiles) {
    assert(tile.run == 1 && tile.bytes > 0);
    if (!entries.empty()) {
      PmtilesEntry& last = entries.back();
      if (last.offset == tile.offset && last.id + last.run == tile.id && last.run < std::numeric_limits<std::uint32_t>::max()) {
        ++last.run;
        continue;
      }
    }
    entries.push_back(tile);
  }
  return entries;
}

struct Directories {
  std::string root, leaves;
};

Directories in_leaves(std::span<const PmtilesEntry> entries, std::size_t leaf_entries) {
  Directories made;
  std::vector<PmtilesEntry> root;
  for (std::size_t at = 0; at < entries.size(); at += leaf_entries) {
    const auto part = entries.subspan(at, std::min(leaf_entries, entries.size() - at));
    const std::string leaf = gzip(encode_directory(part), directory_level);
    root.push_back({part.front().id, made.leaves.size(), static_cast<std::uint32_t>(leaf.size()), 0});
    made.leaves += leaf;
  }
  made.root = gzip(encode_directory(root), directory_level);
  return made;
}

Directories directories_of(std::span<const PmtilesEntry> entries) {
  if (entries.size() <= pmtiles_first_bytes) {  // more would not fit
    Directories made{gzip(encode_directory(entries), directory_level), {}};
    if (made.root.size() <= most_root_bytes) { return made; }
  }
  for (std::size_t leaf = smallest_leaf;; leaf += leaf / 4) {
    Directories made = in_leaves(entries, leaf);
    if (made.root.size() <= most_root_bytes) { return made; }
  }
}

/// How many different tiles there are: each lies behind all before it when it is met first.
std::uint64_t contents_of(std::span<const PmtilesEntry> entries) {
  std::uint64_t contents = 0;
  std::uint64_t end = 0;
  for (const PmtilesEntry& e : entries) {
    if (e.offset < end) { continue; }
    ++contents;
    end = e.offset + e.bytes;
  }
  return contents;
}

}  // namespace

std::string pmtiles_head(const PmtilesFacts& facts, std::span<const PmtilesEntry> tiles, std::uint64_t tile_bytes) {
  assert(!tiles.empty());
  const std::vector<PmtilesEntry> entries = joined(tiles);
  const Directories directories = directories_of(entries);
  const std::string metadata = gzip(facts.metadata_json, directory_level);
  PmtilesHeader h;
  h.root = {pmtiles_header_bytes, directories.root.size()};
  h.metadata = {h.root.offset + h.root.bytes, metadata.size()};
  h.leaves = {h.metadata.offset + h.metadata.bytes, directories.leaves.size()};
  h.tiles = {h.leaves.offset + h.leaves.bytes, tile_bytes};
  h.addressed_tiles = tiles.size();
  h.entries = entries.size();
  h.contents = contents_of(entries);
  h.clustered = true;
  h.min_zoom = facts.min_zoom;
  h.max_zoom = facts.max_zoom;
  h.bounds = facts.bounds.is_empty() ? TileId(0, 0, 0).bounds_crs84() : facts.bounds;
  h.centre = {(h.bounds.west + h.bounds.east) / 2, (h.bounds.south + h.bounds.north) / 2};
  h.centre_zoom = facts.min_zoom;
  return encode(h) + directories.root + metadata + directories.leaves;
}

}  // namespace tiles
