// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage.hpp"

#include "geo/look/xml.hpp"
#include "store/export/geopackage_rows.hpp"
#include "store/export/geopackage_tables.hpp"
#include "store/export/pending_file.hpp"
#include "store/export/spatial_index.hpp"
#include "store/sqlite/database.hpp"

#include <fmt/format.h>

#include <functional>
#include <set>

namespace store {
namespace {

namespace fs = std::filesystem;

Database make_database(const fs::path& file) {
  make_private_file(file);
  return {file, Database::Mode::scratch};
}

/// What GDAL, and with it QGIS, shows as the file's metadata.
std::string metadata_xml(const Facts& facts) {
  std::string xml = "<GDALMultiDomainMetadata>\n  <Metadata>\n";
  for (const auto& [name, value] : facts) {
    xml += fmt::format("    <MDI key=\"{}\">{}</MDI>\n", geo::xml_escaped(name), geo::xml_escaped(value));
  }
  return xml + "  </Metadata>\n</GDALMultiDomainMetadata>\n";
}

/// What SQLite says is about this file, not about the store.
void or_fail(const fs::path& shown, const std::function<void()>& write) {
  try {
    write();
  } catch (const DatabaseError& error) { fail_writing(shown, geo::Text{error.words(), error.words()}); }
}

void set_extent(Database& database, const std::string& layer, const geo::BBox& box) {
  if (box.is_empty()) { return; }
  Statement s = database.prepare("UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?");
  s.bind(1, box.west).bind(2, box.south).bind(3, box.east).bind(4, box.north).bind(5, layer).run();
}

}  // namespace

struct GeoPackage::Writing {
  Database database;
  fs::path shown;
  std::string now;
  std::set<std::string> titles;

  /// Two results may be called alike, layers may not.
  std::string title_of(const geo::Collection& schema, const geo::LayerWords& words) {
    std::string title = schema.title.*words.language;
    if (!titles.insert(title).second) {
      title += " (" + schema.id + ")";
      titles.insert(title);
    }
    return title;
  }
};

GeoPackage::GeoPackage(const fs::path& file, fs::path shown, geo::TimeMs now) {
  or_fail(shown, [&] {
    m_writing = std::make_unique<Writing>(Writing{make_database(file), shown, geopackage_time(now), {}});
    make_geopackage_tables(m_writing->database, m_writing->now);
    m_writing->database.execute("BEGIN");
  });
}

GeoPackage::~GeoPackage() = default;

PagesEnd GeoPackage::add(const geo::View& view, const Extract& extract, const geo::LayerWords& words, const std::string& remark,
                         ExportPace& pace) {
  Writing& w = *m_writing;
  const geo::Collection& schema = extract.shown;
  const Places places(extract.crs);
  std::unique_ptr<GeoPackageRows> rows;
  or_fail(w.shown, [&] {
    if (!places.are_lonlat()) { add_crs(w.database, *places.crs()); }
    const LayerNames names{w.title_of(schema, words), fmt::format("{}. {}", schema.description.*words.language, remark), w.now};
    make_layer(w.database, schema, names, places.epsg_code());
    describe_fields(w.database, schema, words);
    add_style(w.database, schema, words, w.now);
    rows = std::make_unique<GeoPackageRows>(w.database, schema, places);
  });
  const PagesEnd end = for_each_page(view, extract, pace, [&](const geo::BatchView& batch) {
    or_fail(w.shown, [&] {
      for (std::size_t row = 0; row < batch.rows; ++row) { rows->insert(batch, row); }
    });
  });
  if (schema.geometry == geo::GeometryType::none) { return end; }
  or_fail(w.shown, [&] {
    set_extent(w.database, schema.id, rows->box());
    make_spatial_index(w.database, schema.id);
    fill_spatial_index(w.database, schema.id);
    make_index_triggers(w.database, schema.id);
  });
  return end;
}

void GeoPackage::finish(const Facts& facts) {
  or_fail(m_writing->shown, [&] {
    add_metadata(m_writing->database, metadata_xml(facts), m_writing->now);
    m_writing->database.execute("COMMIT");
  });
}

}  // namespace store
