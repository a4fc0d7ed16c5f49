// SPDX-License-Identifier: Apache-2.0
// Files made to do harm, in GPX, FlatGeobuf, workbooks and GeoTIFF. hostile_files_test.cpp has the other formats, and what all share.
#include "tests/importers/gdal/doorbell.hpp"
#include "tests/importers/gdal/ods_writer.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/write_raster.hpp"
#include "tests/importers/gdal/xlsx_writer.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace importers_tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

bool full() { return std::getenv("BAIRRO_FULL") != nullptr; }

class HostileFormats : public testing::Test {
 protected:
  /// The sentence of the refusal; "" when the file is read. Nobody is called and nothing written either way.
  std::string outcome(const std::string& name, const std::string& bytes) {
    const auto file = m_folder.write(name, bytes);
    const std::vector<std::string> before = m_folder.list();
    const Content content = read_file(file);
    EXPECT_EQ(m_folder.list(), before);
    EXPECT_FALSE(m_bell.rang()) << name;
    m_rows = content.rows.size();
    return content.error;
  }
  std::string refusal(const std::string& name, const std::string& bytes) {
    std::string error = outcome(name, bytes);
    EXPECT_NE(error, "") << name << " of " << bytes.size() << " bytes";
    return error;
  }
  /// Refused, or as many rows as there are, whatever place is damaged: never a part of them.
  void expect_all_or_nothing(const std::string& name, const std::string& whole, std::size_t from, std::size_t step) {
    ASSERT_EQ(outcome(name, whole), "");
    const std::size_t rows = m_rows;
    int refused = 0;
    for (std::size_t at = from; at < whole.size(); at += step) {
      std::string damaged = whole;
      for (std::size_t i = at; i < std::min(at + 8, damaged.size()); ++i) { damaged[i] = static_cast<char>(damaged[i] ^ 0x5a); }
      const bool good = outcome(name, damaged).empty();
      refused += good ? 0 : 1;
      if (good) { EXPECT_EQ(m_rows, rows) << at; }
    }
    EXPECT_GT(refused, 0);
  }
  void expect_cuts_refused(const std::string& name, const std::string& whole, std::size_t from, std::size_t step) {
    for (std::size_t size = from; size < whole.size(); size += step) { refusal(name, whole.substr(0, size)); }
  }

  const Folder m_folder;
  const Folder m_made;
  const Doorbell m_bell;
  std::size_t m_rows = 0;
};

// --- GPX

const std::string point = "<wpt lat=\"-12\" lon=\"40\"><name>a</name></wpt>";
std::string gpx(const std::string& prolog, const std::string& inside) {
  return "<?xml version=\"1.0\"?>" + prolog + "<gpx>" + inside + "</gpx>";
}

TEST_F(HostileFormats, GpxWithDeclarations) {
  EXPECT_EQ(outcome("a.gpx", gpx("", point)), "");
  for (const std::string& prolog :
       {std::string("<!DOCTYPE gpx>"), std::string("<!DOCTYPE gpx [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"),
        std::string("<!DOCTYPE gpx SYSTEM \"file:///etc/passwd\">"), "<!DOCTYPE gpx SYSTEM \"" + m_bell.url() + "x.dtd\">",
        "<!DOCTYPE gpx [<!ENTITY % x SYSTEM \"" + m_bell.url() + "x\"> %x;]>"}) {
    EXPECT_THAT(refusal("a.gpx", gpx(prolog, point)), HasSubstr("DOCTYPE")) << prolog;
  }
  EXPECT_THAT(refusal("a.gpx", gpx("", "<wpt lat=\"1\" lon=\"2\"><name>&x;</name></wpt>")), HasSubstr("undefined entity"));
  EXPECT_THAT(refusal("a.gpx", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><gpx>" + point + "</gpx>"), HasSubstr("encoding"));
  EXPECT_THAT(refusal("a.gpx", "<?xml version=\"1.0\" encoding=\"x\xff\"?><gpx/>"), AnyOf(HasSubstr("XML"), HasSubstr("encoding")));
}

TEST_F(HostileFormats, GpxThatIsOtherXml) {
  EXPECT_THAT(refusal("a.gpx", "<kml><Document/></kml>"), HasSubstr("is named as GPX but holds other XML, \"kml\""));
  EXPECT_THAT(refusal("a.gpx", "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/" + m_bell.url() +
                                   "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"),
              HasSubstr("holds other XML"));
  EXPECT_THAT(refusal("a.gpx", "lat,lon\n1,2\n"), HasSubstr("does not begin like a GPX file"));
}

TEST_F(HostileFormats, GpxThatNestsOrIsCut) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) { deep += "<a>"; }
  EXPECT_THAT(refusal("a.gpx", gpx("", "<wpt lat=\"1\" lon=\"2\"><extensions>" + deep)), HasSubstr("nested deeper"));
  EXPECT_THAT(refusal("a.gpx", gpx("", "<wpt lat=\"1\" lat=\"2\" lon=\"3\"/>")), HasSubstr("duplicate attribute"));
  expect_cuts_refused("a.gpx", gpx("", point + point), 1, full() ? 1 : 23);
}

// --- FlatGeobuf

TEST_F(HostileFormats, FlatGeobufDamagedOrCut) {
  for (const char* index : {"SPATIAL_INDEX=NO", "SPATIAL_INDEX=YES"}) {
    std::filesystem::remove(m_made / "a.fgb");
    write_with_gdal("FlatGeobuf", m_made / "a.fgb", {districts_layer()}, {index});
    const std::string whole = bytes_of(m_made / "a.fgb");
    // The first eight bytes are the magic and the version.
    expect_cuts_refused("a.fgb", whole, 8, full() ? 1 : whole.size() / 9);
    expect_all_or_nothing("a.fgb", whole, 8, full() ? 3 : whole.size() / 25);
  }
}

TEST_F(HostileFormats, FlatGeobufThatClaimsWhatItHasNot) {
  write_with_gdal("FlatGeobuf", m_made / "a.fgb", {districts_layer()}, {"SPATIAL_INDEX=YES"});
  const std::string whole = bytes_of(m_made / "a.fgb");
  // The length of the header stands behind the magic; the number of features among it, and the index grows with that.
  for (const char last : {'\x7f', '\xff', '\x01'}) {
    std::string header = whole;
    header[11] = last;
    refusal("a.fgb", header);
  }
  std::string many = whole;
  const std::uint64_t two = 2;
  const std::size_t at = whole.find(std::string(reinterpret_cast<const char*>(&two), sizeof two), 8);
  ASSERT_NE(at, std::string::npos);
  for (const std::size_t byte : {3U, 5U, 7U}) {
    many = whole;
    many[at + byte] = '\x7f';
    refusal("a.fgb", many);
  }
  EXPECT_THAT(refusal("a.fgb", "fgb\x03" + std::string(100, '\xff')), HasSubstr("cannot be read as FlatGeobuf"));
  EXPECT_THAT(refusal("a.fgb", whole + "more"), HasSubstr("behind its last row"));
}

// --- workbooks

TEST_F(HostileFormats, XlsxPartsThatLie) {
  const auto sheet = [](const std::string& rows) { return xlsx({{"x", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}}); };
  const std::string header = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>";
  EXPECT_EQ(outcome("a.xlsx", sheet(header + "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>")), "");
  for (const char* rows :
       {"<row r=\"2\"><c r=\"ZZZZ2\"><v>1</v></c></row>", "<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>",
        "<row r=\"2\"><c r=\"B3\"><v>1</v></c></row>", "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>",
        "<row r=\"1\"><c><v>1</v></c></row>", "<row r=\"0\"><c><v>1</v></c></row>", "<row r=\"9999999\"><c><v>1</v></c></row>",
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>", "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>-1</v></c></row>",
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99999999999999999999</v></c></row>"}) {
    EXPECT_THAT(refusal("a.xlsx", sheet(header + rows)), HasSubstr("cannot be read as XLSX")) << rows;
  }
  for (const char* rows :
       {"<row r=\"2\"><c r=\"A2\" t=\"str\"><v>x<row r=\"3\"><c r=\"A3\"><v>1</v></c></row></v></c></row>",
        "<row r=\"2\"><row r=\"3\"/></row>", "<c r=\"A2\"><v>1</v></c>", "<row r=\"2\"><c r=\"A2\"><c r=\"B2\"><v>1</v></c></c></row>"}) {
    EXPECT_THAT(refusal("a.xlsx", sheet(header + rows)), HasSubstr("cannot be read as XLSX")) << rows;
  }
  // Numbers that are none are texts, styles that do not exist are none.
  EXPECT_EQ(outcome("a.xlsx", sheet(header + "<row r=\"2\"><c r=\"A2\" s=\"999999999\"><v>1e999</v></c></row>")), "");
  EXPECT_EQ(outcome("a.xlsx", sheet(header + "<row r=\"2\"><c r=\"A2\" s=\"-1\"><v>nan</v></c></row>")), "");
  EXPECT_EQ(outcome("a.xlsx", sheet(header + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>-45366</v></c></row>")), "");
  EXPECT_EQ(outcome("a.xlsx", sheet(header + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>1e300</v></c></row>")), "");
}

TEST_F(HostileFormats, XlsxMergesWithoutEnd) {
  std::vector<std::string> merges{"A1", "A1:", ":", "B2:A1", "A0:A1", "A1:XFE1", "A1:A1048577", "A1:XFD1048576"};
  for (int i = 0; i < 50'000; ++i) { merges.emplace_back("A2:A1048576"); }
  const std::string book =
      xlsx({{"x", sheet_xml({{1, {text_cell("a"), text_cell("b")}}, {2, {text_cell("c"), number_cell("1")}}, {9, {"", number_cell("2")}}},
                            merges)}});
  EXPECT_EQ(outcome("a.xlsx", book), "");
  EXPECT_GE(m_rows, 1U);
}

TEST_F(HostileFormats, XlsxPartsThatAreNotThere) {
  const auto book = [](const std::string& links, const std::string& inside) {
    ZipWriter zip;
    zip.add("[Content_Types].xml", "<Types/>");
    zip.add("xl/workbook.xml", "<workbook><sheets>" + inside + "</sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels", "<Relationships>" + links + "</Relationships>");
    return zip.finish();
  };
  const std::string sheet = "<sheet name=\"x\" sheetId=\"1\" r:id=\"rId1\"/>";
  EXPECT_THAT(refusal("a.xlsx", book("", "")), HasSubstr("no layer with rows"));
  EXPECT_THAT(refusal("a.xlsx", book("", sheet)), HasSubstr("is missing"));
  for (const std::string& target :
       {std::string("../../../../etc/passwd"), std::string("/etc/passwd"), m_bell.url() + "x", std::string("worksheets/none.xml")}) {
    EXPECT_THAT(refusal("a.xlsx", book("<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"" + target + "\"/>", sheet)),
                HasSubstr("is missing"))
        << target;
    refusal("a.xlsx", book("<Relationship Id=\"rId1\" Type=\"x/worksheet\" TargetMode=\"External\" Target=\"" + target + "\"/>", sheet));
  }
}

TEST_F(HostileFormats, WorkbooksThatUnpackToTooMuch) {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add("xl/workbook.xml", "<workbook><sheets/></workbook>" + std::string(60'000'000, ' '));
  EXPECT_THAT(refusal("a.xlsx", zip.finish()), HasSubstr("limit against zip bombs"));
  ZipWriter sheet;
  sheet.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  sheet.add("content.xml", "<a>" + std::string(60'000'000, ' ') + "</a>");
  EXPECT_THAT(refusal("a.ods", sheet.finish()), HasSubstr("limit against zip bombs"));
}

TEST_F(HostileFormats, OdsCutAndOtherXml) {
  const std::string whole = ods(ods_table("x", {ods_row({ods_text("a")}), ods_row({ods_number("1")})}));
  ASSERT_EQ(outcome("a.ods", whole), "");
  expect_cuts_refused("a.ods", whole, 4, full() ? 3 : whole.size() / 7);
  const auto content = [](const std::string& xml) {
    ZipWriter zip;
    zip.store("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    zip.add("content.xml", xml);
    return zip.finish();
  };
  EXPECT_THAT(refusal("a.ods", content("<html/>")), HasSubstr("no spreadsheet of OpenDocument"));
  EXPECT_THAT(refusal("a.ods", content("<office:spreadsheet xmlns:office=\"x\">")), HasSubstr("cannot be read as ODS"));
  const std::string row_in_cell = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p><table:table-row/></table:table-cell>";
  EXPECT_THAT(refusal("a.ods", ods(ods_table("x", {ods_row({ods_text("a")}), ods_row({row_in_cell})}))), HasSubstr("a row in a row"));
  EXPECT_THAT(refusal("a.ods", ods(ods_table("x", {ods_row({ods_text("a")}), ods_text("b")}))), HasSubstr("outside of the rows"));
  std::string deep;
  for (int i = 0; i < 50'000; ++i) { deep += "<table:table>"; }
  EXPECT_THAT(refusal("a.ods", content(deep)), HasSubstr("nested deeper"));
}

// --- GeoTIFF

/// A TIFF of one entry after the other, little-endian: its directory lies behind the first eight bytes.
std::string tiff(const std::vector<std::array<std::uint32_t, 4>>& entries, const std::string& data = "") {
  std::string bytes("II*\0\x08\0\0\0", 8);
  const auto put = [&](std::uint64_t number, int size) {
    for (int i = 0; i < size; ++i) { bytes += static_cast<char>(number >> (8 * i) & 0xffU); }
  };
  put(entries.size(), 2);
  for (const auto& [tag, type, count, value] : entries) {
    put(tag, 2);
    put(type, 2);
    put(count, 4);
    put(value, 4);
  }
  put(0, 4);
  return bytes + data;
}

TEST_F(HostileFormats, TiffOfAbsurdSize) {
  const auto sized = [](std::uint32_t width, std::uint32_t height, std::uint32_t rows) {
    return tiff({{256, 4, 1, width},
                 {257, 4, 1, height},
                 {258, 3, 1, 8},
                 {259, 3, 1, 1},
                 {262, 3, 1, 1},
                 {273, 4, 1, 8},
                 {277, 3, 1, 1},
                 {278, 4, 1, rows},
                 {279, 4, 1, 100}},
                std::string(200, '\1'));
  };
  for (const std::string& bytes : {sized(0x7fffffff, 0x7fffffff, 1), sized(0xffffffff, 0xffffffff, 1), sized(100'000, 100'000, 1),
                                   sized(100'000, 9'000, 9'000), sized(0, 0, 1), sized(10, 10, 0)}) {
    EXPECT_THAT(refusal("a.tif", bytes), AnyOf(HasSubstr("cannot be read"), HasSubstr("more than 1000000000 cells"), HasSubstr("blocks"),
                                               HasSubstr("where on earth"), HasSubstr("memory")));
  }
}

TEST_F(HostileFormats, TiffDamagedOrCut) {
  TestRaster raster = people_raster(4326);
  raster.packing = {{"COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"}};
  const std::string whole = bytes_of(write_raster(m_made / "a.tif", raster));
  ASSERT_EQ(outcome("a.tif", whole), "");
  expect_cuts_refused("a.tif", whole, 4, full() ? 40 : whole.size() / 8);
  // Damage may change figures, which nothing protects, but must not end or hang anything.
  for (std::size_t at = 4; at < whole.size(); at += full() ? 7 : whole.size() / 40) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    const std::string error = outcome("a.tif", damaged);
    EXPECT_THAT(error, testing::Not(HasSubstr("made the reader"))) << at;
  }
}

TEST_F(HostileFormats, TiffThatIsSomethingElse) {
  const std::string vrt = "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><VRTRasterBand><SimpleSource><SourceFilename>/vsicurl/" +
                          m_bell.url() + "a.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>";
  EXPECT_THAT(refusal("a.tif", vrt), HasSubstr("does not begin like a GeoTIFF file"));
  EXPECT_THAT(refusal("a.tif", std::string("II*\0", 4) + vrt), HasSubstr("cannot be read as GeoTIFF"));
  EXPECT_THAT(refusal("a.tiff", "\x89PNG\r\n\x1a\n"), HasSubstr("does not begin like"));
  EXPECT_THAT(refusal("a.csv", std::string("II*\0", 4) + std::string(100, '\0')), HasSubstr("binary"));
}

TEST_F(HostileFormats, WhatLiesBesideATiffIsNotOpened) {
  const auto file = write_raster(m_folder / "a.tif", people_raster(4326));
  const std::size_t rows = read_file(file).rows.size();
  const std::string vrt =
      "<VRTDataset rasterXSize=\"40\" rasterYSize=\"30\"><VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource>"
      "<SourceFilename>/vsicurl/" +
      m_bell.url() + "a.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>";
  for (const char* beside : {"a.tif.ovr", "a.tif.msk", "a.tif.aux.xml", "a.tfw", "a.vrt"}) { m_folder.write(beside, vrt); }
  EXPECT_EQ(read_file(file).rows.size(), rows);
  EXPECT_FALSE(m_bell.rang());
}

// A small file of empty tiles may stand for very many cells: they are counted, not kept.
TEST_F(HostileFormats, TiffOfManyEmptyCells) {
  TestRaster raster;
  raster.width = 1;
  raster.height = 1;
  raster.values = {7};
  raster.geotransform = std::array<double, 6>{30, 0.0001, 0, -10, 0, -0.0001};
  raster.grow_to = 20'000;
  raster.packing = {{"SPARSE_OK=TRUE", "TILED=YES", "COMPRESS=DEFLATE"}};
  const auto file = write_raster(m_made / "a.tif", raster);
  EXPECT_LT(std::filesystem::file_size(file), 4'000'000U);
  const Content content = read_file(file);
  ASSERT_EQ(content.rows.size(), 1U) << content.error;
  ASSERT_EQ(content.info.left_out.size(), 2U);
  EXPECT_EQ(content.info.left_out[1].second, 20'000LL * 20'000 - 1);
}

}  // namespace
}  // namespace importers_tests
