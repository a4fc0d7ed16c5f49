// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage_tables.hpp"

#include "geo/base/error.hpp"
#include "store/export/spatial_index.hpp"
#include "store/sqlite/database.hpp"

#include <fmt/format.h>

namespace store {
namespace {

/// As OGR makes them where it needs them: it does for fields of JSON or of codes only.
constexpr const char* schema_extension =
    "CREATE TABLE IF NOT EXISTS gpkg_extensions(table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, "
    "scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE(table_name, column_name, extension_name));"
    "CREATE TABLE IF NOT EXISTS gpkg_data_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, "
    "description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY(table_name, column_name), "
    "CONSTRAINT gdc_tn UNIQUE(table_name, name));"
    "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints(constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, "
    "min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE(constraint_name, constraint_type, value));"
    "INSERT INTO gpkg_extensions SELECT name, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write' "
    "FROM sqlite_master WHERE name IN ('gpkg_data_columns', 'gpkg_data_column_constraints') AND NOT EXISTS "
    "(SELECT 1 FROM gpkg_extensions WHERE extension_name = 'gpkg_schema' AND table_name = sqlite_master.name)";

/// QGIS's own table; it takes the style whose useAsDefault is 1 when a layer is opened.
constexpr const char* styles_table =
    "CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), "
    "f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, "
    "description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)";

void add_styles_table(Database& database, const std::string& at) {
  database.execute(styles_table);
  database.prepare("INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change) VALUES('layer_styles', 'attributes', 'layer_styles', ?)")
      .bind(1, at)
      .run();
}

void add_style(Database& database, const WrittenLayer& layer, const std::string& at) {
  const std::string_view geometry = layer.schema.geometry == geo::GeometryType::none ? "" : "geom";
  const std::string text = qml(layer.schema, layer.look);
  Statement s = database.prepare("INSERT INTO layer_styles VALUES(NULL, '', '', ?, ?, 'Bairro', ?, '', 1, '', '', NULL, ?)");
  s.bind(1, layer.schema.id).bind(2, geometry).bind(3, text).bind(4, at).run();
}

/// `name` stays empty: OGR wants it unique in the whole file, and fields of two layers may well be called alike.
void add_titles(Database& database, const WrittenLayer& layer) {
  Statement s = database.prepare(
      "INSERT INTO gpkg_data_columns(table_name, column_name, title) VALUES(?,?,?) "
      "ON CONFLICT(table_name, column_name) DO UPDATE SET title = excluded.title");
  for (const geo::Field& field : layer.schema.fields) {
    const std::string title = heading(field, layer.look.language);
    s.bind(1, layer.schema.id).bind(2, field.name).bind(3, title).run();
  }
}

void check_rows(Database& database, const WrittenLayer& layer) {
  const std::int64_t rows = database.integer("SELECT count(*) FROM " + sql_name(layer.schema.id));
  if (rows == layer.rows) { return; }
  throw geo::Error(geo::Problem::failed, fmt::format("{} of {} rows of '{}' arrived", rows, layer.rows, layer.schema.id),
                   fmt::format("chegaram {} de {} linhas de '{}'", rows, layer.rows, layer.schema.id));
}

}  // namespace

std::string geopackage_time(geo::TimeMs time) {
  const std::string text = geo::format_time(time);
  return text.find('.') == std::string::npos ? text.substr(0, text.size() - 1) + ".000Z" : text;
}

void complete_geopackage(const std::filesystem::path& file, const std::vector<WrittenLayer>& layers, geo::TimeMs now) {
  Database database(file, Database::Mode::scratch);
  const std::string at = geopackage_time(now);
  database.execute("BEGIN");
  database.execute(schema_extension);
  add_styles_table(database, at);
  for (const WrittenLayer& layer : layers) {
    check_rows(database, layer);
    if (!layer.triggers.empty()) { fill_spatial_index(database, layer.schema.id); }
    for (const std::string& trigger : layer.triggers) { database.execute(trigger); }
    add_titles(database, layer);
    add_style(database, layer, at);
  }
  database.execute("COMMIT");
}

}  // namespace store
