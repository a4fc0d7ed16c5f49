// SPDX-License-Identifier: Apache-2.0
#include "tiles/pmtiles_reader.hpp"

#include "geo/base/error.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_id.hpp"

#include <algorithm>
#include <limits>

namespace tiles {
namespace {

constexpr std::size_t most_compressed_bytes = std::size_t{16} << 20U;
constexpr std::size_t most_bytes = std::size_t{64} << 20U;
/// Leaves below leaves, as other readers go.
constexpr int most_depth = 3;
constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();

bool lies_within(const PmtilesSection& part, std::uint64_t bytes) { return part.offset <= bytes && part.bytes <= bytes - part.offset; }

void check_kinds(const PmtilesHeader& h) {
  if (h.directory_compression == pmtiles_gzip && h.tile_compression == pmtiles_gzip && h.tile_type == pmtiles_mvt) { return; }
  throw geo::Error(geo::Problem::unsupported, "only PMTiles files with vector tiles compressed by gzip are read",
                   "só se lêem ficheiros PMTiles com mosaicos vectoriais comprimidos por gzip");
}

}  // namespace

PmtilesReader::PmtilesReader(std::uint64_t file_bytes, Read read) : m_file_bytes(file_bytes), m_read(std::move(read)) {
  if (file_bytes < pmtiles_header_bytes) { refuse_pmtiles("it is too short", "é demasiado curto"); }
  m_header = decode_pmtiles_header(m_read(0, pmtiles_header_bytes));
  check_kinds(m_header);
  for (const PmtilesSection* section : {&m_header.root, &m_header.metadata, &m_header.leaves, &m_header.tiles}) {
    if (!lies_within(*section, file_bytes)) { refuse_pmtiles("it is cut off", "está cortado"); }
  }
  if (m_header.root.offset + m_header.root.bytes > pmtiles_first_bytes) {
    refuse_pmtiles("its directory does not lie in front", "o directório não está à frente");
  }
  m_root = directory(m_header.root, {0, m_header.root.bytes});
}

/// A part of a section, decompressed.
std::string PmtilesReader::read(const PmtilesSection& section, const PmtilesSection& part, std::size_t most) const {
  if (!lies_within(part, section.bytes)) { refuse_pmtiles("something lies behind its end", "há algo para além do fim"); }
  if (part.bytes > most_compressed_bytes) { refuse_pmtiles("a part is too large", "uma parte é demasiado grande"); }
  return gunzip(m_read(section.offset + part.offset, static_cast<std::size_t>(part.bytes)), most);
}

std::vector<PmtilesEntry> PmtilesReader::directory(const PmtilesSection& section, const PmtilesSection& part) const {
  return decode_directory(read(section, part, most_compressed_bytes));
}

/// A directory below, all of whose entries must lie where the one above has room for them: so no tile is met twice.
std::vector<PmtilesEntry> PmtilesReader::leaf(const PmtilesEntry& entry, std::uint64_t end, int depth) const {
  if (depth == most_depth) { refuse_pmtiles("directories lie too deep", "os directórios estão demasiado fundos"); }
  std::vector<PmtilesEntry> entries = directory(m_header.leaves, {entry.offset, entry.bytes});
  const PmtilesEntry& last = entries.back();
  if (entries.front().id < entry.id || last.id >= end || end - last.id < last.run) {
    refuse_pmtiles("a directory holds what belongs to another", "um directório contém o que pertence a outro");
  }
  return entries;
}

std::string PmtilesReader::metadata() const {
  return m_header.metadata.bytes == 0 ? "{}" : read(m_header.metadata, {0, m_header.metadata.bytes}, most_bytes);
}

std::optional<std::string> PmtilesReader::tile(TileId id) const {
  const std::uint64_t wanted = pmtiles_id(id);
  std::vector<PmtilesEntry> below;
  const std::vector<PmtilesEntry>* entries = &m_root;
  std::uint64_t end = no_end;
  for (int depth = 0;; ++depth) {
    const auto next =
        std::upper_bound(entries->begin(), entries->end(), wanted, [](std::uint64_t w, const PmtilesEntry& e) { return w < e.id; });
    if (next == entries->begin()) { return std::nullopt; }
    const PmtilesEntry found = *std::prev(next);
    if (next != entries->end()) { end = next->id; }
    if (found.run > 0) {
      if (wanted - found.id >= found.run) { return std::nullopt; }
      return read(m_header.tiles, {found.offset, found.bytes}, most_bytes);
    }
    below = leaf(found, end, depth);
    entries = &below;
  }
}

void PmtilesReader::for_each_entry(const std::function<void(const PmtilesEntry&)>& visit) const { walk(m_root, no_end, 0, visit); }

void PmtilesReader::walk(const std::vector<PmtilesEntry>& entries, std::uint64_t end, int depth,
                         const std::function<void(const PmtilesEntry&)>& visit) const {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t here = i + 1 < entries.size() ? entries[i + 1].id : end;
    if (entries[i].run == 0) {
      walk(leaf(entries[i], here, depth), here, depth + 1, visit);
      continue;
    }
    if (!lies_within({entries[i].offset, entries[i].bytes}, m_header.tiles.bytes)) {
      refuse_pmtiles("a tile lies behind its end", "um mosaico está para além do fim");
    }
    visit(entries[i]);
  }
}

}  // namespace tiles
