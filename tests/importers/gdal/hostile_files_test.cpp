// SPDX-License-Identifier: Apache-2.0
// Files made to do harm. Each is refused with its reason; nobody is called, nothing is written beside the file.
#include "tests/importers/gdal/doorbell.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace importers_tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// More places in ./dev test --full.
bool full() { return std::getenv("BAIRRO_FULL") != nullptr; }

class HostileFiles : public testing::Test {
 protected:
  /// The sentence of the refusal of a file with these bytes.
  std::string refusal(const std::string& name, const std::string& bytes) {
    const auto file = m_folder.write(name, bytes);
    const std::vector<std::string> before = m_folder.list();
    const Content content = read_file(file);
    EXPECT_EQ(content.rows.size(), 0U) << name;
    EXPECT_EQ(m_folder.list(), before);
    EXPECT_EQ(bytes_of(file), bytes);
    EXPECT_FALSE(m_bell.rang()) << name;
    return content.error;
  }

  const Folder m_folder;
  const Doorbell m_bell;
};

TEST_F(HostileFiles, OtherFormatsUnderOurNames) {
  const std::string secret = m_folder.write("secret.csv", "a,b\n1,2\n").string();
  const std::vector<std::string> contents{
      "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>" + secret + "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
      "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/" + m_bell.url() +
          "a.csv</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
      "<OGRWFSDataSource><URL>" + m_bell.url() + "wfs</URL></OGRWFSDataSource>",
      "<GDAL_WMS><Service name=\"WMS\"><ServerUrl>" + m_bell.url() + "</ServerUrl></Service></GDAL_WMS>",
      "PG:dbname=postgres host=127.0.0.1",
      m_bell.url() + "a.geojson",
      "%PDF-1.4\n",
      std::string(2000, '\0'),
  };
  for (const std::string& content : contents) {
    for (const char* name : {"a.gpkg", "a.kml", "a.kmz", "a.xlsx", "a.shp.zip", "a.geojson", "A.GPKG"}) {
      EXPECT_NE(refusal(name, content), "") << name << ": " << content.substr(0, 60);
    }
  }
  EXPECT_THAT(refusal("a.kml", contents[0]), HasSubstr("holds other XML, \"OGRVRTDataSource\""));
  EXPECT_THAT(refusal("a.gpkg", contents[0]), HasSubstr("does not begin like a GeoPackage file"));
  EXPECT_THAT(refusal("a.csv", contents[0]), HasSubstr("XML"));
}

TEST_F(HostileFiles, OurFormatsUnderOtherNames) {
  const Folder made;
  write_with_gdal("GPKG", made / "a.gpkg", {districts_layer()});
  const std::string gpkg = bytes_of(made / "a.gpkg");
  for (const char* name : {"a.kml", "a.kmz", "a.xlsx", "a.zip", "a.csv", "a.geojson", "a", "a.sqlite", "a.gpkg.gz"}) {
    EXPECT_THAT(refusal(name, gpkg), AnyOf(HasSubstr("begin"), HasSubstr("SQLite"), HasSubstr("binary"))) << name;
  }
  write_shapefile(made / "a.zip", districts_layer());
  const std::string shapefile = bytes_of(made / "a.zip");
  EXPECT_THAT(refusal("a.xlsx", shapefile), HasSubstr("[Content_Types].xml is missing"));
  EXPECT_THAT(refusal("a.kmz", shapefile), HasSubstr(".kml is missing"));
  EXPECT_THAT(refusal("a.csv", shapefile), HasSubstr("zip archive"));
  write_with_gdal("XLSX", made / "a.xlsx", {incidents_layer()});
  EXPECT_THAT(refusal("a.zip", bytes_of(made / "a.xlsx")), HasSubstr("neither a Shapefile"));
  EXPECT_THAT(refusal("a.shp", std::string("\0\0\x27\x0a", 4) + std::string(96, '\0')), HasSubstr("one part of a Shapefile"));
  ZipWriter ods;
  ods.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  ods.add("content.xml", "<office/>");
  EXPECT_THAT(refusal("a.xlsx", ods.finish()), HasSubstr("is missing"));
}

TEST_F(HostileFiles, NoFileAtAll) {
  std::filesystem::create_directory(m_folder / "folder.gpkg");
  EXPECT_THAT(read_file(m_folder / "folder.gpkg").error, HasSubstr("not a regular file"));
  ASSERT_EQ(::mkfifo((m_folder / "pipe.gpkg").c_str(), 0600), 0);
  EXPECT_THAT(read_file(m_folder / "pipe.gpkg").error, HasSubstr("not a regular file"));
  EXPECT_THROW(importers::open(m_folder / "none.gpkg", read_options()), geo::Error);
  EXPECT_THAT(refusal("empty.gpkg", ""), HasSubstr("is empty"));
  // A link is a name like another: what it leads to counts.
  write_with_gdal("GPKG", m_folder / "real.gpkg", {districts_layer()});
  std::filesystem::create_symlink("real.gpkg", m_folder / "link.gpkg");
  EXPECT_EQ(read_file(m_folder / "link.gpkg").rows.size(), 2U);
  std::filesystem::create_symlink("folder.gpkg", m_folder / "link2.gpkg");
  EXPECT_THAT(read_file(m_folder / "link2.gpkg").error, HasSubstr("not a regular file"));
}

// GeoJSON stays with its own reader; the link of its crs is what makes GDAL call a stranger.
TEST_F(HostileFiles, GeoJsonWithALinkForItsCrs) {
  const std::string text = R"({"type":"FeatureCollection","crs":{"type":"link","properties":{"href":")" + m_bell.url() +
                           R"(crs","type":"proj4"}},"features":[{"type":"Feature","geometry":null,"properties":{}}]})";
  EXPECT_THAT(refusal("a.geojson", text), HasSubstr("never followed"));
}

// --- KML

std::string kml(const std::string& prolog, const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + prolog + "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>" + inside +
         "</Document></kml>";
}
const std::string placemark = "<Placemark><name>Pemba</name><Point><coordinates>40.5,-12.9</coordinates></Point></Placemark>";

TEST_F(HostileFiles, KmlWithDeclarations) {
  const std::string laughs =
      "<!DOCTYPE kml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  for (const std::string& prolog :
       {std::string("<!DOCTYPE kml>"), laughs, std::string("<!DOCTYPE kml SYSTEM \"file:///etc/passwd\">"),
        "<!DOCTYPE kml SYSTEM \"" + m_bell.url() + "x.dtd\">", "<!DOCTYPE kml [<!ENTITY x SYSTEM \"" + m_bell.url() + "x\">]>",
        std::string("<!-- x --><?pi x?>\n <!DOCTYPE kml []>"), std::string("<!ENTITY x \"y\">")}) {
    EXPECT_THAT(refusal("a.kml", kml(prolog, placemark)), HasSubstr("DOCTYPE")) << prolog;
    ZipWriter zip;
    zip.add("doc.kml", kml(prolog, placemark));
    EXPECT_THAT(refusal("a.kmz", zip.finish()), HasSubstr("DOCTYPE")) << prolog;
  }
  // In another encoding nobody would see the word.
  std::string utf16 = "\xff\xfe";
  for (const char c : kml("<!DOCTYPE kml>", placemark)) { utf16 += {c, '\0'}; }
  EXPECT_THAT(refusal("a.kml", utf16), HasSubstr("does not begin like"));
  EXPECT_THAT(refusal("a.kml", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + kml("", placemark).substr(38)), HasSubstr("encoding"));
  EXPECT_THAT(refusal("a.kml", kml("", placemark) + std::string(1, '\0')), HasSubstr("encoding"));
}

TEST_F(HostileFiles, WordsInCommentsAndTextAreNoDeclarations) {
  const auto file = m_folder.write(
      "a.kml", kml("<!-- <!DOCTYPE x> -->",
                   "<description><![CDATA[<!DOCTYPE html><b>x</b><script>alert(1)</script>]]></description>" + placemark +
                       "<Placemark><description><![CDATA[<!DOCTYPE html><img src=x onerror=alert(1)>]]></description></Placemark>"));
  const Content content = read_file(file);
  ASSERT_EQ(content.rows.size(), 2U) << content.error;
  // Markup is text like any other: whoever shows it must escape it.
  EXPECT_EQ(content.rows[1].cells[1], "<!DOCTYPE html><img src=x onerror=alert(1)>");
}

TEST_F(HostileFiles, NetworkLinksAreNotFollowed) {
  const std::string link = "<NetworkLink><name>x</name><Link><href>" + m_bell.url() + "more.kml</href></Link></NetworkLink>";
  const std::string file_link = "<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>";
  const auto file = m_folder.write("a.kml", kml("", link + placemark + file_link));
  const Content content = read_file(file);
  EXPECT_EQ(content.rows.size(), 1U) << content.error;
  ASSERT_EQ(content.info.notes.size(), 1U);
  EXPECT_THAT(content.info.notes[0], HasSubstr("2 links to other files"));
  EXPECT_THAT(refusal("b.kml", kml("", link)), HasSubstr("no layer with rows"));
  EXPECT_FALSE(m_bell.rang());
}

TEST_F(HostileFiles, KmlThatNestsWithoutEnd) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) { deep += "<Folder>"; }
  EXPECT_THAT(refusal("a.kml", kml("", deep)), HasSubstr("nested deeper"));
  std::string geometries;
  for (int i = 0; i < 100'000; ++i) { geometries += "<MultiGeometry>"; }
  EXPECT_THAT(refusal("a.kml", kml("", "<Placemark>" + geometries)), HasSubstr("nested deeper"));
}

TEST_F(HostileFiles, KmlThatIsCutOrNotXml) {
  const std::string whole = kml("", placemark + placemark);
  for (std::size_t size = 1; size < whole.size(); size += full() ? 1 : 61) {
    EXPECT_NE(refusal("a.kml", whole.substr(0, size)), "") << size;
  }
  EXPECT_NE(refusal("a.kml", "<kml><Document></kml>"), "");
  EXPECT_NE(refusal("a.kml", "<kml/>"), "");
}

// --- archives

constexpr const char* shape_names[] = {"d.shp", "d.shx", "d.dbf"};

class HostileArchives : public HostileFiles {
 protected:
  HostileArchives() { write_with_gdal("ESRI Shapefile", m_parts / "d.shp", {districts_layer()}); }

  std::string part(const std::string& name) const { return bytes_of(m_parts / name); }
  void add_shapefile(ZipWriter& zip) const {
    for (const char* name : shape_names) { zip.add(name, part(name)); }
  }

  const Folder m_parts;
};

TEST_F(HostileArchives, Bombs) {
  ZipWriter ratio;
  for (const char* name : {"d.shp", "d.shx"}) { ratio.add(name, part(name)); }
  ratio.add("d.dbf", std::string(30'000'000, '\0'));
  EXPECT_THAT(refusal("a.zip", ratio.finish()), HasSubstr("limit against zip bombs"));
  ZipWriter size;
  std::string noise(60'000'000, '\0');
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < noise.size(); i += 16) { noise[i] = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U); }
  size.add("doc.kml", noise);
  EXPECT_THAT(refusal("a.kmz", size.finish()), HasSubstr("unpacks to more than 50000000 bytes"));
  ZipWriter many;
  many.add("doc.kml", kml("", placemark));
  for (int i = 0; i < 100; ++i) { many.store(std::to_string(i), "x"); }
  EXPECT_THAT(refusal("a.kmz", many.finish()), HasSubstr("more than 100 files"));
  ZipWriter photos;
  add_shapefile(photos);
  for (int i = 0; i < 20'000; ++i) { photos.store("media/" + std::to_string(i), "x"); }
  EXPECT_THAT(refusal("a.zip", photos.finish()), HasSubstr("more than 20000 files"));
}

TEST_F(HostileArchives, BombsThatLieAboutTheirSize) {
  ZipWriter small;
  for (const char* name : {"d.shp", "d.shx"}) { small.add(name, part(name)); }
  small.add("d.dbf", std::string(50'000'000, '\0'), [](ZipWriter::Entry& e) { e.size = 100; });
  EXPECT_THAT(refusal("a.zip", small.finish()), HasSubstr("limit against zip bombs"));
  ZipWriter large;
  for (const char* name : {"d.shp", "d.shx"}) { large.add(name, part(name)); }
  large.add("d.dbf", part("d.dbf"), [](ZipWriter::Entry& e) { e.size = 4'000'000'000; });
  EXPECT_THAT(refusal("a.zip", large.finish()), HasSubstr("is not what its directory says"));
  ZipWriter checksum;
  for (const char* name : {"d.shp", "d.shx"}) { checksum.add(name, part(name)); }
  checksum.add("d.dbf", part("d.dbf"), [](ZipWriter::Entry& e) { ++e.checksum; });
  EXPECT_THAT(refusal("a.zip", checksum.finish()), HasSubstr("checksum of \"d.dbf\""));
}

TEST_F(HostileArchives, EntriesThatShareBytes) {
  ZipWriter zip;
  add_shapefile(zip);
  zip.add("more", part("d.dbf"));
  zip.entries().push_back(zip.entries()[2]);
  zip.entries().back().name = "more.dbf";
  EXPECT_THAT(refusal("a.zip", zip.finish()), AnyOf(HasSubstr("share bytes"), HasSubstr("does not fit")));
  ZipWriter longer;
  add_shapefile(longer);
  longer.entries()[0].compressed += 40;
  EXPECT_THAT(refusal("a.zip", longer.finish()), HasSubstr("share bytes"));
  ZipWriter beyond;
  add_shapefile(beyond);
  beyond.entries()[1].offset = 0xfffffff0;
  EXPECT_THAT(refusal("a.zip", beyond.finish()), AnyOf(HasSubstr("truncated"), HasSubstr("does not fit")));
}

TEST_F(HostileArchives, ArchivesInArchivesLinksAndSecrets) {
  ZipWriter inner;
  add_shapefile(inner);
  ZipWriter nested;
  nested.store("d.zip", inner.finish());
  EXPECT_THAT(refusal("a.zip", nested.finish()), HasSubstr("archive inside the archive"));
  ZipWriter kmz;
  kmz.store("more.kmz", "PK\x03\x04");
  EXPECT_THAT(refusal("a.kmz", kmz.finish()), HasSubstr("archive inside the archive"));
  ZipWriter link;
  add_shapefile(link);
  link.add("d.prj", "/etc/passwd", [](ZipWriter::Entry& e) {
    e.made_by = 0x0314;
    e.attributes = 0120777U << 16U;
  });
  EXPECT_THAT(refusal("a.zip", link.finish()), HasSubstr("links are never followed"));
  ZipWriter secret;
  for (const char* name : shape_names) {
    secret.add(name, part(name), [](ZipWriter::Entry& e) { e.flags = 1; });
  }
  EXPECT_THAT(refusal("a.zip", secret.finish()), HasSubstr("password"));
}

TEST_F(HostileArchives, NamesAreOnlyNames) {
  ZipWriter zip;
  for (const char* extension : {"shp", "shx", "dbf"}) {
    zip.add(std::string("../../../../tmp/evil.") + extension, part(std::string("d.") + extension));
  }
  zip.add("/etc/cron.d/x", "* * * * * root true");
  const auto file = m_folder.write("a.zip", zip.finish());
  const Content content = read_file(file);
  EXPECT_EQ(content.rows.size(), 2U) << content.error;
  EXPECT_FALSE(std::filesystem::exists("/tmp/evil.shp"));
  EXPECT_FALSE(std::filesystem::exists("/etc/cron.d/x"));
  ZipWriter twice;
  add_shapefile(twice);
  twice.add("D.DBF", part("d.dbf"));
  EXPECT_THAT(refusal("b.zip", twice.finish()), HasSubstr("more than one"));
}

TEST_F(HostileArchives, CutAnywhere) {
  ZipWriter zip;
  add_shapefile(zip);
  const std::string whole = zip.finish();
  for (std::size_t size = 4; size < whole.size(); size += full() ? 11 : whole.size() / 6) {
    EXPECT_NE(refusal("a.zip", whole.substr(0, size)), "") << size;
  }
  const Folder made;
  write_with_gdal("XLSX", made / "a.xlsx", {incidents_layer()});
  const std::string xlsx = bytes_of(made / "a.xlsx");
  for (std::size_t size = 4; size < xlsx.size(); size += xlsx.size() / (full() ? 100 : 6)) {
    EXPECT_NE(refusal("a.xlsx", xlsx.substr(0, size)), "") << size;
  }
}

TEST_F(HostileArchives, ShapesAndRowsThatDoNotBelongTogether) {
  const Folder other;
  TestLayer one = districts_layer();
  one.rows.resize(1);
  write_with_gdal("ESRI Shapefile", other / "d.shp", {one});
  ZipWriter zip;
  zip.add("d.shp", part("d.shp"));
  zip.add("d.shx", part("d.shx"));
  zip.add("d.dbf", bytes_of(other / "d.dbf"));
  EXPECT_THAT(refusal("a.zip", zip.finish()), HasSubstr("2 shapes in the .shx, but 1 rows in the .dbf"));
  ZipWriter no_dbf;
  no_dbf.add("d.shp", part("d.shp"));
  no_dbf.add("d.shx", part("d.shx"));
  EXPECT_THAT(refusal("a.zip", no_dbf.finish()), HasSubstr(".dbf is missing"));
}

TEST_F(HostileArchives, XlsxWithDeclarations) {
  const Folder made;
  write_with_gdal("XLSX", made / "a.xlsx", {incidents_layer()});
  // GDAL wrote it; unpacked with GDAL and packed again with one part changed.
  EXPECT_EQ(read_file(made / "a.xlsx").rows.size(), 5U);
  const std::string book =
      "<?xml version=\"1.0\"?>%s<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">%s<sheets/></workbook>";
  const auto with = [&](const std::string& prolog, const std::string& inside) {
    ZipWriter zip;
    zip.add("[Content_Types].xml", "<Types/>");
    std::string text = book;
    text.replace(text.find("%s"), 2, prolog);
    text.replace(text.find("%s"), 2, inside);
    zip.add("xl/workbook.xml", text);
    return zip.finish();
  };
  EXPECT_THAT(refusal("a.xlsx", with("<!DOCTYPE x [<!ENTITY a \"b\">]>", "")), HasSubstr("DOCTYPE"));
  EXPECT_THAT(refusal("a.xlsx", with("", "<workbookPr date1904=\"0\"/>")), HasSubstr("workbook.xml.rels is missing"));
}

// --- GeoPackage

class HostileGeoPackages : public HostileFiles {
 protected:
  HostileGeoPackages() { write_with_gdal("GPKG", m_made / "a.gpkg", {districts_layer()}); }

  /// The good file after these statements.
  std::filesystem::path changed(const std::string& sql) {
    auto file = m_made.write("b.gpkg", bytes_of(m_made / "a.gpkg"));
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
    return file;
  }
  std::string refusal_after(const std::string& sql) { return refusal("b.gpkg", bytes_of(changed(sql))); }

  const Folder m_made;
};

const std::string endless_view =
    "WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) SELECT fid, NULL AS geom, 'x' AS nome FROM n";

/// The triggers that keep the R*Tree need functions of GDAL; without them a table can be changed here.
const std::string no_triggers =
    "DROP TRIGGER rtree_distritos_geom_update1; DROP TRIGGER rtree_distritos_geom_update2;"
    "DROP TRIGGER rtree_distritos_geom_update3; DROP TRIGGER rtree_distritos_geom_update4;";

TEST_F(HostileGeoPackages, TheOneTheyAreMadeFromIsRead) { EXPECT_EQ(read_file(changed("VACUUM")).rows.size(), 2U); }

TEST_F(HostileGeoPackages, ViewsThatNeverEnd) {
  EXPECT_THAT(refusal_after("DROP TABLE distritos; CREATE VIEW distritos AS " + endless_view), HasSubstr("has a view, \"distritos\""));
  EXPECT_THAT(refusal_after("CREATE VIEW aside AS " + endless_view), HasSubstr("has a view, \"aside\""));
  EXPECT_THAT(refusal_after("CREATE TABLE keep AS SELECT * FROM gpkg_contents; DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS " +
                            endless_view),
              HasSubstr("has a view, \"gpkg_contents\""));
}

// ArcGIS writes views that the first standard had: there, and never read.
TEST_F(HostileGeoPackages, ViewsOfTheFirstStandardAreNotRead) {
  EXPECT_EQ(read_file(changed("CREATE VIEW st_geometry_columns AS " + endless_view)).rows.size(), 2U);
}

TEST_F(HostileGeoPackages, Triggers) {
  EXPECT_THAT(refusal_after("CREATE TRIGGER mine AFTER INSERT ON distritos BEGIN DELETE FROM distritos; END"),
              HasSubstr("a trigger that neither GDAL nor QGIS makes, \"mine\""));
  // The usual ones do not run: nothing is written.
  EXPECT_EQ(
      read_file(changed("CREATE TRIGGER rtree_distritos_geom_x AFTER INSERT ON distritos BEGIN DELETE FROM distritos; END")).rows.size(),
      2U);
}

TEST_F(HostileGeoPackages, VirtualTables) {
  EXPECT_THAT(refusal_after("CREATE VIRTUAL TABLE words USING fts4(a)"), HasSubstr("a virtual table, \"words\""));
  EXPECT_THAT(refusal_after("CREATE VIRTUAL TABLE rtree_false USING fts4(a)"), HasSubstr("a virtual table, \"rtree_false\""));
  EXPECT_THAT(refusal_after("CREATE VIRTUAL TABLE mine USING rtree(id, a, b)"), HasSubstr("a virtual table, \"mine\""));
}

TEST_F(HostileGeoPackages, SchemaThatWasWrittenByHand) {
  // A row of the schema that says "table" and is a view, and one that is a virtual table.
  EXPECT_NE(
      refusal_after(
          "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql='CREATE VIEW distritos AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL "
          "SELECT fid + 1 FROM n) SELECT fid FROM n' WHERE name='distritos'"),
      "");
  EXPECT_NE(
      refusal_after(
          "PRAGMA writable_schema=1; UPDATE sqlite_master SET sql='CREATE VIRTUAL TABLE distritos USING dbstat' WHERE name='distritos'"),
      "");
  EXPECT_NE(refusal_after("PRAGMA writable_schema=1; UPDATE sqlite_master SET sql='CREATE TABLE distritos(' WHERE name='distritos'"), "");
  EXPECT_NE(refusal_after("PRAGMA writable_schema=1; UPDATE sqlite_master SET rootpage=1 WHERE name='distritos'"), "");
}

TEST_F(HostileGeoPackages, ColumnsThatAreComputed) {
  // Run while rows are read: refused or harmless, and never for longer than a blink.
  const std::string error = refusal_after("ALTER TABLE distritos ADD COLUMN x TEXT AS (hex(zeroblob(100000000))) VIRTUAL");
  EXPECT_NE(error, "");
}

TEST_F(HostileGeoPackages, NoGeoPackage) {
  EXPECT_THAT(refusal_after("DROP TABLE gpkg_contents"), HasSubstr("no table gpkg_contents"));
  EXPECT_THAT(refusal_after("DELETE FROM gpkg_contents"), HasSubstr("cannot be read as GeoPackage"));
}

TEST_F(HostileGeoPackages, DamagedAnywhere) {
  const std::string whole = bytes_of(m_made / "a.gpkg");
  int refused = 0;
  // As many rows as before, or none: never a crash that passes for an end.
  for (std::size_t at = 100; at < whole.size(); at += full() ? 577 : 7777) {
    std::string damaged = whole;
    for (std::size_t i = at; i < std::min(at + 64, damaged.size()); ++i) { damaged[i] = static_cast<char>(damaged[i] ^ 0x5a); }
    const Content content = read_file(m_folder.write("a.gpkg", damaged));
    refused += content.error.empty() ? 0 : 1;
    if (content.error.empty()) { EXPECT_EQ(content.rows.size(), 2U) << at; }
  }
  EXPECT_GT(refused, 1);
  for (std::size_t size = 16; size < whole.size(); size += whole.size() / (full() ? 40 : 5)) {
    EXPECT_NE(refusal("a.gpkg", whole.substr(0, size)), "") << size;
  }
}

TEST_F(HostileGeoPackages, ABrokenGeometryQuarantinesItsRow) {
  const Content content = read_file(changed(no_triggers + "UPDATE distritos SET geom=x'4750000101020304FFFFFFFF' WHERE fid=1"));
  ASSERT_EQ(content.rows.size(), 2U) << content.error;
  EXPECT_EQ(content.rows[0].rule, "geometry");
  EXPECT_EQ(content.rows[1].rule, "");
}

TEST_F(HostileGeoPackages, OneThatIsOpenElsewhere) {
  const auto file = m_folder.write("a.gpkg", bytes_of(m_made / "a.gpkg"));
  m_folder.write("a.gpkg-wal", "not empty");
  EXPECT_THAT(read_file(file).error, HasSubstr("is open in another program"));
  std::filesystem::create_symlink("a.gpkg", m_folder / "b.gpkg");
  EXPECT_THAT(read_file(m_folder / "b.gpkg").error, HasSubstr("\"a.gpkg-wal\""));
  m_folder.write("a.gpkg-wal", "");
  EXPECT_EQ(read_file(file).rows.size(), 2U);
  m_folder.write("a.gpkg-journal", "\xd9\xd5");
  EXPECT_THAT(read_file(file).error, HasSubstr("\"a.gpkg-journal\""));
  m_folder.write("a.gpkg-journal", std::string(512, '\0'));
  EXPECT_EQ(read_file(file).rows.size(), 2U);
}

TEST_F(HostileGeoPackages, OneThatWasClosedInWalMode) {
  const auto file = m_folder.write(
      "a.gpkg", bytes_of(changed("PRAGMA journal_mode=WAL;" + no_triggers + "UPDATE distritos SET nome='Outro' WHERE fid=2")));
  ASSERT_EQ(bytes_of(file)[18], 2);
  const Content content = read_file(file);
  ASSERT_EQ(content.rows.size(), 2U) << content.error;
  EXPECT_EQ(content.rows[1].cells[1], "Outro");
  EXPECT_EQ(m_folder.list(), std::vector<std::string>{"a.gpkg"});
}

}  // namespace
}  // namespace importers_tests
