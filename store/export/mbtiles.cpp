// SPDX-License-Identifier: Apache-2.0
#include "store/export/mbtiles.hpp"

#include "store/export/pending_file.hpp"
#include "store/sqlite/database.hpp"

#include <functional>

namespace store {
namespace {

namespace fs = std::filesystem;

Database make_database(const fs::path& file) {
  make_private_file(file);
  return {file, Database::Mode::scratch};
}

/// What SQLite says is about this file, not about the store.
void or_fail(const fs::path& shown, const std::function<void()>& write) {
  try {
    write();
  } catch (const DatabaseError& error) { fail_writing(shown, geo::Text{error.words(), error.words()}); }
}

/// `tiles` may be a view (MBTiles 1.3, "Tiles"). The number is "MPBX", under which the file's kind is registered with SQLite.
constexpr const char* tables =
    "PRAGMA application_id = 1297105496;"
    "CREATE TABLE metadata (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE map (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL, tile_id INTEGER NOT NULL,"
    " PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
    "CREATE TABLE images (tile_id INTEGER PRIMARY KEY, tile_data BLOB NOT NULL);"
    "CREATE VIEW tiles AS SELECT map.zoom_level AS zoom_level, map.tile_column AS tile_column, map.tile_row AS tile_row,"
    " images.tile_data AS tile_data FROM map JOIN images ON images.tile_id = map.tile_id;";

}  // namespace

struct Mbtiles::Writing {
  Writing(const fs::path& file, fs::path the_shown) : database(make_database(file)), shown(std::move(the_shown)) {
    database.execute(tables);
    database.execute("BEGIN");
    content = database.prepare("INSERT INTO images (tile_id, tile_data) VALUES (?, ?)");
    tile = database.prepare("INSERT INTO map (zoom_level, tile_column, tile_row, tile_id) VALUES (?, ?, ?, ?)");
  }
  Database database;
  fs::path shown;
  Statement content, tile;
};

Mbtiles::Mbtiles(const fs::path& file, fs::path shown) {
  const fs::path name = shown;
  or_fail(name, [&] { m_writing = std::make_unique<Writing>(file, std::move(shown)); });
}

Mbtiles::~Mbtiles() = default;

void Mbtiles::add_content(std::int64_t number, std::string_view bytes) {
  or_fail(m_writing->shown, [&] { m_writing->content.bind(1, number).bind_blob(2, bytes).run(); });
}

void Mbtiles::add_tile(int zoom, std::uint32_t column, std::uint32_t row, std::int64_t content) {
  const std::int64_t from_south = (std::int64_t{1} << zoom) - 1 - row;
  or_fail(m_writing->shown,
          [&] { m_writing->tile.bind(1, std::int64_t{zoom}).bind(2, std::int64_t{column}).bind(3, from_south).bind(4, content).run(); });
}

void Mbtiles::finish(const Facts& metadata) {
  or_fail(m_writing->shown, [&] {
    Statement fact = m_writing->database.prepare("INSERT INTO metadata (name, value) VALUES (?, ?)");
    for (const auto& [name, value] : metadata) { fact.bind(1, std::string_view(name)).bind(2, std::string_view(value)).run(); }
    m_writing->database.execute("COMMIT");
    m_writing->content = {};
    m_writing->tile = {};
  });
}

}  // namespace store
