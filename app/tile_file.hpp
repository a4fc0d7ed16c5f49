// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/hash.hpp"
#include "store/export/tile_log.hpp"
#include "tiles/pyramid.hpp"
#include "tiles/tileset_json.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace app {

/// A file of tiles that is to be made.
struct TileFile {
  std::filesystem::path file;  ///< .pmtiles or .mbtiles
  tiles::PyramidPlan plan;
  tiles::TilesetWords words;
  geo::Hash128 fingerprint;  ///< of all that its bytes depend on
};

struct TileFileMade {
  std::uint64_t tiles = 0;
  std::uint64_t taken_up = 0;  ///< places that an interrupted run had finished
};

/// Throws Error{usage} for another extension.
void check_tile_file_name(const std::filesystem::path& file);

/// Makes the file, for its owner only (0600): written beside `file`, synced, then renamed. Interrupted, by `progress` or by whatever, it
/// leaves what it has finished in store::TileLog::folder_for(file), and goes on from there when it is called again with the same
/// fingerprint; the message of the error says so. The bytes are the same however often it was interrupted. Throws Error{not_found} when no
/// tile shows anything.
TileFileMade make_tile_file(const TileFile& wanted, const geo::Workers& workers, const geo::Progress& progress);

}  // namespace app
