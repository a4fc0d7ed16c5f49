// SPDX-License-Identifier: Apache-2.0
// Zips of tables, ODK Central's exports before all. Everything in them is invented.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string submissions =
    "SubmissionDate,data,tipo,local-Latitude,local-Longitude,KEY\n"
    "2024-03-15T10:00:00.000Z,2024-03-14,furto,-12.9,40.5,uuid:1\n"
    "2024-03-16T10:00:00.000Z,2024-03-15,\"rixa\nna rua\",-12.8,40.4,uuid:2\n";
const std::string people = "nome,idade,PARENT_KEY,KEY\nx,7,uuid:1,uuid:1/pessoas[1]\n";

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  ZipWriter zip;
  for (const auto& [name, content] : files) { zip.add(name, content); }
  return zip.finish();
}

Content read_zip(const std::vector<std::pair<std::string, std::string>>& files, const std::string& layer = "") {
  const Folder folder;
  return read_layer(folder.write("a.zip", zip_of(files)), layer);
}

TEST(TableZip, TheSubmissionsAmongTheirRepeats) {
  const Content content = read_zip({{"ocorrencias-pessoas.csv", people},
                                    {"ocorrencias.csv", submissions},
                                    {"media/", ""},
                                    {"media/1.jpg", "not a picture"},
                                    {"media/anexo.csv", "a,b\n1,2\n"},
                                    {"media/anexo.zip", "PK\x03\x04"}});
  ASSERT_EQ(content.error, "");
  EXPECT_EQ(content.info.format, "CSV");
  EXPECT_EQ(content.info.unit, importers::RecordUnit::line);
  EXPECT_THAT(content.columns, ElementsAre("SubmissionDate", "data", "tipo", "local-Latitude", "local-Longitude", "KEY"));
  ASSERT_EQ(content.rows.size(), 2U);
  EXPECT_EQ(content.rows[1].line, 3);
  EXPECT_EQ(cells_of(content)[1][2], "rixa\nna rua");
  EXPECT_THAT(content.info.notes, ElementsAre("the layer \"ocorrencias.csv\" was read; the file also has \"ocorrencias-pessoas.csv\""));
}

TEST(TableZip, ARepeatIsReadWhenItIsAskedFor) {
  const std::vector<std::pair<std::string, std::string>> files{{"f.csv", submissions}, {"f-pessoas.csv", people}};
  for (const char* name : {"f-pessoas", "f-pessoas.csv"}) {
    EXPECT_THAT(read_zip(files, name).columns, ElementsAre("nome", "idade", "PARENT_KEY", "KEY"));
  }
  EXPECT_THAT(read_zip(files, "g").error, HasSubstr("has no layer \"g\"; it has: \"f.csv\", \"f-pessoas.csv\""));
}

TEST(TableZip, SeveralTablesOfWhichNoneIsTheOne) {
  EXPECT_THAT(read_zip({{"a.csv", submissions}, {"b.csv", submissions}}).error,
              HasSubstr("several layers; say which with --layer, one of: \"a.csv\", \"b.csv\""));
  // A name alone makes no repeat: its rows must belong to those of the other.
  EXPECT_THAT(read_zip({{"dados.csv", submissions}, {"dados-2023.csv", submissions}}).error, HasSubstr("several layers"));
  EXPECT_EQ(read_zip({{"a.csv", submissions}, {"b.csv", submissions}}, "b").rows.size(), 2U);
  EXPECT_THAT(read_zip({{"x/a.csv", submissions}, {"y/a.csv", submissions}}).error, HasSubstr("more than one"));
}

TEST(TableZip, TablesOfOtherMakers) {
  // One folder around it all, a copy by macOS, UTF-16, semicolons, a table of tabs.
  EXPECT_EQ(read_zip({{"export/", ""}, {"export/f.csv", submissions}, {"__MACOSX/export/._f.csv", "x"}, {".DS_Store", "x"}}).rows.size(),
            2U);
  std::string utf16 = "\xff\xfe";
  for (const char c : submissions) { utf16 += {c, '\0'}; }
  EXPECT_EQ(read_zip({{"F.CSV", utf16}}).info.encoding, "UTF-16LE");
  EXPECT_EQ(read_zip({{"f.csv", "a;b\n\"1;x\";2\n"}}).info.delimiter, ';');
  EXPECT_EQ(read_zip({{"f.tsv", "a\tb\n1\t2\n"}}).info.delimiter, '\t');
  const Folder folder;
  importers::ReadOptions latin = read_options();
  latin.encoding = "latin1";
  EXPECT_EQ(cells_of(read_file(folder.write("a.zip", zip_of({{"f.csv", "a,b\nM\xe9xico,2\n"}})), latin))[0][0], "México");
}

TEST(TableZip, ATableThatIsNone) {
  EXPECT_THAT(read_zip({{"f.csv", zip_of({{"g.csv", submissions}})}}).error, HasSubstr("archive inside the archive"));
  EXPECT_THAT(read_zip({{"f.csv", "\x1f\x8b\x08 and so on"}}).error, HasSubstr("archive inside the archive"));
  EXPECT_THAT(read_zip({{"f.csv", ""}}).error, HasSubstr("\"f.csv\" is empty"));
  EXPECT_THAT(read_zip({{"f.csv", "{\"a\":1}"}}).error, HasSubstr("\"f.csv\" is named as a table but holds JSON"));
  EXPECT_THAT(read_zip({{"f.csv", std::string(100, '\0')}}).error, HasSubstr("binary"));
  EXPECT_THAT(read_zip({{"f.txt", submissions}}).error, HasSubstr("neither a Shapefile (.shp) nor a table (.csv)"));
  EXPECT_THAT(read_zip({{"f.zip", zip_of({{"g.csv", submissions}})}}).error, HasSubstr("archive inside the archive"));
}

TEST(TableZip, NamesAreOnlyNames) {
  const Folder folder;
  const auto file = folder.write("a.zip", zip_of({{"../../../../tmp/bairro-evil.csv", submissions}, {"media/../../x.jpg", "x"}}));
  EXPECT_EQ(read_file(file).rows.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists("/tmp/bairro-evil.csv"));
  EXPECT_EQ(folder.list(), std::vector<std::string>{"a.zip"});
}

TEST(TableZip, Bombs) {
  EXPECT_THAT(read_zip({{"f.csv", "a,b\n" + std::string(40'000'000, '1')}}).error, HasSubstr("limit against zip bombs"));
  // The one that is not asked for is unpacked to see whose it is, and counts.
  EXPECT_THAT(read_zip({{"f.csv", submissions}, {"f-x.csv", std::string(40'000'000, '1')}}).error, HasSubstr("limit against zip bombs"));
  ZipWriter lying;
  lying.add("f.csv", submissions, [](ZipWriter::Entry& e) { e.size = 5; });
  const Folder folder;
  EXPECT_THAT(read_file(folder.write("a.zip", lying.finish())).error, HasSubstr("is not what its directory says"));
}

}  // namespace
}  // namespace importers_tests
