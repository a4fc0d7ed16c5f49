// SPDX-License-Identifier: Apache-2.0
// Files of tiles that strangers made: a directory, read and written again, is the same; whatever a file says, nothing outside of it is
// read. The first byte chooses: a bare directory, a whole file, or a file around two bare directories, whose checksums are right.

#include "geo/base/error.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

void read_directory(std::string_view bytes) {
  const auto entries = tiles::decode_directory(bytes);
  require(!entries.empty() && entries.size() <= bytes.size());
  require(tiles::decode_directory(tiles::encode_directory(entries)) == entries);
}

void read_file(const std::string& file) {
  const tiles::PmtilesReader reader(file.size(), [&](std::uint64_t offset, std::size_t bytes) {
    require(offset <= file.size() && bytes <= file.size() - offset);
    return file.substr(offset, bytes);
  });
  (void)reader.metadata();
  int visited = 0;
  std::uint64_t end = 0;
  reader.for_each_entry([&](const tiles::PmtilesEntry& entry) {
    require(entry.id >= end && entry.run > 0);
    end = entry.id + 1;
    const auto tile = tiles::tile_of_pmtiles_id(entry.id);
    if (!tile || ++visited > 20) { return; }
    try {
      require(reader.tile(*tile).has_value());
    } catch (const geo::Error&) {}  // its bytes are damaged
  });
}

std::string file_around(std::string_view root, std::string_view leaves) {
  const std::string parts[] = {tiles::gzip(root, 1), tiles::gzip("{}", 1), tiles::gzip(leaves, 1), tiles::gzip("tile", 1)};
  tiles::PmtilesHeader h;
  std::uint64_t at = tiles::pmtiles_header_bytes;
  std::string body;
  tiles::PmtilesSection* sections[] = {&h.root, &h.metadata, &h.leaves, &h.tiles};
  for (std::size_t i = 0; i < 4; ++i) {
    *sections[i] = {at, parts[i].size()};
    at += parts[i].size();
    body += parts[i];
  }
  return tiles::encode(h) + body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) { return 0; }
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0] % 3) {
      case 0: read_directory(bytes); break;
      case 1: read_file(bytes); break;
      default: {
        const std::size_t cut = std::min<std::size_t>(data[0] / 3, bytes.size());
        read_file(file_around(bytes.substr(0, cut), bytes.substr(cut)));
      }
    }
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::input || error.problem() == geo::Problem::unsupported);
    require(!error.text().en.empty() && !error.text().pt.empty());
  }
  return 0;
}
