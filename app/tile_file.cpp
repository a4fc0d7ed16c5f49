// SPDX-License-Identifier: Apache-2.0
#include "app/tile_file.hpp"

#include "geo/base/error.hpp"
#include "store/export/mbtiles.hpp"
#include "store/export/pending_file.hpp"
#include "tiles/documents.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <fmt/format.h>

#include <vector>

namespace app {
namespace {

namespace fs = std::filesystem;
using store::TileLog;

bool is_pmtiles(const fs::path& file) { return file.extension() == ".pmtiles"; }

std::vector<tiles::PyramidPlace> places_of(const TileLog& log) {
  std::vector<tiles::PyramidPlace> places;
  places.reserve(log.tiles().size());
  for (const TileLog::Tile& tile : log.tiles()) { places.push_back({tile.id, tile.note}); }
  return places;
}

std::vector<tiles::PmtilesEntry> entries_of(const TileLog& log) {
  std::vector<tiles::PmtilesEntry> entries;
  for (const TileLog::Tile& tile : log.tiles()) {
    if (tile.bytes > 0) { entries.push_back({tile.id, tile.offset, tile.bytes, 1}); }
  }
  return entries;
}

void write_pmtiles(const TileFile& wanted, const TileLog& log, const std::vector<tiles::PmtilesEntry>& entries, const fs::path& path) {
  const tiles::PmtilesFacts facts{wanted.plan.min_zoom, wanted.plan.max_zoom, tiles::tile_bounds(wanted.words.views),
                                  tiles::pmtiles_metadata(wanted.words)};
  store::PrivateWriter out(path, wanted.file);
  out.write(tiles::pmtiles_head(facts, entries, log.tile_bytes()));
  log.copy_to(out);
  out.close();
}

void write_mbtiles(const TileFile& wanted, const TileLog& log, const std::vector<tiles::PmtilesEntry>& entries, const fs::path& path) {
  store::Mbtiles out(path, wanted.file);
  std::uint64_t end = 0;
  for (const tiles::PmtilesEntry& entry : entries) {
    const auto number = static_cast<std::int64_t>(entry.offset);
    if (entry.offset >= end) {
      out.add_content(number, log.read(entry.offset, entry.bytes));
      end = entry.offset + entry.bytes;
    }
    const tiles::TileId id = *tiles::tile_of_pmtiles_id(entry.id);
    out.add_tile(id.zoom(), id.column(), id.row(), number);
  }
  out.finish(tiles::mbtiles_metadata(wanted.words));
}

/// The folder of what is finished stays; whoever does not come back to it must know.
[[noreturn]] void rethrow_with_place(const geo::Error& error, const fs::path& file) {
  const std::string folder = TileLog::folder_for(file).string();
  throw geo::Error(
      error.problem(),
      fmt::format("{}; the tiles that are finished stay in '{}' for the same command to go on with: delete that folder if it "
                  "will not be given",
                  error.text().en, folder),
      fmt::format("{}; os mosaicos terminados ficam em '{}' para o mesmo comando continuar: apague essa pasta se não o for dar",
                  error.text().pt, folder));
}

void draw(const TileFile& wanted, TileLog& log, const geo::Workers& workers, const geo::Progress& progress) {
  try {
    tiles::build_pyramid(wanted.plan, places_of(log), workers, progress,
                         [&](const tiles::PyramidTile& tile) { log.add(tile.id, tile.below, tile.bytes); });
    log.flush();
  } catch (const geo::Error& error) {
    if (progress.cancelled()) { log.flush(); }
    if (log.tiles().empty()) {
      log.remove();
      throw;
    }
    rethrow_with_place(error, wanted.file);
  }
}

}  // namespace

void check_tile_file_name(const fs::path& file) {
  if (is_pmtiles(file) || file.extension() == ".mbtiles") { return; }
  throw geo::Error(geo::Problem::usage, fmt::format("'{}' must end in .pmtiles or .mbtiles", file.filename().string()),
                   fmt::format("'{}' tem de terminar em .pmtiles ou .mbtiles", file.filename().string()));
}

TileFileMade make_tile_file(const TileFile& wanted, const geo::Workers& workers, const geo::Progress& progress) {
  check_tile_file_name(wanted.file);
  store::PendingFile pending(wanted.file);
  TileLog log(wanted.file, wanted.fingerprint);
  TileFileMade made;
  made.taken_up = log.tiles().size();
  draw(wanted, log, workers, progress);
  const std::vector<tiles::PmtilesEntry> entries = entries_of(log);
  if (entries.empty()) {
    log.remove();
    throw geo::Error(geo::Problem::not_found, "no row that has a place matches: there is nothing to draw, and no file was written",
                     "nenhuma linha com lugar corresponde: não há nada a desenhar, e nenhum ficheiro foi escrito");
  }
  made.tiles = entries.size();
  (is_pmtiles(wanted.file) ? write_pmtiles : write_mbtiles)(wanted, log, entries, pending.path());
  pending.publish();
  log.remove();
  return made;
}

}  // namespace app
