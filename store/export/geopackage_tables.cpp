// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage_tables.hpp"

#include <fmt/format.h>

namespace store {
namespace {

/// Annex C of the standard, without the tables for tiles.
constexpr const char* tables = R"sql(
CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY(table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE(table_name), CONSTRAINT fk_gc_tn FOREIGN KEY(table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions(table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE(table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY(table_name, column_name), CONSTRAINT gdc_tn UNIQUE(table_name, name));
CREATE TABLE gpkg_data_column_constraints(constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE(constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata(id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference(reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY(md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY(md_parent_id) REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
)sql";

/// QGIS's own table: it takes the style whose useAsDefault is 1 when a layer is opened.
constexpr const char* styles_table = R"sql(
CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
)sql";

std::string_view geometry_name(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::point: return "POINT";
    case geo::GeometryType::line: return "MULTILINESTRING";
    case geo::GeometryType::polygon: return "MULTIPOLYGON";
    case geo::GeometryType::any:
    case geo::GeometryType::none: break;
  }
  return "GEOMETRY";
}

std::string_view column_type(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return "BOOLEAN";
    case geo::FieldType::integer: return "INTEGER";
    case geo::FieldType::real: return "REAL";
    case geo::FieldType::date: return "DATE";
    case geo::FieldType::time: return "DATETIME";
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::json: break;
  }
  return "TEXT";
}

void enter_contents(Database& database, const std::string& table, std::string_view type, const LayerNames& names,
                    const std::string& epsg_code) {
  Statement s = database.prepare(
      "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, last_change, srs_id) VALUES(?,?,?,?,?,CAST(? AS "
      "INTEGER))");
  s.bind(1, table).bind(2, type).bind(3, names.title).bind(4, names.description).bind(5, names.now);
  if (type == "features") { s.bind(6, epsg_code); }
  s.run();
}

void add_domain(Database& database, const geo::CodeList& list, const geo::LayerWords& words) {
  Statement s = database.prepare(
      "INSERT OR IGNORE INTO gpkg_data_column_constraints(constraint_name, constraint_type, value, description) VALUES(?,'enum',?,?)");
  for (const geo::Code& code : list.codes) { s.bind(1, list.id).bind(2, code.code).bind(3, code.title.*words.language).run(); }
}

}  // namespace

std::string geopackage_time(geo::TimeMs time) {
  const std::string text = geo::format_time(time);
  return text.find('.') == std::string::npos ? text.substr(0, text.size() - 1) + ".000Z" : text;
}

void make_geopackage_tables(Database& database, const std::string& now) {
  database.execute("PRAGMA application_id=0x47504B47; PRAGMA user_version=10200");
  database.execute(tables);
  database.execute(styles_table);
  enter_contents(database, "layer_styles", "attributes", {"layer_styles", "", now}, "");
}

void add_crs(Database& database, const geo::Reprojection& crs) {
  const std::string wkt = crs.wkt1();
  const std::string name = crs.crs().short_form();
  if (wkt.empty()) {
    throw geo::Error(geo::Problem::usage, fmt::format("a GeoPackage has no words for {}; ask for another 'crs'", name),
                     fmt::format("um GeoPackage não tem palavras para {}; peça outro 'crs'", name));
  }
  database.prepare("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES(?, CAST(? AS INTEGER), 'EPSG', CAST(? AS INTEGER), ?, NULL)")
      .bind(1, name)
      .bind(2, crs.crs().code)
      .bind(3, crs.crs().code)
      .bind(4, wkt)
      .run();
}

void make_layer(Database& database, const geo::Collection& schema, const LayerNames& names, const std::string& epsg_code) {
  const bool has_places = schema.geometry != geo::GeometryType::none;
  const std::string_view geometry = geometry_name(schema.geometry);
  std::string sql = "CREATE TABLE " + sql_name(schema.id) + "(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
  if (has_places) { sql += fmt::format(", geom {}", geometry); }
  for (const geo::Field& field : schema.fields) { sql += fmt::format(", {} {}", sql_name(field.name), column_type(field.type)); }
  database.execute(sql + ")");
  enter_contents(database, schema.id, has_places ? "features" : "attributes", names, epsg_code);
  if (!has_places) { return; }
  database.prepare("INSERT INTO gpkg_geometry_columns VALUES(?, 'geom', ?, CAST(? AS INTEGER), 0, 0)")
      .bind(1, schema.id)
      .bind(2, geometry)
      .bind(3, epsg_code)
      .run();
}

/// `name` stays empty: OGR wants it unique in the whole file, and fields of two layers may well be called alike.
void describe_fields(Database& database, const geo::Collection& schema, const geo::LayerWords& words) {
  Statement s =
      database.prepare("INSERT INTO gpkg_data_columns(table_name, column_name, title, mime_type, constraint_name) VALUES(?,?,?,?,?)");
  for (const geo::Field& field : schema.fields) {
    const std::string title = geo::heading(field, words.language);
    s.bind(1, schema.id).bind(2, field.name).bind(3, title);
    if (field.type == geo::FieldType::json) { s.bind(4, "application/json"); }
    const geo::CodeList* list = field.type == geo::FieldType::code ? geo::find_list(words.code_lists, field.code_list) : nullptr;
    if (list != nullptr) {
      add_domain(database, *list, words);
      s.bind(5, list->id);
    }
    s.run();
  }
}

void add_style(Database& database, const geo::Collection& schema, const geo::LayerWords& words, const std::string& now) {
  const std::string text = geo::qml(schema, geo::look_of(schema), words);
  Statement s = database.prepare("INSERT INTO layer_styles VALUES(NULL, '', '', ?, ?, 'Bairro', ?, '', 1, '', '', NULL, ?)");
  s.bind(1, schema.id).bind(2, schema.geometry == geo::GeometryType::none ? "" : "geom").bind(3, text).bind(4, now).run();
}

void make_spatial_index(Database& database, const std::string& layer) {
  database.execute("CREATE VIRTUAL TABLE " + sql_name("rtree_" + layer + "_geom") + " USING rtree(id, minx, maxx, miny, maxy)");
  database
      .prepare(
          "INSERT INTO gpkg_extensions VALUES(?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', "
          "'write-only')")
      .bind(1, layer)
      .run();
}

/// Requirement 77 of the standard, clause for clause. Whoever edits the file must bring ST_IsEmpty, ST_MinX and the like; QGIS does.
void make_index_triggers(Database& database, const std::string& layer) {
  const std::string tree = "rtree_" + layer + "_geom";
  const std::string there = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)";
  const std::string gone = "NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)";
  const std::string insert = "INSERT OR REPLACE INTO " + sql_name(tree) +
                             " VALUES(NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));";
  const std::string remove = "DELETE FROM " + sql_name(tree) + " WHERE id ";
  const auto trigger = [&](const char* name, const std::string& when, const std::string& body) {
    const std::size_t condition = when.find('|');
    database.execute(fmt::format("CREATE TRIGGER {} AFTER {} ON {} WHEN {} BEGIN {} END", sql_name(tree + "_" + name),
                                 when.substr(0, condition), sql_name(layer), when.substr(condition + 1), body));
  };
  trigger("insert", "INSERT|" + there, insert);
  trigger("update1", "UPDATE OF geom|OLD.fid = NEW.fid AND (" + there + ")", insert);
  trigger("update2", "UPDATE OF geom|OLD.fid = NEW.fid AND (" + gone + ")", remove + "= OLD.fid;");
  trigger("update3", "UPDATE|OLD.fid != NEW.fid AND (" + there + ")", remove + "= OLD.fid; " + insert);
  trigger("update4", "UPDATE|OLD.fid != NEW.fid AND (" + gone + ")", remove + "IN (OLD.fid, NEW.fid);");
  trigger("delete", "DELETE|OLD.geom NOT NULL", remove + "= OLD.fid;");
}

void add_metadata(Database& database, const std::string& xml, const std::string& now) {
  database.prepare("INSERT INTO gpkg_metadata VALUES(1, 'dataset', 'http://gdal.org', 'text/xml', ?)").bind(1, xml).run();
  database.prepare("INSERT INTO gpkg_metadata_reference VALUES('geopackage', NULL, NULL, NULL, ?, 1, NULL)").bind(1, now).run();
}

}  // namespace store
