// SPDX-License-Identifier: Apache-2.0
#include "importers/child/sqlite_guard.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace importers::child {
namespace {

std::optional<Refusal> the_refusal;
std::set<std::string, std::less<>> plain_tables;

constexpr std::array schema_tables{"sqlite_master", "sqlite_schema"};
/// Pragmas that only tell.
constexpr std::array telling{"quick_check",  "table_list",     "table_info", "table_xinfo",      "index_list", "index_info",
                             "user_version", "application_id", "page_count", "foreign_key_list", "encoding",   "page_size"};
/// Functions of the statements that GDAL itself writes.
constexpr std::array functions{"count",  "max",      "min", "lower", "upper",   "like",   "length", "substr",
                               "ifnull", "coalesce", "abs", "instr", "replace", "typeof", "quote"};

template <class List>
bool has(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// `third`: the view or trigger through which something is read.
int authorize(void*, int action, const char* first, const char* second, const char*, const char* third) {
  const std::string_view name = first == nullptr ? "" : first;
  switch (action) {
    case SQLITE_SELECT: return SQLITE_OK;
    case SQLITE_READ: return third == nullptr && (plain_tables.contains(name) || has(schema_tables, name)) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION: return second != nullptr && has(functions, second) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA: return has(telling, name) ? SQLITE_OK : SQLITE_IGNORE;  // GDAL sets some; nothing comes of it
    default: return SQLITE_DENY;
  }
}

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    m_statement.reset(statement);
    if (!m_statement) { refuse("unreadable", sqlite3_errmsg(db)); }
  }
  bool row() {
    const int result = sqlite3_step(m_statement.get());
    if (result == SQLITE_ROW) { return true; }
    if (result != SQLITE_DONE) { refuse("unreadable", sqlite3_errmsg(sqlite3_db_handle(m_statement.get()))); }
    return false;
  }
  [[nodiscard]] std::string text(int column) const {
    const void* const value = sqlite3_column_text(m_statement.get(), column);
    return value == nullptr ? "" : static_cast<const char*>(value);
  }

 private:
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> m_statement{nullptr, sqlite3_finalize};
};

void restrict(sqlite3* db) {
  constexpr std::array<std::pair<int, int>, 5> settings{{{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                                         {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                                         {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                                         {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                                         {SQLITE_DBCONFIG_DEFENSIVE, 1}}};
  for (const auto& [what, on] : settings) { sqlite3_db_config(db, what, on, nullptr); }
  constexpr std::array<std::pair<int, int>, 5> limits{{{SQLITE_LIMIT_LENGTH, 100'000'000},
                                                       {SQLITE_LIMIT_SQL_LENGTH, 200'000},
                                                       {SQLITE_LIMIT_EXPR_DEPTH, 100},
                                                       {SQLITE_LIMIT_ATTACHED, 0},
                                                       {SQLITE_LIMIT_TRIGGER_DEPTH, 0}}};
  for (const auto& [what, most] : limits) { sqlite3_limit(db, what, most); }
  sqlite3_set_authorizer(db, authorize, nullptr);
}

/// The triggers that GDAL and QGIS make, by their names: they keep the R*Trees, the row counts and the tables of metadata and
/// tiles right. Triggers never run here; others make a file one that nobody foresaw.
bool is_usual_trigger(std::string_view name) {
  constexpr std::array begins{"rtree_", "trigger_insert_feature_count_", "trigger_delete_feature_count_", "gpkg_"};
  constexpr std::array holds{"_zoom_", "_tile_column_", "_tile_row_"};
  return std::any_of(begins.begin(), begins.end(), [&](std::string_view begin) { return name.starts_with(begin); }) ||
         std::any_of(holds.begin(), holds.end(), [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

/// Annex of the first GeoPackage standard; nobody reads them here, and nobody could.
bool is_usual_view(std::string_view name) {
  return has(std::array{"st_spatial_ref_sys", "spatial_ref_sys", "st_geometry_columns", "geometry_columns"}, name);
}

/// What SQLite itself makes of each entry of the schema.
void check_kinds(sqlite3* db) {
  for (Statement list(db, "PRAGMA main.table_list"); list.row();) {
    const std::string schema = list.text(0);
    const std::string name = list.text(1);
    const std::string type = list.text(2);
    if (schema != "main") { continue; }
    if (type == "view" && !is_usual_view(name)) { refuse("views", name); }
    if (type == "virtual" && !name.starts_with("rtree_")) { refuse("virtual-tables", name); }
    if (type == "table") { plain_tables.insert(name); }
  }
}

void check_schema(sqlite3* db) {
  check_kinds(db);
  for (Statement list(db, "SELECT name, sql FROM sqlite_master WHERE type='table' AND rootpage=0"); list.row();) {
    const std::string sql = list.text(1);
    if (sql.find(" USING rtree(") == std::string::npos && sql.find(" USING rtree (") == std::string::npos) {
      refuse("virtual-tables", list.text(0));
    }
  }
  for (Statement list(db, "SELECT name FROM sqlite_master WHERE type='trigger'"); list.row();) {
    if (!is_usual_trigger(list.text(0))) { refuse("triggers", list.text(0)); }
  }
  for (const char* needed : {"gpkg_contents", "gpkg_spatial_ref_sys"}) {
    if (!plain_tables.contains(std::string_view(needed))) { refuse("not-geopackage", needed); }
  }
}

void check_pages(sqlite3* db) {
  for (Statement check(db, "PRAGMA main.quick_check(1)"); check.row();) {
    if (check.text(0) != "ok") { refuse("damaged", check.text(0)); }
  }
}

int guard(sqlite3* db, char**, const void*) {
  try {
    restrict(db);
    check_schema(db);
    check_pages(db);
    return SQLITE_OK;
  } catch (const Refusal& refusal) { the_refusal = refusal; } catch (const std::bad_alloc&) {
    the_refusal = Refusal{"memory"};
  }
  return SQLITE_ERROR;
}

int size_by_descriptor(int fd, struct stat* status) { return static_cast<int>(::syscall(SYS_fstat, fd, status)); }

}  // namespace

void ask_sizes_by_descriptor() {
  sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  const auto call = reinterpret_cast<sqlite3_syscall_ptr>(size_by_descriptor);
  if (system == nullptr || system->iVersion < 3 || system->xSetSystemCall(system, "fstat", call) != SQLITE_OK) {
    refuse("driver", "SQLite");
  }
}

void guard_sqlite() {
  // SQLite declares the hook without its arguments; this is how its manual says to hand it over.
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(guard));
}

const std::optional<Refusal>& sqlite_refusal() { return the_refusal; }

}  // namespace importers::child
