// SPDX-License-Identifier: Apache-2.0
#include "importers/read/open.hpp"

#include "tests/importers/read/read_all.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace importers::test {
namespace {

using testing::HasSubstr;
using Cells = std::vector<std::vector<std::string>>;

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string in = text;
  std::string out(deflateBound(&stream, in.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bairro-read-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) { throw std::runtime_error("mkdtemp"); }
    m_path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(m_path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(m_path / name, std::ios::binary) << bytes;
    return m_path / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

geo::Problem problem_of(const std::filesystem::path& path, const ReadOptions& options = {}) {
  try {
    open(path, options);
  } catch (const geo::Error& error) {
    EXPECT_FALSE(error.text().en.empty());
    EXPECT_FALSE(error.text().pt.empty());
    return error.problem();
  }
  ADD_FAILURE() << path << " was not refused";
  return geo::Problem::failed;
}

TEST(Open, GzipIsSeenByContentAndMayHaveMembers) {
  const std::string first = "a,b\n1,\"x\n";
  const std::string second = "y\"\n2,z\n";
  const Cells expected{{"1", "x\ny"}, {"2", "z"}};
  for (const std::string& bytes :
       {gzip(first + second), gzip(first) + gzip("") + gzip(second), gzip(first) + gzip(second) + std::string(700, '\0')}) {
    for (const char* name : {"x.csv.gz", "x.csv", "X.CSV.GZ"}) {
      for (const std::size_t chunk : {0, 1, 13}) {
        const Content content = read_text(bytes, name, {}, chunk);
        EXPECT_EQ(content.error, "");
        EXPECT_EQ(cells_of(content), expected);
        EXPECT_TRUE(content.info.gzip);
      }
    }
  }
}

TEST(Open, DamagedGzipIsRefused) {
  std::string text = "a,b\n";
  for (int i = 0; i < 20'000; ++i) { text += std::to_string(i * 7919) + ",x\n"; }
  const std::string whole = gzip(text);
  for (const std::size_t size : {std::size_t{3}, std::size_t{12}, whole.size() / 2, whole.size() - 8, whole.size() - 1}) {
    EXPECT_THAT(read_text(whole.substr(0, size), "x.csv.gz").error, HasSubstr("truncated gzip")) << size;
  }
  std::string damaged = whole;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // its checksum
  EXPECT_THAT(read_text(damaged, "x.csv.gz").error, HasSubstr("damaged gzip"));
  EXPECT_THAT(read_text(whole + "rest", "x.csv.gz").error, HasSubstr("other bytes after"));
  EXPECT_THAT(read_text(whole + std::string(9, '\0') + whole, "x.csv.gz").error, HasSubstr("other bytes after"));
  EXPECT_THAT(read_text(gzip(whole), "x.csv.gz").error, HasSubstr("gzip file inside"));
}

TEST(Open, GzipBombsAreRefused) {
  std::string lines = "a,b\n";
  lines.append(40'000'000, '\n');
  const std::string bomb = gzip(lines);
  EXPECT_THAT(read_text(bomb, "x.csv.gz").error, HasSubstr("200 times"));
  std::string members;
  for (int i = 0; i < 40; ++i) { members += gzip((i == 0 ? "a,b\n" : "") + std::string(1'000'000, '\n')); }
  EXPECT_THAT(read_text(members, "x.csv.gz").error, HasSubstr("200 times"));
  ReadOptions options;
  options.limits.inflated_bytes = 10'000;
  EXPECT_THAT(read_text(gzip("a,b\n" + std::string(20'000, '1')), "x.csv.gz", options).error, HasSubstr("more than 10000 bytes"));
  // Below the size where the ratio counts, anything goes.
  EXPECT_EQ(read_text(gzip("a,b\n" + std::string(1'000'000, '\n') + "1,2\n"), "x.csv.gz").rows.size(), 1U);
}

TEST(Open, NameAndContentMustAgree) {
  const std::string json = R"({"type":"FeatureCollection","features":[]})";
  EXPECT_EQ(read_text(json, "x.geojson").error, "");
  EXPECT_EQ(read_text(json, "x.json.gz").error, "");
  EXPECT_EQ(read_text(json, "upload").error, "");
  EXPECT_EQ(read_text("a\tb\n", "x.tsv").error, "");
  EXPECT_THAT(read_text(json, "x.csv").error, HasSubstr("named as a table"));
  EXPECT_THAT(read_text("a,b\n", "x.geojson").error, HasSubstr("named as GeoJSON"));
  EXPECT_THAT(read_text("a,b\n", "x.dat").error, HasSubstr("neither the name nor the content"));
  EXPECT_THAT(read_text("a,b\n", "csv").error, HasSubstr("neither the name nor the content"));
  ReadOptions csv;
  csv.format = "csv";
  EXPECT_EQ(read_text("a,b\n", "x.dat", csv).error, "");
  EXPECT_EQ(read_text("{a},b\n", "x.dat", csv).columns.at(0), "{a}");
}

TEST(Open, KnownFormatsThatAreNotReadHereAreNamed) {
  struct Foreign {
    std::string bytes;
    const char* sentence;
  };
  const std::vector<Foreign> cases{{"PK\x03\x04 and so on", "XLSX"},
                                   {std::string("SQLite format 3\0", 16), "GeoPackage"},
                                   {"\xd0\xcf\x11\xe0", "old Excel"},
                                   {"%PDF-1.7", "PDF"},
                                   {"\n<?xml version=\"1.0\"?><kml/>", "XML"},
                                   {"<OGRVRTDataSource/>", "XML"},
                                   {"BZh91AY", "bzip2"},
                                   {std::string("a\0b\0", 4), "binary"},
                                   {std::string("\0\0\0\1", 4), "binary"},
                                   {"", "is empty"}};
  for (const Foreign& test : cases) {
    for (const char* name : {"x.csv", "x.geojson", "x"}) { EXPECT_THAT(read_text(test.bytes, name).error, HasSubstr(test.sentence)); }
  }
}

TEST(Open, FilesFromDisk) {
  const Folder folder;
  const auto path = folder.write("a.csv", "a,b\n1,2\n");
  const auto reader = open(path);
  Record record;
  EXPECT_TRUE(reader->next(record));
  EXPECT_EQ(record.cells.at(1), "2");
  EXPECT_FALSE(reader->next(record));
  EXPECT_FALSE(reader->next(record));
  EXPECT_EQ(problem_of(folder.path() / "none.csv"), geo::Problem::not_found);
  EXPECT_EQ(problem_of(folder.write("empty.csv", "")), geo::Problem::input);
  EXPECT_EQ(problem_of(folder.path()), geo::Problem::input);
  EXPECT_EQ(problem_of("/dev/null"), geo::Problem::input);
  const auto fifo = folder.path() / "fifo.csv";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(problem_of(fifo), geo::Problem::input);  // and does not wait for a writer
}

TEST(Open, OptionsWithoutMeaningAreUsageErrors) {
  const Folder folder;
  const auto path = folder.write("a.csv", "a,b\n1,2\n");
  ReadOptions options;
  options.encoding = "klingon";
  EXPECT_EQ(problem_of(path, options), geo::Problem::usage);
  options.encoding = "";
  options.format = "dbf";
  EXPECT_EQ(problem_of(path, options), geo::Problem::usage);
}

TEST(Open, ProgressGrows) {
  std::string text = "a,b\n";
  while (text.size() < 4'000'000) { text += "1,2\n"; }
  const auto reader = open_source(memory_source(text), "x.csv");
  Record record;
  double last = 0;
  while (reader->next(record)) {
    EXPECT_GE(reader->progress(), last);
    last = reader->progress();
    if (record.index == 1) { EXPECT_LT(last, 0.5); }
  }
  EXPECT_DOUBLE_EQ(last, 1.0);
}

TEST(Open, GridsOfNumbersMayHaveBlanksBetweenThem) {
  for (const char* text : {"X Y Z\n40.5 -13 12.25\n", "X,Y,Z\n40.5,-13,12.25\n", "X\tY\tZ\r\n40.5\t-13\t12.25\r\n"}) {
    const Content content = read_text(text, "people.XYZ");
    EXPECT_EQ(content.columns, (std::vector<std::string>{"X", "Y", "Z"})) << text;
    EXPECT_EQ(cells_of(content), (Cells{{"40.5", "-13", "12.25"}})) << text;
  }
  EXPECT_EQ(read_text("X Y Z\n1 2 3\n", "people.csv").columns.size(), 1U) << "in other tables a blank belongs to a text";
  ReadOptions options;
  options.delimiter = ';';
  EXPECT_EQ(read_text("X Y Z\n1 2 3\n", "people.xyz", options).columns.size(), 1U);
}

}  // namespace
}  // namespace importers::test
